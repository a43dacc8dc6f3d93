import { type JsonNode, sortedJson } from "../json-text.ts";
import { withinStack } from "./nesting.ts";
import { type AvroSchema, type AvroType, type Field, isNamed, type NamedType } from "./types.ts";

/** Parsing Canonical Form, as in the specification: what a reader of the bytes needs to know, and nothing else. */
export function canonical({ root }: AvroSchema): string {
  const seen = new Set<string>();
  return withinStack(() => parsingForm(root, seen));
}

function parsingForm(type: AvroType, seen: Set<string>): string {
  switch (type.kind) {
    case "array":
      return `{"type":"array","items":${parsingForm(type.items, seen)}}`;
    case "map":
      return `{"type":"map","values":${parsingForm(type.values, seen)}}`;
    case "union":
      return `[${type.branches.map((branch) => parsingForm(branch, seen)).join(",")}]`;
    case "record":
    case "enum":
    case "fixed": {
      const name = `"${type.fullName}"`;
      if (seen.has(name)) return name;
      seen.add(name);
      return `{"name":${name},"type":"${type.kind}",${content(type, seen)}}`;
    }
    default:
      return `"${type.kind}"`;
  }
}

function content(type: NamedType, seen: Set<string>): string {
  switch (type.kind) {
    case "enum":
      return `"symbols":[${type.symbols.map((symbol) => `"${symbol.name}"`).join(",")}]`;
    case "fixed":
      return `"size":${type.size}`;
    case "record": {
      const fields = type.fields.map(({ name, type: t }) => `{"name":"${name}","type":${parsingForm(t, seen)}}`);
      return `"fields":[${fields.join(",")}]`;
    }
  }
}

/** CRC-64-AVRO of the canonical form, in hexadecimal, unsigned and without leading zeros. */
export function fingerprint(schema: AvroSchema): string {
  const { high, low } = crc64(new TextEncoder().encode(canonical(schema)));
  return ((BigInt(high) << 32n) | BigInt(low)).toString(16);
}

// The polynomial, which is also the start, in two halves: BigInt is some thirty times slower.
const [polynomialHigh, polynomialLow] = [0xc15d213a, 0xa4d7a795];
let table: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;

function crcTable(): NonNullable<typeof table> {
  const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte += 1) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) [high, low] = [high ^ polynomialHigh, low ^ polynomialLow];
    }
    highs[byte] = high;
    lows[byte] = low;
  }
  return { high: highs, low: lows };
}

function crc64(bytes: Uint8Array): { readonly high: number; readonly low: number } {
  table ??= crcTable();
  let [high, low] = [polynomialHigh, polynomialLow];
  for (const byte of bytes) {
    const entry = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (table.low[entry] ?? 0);
    high = (high >>> 8) ^ (table.high[entry] ?? 0);
  }
  return { high: high >>> 0, low: low >>> 0 };
}

const placeTexts = new WeakMap<AvroType, string>();

/**
 * A type with everything but its docs, in one form only: sorted keys, whole names, named types written out where they
 * are first mentioned. Two types have the same text exactly when nothing but docs and the way of writing tells them apart.
 */
export function placeText(type: AvroType): string {
  let text = placeTexts.get(type);
  if (text === undefined) {
    text = wholeForm(type, new Set());
    placeTexts.set(type, text);
  }
  return text;
}

/** A field as `placeText` tells a type. */
export function fieldText(field: Field): string {
  return fieldForm(field, new Set());
}

function wholeForm(type: AvroType, seen: Set<AvroType>): string {
  if (isNamed(type)) {
    if (seen.has(type)) return JSON.stringify(type.fullName);
    seen.add(type);
  }
  if (type.kind === "union") return `[${type.branches.map((branch) => wholeForm(branch, seen)).join(",")}]`;
  const members = new Map(propsForm(type.props));
  if (members.size === 0 && !isNamed(type) && type.kind !== "array" && type.kind !== "map") return `"${type.kind}"`;
  members.set("type", `"${type.kind === "record" && type.error ? "error" : type.kind}"`);
  if (type.kind === "array") members.set("items", wholeForm(type.items, seen));
  if (type.kind === "map") members.set("values", wholeForm(type.values, seen));
  if (isNamed(type)) {
    members.set("name", JSON.stringify(type.fullName));
    if (type.aliases.length > 0) members.set("aliases", JSON.stringify(type.aliases));
  }
  if (type.kind === "fixed") members.set("size", String(type.size));
  if (type.kind === "record")
    members.set("fields", `[${type.fields.map((field) => fieldForm(field, seen)).join(",")}]`);
  if (type.kind === "enum") {
    members.set("symbols", JSON.stringify(type.symbols.map((symbol) => symbol.name)));
    if (type.default !== undefined) members.set("default", JSON.stringify(type.default));
  }
  return objectForm(members);
}

function fieldForm(field: Field, seen: Set<AvroType>): string {
  const members = new Map(propsForm(field.props));
  members.set("name", JSON.stringify(field.name));
  members.set("type", wholeForm(field.type, seen));
  if (field.default !== undefined) members.set("default", sortedJson(field.default));
  if (field.aliases.length > 0) members.set("aliases", JSON.stringify(field.aliases));
  if (field.order !== "ascending") members.set("order", `"${field.order}"`);
  return objectForm(members);
}

function propsForm(props: ReadonlyMap<string, JsonNode>): readonly (readonly [string, string])[] {
  return [...props].map(([key, value]) => [key, sortedJson(value)]);
}

function objectForm(members: ReadonlyMap<string, string>): string {
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
}

/** What names a type, without what it is made of. */
export function headText(type: NamedType): string {
  return JSON.stringify({ aliases: type.aliases, name: type.fullName, type: type.kind });
}
