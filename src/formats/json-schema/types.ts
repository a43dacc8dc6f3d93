import type { Position } from "../../model.ts";
import type { JsonNode } from "../json-text.ts";

/** The drafts that are told apart; any other `$schema` is read as draft 7. */
export type Draft = "4" | "6" | "7" | "2019-09" | "2020-12";

/** One text of a schema: its own, or one that it refers to. */
export interface JsonSchemaDocument {
  /** 0 is the schema's own text; references follow in the order in which they were given. */
  readonly index: number;
  /** The name by which it was handed over; undefined for the schema's own text. */
  readonly name: string | undefined;
  readonly file: string | undefined;
  /** Where references in it start from: its `$id`, else its name or file, without a fragment; may be relative or empty. */
  readonly uri: string;
  readonly draft: Draft;
  readonly text: string;
  readonly root: JsonNode;
  readonly positionOf: (offset: number) => Position;
}

/** Where one schema object (or boolean) stands. The same place of a text is one object. */
export interface Spot {
  readonly document: JsonSchemaDocument;
  readonly node: JsonNode;
  /** Where its key or value starts; `positionOf` of the document makes a line and a column of it. */
  readonly offset: number;
  /** What it stands in, and under which token of a JSON pointer; undefined at the root. */
  readonly parent: Spot | undefined;
  /** Tokens from the parent, not escaped: `["properties", "cost_usd"]`. */
  readonly tokens: readonly string[];
  /** What relative references in it start from. */
  readonly base: string;
}

/** A spot as a value: the document's index, and the JSON pointer (escaped, empty for the root). */
export interface Site {
  readonly document: number;
  readonly pointer: string;
}

/** A number of a schema: the registry compares doubles, people read what stands in the text. */
export interface Bound {
  readonly value: number;
  readonly text: string;
}

export type Criterion = "allOf" | "anyOf" | "oneOf";

/** What all parts carry. One JSON object may load as several parts under a generated `allOf`. */
interface Common {
  readonly spot: Spot;
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly default: JsonNode | undefined;
  /** `connect.type: "bytes"`: Kafka Connect's bytes, which the registry never calls a change of type. */
  readonly connectBytes: boolean;
}

export interface StringSchema extends Common {
  readonly class: "string";
  readonly minLength: Bound | undefined;
  readonly maxLength: Bound | undefined;
  readonly pattern: string | undefined;
}

export interface NumberSchema extends Common {
  readonly class: "number";
  readonly integer: boolean;
  readonly minimum: Bound | undefined;
  readonly maximum: Bound | undefined;
  readonly exclusiveMinimum: Bound | undefined;
  readonly exclusiveMaximum: Bound | undefined;
  readonly multipleOf: Bound | undefined;
}

/** What a keyword says of everything that is not named: nothing, yes, no, or a schema. */
export type Remainder = undefined | boolean | Schema;

export interface ArraySchema extends Common {
  readonly class: "array";
  /** One schema for all items. */
  readonly items: Schema | undefined;
  /** One schema for each of the first items. */
  readonly tuple: readonly Schema[] | undefined;
  readonly additionalItems: Remainder;
  readonly unevaluatedItems: Remainder;
  readonly contains: Schema | undefined;
  readonly minContains: Bound | undefined;
  readonly maxContains: Bound | undefined;
  readonly minItems: Bound | undefined;
  readonly maxItems: Bound | undefined;
  readonly uniqueItems: boolean;
}

export interface PatternProperty {
  readonly pattern: string;
  readonly schema: Schema;
}

export interface ObjectSchema extends Common {
  readonly class: "object";
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly propertyDependencies: ReadonlyMap<string, readonly string[]>;
  readonly schemaDependencies: ReadonlyMap<string, Schema>;
  readonly patternProperties: readonly PatternProperty[];
  readonly additionalProperties: Remainder;
  readonly unevaluatedProperties: Remainder;
  readonly propertyNames: Schema | undefined;
  readonly minProperties: Bound | undefined;
  readonly maxProperties: Bound | undefined;
}

export interface EnumSchema extends Common {
  readonly class: "enum";
  readonly values: readonly JsonNode[];
}

export interface ConstSchema extends Common {
  readonly class: "const";
  readonly value: JsonNode;
}

export interface NotSchema extends Common {
  readonly class: "not";
  readonly schema: Schema;
}

export interface CombinedSchema extends Common {
  readonly class: "combined";
  readonly criterion: Criterion;
  readonly subschemas: readonly Schema[];
  /** Whether the parts of one JSON object made it, and not a keyword of the text. */
  readonly generated: boolean;
}

export interface ConditionalSchema extends Common {
  readonly class: "conditional";
  readonly if: Schema | undefined;
  readonly then: Schema | undefined;
  readonly else: Schema | undefined;
}

export interface ReferenceSchema extends Common {
  readonly class: "reference";
  /** As written. */
  readonly ref: string;
  readonly target: Schema;
}

/** A schema of which nothing but its class is compared. */
export interface PlainSchema extends Common {
  readonly class: "boolean" | "null" | "empty" | "true" | "false";
}

/** A schema as the registry loads it: what it compares, and what it is blind to, follows from these classes. */
export type Schema =
  | StringSchema
  | NumberSchema
  | ArraySchema
  | ObjectSchema
  | EnumSchema
  | ConstSchema
  | NotSchema
  | CombinedSchema
  | ConditionalSchema
  | ReferenceSchema
  | PlainSchema;

export type SchemaClass = Schema["class"];

/** A schema that `parse` has read. */
export interface JsonSchema {
  readonly draft: Draft;
  readonly root: Schema;
  /** Its own text, then its references. */
  readonly documents: readonly [JsonSchemaDocument, ...JsonSchemaDocument[]];
}
