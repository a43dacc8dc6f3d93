import { decodePath } from "./path-bytes.ts";
import type { FileChange, TreeEntry } from "./tree.ts";

/** One line of `--raw -z --no-renames`: what a path was and is. */
export interface RawChange {
  readonly before: RawSide;
  readonly after: RawSide;
  /** `A`, `D`, `M`, `T`, or `U` for an unmerged path. */
  readonly status: string;
  readonly path: string;
}

export interface RawSide {
  /** `100644`; `000000` where the path is absent. */
  readonly mode: string;
  /** All zeros where git has not looked at what the disk holds. */
  readonly oid: string;
}

const modes: Readonly<Record<string, TreeEntry["mode"]>> = {
  "100": "file",
  "120": "symlink",
  "160": "submodule",
};

/** Reads the two parts that tell of one path: `:100644 100755 before after M` and the path itself. */
export function readRaw(meta: Buffer, path: Buffer): RawChange {
  const [before = "", after = "", beforeOid = "", afterOid = "", status = ""] = meta.toString("latin1", 1).split(" ");
  return {
    before: { mode: before, oid: beforeOid },
    after: { mode: after, oid: afterOid },
    status: status.slice(0, 1),
    path: decodePath(path),
  };
}

/** Every line of one output. */
export function readRawDiff(parts: readonly Buffer[]): readonly RawChange[] {
  const changes: RawChange[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [meta, path] = [parts[i], parts[i + 1]];
    if (meta !== undefined && path !== undefined) changes.push(readRaw(meta, path));
  }
  return changes;
}

/** The kind of thing that a side is; undefined where it is absent. */
export function modeOf({ mode }: RawSide): TreeEntry["mode"] | undefined {
  return modes[mode.slice(0, 3)];
}

/** A line as a change of a tree's entries. An oid of zeros is left out. */
export function toFileChange(raw: RawChange): FileChange {
  const [before, after] = [entryOf(raw.path, raw.before), entryOf(raw.path, raw.after)];
  return { path: raw.path, ...(before && { before }), ...(after && { after }) };
}

function entryOf(path: string, side: RawSide): TreeEntry | undefined {
  const mode = modeOf(side);
  if (mode === undefined) return undefined;
  return /^0+$/.test(side.oid) ? { path, mode } : { path, mode, oid: side.oid };
}
