import type { Json, Proof } from "../../model.ts";
import type { AvroChange, Route } from "./changes.ts";
import { type Datum, jsonOf, jsonOfLeaf } from "./datum.ts";
import { meaningOf, tellingValue, unpromotable } from "./meanings.ts";
import { nothingRepaired } from "./pruned.ts";
import { reasons, type Search } from "./search.ts";
import { type Turns, turnsOf } from "./turns.ts";
import { type AvroType, titleOf } from "./types.ts";

type Risk = Extract<AvroChange, { kind: "lossy-promotion" | "logical-type-meaning-changed" }>;

/** What the reader makes of the value in question, as it is to be shown; undefined where it is what was meant. */
type Told = (read: Json) => Json | undefined;

/** Looks for a message that a reader reads, and takes for another one. */
export function misreading(search: Search, change: Risk): Proof {
  const { writer, reader, route } = change.args;
  const turns = turnsOf(route);
  if (!search.reaches(turns)) return reasons.uninhabited;
  const isPromotion = change.kind === "lossy-promotion";
  const value = isPromotion ? unpromotable(writer.kind, reader.kind) : tellingValue(writer);
  const datum = search.message(turns, value);
  const encoder = search.encoder();
  if ("unreadable" in encoder) return reasons.unreadable("writer", encoder.unreadable);
  const bytes = encoder.encode(datum);
  const reading = search.readAs(datum, search.reader, nothingRepaired, true);
  if (reading.kind === "unreadable") return reasons.unreadable("reader", reading.words);
  if (reading.kind !== "read") return reasons.notFound;
  const sent = jsonAt(datum, turns);
  const told = isPromotion ? otherThan(sent) : otherMeaning(writer, reader, sent);
  const reads = withTold(reading.value, search.reader, route, told);
  if (reads === undefined) return reasons.notFound;
  const shown = writer.kind === "bytes" || writer.kind === "fixed" ? { bytes: hexadecimal(bytes) } : {};
  return { kind: "witness", outcome: "misread", codec: "avsc", datum: jsonOf(datum), reads, ...shown };
}

const otherThan =
  (sent: Json): Told =>
  (read) =>
    read === sent ? undefined : read;

const otherMeaning =
  (writer: AvroType, reader: AvroType, sent: Json): Told =>
  (read) => {
    const [meant, taken] = [meaningOf(writer, sent), meaningOf(reader, read)];
    if (meant === undefined || taken === undefined || meant === taken) return undefined;
    return `${taken}, where the writer means ${meant}`;
  };

/** What was sent at the end of these turns. */
function jsonAt(datum: Datum, turns: Turns): Json {
  const [turn, ...rest] = turns;
  if (datum.kind === "union") return jsonAt(datum.branch, turn?.kind === "branch" ? rest : turns);
  if (datum.kind === "leaf") return jsonOfLeaf(datum.value);
  const next = datum.kind === "list" ? datum.item : turn?.kind === "field" ? datum.fields.get(turn.field) : undefined;
  return next === undefined ? jsonOf(datum) : jsonAt(next, rest);
}

/** What was read, with the value at the end of the route as it is told; undefined where there is nothing to tell. */
function withTold(read: Json, reader: AvroType, route: Route, told: Told): Json | undefined {
  const within = (key: string | number, type: AvroType, rest: Route): Json | undefined => {
    const value = withTold((read as Readonly<Record<string, Json>>)[key] ?? null, type, rest, told);
    if (value === undefined) return undefined;
    return Array.isArray(read) ? [value] : { ...(read as object), [key]: value };
  };
  if (reader.kind === "union") {
    const [name] = Object.keys(read ?? {});
    const branch = reader.branches.find((candidate) => titleOf(candidate) === name);
    return name === undefined || branch === undefined ? undefined : within(name, branch, route);
  }
  const [step, ...rest] = route;
  if (step === undefined) return told(read);
  if (step.kind === "field") return within(step.reader.name, step.reader.type, rest);
  if (step.kind === "items" && reader.kind === "array") return within(0, reader.items, rest);
  if (step.kind === "values" && reader.kind === "map") return within("key", reader.values, rest);
  return withTold(read, reader, rest, told);
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
