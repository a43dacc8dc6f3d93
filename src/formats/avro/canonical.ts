import { requireShallow } from "./nesting.ts";
import type { AvroSchema, AvroType, NamedType } from "./types.ts";

/** Parsing Canonical Form, as in the specification: what a reader of the bytes needs to know, and nothing else. */
export function canonical({ root }: AvroSchema): string {
  const seen = new Set<string>();
  return parsingForm(root, seen, 0);
}

function parsingForm(type: AvroType, seen: Set<string>, depth: number): string {
  requireShallow(depth);
  switch (type.kind) {
    case "array":
      return `{"type":"array","items":${parsingForm(type.items, seen, depth + 1)}}`;
    case "map":
      return `{"type":"map","values":${parsingForm(type.values, seen, depth + 1)}}`;
    case "union":
      return `[${type.branches.map((branch) => parsingForm(branch, seen, depth + 1)).join(",")}]`;
    case "record":
    case "enum":
    case "fixed": {
      const name = `"${type.fullName}"`;
      if (seen.has(name)) return name;
      seen.add(name);
      return `{"name":${name},"type":"${type.kind}",${content(type, seen, depth)}}`;
    }
    default:
      return `"${type.kind}"`;
  }
}

function content(type: NamedType, seen: Set<string>, depth: number): string {
  switch (type.kind) {
    case "enum":
      return `"symbols":[${type.symbols.map((symbol) => `"${symbol.name}"`).join(",")}]`;
    case "fixed":
      return `"size":${type.size}`;
    case "record": {
      const fields = type.fields.map(
        ({ name, type: t }) => `{"name":"${name}","type":${parsingForm(t, seen, depth + 1)}}`,
      );
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
