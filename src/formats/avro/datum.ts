import type { Json } from "../../model.ts";
import {
  type ArrayType,
  type EnumType,
  type Field,
  type FixedType,
  type MapType,
  type Primitive,
  type RecordType,
  titleOf,
  type UnionType,
} from "./types.ts";

export type LeafValue = null | boolean | number | bigint | string | Uint8Array;

export interface LeafDatum {
  readonly kind: "leaf";
  readonly type: Primitive | EnumType | FixedType;
  /** A bigint for a long, so that it keeps its 64 bits. */
  readonly value: LeafValue;
}
export interface RecordDatum {
  readonly kind: "record";
  readonly type: RecordType;
  readonly fields: ReadonlyMap<Field, Datum>;
}
export interface ListDatum {
  readonly kind: "list";
  readonly type: ArrayType | MapType;
  /** One at most: more would show nothing more. In a map its key is `key`. */
  readonly item: Datum | undefined;
}
export interface UnionDatum {
  readonly kind: "union";
  readonly type: UnionType;
  readonly branch: Datum;
}

/** A value that a writer may send, with the type of each of its parts. */
export type Datum = LeafDatum | RecordDatum | ListDatum | UnionDatum;

/** What Avro's JSON encoding shows of bytes: one character for each, of the same number. */
export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** A number as JSON; an integer that a double cannot tell from its neighbours as a string. */
export function jsonNumber(value: number | bigint): Json {
  const number = Number(value);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? BigInt(value).toString() : number;
}

/** A datum in Avro's JSON encoding. */
export function jsonOf(datum: Datum): Json {
  switch (datum.kind) {
    case "record":
      return Object.fromEntries([...datum.fields].map(([field, part]) => [field.name, jsonOf(part)]));
    case "list":
      if (datum.type.kind === "array") return datum.item === undefined ? [] : [jsonOf(datum.item)];
      return datum.item === undefined ? {} : { key: jsonOf(datum.item) };
    case "union":
      return datum.branch.type.kind === "null" ? null : { [titleOf(datum.branch.type)]: jsonOf(datum.branch) };
    case "leaf":
      return jsonOfLeaf(datum.value);
  }
}

/** A value without parts in Avro's JSON encoding. */
export function jsonOfLeaf(value: LeafValue): Json {
  if (typeof value === "bigint" || typeof value === "number") return jsonNumber(value);
  return value instanceof Uint8Array ? latin1(value) : value;
}
