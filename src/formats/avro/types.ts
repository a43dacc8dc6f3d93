import type { Position } from "../../model.ts";
import type { JsonNode } from "../json-text.ts";

export type PrimitiveName = "null" | "boolean" | "int" | "long" | "float" | "double" | "bytes" | "string";

/** A place in a text. Lines are counted only when somebody asks: most schemas of a history are never told about. */
export interface Spot {
  readonly offset: number;
  readonly positionOf: (offset: number) => Position;
}

/** The line and column of a spot, with its file where that is not the schema's own text. */
export function positionAt(spot: Spot): Position {
  return spot.positionOf(spot.offset);
}

interface Element {
  /** Where the type stands: the name's string for a primitive, the opening brace or bracket else. */
  readonly at: Spot;
  /** The members that the specification gives no meaning here, `logicalType` and its parameters among them; of duplicates the last. */
  readonly props: ReadonlyMap<string, JsonNode>;
}

interface Named extends Element {
  readonly fullName: string;
  /** The last part of the full name: what the registry compares. */
  readonly name: string;
  /** Undefined for the null namespace. */
  readonly namespace: string | undefined;
  readonly nameAt: Spot;
  /** Full names. */
  readonly aliases: readonly string[];
  readonly doc: string | undefined;
}

export interface Primitive extends Element {
  readonly kind: PrimitiveName;
}
export interface ArrayType extends Element {
  readonly kind: "array";
  readonly items: AvroType;
  /** Where the items' type is mentioned: a named type stands where it is defined, which may be elsewhere. */
  readonly itemsAt: Spot;
}
export interface MapType extends Element {
  readonly kind: "map";
  readonly values: AvroType;
  readonly valuesAt: Spot;
}
export interface UnionType extends Element {
  readonly kind: "union";
  readonly branches: readonly AvroType[];
  /** Where each branch is mentioned. */
  readonly branchesAt: readonly Spot[];
}
export interface EnumType extends Named {
  readonly kind: "enum";
  readonly symbols: readonly EnumSymbol[];
  readonly default: string | undefined;
}
export interface EnumSymbol {
  readonly name: string;
  readonly at: Spot;
}
export interface FixedType extends Named {
  readonly kind: "fixed";
  readonly size: number;
  readonly sizeAt: Spot;
}
export interface RecordType extends Named {
  readonly kind: "record";
  /** Written as `error`: a record in all but name. */
  readonly error: boolean;
  /** Filled after the record is known by its name, so that its fields may mention it. */
  readonly fields: readonly Field[];
}
export interface Field {
  readonly name: string;
  /** The field's object. */
  readonly at: Spot;
  readonly nameAt: Spot;
  readonly type: AvroType;
  /** Where the type is mentioned. */
  readonly typeAt: Spot;
  /** As written, so that a long keeps its 64 bits; undefined where the field has none (`null` is a default). */
  readonly default: JsonNode | undefined;
  readonly aliases: readonly string[];
  readonly doc: string | undefined;
  readonly order: "ascending" | "descending" | "ignore";
  readonly props: ReadonlyMap<string, JsonNode>;
}

/** A resolved type. A named type is one object wherever it is mentioned, so types may be cyclic. */
export type AvroType = Primitive | ArrayType | MapType | UnionType | EnumType | FixedType | RecordType;
export type NamedType = EnumType | FixedType | RecordType;

export interface AvroSchema {
  readonly root: AvroType;
  /** Where the root is mentioned: a text may be no more than the name of a type in another text. */
  readonly rootAt: Spot;
}

/** Whether a type is known by a name of its own. */
export function isNamed(type: AvroType): type is NamedType {
  return type.kind === "record" || type.kind === "enum" || type.kind === "fixed";
}

/** What a person calls a type: the full name, or the kind. */
export function titleOf(type: AvroType): string {
  return isNamed(type) ? type.fullName : type.kind;
}
