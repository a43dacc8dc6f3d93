import type { JsonNode } from "../json-text.ts";
import { refuse } from "./faults.ts";
import { type Common, type Loader, mapOf, remainderAt, schemaAt } from "./loader.ts";
import {
  booleanOf,
  boundOf,
  checkPattern,
  countOf,
  keywordValue,
  type Members,
  namesOf,
  patternOf,
} from "./members.ts";
import type { ArraySchema, NumberSchema, ObjectSchema, PatternProperty, Schema, Spot, StringSchema } from "./types.ts";

/** The keywords that both engines read alike. */
export const stringKeywords = ["minLength", "maxLength", "pattern"] as const;
export const numberKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const;

// These are made for every object of a schema: to spread what they share would cost more than all the rest.

export function stringPart(at: Common, members: Members): StringSchema {
  const { spot } = at;
  return {
    spot,
    id: at.id,
    title: at.title,
    description: at.description,
    default: at.default,
    connectBytes: at.connectBytes,
    class: "string",
    minLength: countOf(spot, members, "minLength"),
    maxLength: countOf(spot, members, "maxLength"),
    pattern: patternOf(spot, members, "pattern"),
  };
}

/** `booleanLimits`: in draft 4 the exclusive limits are booleans, which the registry's comparison passes over. */
export function numberPart(at: Common, members: Members, integer: boolean, booleanLimits: boolean): NumberSchema {
  const { spot } = at;
  const exclusive = (key: string) => {
    if (!booleanLimits) return boundOf(spot, members, key);
    booleanOf(spot, members, key);
    return undefined;
  };
  return {
    spot,
    id: at.id,
    title: at.title,
    description: at.description,
    default: at.default,
    connectBytes: at.connectBytes,
    class: "number",
    integer,
    minimum: boundOf(spot, members, "minimum"),
    maximum: boundOf(spot, members, "maximum"),
    exclusiveMinimum: exclusive("exclusiveMinimum"),
    exclusiveMaximum: exclusive("exclusiveMaximum"),
    multipleOf: boundOf(spot, members, "multipleOf"),
  };
}

/** The keywords of an array that depend on the draft. */
type ArrayContents = Pick<
  ArraySchema,
  "items" | "tuple" | "additionalItems" | "unevaluatedItems" | "contains" | "minContains" | "maxContains"
>;

export function arrayPart(at: Common, members: Members, contents: ArrayContents): ArraySchema {
  const { spot } = at;
  return {
    spot,
    id: at.id,
    title: at.title,
    description: at.description,
    default: at.default,
    connectBytes: at.connectBytes,
    class: "array",
    items: contents.items,
    tuple: contents.tuple,
    additionalItems: contents.additionalItems,
    unevaluatedItems: contents.unevaluatedItems,
    contains: contents.contains,
    minContains: contents.minContains,
    maxContains: contents.maxContains,
    minItems: countOf(spot, members, "minItems"),
    maxItems: countOf(spot, members, "maxItems"),
    uniqueItems: booleanOf(spot, members, "uniqueItems") ?? false,
  };
}

const noSchemas: ReadonlyMap<string, Schema> = new Map();
const noNames: ReadonlySet<string> = new Set();

/** The keywords of an object that depend on the draft. */
type ObjectContents = Pick<
  ObjectSchema,
  "propertyDependencies" | "schemaDependencies" | "unevaluatedProperties" | "propertyNames"
>;

export function objectPart(loader: Loader, at: Common, members: Members, contents: ObjectContents): ObjectSchema {
  const { spot } = at;
  const properties = members.get("properties")?.value;
  const required = members.get("required")?.value;
  return {
    spot,
    id: at.id,
    title: at.title,
    description: at.description,
    default: at.default,
    connectBytes: at.connectBytes,
    class: "object",
    properties: properties === undefined ? noSchemas : mapOf(loader, spot, "properties", properties),
    required: required === undefined ? noNames : new Set(namesOf(spot, "required", required)),
    propertyDependencies: contents.propertyDependencies,
    schemaDependencies: contents.schemaDependencies,
    unevaluatedProperties: contents.unevaluatedProperties,
    propertyNames: contents.propertyNames,
    patternProperties: patternPropertiesOf(loader, spot, members),
    additionalProperties: remainderAt(loader, spot, members, "additionalProperties"),
    minProperties: countOf(spot, members, "minProperties"),
    maxProperties: countOf(spot, members, "maxProperties"),
  };
}

function patternPropertiesOf(loader: Loader, spot: Spot, members: Members): readonly PatternProperty[] {
  const value = keywordValue(spot, members, "patternProperties", "object");
  if (value === undefined) return [];
  for (const { key, keyOffset } of value.members) checkPattern(spot, keyOffset, key);
  return [...mapOf(loader, spot, "patternProperties", value)].map(([pattern, schema]) => ({ pattern, schema }));
}

/** What depends on a property's presence: names, or a schema. */
type Dependencies = Pick<ObjectSchema, "propertyDependencies" | "schemaDependencies">;

const noDependencies: Dependencies = { propertyDependencies: new Map(), schemaDependencies: noSchemas };

/** Reads what depends on properties; each keyword takes lists of names, or schemas, or both. */
export function dependenciesOf(
  loader: Loader,
  spot: Spot,
  members: Members,
  keywords: readonly { readonly key: string; readonly names: boolean; readonly schemas: boolean }[],
): Dependencies {
  if (!keywords.some(({ key }) => members.has(key))) return noDependencies;
  const propertyDependencies = new Map<string, readonly string[]>();
  const schemaDependencies = new Map<string, Schema>();
  for (const { key, names, schemas } of keywords) {
    for (const member of keywordValue(spot, members, key, "object")?.members ?? []) {
      const isNames = member.value.kind === "array";
      if (!(isNames ? names : schemas)) {
        const wanted = names ? "a list of names" : "a schema";
        refuse(spot, member.value.offset, `\`${key}\` of \`${member.key}\` must be ${wanted}`);
      }
      if (isNames) propertyDependencies.set(member.key, namesOf(spot, key, member.value));
      else schemaDependencies.set(member.key, loader.inner(spot, [key, member.key], member));
    }
  }
  return { propertyDependencies, schemaDependencies };
}

/** The values of an `enum`. */
export function enumValues(spot: Spot, members: Members): readonly JsonNode[] | undefined {
  return keywordValue(spot, members, "enum", "array")?.items;
}

/** The three schemas of a condition; undefined where there is none. */
export function conditionalOf(loader: Loader, at: Common, members: Members): Schema | undefined {
  const { spot } = at;
  if (!(members.has("if") || members.has("then") || members.has("else"))) return undefined;
  const [condition, then, otherwise] = ["if", "then", "else"].map((key) => schemaAt(loader, spot, members, key));
  return { ...at, class: "conditional", if: condition, then, else: otherwise };
}

export const criteria = ["allOf", "anyOf", "oneOf"] as const;
