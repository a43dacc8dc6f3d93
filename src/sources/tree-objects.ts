import type { Objects } from "./objects.ts";
import { decodePath } from "./path-bytes.ts";
import { modeOf } from "./raw-diff.ts";
import type { TreeEntry } from "./tree.ts";

/** So many folders are read for less than what one more process costs. */
const fewFolders = 40;

/**
 * The entries of a commit's tree, in no order, read folder by folder through the process that reads objects anyway; undefined where it has
 * more than a few folders, or one that is not here.
 */
export function entriesOf(objects: Objects, commit: string): Promise<readonly TreeEntry[] | undefined> {
  const before = last.get(objects);
  if (before?.commit === commit) return before.entries;
  const entries = readEntries(objects, commit);
  last.set(objects, { commit, entries });
  return entries;
}

/** The candidate's tree and the baseline's are mostly made from the same commit's. */
const last = new WeakMap<Objects, { readonly commit: string; readonly entries: ReturnType<typeof readEntries> }>();

async function readEntries(objects: Objects, commit: string): Promise<readonly TreeEntry[] | undefined> {
  const entries: TreeEntry[] = [];
  let folders = 0;
  for (let level = [{ path: "", id: `${commit}^{tree}` }]; level.length > 0; ) {
    folders += level.length;
    if (folders > fewFolders) return undefined;
    const trees = await Promise.all(level.map(({ id }) => objects.readTree(id)));
    const below: typeof level = [];
    for (const [i, tree] of trees.entries()) {
      if (tree === undefined) return undefined;
      for (const { mode, name, id } of entriesIn(tree, commit.length / 2)) {
        const path = `${level[i]?.path ?? ""}${name}`;
        const kind = modeOf({ mode: mode.padStart(6, "0"), oid: id });
        if (kind !== undefined) entries.push({ path, mode: kind, oid: id });
        else below.push({ path: `${path}/`, id });
      }
    }
    level = below;
  }
  return entries;
}

/** Reads `<mode> <name>NUL<id>`, over and over, as git stores a folder. */
function* entriesIn(tree: Uint8Array, idLength: number): Generator<{ mode: string; name: string; id: string }> {
  const bytes = Buffer.from(tree.buffer, tree.byteOffset, tree.length);
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    const name = decodePath(bytes.subarray(space + 1, end));
    yield { mode: bytes.toString("latin1", at, space), name, id: bytes.toString("hex", end + 1, end + 1 + idLength) };
    at = end + 1 + idLength;
  }
}
