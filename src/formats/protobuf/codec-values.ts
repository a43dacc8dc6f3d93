import { hasParts, isList, type Leaf, type MapDatum, type MessageDatum, type Single, type Value } from "./datum.ts";
import { codecName, type FieldsOf } from "./descriptor.ts";
import type { Field, FieldType, Message } from "./types.ts";

type ItemType = Exclude<FieldType, { kind: "map" }>;

/** 64 bits as the codec takes and gives them. */
interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** A message as the codec has it: what is set are own properties. */
export type CodecMessage = Record<string, unknown> & { readonly $unknowns?: readonly Uint8Array[] };

/** A datum as the codec takes it, written by these fields. */
export function toCodec(datum: MessageDatum, fieldsOf: FieldsOf): CodecMessage {
  const item = (value: Single): unknown => (hasParts(value) ? toCodec(value as MessageDatum, fieldsOf) : value);
  const fields = fieldsOf(datum.type).flatMap((field): [string, unknown][] => {
    const value = datum.fields.get(field.number);
    if (value === undefined) return [];
    const type = field.type.kind === "map" ? field.type.value : field.type;
    const one = (single: Single) => (hasParts(single) ? item(single) : leafToCodec(single, type));
    if (isList(value)) return [[codecName(datum.type, field), value.map(one)]];
    if (!hasParts(value) || value.kind === "message") return [[codecName(datum.type, field), one(value)]];
    const entries = [...value.entries].map(([key, single]) => [key, one(single)]);
    return [[codecName(datum.type, field), Object.fromEntries(entries)]];
  });
  return Object.fromEntries(fields) as CodecMessage;
}

/** What the codec read, by these fields. */
export function fromCodec(read: CodecMessage, type: Message, fieldsOf: FieldsOf): MessageDatum {
  const one = (value: unknown, of: ItemType): Single =>
    of.kind === "message" ? fromCodec(value as CodecMessage, of.target, fieldsOf) : leafFromCodec(value, of);
  const fields = new Map<number, Value>();
  for (const field of fieldsOf(type)) {
    const name = codecName(type, field);
    if (!Object.hasOwn(read, name) || read[name] === undefined || read[name] === null) continue;
    const value = valueFromCodec(read[name], field, one);
    if (value !== undefined) fields.set(field.number, value);
  }
  return { kind: "message", type, fields, unknown: read.$unknowns ?? [] };
}

/** Undefined for a list or a map without anything in it. */
function valueFromCodec(value: unknown, { type, presence }: Field, one: (value: unknown, of: ItemType) => Single) {
  if (type.kind === "map") {
    const entries = Object.entries(value as object).map(([key, single]): [string, Single] => [
      keyText(key, type.key),
      one(single, type.value),
    ]);
    return entries.length === 0 ? undefined : ({ kind: "map", entries: new Map(entries) } satisfies MapDatum);
  }
  if (presence !== "repeated") return one(value, type);
  const items = value as readonly unknown[];
  return items.length === 0 ? undefined : items.map((item) => one(item, type));
}

const isUnsigned = (name: string): boolean => name === "uint64" || name === "fixed64";

function leafToCodec(leaf: Leaf, type: ItemType): unknown {
  if (typeof leaf !== "bigint") return leaf;
  const isLong = type.kind === "scalar" && type.name.endsWith("64");
  return isLong ? longOf(leaf, isUnsigned(type.name)) : Number(leaf);
}

function leafFromCodec(value: unknown, type: ItemType): Leaf {
  if (type.kind === "enum") return BigInt(value as number);
  if (typeof value === "object" && value !== null && "low" in value) return bigintOf(value as Long);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  const isFloat = type.kind === "scalar" && (type.name === "float" || type.name === "double");
  return typeof value === "number" && !isFloat ? BigInt(value) : (value as Leaf);
}

const longOf = (value: bigint, unsigned: boolean): Long & { toString: () => string } => ({
  low: Number(BigInt.asIntN(32, value)),
  high: Number(BigInt.asIntN(32, value >> 32n)),
  unsigned,
  toString: () => value.toString(),
});

function bigintOf({ low, high, unsigned }: Long): bigint {
  const bits = (BigInt(high) << 32n) | BigInt(low >>> 0);
  return unsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits);
}

/** The codec keeps 64 bits of a key as eight characters of a byte each; what it read from JSON it leaves as it was. */
function keyText(key: string, type: string): string {
  if (!type.endsWith("64") || key.length !== 8 || /^-?(0|[1-9]\d*)$/.test(key)) return key;
  const bits = [...key].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte.charCodeAt(0)), 0n);
  return (isUnsigned(type) ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits)).toString();
}
