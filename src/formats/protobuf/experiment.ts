import type { Json, Witness } from "../../model.ts";
import type { Bench, Lens } from "./bench.ts";
import type { Codec, Reading } from "./codec.ts";
import { type Shortfall, sameJson, shortfallOf } from "./comparison.ts";
import type { MessageDatum } from "./datum.ts";
import type { FieldsOf } from "./descriptor.ts";
import { shownJson } from "./shown.ts";
import type { Field, Message } from "./types.ts";
import { hexOf, numbersIn } from "./wire.ts";

/** One field of the reader's message as far as it is in question, and the writer's, which a repaired reader has instead. */
export interface Repair {
  readonly number: number;
  readonly reader: Field | undefined;
  readonly writer: Field | undefined;
}

/** A message sent to show what becomes of some of its fields. */
export interface Experiment {
  readonly writer: Message;
  readonly reader: Message;
  readonly datum: MessageDatum;
  /** The difference that it is about: the reader's fields, and what they are in the writer. */
  readonly repairs: readonly Repair[];
}

/** The reader with this difference repaired, and nothing else. */
const repaired = ({ reader, repairs }: Experiment, { readerFields, anyFields }: Bench): FieldsOf =>
  withRepairs(
    reader,
    anyFields,
    (fields, { number, writer }) => withField(fields, number, writer),
    repairs,
    readerFields,
  );

/** The reader with every difference repaired but this one. */
const alone = ({ writer, repairs }: Experiment, { writerFields, anyFields }: Bench): FieldsOf =>
  withRepairs(
    writer,
    anyFields,
    (fields, { number, reader }) => withField(fields, number, reader),
    repairs,
    writerFields,
  );

function withRepairs(
  at: Message,
  others: FieldsOf,
  mend: (fields: readonly Field[], repair: Repair) => readonly Field[],
  repairs: readonly Repair[],
  own: FieldsOf,
): FieldsOf {
  const mended = repairs.reduce(mend, own(at));
  return (message) => (message === at ? mended : others(message));
}

function withField(fields: readonly Field[], number: number, field: Field | undefined): readonly Field[] {
  const rest = fields.filter((other) => other.number !== number);
  return field === undefined ? rest : [...rest, field];
}

/** What a reader made of the message, or what it said. */
interface Attempt {
  readonly codec: Codec;
  readonly fieldsOf: FieldsOf;
  readonly reading: Reading;
}

interface Trial {
  readonly read: (message: Message, fieldsOf: FieldsOf) => Attempt;
  /** Undefined when everything in question was read as it was sent. */
  readonly judge: (read: MessageDatum, codec: Codec) => Shortfall | undefined;
}

/**
 * What the reader makes of the message if this difference is why: the reader as it is fails on it, and so does one in which
 * nothing else differs. Only where the reader, once this is repaired, reads the message can its own failure be shown; else
 * other differences are in its way, and the failure by this one alone is what is shown.
 */
function confirmed(experiment: Experiment, bench: Bench, { read, judge }: Trial) {
  const outcomeOf = ({ reading, codec }: Attempt) =>
    reading.kind === "refused" ? ("refused" as const) : judge(reading.message, codec);
  const asItIs = read(experiment.reader, bench.readerFields);
  const outcome = outcomeOf(asItIs);
  if (outcome === undefined) return undefined;
  const byItself = read(experiment.writer, alone(experiment, bench));
  const itsOutcome = outcomeOf(byItself);
  if (itsOutcome === undefined) return undefined;
  const isWhy = outcome === itsOutcome && outcomeOf(read(experiment.reader, repaired(experiment, bench))) === undefined;
  return isWhy ? { outcome, ...asItIs } : { outcome: itsOutcome, ...byItself };
}

function witnessOf(found: ReturnType<typeof confirmed>, datum: Json, bytes?: Uint8Array): Witness | undefined {
  if (found === undefined) return undefined;
  const { outcome, reading, codec, fieldsOf } = found;
  const reads =
    reading.kind === "refused" ? reading.words : shownJson(codec.toJson(reading.message), reading.message, fieldsOf);
  const hex = bytes === undefined || bytes.length === 0 ? {} : { bytes: hexOf(bytes) };
  return { kind: "witness", outcome, codec: "protobufjs", datum, reads, ...hex };
}

/** Sends the message over the wire. With `names` enum values count by their names as well. */
export function overTheWire(experiment: Experiment, bench: Bench, lens: Lens): Witness | undefined {
  const { writer, datum, repairs } = experiment;
  const own = bench.codec(writer, bench.writerFields, new Set(datum.fields.keys()));
  const bytes = own.encode(datum);
  const sent = own.decode(bytes);
  if (sent.kind === "refused") return undefined;
  const json = own.toJson(sent.message);
  const numbers = numbersIn(bytes);
  const found = confirmed(experiment, bench, {
    read: (message, fieldsOf) => {
      const codec = bench.codec(message, fieldsOf, numbers);
      return { codec, fieldsOf, reading: codec.decode(bytes) };
    },
    judge: (read, codec) =>
      shortfallOf(
        sent.message,
        read,
        repairs.map(({ number }) => number),
      ) ?? (lens === "names" ? rewritten(json, codec.toJson(read)) : undefined),
  });
  return witnessOf(found, json, bytes);
}

/** Sends the message as ProtoJSON. With `names` what the reader would write again has to be the same text. */
export function asJson(experiment: Experiment, bench: Bench, lens: Lens): Witness | undefined {
  const { writer, datum, repairs } = experiment;
  const own = bench.codec(writer, bench.writerFields, new Set(datum.fields.keys()));
  const json = own.toJson(datum);
  const sent = own.fromJson(json);
  if (sent.kind === "refused") return undefined;
  const keys = keysIn(json);
  const found = confirmed(experiment, bench, {
    read: (message, fieldsOf) => {
      const codec = bench.codec(message, fieldsOf, keys);
      return { codec, fieldsOf, reading: codec.fromJson(json) };
    },
    judge: (read, codec) =>
      shortfallOf(
        sent.message,
        read,
        repairs.map(({ number }) => number),
      ) ?? (lens === "names" ? rewritten(json, codec.toJson(read)) : undefined),
  });
  return witnessOf(found, json);
}

/** What a reader makes of a text that it would write otherwise. */
function rewritten(sent: Json, again: Json): Shortfall | undefined {
  if (sameJson(sent, again)) return undefined;
  const [before, after] = [keysIn(sent), keysIn(again)];
  return [...before].every((key) => after.has(key)) ? "misread" : "lost";
}

/** All names in a JSON value. */
function keysIn(json: Json): ReadonlySet<string> {
  if (typeof json !== "object" || json === null) return new Set();
  const inner = Object.values(json).flatMap((value: Json) => [...keysIn(value)]);
  return new Set(Array.isArray(json) ? inner : [...Object.keys(json), ...inner]);
}
