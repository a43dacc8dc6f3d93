import type { Change } from "../format.ts";
import type { Criterion, SchemaClass, Site } from "./types.ts";

/** The two schema objects that a change is about: where they stand in the writer's texts and in the reader's. */
export interface Pair {
  readonly writer: Site;
  readonly reader: Site;
  /** What people call the place: property names, `[]` for items, `[0]` for one of a tuple; empty at the root. */
  readonly names: readonly string[];
}

/** A text on both sides; undefined where it is absent. */
export interface TextChange extends Pair {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The keywords whose value is a number that bounds something. */
export type BoundKeyword =
  | "maxLength"
  | "minLength"
  | "maximum"
  | "minimum"
  | "exclusiveMaximum"
  | "exclusiveMinimum"
  | "multipleOf"
  | "maxProperties"
  | "minProperties"
  | "maxItems"
  | "minItems"
  | "maxContains"
  | "minContains";

/** `before` and `after` are the numbers as written. */
export interface BoundAdded extends Pair {
  readonly keyword: BoundKeyword;
  readonly after: string;
}
export interface BoundRemoved extends Pair {
  readonly keyword: BoundKeyword;
  readonly before: string;
}
export interface BoundChanged extends Pair {
  readonly keyword: BoundKeyword;
  readonly before: string;
  readonly after: string;
}

/** The pair is the two object schemas; `property` is the name that the change is about. */
export interface PropertyChange extends Pair {
  readonly property: string;
  /** The property's own schema as JSON, on the side that has it (shortened where long). */
  readonly schema: string;
}

/** What stands in for a property or an item that a side does not list. */
export interface Cover {
  readonly keyword:
    | "patternProperties"
    | "additionalProperties"
    | "unevaluatedProperties"
    | "additionalItems"
    | "unevaluatedItems";
  /** Of patternProperties: the first pattern that fits. */
  readonly pattern: string | undefined;
  /** Where the covering schema stands, in the texts of the side that does not list the name. */
  readonly site: Site;
}

export interface CoveredPropertyChange extends PropertyChange {
  readonly cover: Cover;
}

/** The pair is the two array schemas; `index` counts from 0. */
export interface ItemChange extends Pair {
  readonly index: number;
  readonly schema: string;
}

export interface CoveredItemChange extends ItemChange {
  readonly cover: Cover;
}

/** The pair is the two object schemas; `property` is the one that depends on others. */
export interface DependencyChange extends Pair {
  readonly property: string;
  readonly before: readonly string[] | undefined;
  readonly after: readonly string[] | undefined;
}

export interface EnumChange extends Pair {
  /** Values as JSON: what only the reader has, and what only the writer has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface SchemaClassChange extends Pair {
  /** What each side is, for the registry. `combined` is told as its keyword. */
  readonly before: Exclude<SchemaClass, "combined"> | Criterion;
  readonly after: Exclude<SchemaClass, "combined"> | Criterion;
  /** Whether the parts of one JSON object made the `allOf` (or a list of types the `anyOf`) that is told of that side. */
  readonly beforeGenerated: boolean;
  readonly afterGenerated: boolean;
}

export interface CriterionChange extends Pair {
  readonly before: Criterion;
  readonly after: Criterion;
}

/** How many subschemas each side has, counting equal ones once; the criteria are of that side. */
export interface SubschemaCountChange extends Pair {
  readonly beforeCriterion: Criterion | "plain";
  readonly afterCriterion: Criterion | "plain";
  readonly before: number;
  readonly after: number;
}

export interface SubschemasChange extends CriterionChange {
  readonly writerCount: number;
  readonly readerCount: number;
  /** How many of the writer's could be paired with one of the reader's each. */
  readonly matched: number;
}

type TextKind = "id-changed" | "title-changed" | "description-changed" | "default-changed";

type BoundName =
  | "max-length"
  | "min-length"
  | "maximum"
  | "minimum"
  | "exclusive-maximum"
  | "exclusive-minimum"
  | "max-properties"
  | "min-properties"
  | "max-items"
  | "min-items"
  | "max-contains"
  | "min-contains";

type BoundChanges = {
  readonly [Kind in `${BoundName | "multiple-of"}-added`]: BoundAdded;
} & {
  readonly [Kind in `${BoundName | "multiple-of"}-removed`]: BoundRemoved;
} & {
  readonly [Kind in
    | `${BoundName}-${"increased" | "decreased"}`
    | `multiple-of-${"expanded" | "reduced" | "changed"}`]: BoundChanged;
};

/** What an `additional…` or `unevaluated…` keyword says on each side, as JSON; undefined where it is absent. */
type Remainders = "additional-properties" | "unevaluated-properties" | "additional-items" | "unevaluated-items";

/** The differences that the registry names, in kebab-case, and what each tells. */
export type RegistryChanges = { readonly [Kind in TextKind]: TextChange } & BoundChanges & {
    readonly [Kind in `${Remainders}-${"added" | "removed" | "extended" | "narrowed"}`]: TextChange;
  } & {
    /** `items` or a dependency's schema that only one side has: `keyword` says which. */
    readonly "schema-added": Pair & { readonly keyword: string };
    readonly "schema-removed": Pair & { readonly keyword: string };
    readonly "type-changed": SchemaClassChange;
    /** integer to number. */
    readonly "type-extended": Pair;
    /** number to integer. */
    readonly "type-narrowed": Pair;

    readonly "pattern-added": Pair & { readonly after: string };
    readonly "pattern-removed": Pair & { readonly before: string };
    readonly "pattern-changed": Pair & { readonly before: string; readonly after: string };

    readonly "required-attribute-added": PropertyChange;
    readonly "required-attribute-with-default-added": PropertyChange;
    readonly "required-attribute-removed": PropertyChange;

    readonly "dependency-array-added": DependencyChange;
    readonly "dependency-array-removed": DependencyChange;
    readonly "dependency-array-extended": DependencyChange;
    readonly "dependency-array-narrowed": DependencyChange;
    readonly "dependency-array-changed": DependencyChange;
    readonly "dependency-schema-added": PropertyChange;
    readonly "dependency-schema-removed": PropertyChange;

    readonly "property-with-empty-schema-added-to-open-content-model": PropertyChange;
    readonly "required-property-added-to-open-content-model": PropertyChange;
    readonly "required-property-with-default-added-to-open-content-model": PropertyChange;
    readonly "optional-property-added-to-open-content-model": PropertyChange;
    readonly "required-property-added-to-unopen-content-model": PropertyChange;
    readonly "required-property-with-default-added-to-unopen-content-model": PropertyChange;
    readonly "optional-property-added-to-unopen-content-model": PropertyChange;
    readonly "property-removed-from-open-content-model": PropertyChange;
    readonly "property-removed-from-closed-content-model": PropertyChange;
    readonly "property-with-false-removed-from-closed-content-model": PropertyChange;
    readonly "property-added-is-covered-by-partially-open-content-model": CoveredPropertyChange;
    readonly "property-added-not-covered-by-partially-open-content-model": CoveredPropertyChange;
    readonly "property-removed-is-covered-by-partially-open-content-model": CoveredPropertyChange;
    readonly "property-removed-not-covered-by-partially-open-content-model": CoveredPropertyChange;

    readonly "item-with-empty-schema-added-to-open-content-model": ItemChange;
    readonly "item-added-to-open-content-model": ItemChange;
    readonly "item-added-to-closed-content-model": ItemChange;
    readonly "item-removed-from-open-content-model": ItemChange;
    readonly "item-removed-from-closed-content-model": ItemChange;
    readonly "item-with-false-removed-from-closed-content-model": ItemChange;
    readonly "item-added-is-covered-by-partially-open-content-model": CoveredItemChange;
    readonly "item-added-not-covered-by-partially-open-content-model": CoveredItemChange;
    readonly "item-removed-is-covered-by-partially-open-content-model": CoveredItemChange;
    readonly "item-removed-not-covered-by-partially-open-content-model": CoveredItemChange;

    readonly "unique-items-added": Pair;
    readonly "unique-items-removed": Pair;

    readonly "enum-array-extended": EnumChange;
    readonly "enum-array-narrowed": EnumChange;
    /** Also of two constants: then one value each. */
    readonly "enum-array-changed": EnumChange;

    readonly "combined-type-extended": CriterionChange;
    readonly "combined-type-changed": CriterionChange;
    readonly "combined-type-subschemas-changed": SubschemasChange;
    readonly "product-type-extended": SubschemaCountChange;
    readonly "product-type-narrowed": SubschemaCountChange;
    readonly "sum-type-extended": SubschemaCountChange;
    readonly "sum-type-narrowed": SubschemaCountChange;

    readonly "not-type-extended": Pair;
    readonly "not-type-narrowed": Pair;
  };

export type RegistryChange = Change<RegistryChanges>;
