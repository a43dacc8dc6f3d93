import type { Json } from "../../model.ts";
import type { LeafValue } from "./datum.ts";
import { logicalTypeOf } from "./logical-types.ts";
import type { AvroType } from "./types.ts";

/** What a logical type makes of a value in Avro's JSON encoding, as people write it; undefined where it makes nothing. */
export function meaningOf(type: AvroType, value: Json): string | undefined {
  const unit = logicalTypeOf(type)?.unit;
  if (unit === undefined) return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const scale = /^decimal of scale (\d+)$/.exec(unit)?.[1];
  if (scale !== undefined) return typeof value === "string" ? decimal(value, Number(scale)) : undefined;
  if (unit === "uuid" && type.kind === "string") return uuid.test(String(value)) ? String(value) : "no UUID";
  if (unit === "date") return instant(BigInt(value) * 86_400n, "", "").slice(0, -"T00:00:00".length);
  const [, kind, size] = /^(timestamp|local-timestamp|time)-(millis|micros|nanos)$/.exec(unit) ?? [];
  if (kind === undefined || size === undefined) return undefined;
  const parts = perSecond[size as keyof typeof perSecond];
  const seconds = floor(BigInt(value), parts);
  const rest = BigInt(value) - seconds * parts;
  const fraction =
    rest === 0n
      ? ""
      : `.${String(rest + parts)
          .slice(1)
          .replace(/0+$/, "")}`;
  return kind === "time" ? clock(seconds) + fraction : instant(seconds, fraction, kind === "timestamp" ? "Z" : "");
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const perSecond = { millis: 1_000n, micros: 1_000_000n, nanos: 1_000_000_000n } as const;

const floor = (value: bigint, parts: bigint): bigint => value / parts - (value % parts < 0n ? 1n : 0n);

function instant(seconds: bigint, fraction: string, zone: string): string {
  const [first, last] = [-62_167_219_200n, 253_402_300_799n];
  // Before the year 0 and after 9999 a date is told by signs and zeros that nobody reads.
  if (seconds < first || seconds > last) return `about the year ${1970n + seconds / 31_556_952n}`;
  return new Date(Number(seconds) * 1000).toISOString().replace(/\.000Z$/, fraction + zone);
}

function clock(seconds: bigint): string {
  const two = (part: bigint): string => String(part).padStart(2, "0");
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
}

/** The bytes are a big-endian two's complement number. */
function decimal(bytes: string, scale: number): string {
  const unsigned = [...bytes].reduce((sum, char) => sum * 256n + BigInt(char.charCodeAt(0)), 0n);
  const value = BigInt.asIntN(8 * bytes.length, unsigned);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const point = digits.length - scale;
  const sign = value < 0n ? "-" : "";
  return sign + (scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`);
}

const someSecond = 1_700_000_000n;
const someDay = 19_675;

/** A value whose meaning is easily recognised, and easily seen to be another one. */
export function tellingValue(type: AvroType): LeafValue | undefined {
  const unit = logicalTypeOf(type)?.unit ?? "";
  if (unit === "date") return someDay;
  if (unit === "time-millis") return Number(someSecond % 86_400n) * 1000;
  if (unit === "time-micros") return (someSecond % 86_400n) * perSecond.micros;
  const size = /timestamp-(millis|micros|nanos)$/.exec(unit)?.[1];
  if (size !== undefined) return someSecond * perSecond[size as keyof typeof perSecond];
  if (!unit.startsWith("decimal")) return undefined;
  if (type.kind !== "fixed") return Uint8Array.of(0x04, 0xd2);
  return Uint8Array.from({ length: type.size }, (_, i) => [0x04, 0xd2][i - type.size + 2] ?? 0);
}

/** A value that does not survive a promotion; undefined where every value does. */
export function unpromotable(writer: AvroType["kind"], reader: AvroType["kind"]): LeafValue | undefined {
  // The first integers that have no float and no double of their own.
  if (writer === "int" && reader === "float") return 16_777_217;
  if (writer === "long" && reader === "float") return 16_777_217n;
  if (writer === "long" && reader === "double") return 9_007_199_254_740_993n;
  // No text in UTF-8 has this byte.
  return writer === "bytes" && reader === "string" ? Uint8Array.of(0xff) : undefined;
}
