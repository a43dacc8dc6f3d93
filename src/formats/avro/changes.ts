import type { Change } from "../format.ts";
import type { AvroType, EnumType, Field, FixedType, NamedType, Primitive, RecordType, UnionType } from "./types.ts";

/**
 * One step from a pair of types to a pair inside them. Where both sides are unions, the writer's branch is entered
 * first, then the reader's branch that comes closest to it.
 */
export type Step =
  | { readonly kind: "field"; readonly writer: Field; readonly reader: Field }
  | { readonly kind: "items" }
  | { readonly kind: "values" }
  /** The writer is a union, of which this branch is written; the reader's type stays. */
  | { readonly kind: "writer-branch"; readonly index: number }
  /** The reader is a union, of which this branch is read; the writer's type stays. */
  | { readonly kind: "reader-branch"; readonly index: number };

/** From the roots of both schemas to the pair of types that a change is about. */
export type Route = readonly Step[];

/** The two types that a change is about, and the way to them. */
export interface Pair<Writer extends AvroType = AvroType, Reader extends AvroType = Writer> {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly route: Route;
}

/** What an attribute was on the writer's side and is on the reader's, as people write it; undefined where it is absent. */
export interface Attribute {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What each kind of change tells: the contract between the walk, the table of rules and the search for witnesses. */
export interface AvroChanges {
  // What the registry refuses.
  "name-mismatch": Pair<NamedType>;
  "fixed-size-mismatch": Pair<FixedType>;
  /** `symbols`: what the writer may send and the reader lacks, sorted. */
  "missing-enum-symbols": Pair<EnumType> & { readonly symbols: readonly string[] };
  /** `field`: the reader's, of which the writer's record has none. */
  "reader-field-missing-default-value": Pair<RecordType> & { readonly field: Field };
  /**
   * `field`: set where the reader's field is missing in the writer, has no default, and its type is an enum with a
   * default of its own: the registry compares that enum with the writer's record. `reader` is then the enum, `writer`
   * the record, and the route leads to the records that lack and have the field.
   */
  "type-mismatch": Pair<AvroType, AvroType> & { readonly field: Field | undefined };
  /**
   * `writer` is the branch that cannot be read (where the writer is a union, the route ends with that branch), `reader`
   * the whole union. `closest` is the reader's branch of the same name or kind, if any, and `reasons` say why it cannot
   * read the writer's: their routes are whole, through both branches.
   */
  "missing-union-branch": Pair<AvroType, UnionType> & {
    readonly closest: number | undefined;
    readonly reasons: readonly AvroChange[];
  };
  /** `matches`: the writer's fields, two or more, that the reader's field means by its name and aliases. */
  "ambiguous-field-alias": Pair<RecordType> & { readonly field: Field; readonly matches: readonly Field[] };

  // What the registry accepts, and a value is lost, misread or refused all the same.
  "lossy-promotion": Pair<Primitive>;
  /** `before` and `after`: the logical types, such as `decimal(10,2)`; `before` is undefined for a plain string read as a uuid. */
  "logical-type-meaning-changed": Pair<AvroType> & { readonly before: string | undefined; readonly after: string };
  /** `writer` is an enum or a fixed, `reader` a union, `branch` its branch of the same name in another namespace. */
  "union-branch-namespace-changed": Pair<NamedType, UnionType> & { readonly branch: NamedType };
  /** The reader's field means the writer's by an alias alone, in records of different full names. */
  "field-alias-out-of-reach": Pair<RecordType> & { readonly writerField: Field; readonly readerField: Field };
  /** The reader's `readerField` means the writer's `writerField`, which goes to `taker`, another field of the reader. */
  "field-alias-taken": Pair<RecordType> & {
    readonly writerField: Field;
    readonly readerField: Field;
    readonly taker: Field;
  };
  /** The reader's field, absent in the writer, has a default that makes no value: `problem` says why. */
  "unusable-default": Pair<RecordType> & { readonly field: Field; readonly problem: string };

  // What is safe.
  "type-promoted": Pair<Primitive>;
  "logical-type-changed": Pair<AvroType> & Attribute;
  "type-renamed": Pair<NamedType>;
  "namespace-changed": Pair<NamedType>;
  "error-changed": Pair<RecordType>;
  "field-added": Pair<RecordType> & { readonly field: Field };
  /** `field`: the writer's. */
  "field-removed": Pair<RecordType> & { readonly field: Field };
  "field-renamed": Pair<RecordType> & { readonly writerField: Field; readonly readerField: Field };
  "fields-reordered": Pair<RecordType>;
  "default-changed": Pair<RecordType> & Attribute & { readonly field: Field };
  "order-changed": Pair<RecordType> & Attribute & { readonly field: Field };
  "enum-symbols-added": Pair<EnumType> & { readonly symbols: readonly string[] };
  /** `symbols`: what the writer may send and the reader reads as its default. */
  "enum-symbols-defaulted": Pair<EnumType> & { readonly symbols: readonly string[] };
  "enum-symbols-reordered": Pair<EnumType>;
  "enum-default-changed": Pair<EnumType> & Attribute;
  "union-branches-added": Pair<AvroType, UnionType> & { readonly branches: readonly AvroType[] };
  "union-branches-reordered": Pair<UnionType>;
  /** The reader has one type in the place of the writer's union. */
  "union-replaced": Pair<UnionType, AvroType>;
  /** Of the types, or of `field`, which is the reader's. */
  "aliases-changed": Pair<AvroType> & Attribute & { readonly field: Field | undefined };
  "doc-changed": Pair<AvroType> & Attribute & { readonly field: Field | undefined };
  "property-changed": Pair<AvroType> & Attribute & { readonly field: Field | undefined; readonly key: string };
}

export type AvroChange = Change<AvroChanges>;
