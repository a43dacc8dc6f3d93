import { SchemactlError } from "../errors.ts";
import type { CompareOptions, Format, Loaded } from "../formats/format.ts";
import type { Comparison, Direction, Mode, PlacedFinding } from "../model.ts";
import { directionsOf, modes } from "./modes.ts";

/** A version that the subject already has. */
export interface EarlierVersion<V> {
  readonly version: V;
  readonly schema: Loaded;
}

/** Versions, newest first, each read only when it is its turn, so that a long history is never held as a whole. */
export type NewestFirst<V> = Iterable<EarlierVersion<V>> | AsyncIterable<EarlierVersion<V>>;

/** Answers one question about one earlier version. */
export type Ask = (direction: Direction, earlier: Loaded) => Promise<Comparison<PlacedFinding>>;

/** One question asked of one earlier version, and its answer. */
export interface VersionComparison<V> extends Comparison<PlacedFinding> {
  readonly version: V;
  readonly direction: Direction;
}

export interface HistoryVerdict<V> {
  readonly compatible: boolean;
  /** Newest version first; of FULL the forward question first, as the registry asks. */
  readonly comparisons: readonly VersionComparison<V>[];
  /** `new`: there is no earlier version. `frozen`: there is one, and the mode accepts no other. */
  readonly reason?: "new" | "frozen";
  /** Why the history could not be read to its end: what was compared until then stands. */
  readonly undecided?: SchemactlError;
}

/** Asks about a pair: the old data in the new reader (`backward`), or the new data in the old one (`forward`). */
export function askOf(format: Format, candidate: Loaded, options: CompareOptions): Ask {
  return (direction, earlier) =>
    direction === "backward"
      ? format.compare(earlier, candidate, { ...options, editable: "reader" })
      : format.compare(candidate, earlier, { ...options, editable: "writer" });
}

/**
 * Holds a candidate against its earlier versions under a mode. Every version that the mode asks for is compared, not only the first that
 * fails: the registry's own answer is that of the first failing version in the order given here.
 */
export async function compareWithHistory<V>(history: NewestFirst<V>, mode: Mode, ask: Ask): Promise<HistoryVerdict<V>> {
  const row = modes[mode];
  const comparisons: VersionComparison<V>[] = [];
  let isNew = true;
  let undecided: SchemactlError | undefined;
  try {
    for await (const { version, schema } of history) {
      if (row.frozen) return { compatible: false, comparisons: [], reason: "frozen" };
      isNew = false;
      for (const direction of directionsOf(mode))
        comparisons.push({ version, direction, ...(await ask(direction, schema)) });
      if (!row.transitive) break;
    }
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "undecided") throw error;
    undecided = error;
  }
  const compatible = comparisons.every((comparison) => comparison.compatible);
  if (undecided !== undefined) return { compatible, comparisons, undecided };
  return isNew ? { compatible, comparisons, reason: "new" } : { compatible, comparisons };
}
