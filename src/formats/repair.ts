import { SchemactlError } from "../errors.ts";
import type { PlacedFinding } from "../model.ts";

/** What stands from `offset` to `end` becomes `text`; offsets count UTF-16 units, `end` is exclusive. */
export interface TextEdit {
  readonly offset: number;
  readonly end: number;
  readonly text: string;
}

/** How a remedy is written into a text. */
export interface Repair {
  /** In any order; no two of them overlap. */
  readonly edits: readonly TextEdit[];
  /** What had to be chosen although nobody said it, in one clause: a zero is a value too. */
  readonly chosen?: string;
}

/** A repair, and the text that it is written into. */
export interface TextRepair extends Repair {
  readonly text: string;
}

/** Whether a repair holds what it promises: the text is a schema still, the finding is gone, and nothing breaks that did not before. */
export function holds(
  repair: Repair,
  finding: PlacedFinding,
  before: readonly PlacedFinding[],
  judge: (edits: readonly TextEdit[]) => readonly PlacedFinding[],
): boolean {
  if (repair.edits.length === 0) return false;
  try {
    const [had, has] = [count(before), count(judge(repair.edits))];
    const key = keyOf(finding);
    if ((has.get(key)?.times ?? 0) >= (had.get(key)?.times ?? 0)) return false;
    return [...has].every(([one, { times, breaks }]) => !breaks || times <= (had.get(one)?.times ?? 0));
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return false;
    throw error;
  }
}

const keyOf = ({ rule, place }: PlacedFinding): string => JSON.stringify([rule, place.names]);

function count(findings: readonly PlacedFinding[]): ReadonlyMap<string, { times: number; breaks: boolean }> {
  const counts = new Map<string, { times: number; breaks: boolean }>();
  for (const finding of findings) {
    const { times = 0 } = counts.get(keyOf(finding)) ?? {};
    counts.set(keyOf(finding), { times: times + 1, breaks: finding.effect === "breaks" });
  }
  return counts;
}
