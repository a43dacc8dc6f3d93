import {
  type Leaf,
  type MessageDatum,
  messageDatum,
  type Single,
  type Value,
} from "../../src/formats/protobuf/datum.ts";
import type { FieldsOf } from "../../src/formats/protobuf/descriptor.ts";
import type { Field, FieldType, Message, ProtobufSchema, ScalarName } from "../../src/formats/protobuf/types.ts";
import type { Json } from "../../src/model.ts";

/** All messages that the text itself declares, nested ones included. */
export function ownMessages({ root }: ProtobufSchema): readonly Message[] {
  const all = (messages: readonly Message[]): readonly Message[] =>
    messages.flatMap((message) => [message, ...all(message.messages)]);
  return all(root.messages);
}

/** A message's path of names below its package. */
export const pathOf = (message: Message): string =>
  message.parent === undefined ? message.name : `${pathOf(message.parent)}.${message.name}`;

const bits: Partial<Record<ScalarName, readonly [size: number, signed: boolean]>> = {
  int32: [32, true],
  sint32: [32, true],
  sfixed32: [32, true],
  uint32: [32, false],
  fixed32: [32, false],
  int64: [64, true],
  sint64: [64, true],
  sfixed64: [64, true],
  uint64: [64, false],
  fixed64: [64, false],
};

const words = ["gpt-4o", "", "claude", "é€", "😀 tokens", 'a "quoted" prompt\n', "0"];

/** A random message; undefined where what it requires has no end. */
export function randomMessage(
  type: Message,
  fieldsOf: FieldsOf,
  random: () => number,
  depth = 0,
): MessageDatum | undefined {
  const special = randomSpecial(type, random);
  if (special !== undefined) return special;
  if (depth > 8) return undefined;
  const taken = new Set<string>();
  const fields: [number, Value][] = [];
  for (const field of fieldsOf(type)) {
    const isRequired = field.presence === "required";
    if (!isRequired && random() < 0.3 + depth * 0.15) continue;
    if (field.oneof !== undefined && taken.has(field.oneof.name)) continue;
    const value = randomValue(field, fieldsOf, random, depth);
    if (value === undefined && isRequired) return undefined;
    if (value === undefined) continue;
    if (field.oneof !== undefined) taken.add(field.oneof.name);
    fields.push([field.number, value]);
  }
  return messageDatum(type, fields);
}

/** Messages of which ProtoJSON writes not every value. */
function randomSpecial(type: Message, random: () => number): MessageDatum | undefined {
  const below = (count: number): bigint => BigInt(Math.floor(random() * count));
  switch (type.fullName) {
    case "google.protobuf.Timestamp":
    case "google.protobuf.Duration":
      return messageDatum(type, [
        [1, below(4_000_000_000)],
        [2, below(1_000_000_000)],
      ]);
    case "google.protobuf.FieldMask":
      return messageDatum(type, [[1, ["model_id", "usage.tokens"].slice(0, Number(below(3)))]]);
    case "google.protobuf.Any":
      return messageDatum(type, []);
    case "google.protobuf.Value":
      return messageDatum(type, [random() < 0.5 ? [2, 1.5] : [3, "gpt-4o"]]);
    default:
      return undefined;
  }
}

function randomValue(field: Field, fieldsOf: FieldsOf, random: () => number, depth: number): Value | undefined {
  const one = (type: Exclude<FieldType, { kind: "map" }>): Single | undefined =>
    type.kind === "message" ? randomMessage(type.target, fieldsOf, random, depth + 1) : randomLeaf(type, random);
  const some = Array.from({ length: Math.floor(random() * 4) });
  const { type } = field;
  if (type.kind === "map") {
    const entries = some.flatMap((): [string, Single][] => {
      const value = one(type.value);
      return value === undefined ? [] : [[String(randomLeaf({ kind: "scalar", name: type.key }, random)), value]];
    });
    return entries.length === 0 ? undefined : { kind: "map", entries: new Map(entries) };
  }
  if (field.presence !== "repeated") return one(type);
  const items = some.flatMap(() => one(type) ?? []);
  return items.length === 0 ? undefined : items;
}

function randomLeaf(type: Exclude<FieldType, { kind: "map" | "message" }>, random: () => number): Leaf {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  if (type.kind === "enum") return BigInt(pick(type.target.values).number);
  const room = bits[type.name];
  if (room !== undefined) {
    const [size, signed] = room;
    const edge = pick([0n, 1n, -1n, 5n, 300n, 1n << BigInt(size - 1), (1n << BigInt(size - 1)) - 1n]);
    const value = random() < 0.5 ? edge : BigInt(Math.floor(random() * 2 ** 52)) << BigInt(Math.floor(random() * 12));
    return signed ? BigInt.asIntN(size, value) : BigInt.asUintN(size, value);
  }
  if (type.name === "bool") return random() < 0.5;
  if (type.name === "string") return pick(words);
  if (type.name === "bytes") return Uint8Array.from({ length: Math.floor(random() * 5) }, () => random() * 256);
  return type.name === "float" ? Math.fround(random() * 1000) : pick([random(), -1.5, 1e300, 0]);
}

/** A message without what a reader does not know, by number, all the way down. */
export function known(datum: MessageDatum, reader: Message, readerFields: FieldsOf): MessageDatum {
  const fields = new Map<number, Value>();
  for (const { number, type } of readerFields(reader)) {
    const value = datum.fields.get(number);
    if (value === undefined) continue;
    const item = type.kind === "map" ? type.value : type;
    fields.set(number, item.kind === "message" ? knownValue(value, item.target, readerFields) : value);
  }
  return { ...datum, fields, unknown: [] };
}

function knownValue(value: Value, reader: Message, readerFields: FieldsOf): Value {
  const one = (single: Single): Single =>
    typeof single === "object" && "kind" in single ? known(single, reader, readerFields) : single;
  if (Array.isArray(value)) return (value as readonly Single[]).map(one);
  if (typeof value !== "object" || !("kind" in value) || value.kind === "message") return one(value as Single);
  return { kind: "map", entries: new Map([...value.entries].map(([key, single]) => [key, one(single)])) };
}

/** JSON in which a number and the text of it are the same, as every parser of ProtoJSON takes them; keys are sorted. */
export function plainJson(json: Json): Json {
  if (typeof json === "number") return String(json);
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map((item: Json) => plainJson(item));
  const entries = Object.entries(json).map(([key, value]): [string, Json] => [key, plainJson(value as Json)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
