import type { NoWitness, Proof, Witness } from "../../model.ts";
import type { ProofBudget } from "../format.ts";
import { whole } from "./aspects.ts";
import { type Bench, type Lens, openBench } from "./bench.ts";
import { CodecError } from "./codec.ts";
import type { MessageDatum, Value } from "./datum.ts";
import { enumUses, type Pair, type SharedField } from "./enum-uses.ts";
import { asJson, type Experiment, overTheWire } from "./experiment.ts";
import type { EnumType, Field, ProtobufSchema } from "./types.ts";

/** How a message is sent, and what counts when it is read. */
export type Way = { readonly by: "wire" | "json"; readonly lens: Lens };

export const ways = {
  wire: { by: "wire", lens: "values" },
  wireByName: { by: "wire", lens: "names" },
  json: { by: "json", lens: "values" },
  jsonByName: { by: "json", lens: "names" },
} as const satisfies Record<string, Way>;

/** What all searches for proofs of one pair of schemas share. */
export interface Search {
  readonly writer: ProtobufSchema;
  readonly reader: ProtobufSchema;
  readonly bench: Bench;
  /** Told of the work that is done. */
  readonly spend: (effort: number) => void;
  /** The first of the experiments that shows something, tried one way after the other. */
  readonly first: (experiments: readonly Experiment[], ways: readonly Way[]) => Witness | undefined;
  /** Fields of the writer that are of that enum, and of some enum in the reader too. */
  readonly usesOf: (type: EnumType) => readonly SharedField[];
}

/** Prepares the search; it ends in a RangeError when the budget is spent. */
export function openSearch(writer: ProtobufSchema, reader: ProtobufSchema, budget: ProofBudget): Search {
  let left = budget.exhaustive ? 20_000_000 : 300_000;
  const spend = (effort: number): void => {
    left -= effort;
    if (left < 0) throw new RangeError("the budget of the search is spent");
  };
  const bench = openBench(writer, reader, spend);
  const candidates = budget.exhaustive ? 64 : 12;
  let uses: ReadonlyMap<EnumType, readonly SharedField[]> | undefined;
  return {
    writer,
    reader,
    bench,
    spend,
    first: (experiments, inTurn) => {
      for (const { by, lens } of inTurn) {
        for (const experiment of experiments.slice(0, candidates)) {
          const witness = (by === "wire" ? overTheWire : asJson)(experiment, bench, lens);
          if (witness !== undefined) return witness;
        }
      }
      return undefined;
    },
    usesOf: (type) => {
      spend(1);
      uses ??= enumUses(writer, reader, bench);
      return (uses.get(type) ?? []).slice(0, candidates);
    },
  };
}

/** Experiments that send these fields of the writer's message. */
export function sending(
  { bench }: Search,
  { writer, reader }: Pick<Pair, "writer" | "reader">,
  fields: readonly (readonly [Field, Value])[],
  repairs: Experiment["repairs"],
): readonly Experiment[] {
  const datum = bench.build(writer, reader).message(writer, fields);
  return datum === undefined ? [] : [{ writer, reader, datum, repairs }];
}

/** Experiments that send a field in all its telling values. */
export function sendingField(search: Search, pair: Pair, aspect = whole): readonly Experiment[] {
  const { writer, reader, writerField } = pair;
  if (writerField === undefined) return [];
  search.spend(1);
  const values = search.bench.build(writer, reader).tellingValues(writerField);
  return values.flatMap((value) => sending(search, pair, [[writerField, value]], repairOf(search, pair, aspect)));
}

/** Experiments that leave out a field which the reader may need. */
export function sendingWithout(search: Search, pair: Pair): readonly Experiment[] {
  const { writer, reader, readerField } = pair;
  const datum: MessageDatum | undefined = search.bench.build(writer, reader).message(writer, [], readerField?.number);
  return datum === undefined ? [] : [{ writer, reader, datum, repairs: repairOf(search, pair) }];
}

/** The reader's field as it is, and the writer's for it; of two numbers each. */
export function repairOf({ bench }: Search, pair: Pair, aspect = whole): Experiment["repairs"] {
  const numbers = new Set([pair.writerField?.number, pair.readerField?.number]);
  const at = (fields: readonly Field[], number: number) => fields.find((field) => field.number === number);
  return [...numbers].flatMap((number) => {
    if (number === undefined) return [];
    const [writer, reader] = [at(bench.writerFields(pair.writer), number), at(bench.readerFields(pair.reader), number)];
    const differing = writer === undefined || reader === undefined ? reader : aspect(writer, reader);
    return [{ number, writer, reader: differing }];
  });
}

const none = (reason: string, explanation: string): NoWitness => ({ kind: "none", reason, explanation });

/** Why a finding has no proof. */
export const reasons = {
  notFound: none("not-found", "no message was confirmed that shows this and nothing else"),
  tooLarge: none("not-found", "there is too much that differs to look for a message that shows each of it"),
  unreadable: (words: string): NoWitness =>
    none(
      "codec-cannot-read-schema",
      `protobufjs, which proofs are run through, does not take these messages: ${words}`,
    ),
} as const;

/** A search that ends with a proof, whatever happens in the codec. */
export function withinBounds(search: () => Proof): Proof {
  try {
    return search();
  } catch (error) {
    if (error instanceof RangeError) return reasons.tooLarge;
    if (error instanceof CodecError) return reasons.unreadable(error.message);
    throw error;
  }
}
