import type { Json } from "../../model.ts";

/** One field as it stands in a message's bytes. */
export interface WireField {
  readonly number: number;
  readonly value: WireValue;
  /** Where its tag begins and where its last byte ends. */
  readonly start: number;
  readonly end: number;
}

/** What a wire type holds, which is all that a reader without the declaration knows. */
export type WireValue =
  | { readonly kind: "varint"; readonly value: bigint }
  | { readonly kind: "fixed"; readonly bytes: Uint8Array }
  | { readonly kind: "length"; readonly bytes: Uint8Array }
  | { readonly kind: "group"; readonly fields: readonly WireField[] };

/** The fields of a message, in their order; of bytes that are no message, those before the fault. */
export function wireFields(bytes: Uint8Array): readonly WireField[] {
  return fieldsUntil(bytes, 0, 0).fields;
}

/** The bytes in hexadecimal, the fields of the message apart. */
export function hexOf(bytes: Uint8Array): string {
  const fields = wireFields(bytes);
  const end = fields.at(-1)?.end ?? 0;
  const parts = fields.map((field) => bytes.subarray(field.start, field.end));
  return [...parts, ...(end < bytes.length ? [bytes.subarray(end)] : [])].map(hex).join(" | ");
}

/** All field numbers that bytes may hold when they are read as a message, and so on inwards. */
export function numbersIn(bytes: Uint8Array): ReadonlySet<number> {
  const numbers = new Set<number>();
  const visit = (fields: readonly WireField[], depth: number): void => {
    for (const { number, value } of fields) {
      numbers.add(number);
      if (value.kind === "group") visit(value.fields, depth + 1);
      if (value.kind === "length" && depth < deepest) visit(wireFields(value.bytes), depth + 1);
    }
  };
  visit(wireFields(bytes), 0);
  return numbers;
}

/** Fields of which only the numbers are known, under names that say so; of one number the last, or all of them in a list. */
export function unknownJson(fields: readonly WireField[]): Readonly<Record<string, Json>> {
  const found = new Map<number, Json[]>();
  for (const { number, value } of fields) found.set(number, [...(found.get(number) ?? []), valueJson(value)]);
  return Object.fromEntries(
    [...found].map(([number, values]): [string, Json] => [
      `unknown ${number}`,
      values.length === 1 ? (values[0] ?? null) : values,
    ]),
  );
}

/** Parsers give up a little later than this; no message of ours is as deep. */
const deepest = 100;

function fieldsUntil(bytes: Uint8Array, from: number, depth: number): { fields: WireField[]; end: number } {
  const fields: WireField[] = [];
  let at = from;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    if (tag === undefined || tag.value > 0xffff_ffffn) break;
    const [number, wireType] = [Number(tag.value >> 3n), Number(tag.value & 7n)];
    if (wireType === 4) return { fields, end: tag.end };
    const field = number === 0 ? undefined : valueAt(bytes, tag.end, wireType, depth);
    if (field === undefined) break;
    fields.push({ number, value: field.value, start: at, end: field.end });
    at = field.end;
  }
  return { fields, end: at };
}

function valueAt(bytes: Uint8Array, from: number, wireType: number, depth: number) {
  if (wireType === 0) {
    const read = varintAt(bytes, from);
    return read && { value: { kind: "varint", value: read.value } as const, end: read.end };
  }
  if (wireType === 3) {
    if (depth === deepest) return undefined;
    const { fields, end } = fieldsUntil(bytes, from, depth + 1);
    return { value: { kind: "group", fields } as const, end };
  }
  if (wireType === 2) {
    const length = varintAt(bytes, from);
    if (length === undefined || BigInt(length.end) + length.value > bytes.length) return undefined;
    const end = length.end + Number(length.value);
    return { value: { kind: "length", bytes: bytes.subarray(length.end, end) } as const, end };
  }
  const end = from + (wireType === 1 ? 8 : 4);
  if ((wireType !== 1 && wireType !== 5) || end > bytes.length) return undefined;
  return { value: { kind: "fixed", bytes: bytes.subarray(from, end) } as const, end };
}

function varintAt(bytes: Uint8Array, from: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[from + i];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return { value: BigInt.asUintN(64, value), end: from + i + 1 };
  }
  return undefined;
}

/** As `protoc --decode_raw` has it: numbers, texts where they are some, else the bytes. */
function valueJson(value: WireValue): Json {
  switch (value.kind) {
    case "varint":
      return value.value <= Number.MAX_SAFE_INTEGER ? Number(value.value) : value.value.toString();
    case "fixed":
      return `0x${hex([...value.bytes].reverse()).replaceAll(" ", "")}`;
    case "length":
      return printable(value.bytes) ?? hex(value.bytes);
    case "group":
      return unknownJson(value.fields);
  }
}

function printable(bytes: Uint8Array): string | undefined {
  if (bytes.some((byte) => byte < 32 || byte > 126)) return undefined;
  return String.fromCharCode(...bytes);
}

const hex = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
