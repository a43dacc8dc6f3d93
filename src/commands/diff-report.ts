import type { Format, Loaded } from "../formats/format.ts";
import type { Bump, Comparison, Direction, PlacedFinding, Policy } from "../model.ts";
import type { DiffChange, DiffReport } from "../reporters/diff-text.ts";

/** One side of a diff: what the person called it, and the schema there. */
export interface DiffSide {
  readonly name: string;
  readonly schema: Loaded;
  /** Equal for both sides exactly when all that they reach is equal in everything but white space, key order and comments. */
  readonly identity: string;
}

export interface DiffOptions {
  readonly policy: Policy;
  readonly prove: boolean;
}

/** Compares two schemas in both directions. A side that is absent makes the other one new, or gone. */
export async function diffReport(
  format: Format,
  old: DiffSide | undefined,
  now: DiffSide | undefined,
  options: DiffOptions,
): Promise<DiffReport> {
  const head = { schemaVersion: 1, format: format.name, old: old?.name ?? null, new: now?.name ?? null } as const;
  if (old === undefined || now === undefined) {
    const bump = old === now ? "none" : old === undefined ? "minor" : "major";
    return { ...head, compatible: { backward: bump !== "major", forward: bump !== "major" }, bump, changes: [] };
  }
  const backward = await format.compare(old.schema, now.schema, options);
  const forward = await format.compare(now.schema, old.schema, options);
  return {
    ...head,
    compatible: { backward: backward.compatible, forward: forward.compatible },
    bump: old.identity === now.identity ? "none" : bumpOf(format, [backward, forward]),
    changes: [...changesOf("backward", backward), ...changesOf("forward", forward)],
  };
}

/** Major if either direction breaks; else minor if anything but docs, order or unknown properties differs; else patch. */
function bumpOf(format: Format, comparisons: readonly Comparison<PlacedFinding>[]): Exclude<Bump, "none"> {
  if (comparisons.some(({ compatible }) => !compatible)) return "major";
  const rules = comparisons.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  return rules.some((rule) => format.bumpOf(rule) === "minor") ? "minor" : "patch";
}

function changesOf(direction: Direction, { findings }: Comparison<PlacedFinding>): readonly DiffChange[] {
  return findings.map(({ readerAt, writerAt, place, ...finding }) => ({
    ...finding,
    direction,
    at: place.names,
    ...(direction === "backward" ? { old: writerAt, new: readerAt } : { old: readerAt, new: writerAt }),
  }));
}
