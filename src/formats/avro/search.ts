import type { NoWitness } from "../../model.ts";
import type { ProofBudget } from "../format.ts";
import { readability } from "./breakages.ts";
import { decoderOf, type Encoder, encoderOf, type ReadAs, type Reading } from "./codec.ts";
import type { Datum, LeafValue } from "./datum.ts";
import { nothingRepaired } from "./pruned.ts";
import { type Plan, sample } from "./sample.ts";
import { sizesOf } from "./sizes.ts";
import { passedBy, type Turns } from "./turns.ts";
import type { AvroSchema, AvroType } from "./types.ts";

/** What all searches for proofs of one pair share. */
export interface Search {
  readonly reader: AvroType;
  readonly plan: Plan;
  readonly readAs: ReadAs;
  /** What the reader, with nothing repaired, makes of a datum. */
  readonly asItIs: (datum: Datum) => Reading;
  readonly encoder: () => Encoder;
  /** How many data are tried for one finding. */
  readonly candidates: number;
  /** Whether any message takes these turns. */
  readonly reaches: (turns: Turns) => boolean;
  /** The simplest message that takes these turns, and ends with that value. */
  readonly message: (turns: Turns, value?: LeafValue) => Datum;
}

/** Prepares the search; it ends in a RangeError when the budget is spent. */
export function openSearch({ root: writer }: AvroSchema, { root: reader }: AvroSchema, budget: ProofBudget): Search {
  let left = budget.exhaustive ? 10_000_000 : 300_000;
  const spend = (effort: number): void => {
    left -= effort;
    if (left < 0) throw new RangeError("the budget of the search is spent");
  };
  const plan: Plan = { sizeOf: sizesOf(writer), readable: readability(), built: new Map(), spend };
  const readAs = decoderOf(spend);
  const readings = new Map<Datum, Reading>();
  let encoder: Encoder | undefined;
  return {
    reader,
    plan,
    readAs,
    asItIs: (datum) => {
      const reading = readings.get(datum) ?? readAs(datum, reader, nothingRepaired);
      readings.set(datum, reading);
      return reading;
    },
    encoder: () => {
      encoder ??= encoderOf(writer);
      return encoder;
    },
    candidates: budget.exhaustive ? 64 : 8,
    reaches: (turns) => passedBy(writer, turns).every((type) => plan.sizeOf(type) < Number.POSITIVE_INFINITY),
    message: (turns, value) => sample(plan, writer, reader, turns, value),
  };
}

const none = (reason: string, explanation: string): NoWitness => ({ kind: "none", reason, explanation });

/** Why a finding has no witness. */
export const reasons = {
  nameOnly: none(
    "name-only",
    "only the name of a record stands in the way, and no message carries it: Java's decoder reads on, the registry refuses",
  ),
  codecDiffers: none("codec-differs", "avsc, which proofs are run through, does not do here what Java's decoder does"),
  uninhabited: none("uninhabited", "no message of the writer ever reaches this place: it would have no end"),
  notFound: none("not-found", "no message was confirmed that shows this and nothing else"),
  tooLarge: none("not-found", "the schema is too large to search it to the end for a message that shows this"),
  unreadable: (side: "writer" | "reader", words: string): NoWitness =>
    none(
      "codec-cannot-read-schema",
      `avsc, which proofs are run through, does not take the ${side}'s schema: ${words}`,
    ),
} as const;
