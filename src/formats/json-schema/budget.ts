import type { ProofBudget } from "../format.ts";

/** Ends a search whose budget is spent. */
export class Spent extends Error {}

/** What the searches of one check may cost together, and each of them alone. */
export interface Purse {
  /** How many messages are tried for one finding. */
  readonly candidates: number;
  /** Starts the search for one finding. */
  readonly open: () => void;
  /** Throws `Spent` when the finding's share or the whole is used up. */
  readonly spend: (effort: number) => void;
  /** The same for what only the whole pays: a message that was found is not lost because finding it took long. */
  readonly charge: (effort: number) => void;
}

// One unit is a part of a schema that is looked at, a good microsecond: 50 ms for a finding, 1 s for a check.
const perFinding = 40_000;
const perCheck = 800_000;
const exhaustively = 20;

/** What one run of the validator costs, by the characters of the schema that it compiles. */
export const costOfCompiling = (characters: number): number => 1_000 + characters * 3;

export function purseFor({ exhaustive }: ProofBudget): Purse {
  const times = exhaustive ? exhaustively : 1;
  let [left, whole] = [0, perCheck * times];
  return {
    candidates: 600 * times,
    open: () => {
      left = perFinding * times;
    },
    spend: (effort) => {
      left -= effort;
      whole -= effort;
      if (left < 0 || whole < 0) throw new Spent();
    },
    charge: (effort) => {
      whole -= effort;
      if (whole < 0) throw new Spent();
    },
  };
}
