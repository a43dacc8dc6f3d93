import type { FactChanges } from "./fact-changes.ts";

/**
 * How the value of a keyword is made up: a schema, a list of schemas or schemas by name, all of which are walked into;
 * members that are told of one by one; names or values in any order; or anything else.
 */
export type Shape = "schema" | "schemas" | "named" | "members" | "names" | "set" | "value";

const shapes: Readonly<Record<string, Shape>> = {
  $defs: "named",
  additionalItems: "schema",
  additionalProperties: "schema",
  items: "schema",
  not: "schema",
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  prefixItems: "schemas",
  definitions: "named",
  dependencies: "named",
  dependentRequired: "named",
  dependentSchemas: "named",
  patternProperties: "members",
  properties: "named",
  required: "names",
  enum: "set",
  type: "set",
};

export function shapeOf(keyword: string): Shape {
  return Object.hasOwn(shapes, keyword) ? (shapes[keyword] ?? "value") : "value";
}

type KeywordFact = Exclude<keyof FactChanges, MemberFact | "required-name-changed">;

const facts: Readonly<Record<string, KeywordFact>> = {
  $anchor: "anchor-changed",
  $comment: "comment-changed",
  $dynamicAnchor: "anchor-changed",
  $dynamicRef: "reference-changed",
  $id: "annotation-changed",
  $recursiveAnchor: "anchor-changed",
  $recursiveRef: "reference-changed",
  $ref: "reference-changed",
  $schema: "dialect-changed",
  $vocabulary: "dialect-changed",
  contains: "contains-changed",
  contentEncoding: "content-changed",
  contentMediaType: "content-changed",
  contentSchema: "content-changed",
  default: "annotation-changed",
  deprecated: "deprecated-changed",
  description: "annotation-changed",
  else: "conditional-changed",
  examples: "examples-changed",
  format: "format-changed",
  id: "annotation-changed",
  if: "conditional-changed",
  propertyNames: "property-names-changed",
  readOnly: "access-changed",
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: "conditional-changed",
  title: "annotation-changed",
  type: "type-keyword-changed",
  writeOnly: "access-changed",
};

const limits = [
  ...[
    "const",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maximum",
    "maxItems",
    "maxLength",
    "maxProperties",
  ],
  ...["minContains", "minimum", "minItems", "minLength", "minProperties", "multipleOf", "pattern", "uniqueItems"],
];
const known: ReadonlySet<string> = new Set([...limits, ...Object.keys(shapes)]);

/** What a keyword that differs is told as, where the registry does not tell of it. */
export function factOf(keyword: string): KeywordFact {
  if (Object.hasOwn(facts, keyword)) return facts[keyword] ?? "custom-keyword-changed";
  return known.has(keyword) ? "constraint-changed" : "custom-keyword-changed";
}

/** Keywords that decide about no message, and are told of even where a schema has become another one altogether. */
export function isNote(keyword: string): boolean {
  const fact = factOf(keyword);
  return fact === "custom-keyword-changed" || notes.has(fact) || keyword === "$defs" || keyword === "definitions";
}

const notes: ReadonlySet<string> = new Set([
  ...["examples-changed", "comment-changed", "deprecated-changed", "access-changed", "content-changed"],
  ...["annotation-changed", "dialect-changed", "anchor-changed"],
]);

type MemberFact = "definition-added" | "definition-removed" | "pattern-properties-changed" | "member-changed";

/** What a member of a keyword is told as that one side lacks, or that is no object on both sides. */
export function memberFactOf(keyword: string, sent: boolean, read: boolean): MemberFact {
  if (keyword === "patternProperties") return "pattern-properties-changed";
  if (keyword !== "$defs" && keyword !== "definitions") return "member-changed";
  return sent ? (read ? "member-changed" : "definition-removed") : "definition-added";
}
