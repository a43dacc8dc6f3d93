import { fits } from "./defaults.ts";
import type { AvroType, PrimitiveName } from "./types.ts";

/** What a logical type makes of a value: `unit` tells apart those that read one number as different values. */
export interface LogicalType {
  /** As people write it: `timestamp-millis`, `decimal(10,2)`. */
  readonly title: string;
  readonly unit: string;
}

const underlying: Readonly<Record<string, PrimitiveName>> = {
  "big-decimal": "bytes",
  date: "int",
  "time-millis": "int",
  "time-micros": "long",
  "timestamp-millis": "long",
  "timestamp-micros": "long",
  "timestamp-nanos": "long",
  "local-timestamp-millis": "long",
  "local-timestamp-micros": "long",
  "local-timestamp-nanos": "long",
};

/**
 * The logical type that the specification gives a type; undefined for none, for an unknown one, and for one that does
 * not suit the type, all of which readers ignore.
 */
export function logicalTypeOf(type: AvroType): LogicalType | undefined {
  const node = type.props.get("logicalType");
  if (node?.kind !== "string") return undefined;
  const name = node.value;
  if (name === "decimal") return decimalOf(type);
  const size = type.kind === "fixed" ? type.size : undefined;
  const suits =
    (Object.hasOwn(underlying, name) && underlying[name] === type.kind) ||
    (name === "uuid" && (type.kind === "string" || size === 16)) ||
    (name === "duration" && size === 12);
  return suits ? { title: name, unit: name } : undefined;
}

function decimalOf(type: AvroType): LogicalType | undefined {
  if (type.kind !== "bytes" && type.kind !== "fixed") return undefined;
  const precision = integerOf(type, "precision");
  const scale = type.props.has("scale") ? integerOf(type, "scale") : 0;
  if (precision === undefined || scale === undefined || scale < 0 || scale > precision) return undefined;
  const most = type.kind === "fixed" ? Math.floor(Math.log10(2) * (8 * type.size - 1)) : Number.POSITIVE_INFINITY;
  if (precision <= 0 || precision > most) return undefined;
  return { title: `decimal(${precision},${scale})`, unit: `decimal of scale ${scale}` };
}

function integerOf(type: AvroType, key: string): number | undefined {
  const node = type.props.get(key);
  return node?.kind === "number" && fits(node.text, 32) ? Number(node.text) : undefined;
}

/** Whether a reader with the second logical type takes a value of the first for another one, or refuses it. */
export function misreads(writer: LogicalType | undefined, reader: LogicalType | undefined): boolean {
  if (reader === undefined || writer?.unit === reader.unit) return false;
  // Numbers are given a meaning by and by, but a string is not made a UUID by saying so.
  return writer !== undefined || reader.unit === "uuid";
}
