import type { JsonNode } from "../json-text.ts";
import { refuse } from "./faults.ts";
import { bare, type Common, type Loader, listOf, mapOf, plain, remainderAt, schemaAt } from "./loader.ts";
import { countOf, keywordValue, type Members, membersOf, stringOf, wrongKind } from "./members.ts";
import {
  arrayPart,
  conditionalOf,
  criteria,
  dependenciesOf,
  enumValues,
  numberKeywords,
  numberPart,
  objectPart,
  stringKeywords,
  stringPart,
} from "./parts.ts";
import { type Addition, keywordsInTypes } from "./type-lists.ts";
import type { ArraySchema, Criterion, ObjectSchema, Remainder, Schema, Spot } from "./types.ts";

type PartClass = "object" | "array" | "number" | "string";

const partClasses: readonly PartClass[] = ["array", "object", "number", "string"];

const keywordsOf: Readonly<Record<PartClass, readonly string[]>> = {
  array: ["prefixItems", "items", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"],
  object: [
    ...["required", "minProperties", "maxProperties", "patternProperties", "additionalProperties", "propertyNames"],
    ...["dependentRequired", "dependentSchemas", "unevaluatedProperties", "properties"],
  ],
  number: numberKeywords,
  string: stringKeywords,
};

/** Keywords that the registry's loader reads, beside those of the classes. Any other makes it forget some of them. */
const processed: ReadonlySet<string> = new Set([
  ...Object.values(keywordsOf).flat(),
  ...["minContains", "maxContains", "type", "enum", "const", "not", "if", "then", "else", ...criteria],
  ...["$schema", "$id", "$anchor", "$ref", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"],
  ...["title", "description", "default", "deprecated", "readOnly", "writeOnly", "format"],
]);

/**
 * Drafts 2019-09 and 2020-12: the keywords of one class make one schema, whatever `type` says; several classes, or keywords
 * that are schemas of their own, make an `allOf`.
 */
export function loadModernObject(loader: Loader, spot: Spot): Schema {
  const members = membersOf(spot);
  const common = commonOf(spot, members);
  loadDefinitions(loader, spot, members);
  const parts = partsOf(loader, common, members);
  const only = parts[0];
  if (only === undefined) return plain({ ...common, id: undefined }, "empty");
  if (parts.length === 1) return [...members.keys()].every((key) => processed.has(key)) ? only : withoutLater(only);
  // A reference is still to be told what it means, and must stay the object that it is.
  const subschemas = parts.map((part) => Object.assign(part, bare(spot)));
  return { ...common, class: "combined", criterion: "allOf", subschemas, generated: true };
}

/** Where a schema is the only part, keywords that the loader does not know displace those that were kept beside them. */
function withoutLater(schema: Schema): Schema {
  if (schema.class === "object") return { ...schema, unevaluatedProperties: undefined };
  if (schema.class !== "array") return schema;
  return { ...schema, unevaluatedItems: undefined, minContains: undefined, maxContains: undefined };
}

function commonOf(spot: Spot, members: Members): Common {
  const connect = members.get("connect.type")?.value;
  const preset = members.get("default")?.value;
  return {
    spot,
    id: stringOf(spot, members, "$id"),
    title: stringOf(spot, members, "title"),
    description: stringOf(spot, members, "description"),
    default: preset?.kind === "null" ? undefined : preset,
    connectBytes: connect?.kind === "string" && connect.value === "bytes",
  };
}

function loadDefinitions(loader: Loader, spot: Spot, members: Members): void {
  for (const key of ["$defs", "definitions"]) {
    const value = members.get(key)?.value;
    if (value !== undefined) mapOf(loader, spot, key, value);
  }
}

function partsOf(loader: Loader, at: Common, members: Members): readonly Schema[] {
  const { spot } = at;
  const parts: Schema[] = [];
  const values = enumValues(spot, members);
  if (values !== undefined) parts.push({ ...at, class: "enum", values });
  const constant = members.get("const")?.value;
  if (constant !== undefined) parts.push({ ...at, class: "const", value: constant });
  for (const criterion of criteria) {
    const list = members.get(criterion)?.value;
    if (list === undefined) continue;
    const subschemas = dissolved(listOf(loader, spot, criterion, list));
    parts.push({ ...at, class: "combined", criterion, subschemas, generated: false });
  }
  const not = schemaAt(loader, spot, members, "not");
  if (not !== undefined) parts.push({ ...at, class: "not", schema: not });
  const condition = conditionalOf(loader, at, members);
  if (condition !== undefined) parts.push(condition);
  for (const key of ["$ref", "$dynamicRef"]) {
    const ref = keywordValue(spot, members, key, "string");
    if (ref === undefined) continue;
    parts.push(
      key === "$ref" ? loader.reference(at, ref.value, ref.offset) : loader.inlined(at, ref.value, ref.offset),
    );
  }
  parts.push(...typedParts(loader, at, members));
  return parts;
}

function generated(at: Common, criterion: Criterion, subschemas: readonly Schema[]): Schema {
  return { ...at, class: "combined", criterion, subschemas, generated: true };
}

/** A generated `allOf` does not stay whole in a list of schemas: its parts become elements of the list, of an `anyOf` too. */
function dissolved(schemas: readonly Schema[]): readonly Schema[] {
  return schemas.flatMap((schema) => {
    const parts =
      schema.class === "combined" && schema.generated && schema.criterion === "allOf" ? schema.subschemas : [];
    // That of a dynamic reference is still empty here, and stays.
    return parts.length > 0 ? parts : [schema];
  });
}

/** The parts of the four classes. A list of types gives the keywords of a class to the first type of that class. */
function typedParts(loader: Loader, at: Common, members: Members): readonly Schema[] {
  const { spot } = at;
  const type = members.get("type")?.value;
  if (type?.kind === "array") return listedParts(loader, at, members, type);
  const parts: Schema[] = [];
  let own: PartClass | undefined;
  if (type?.kind === "string") {
    const kind = classOfType(spot, type.value, type.offset);
    if (isPartClass(kind)) own = kind;
    parts.push(isPartClass(kind) ? partOf(loader, at, members, kind, type.value === "integer") : plain(at, kind));
  } else if (type !== undefined) wrongKind(spot, "type", type, "the name of a type, or a list of them");
  for (const kind of classesIn(members)) {
    if (kind !== own) parts.push(partOf(loader, at, members, kind, false));
  }
  return parts;
}

function listedParts(
  loader: Loader,
  at: Common,
  members: Members,
  list: Extract<JsonNode, { kind: "array" }>,
): readonly Schema[] {
  const { spot } = at;
  const own = bare(spot);
  const types = list.items.map((item) => {
    const name = item.kind === "string" ? item.value : wrongKind(spot, "type", item, "names of types");
    return { kind: classOfType(spot, name, item.offset), integer: name === "integer" };
  });
  const taken = keywordsInTypes(members, additionOf, (kind: PartClass) => types.some((type) => type.kind === kind));
  const inside = new Map([...members].filter(([key]) => taken.has(key) || shared.has(key)));
  const beside = new Map([...members].filter(([key]) => !taken.has(key)));
  const none: Members = new Map();
  const used = new Set<PartClass>();
  const subschemas = types.map(({ kind, integer }) => {
    if (!isPartClass(kind)) return plain(own, kind);
    const keywords = used.has(kind) ? none : inside;
    used.add(kind);
    return partOf(loader, own, keywords, kind, integer);
  });
  const apart = classesIn(beside);
  return [generated(at, "anyOf", subschemas), ...apart.map((kind) => partOf(loader, at, beside, kind, false))];
}

/** Keywords that only speak beside `contains`. */
const shared: ReadonlySet<string> = new Set(["minContains", "maxContains"]);

const otherAdditions: ReadonlySet<string> = new Set([
  ...["enum", "const", "not", "if", "$ref", "$dynamicRef", ...criteria],
  // Not loaded, and yet in the way of merging.
  "format",
]);

function additionOf(key: string): Addition<PartClass> {
  if (key === "type") return "types";
  if (otherAdditions.has(key)) return "other";
  return classOf.get(key);
}

function classOfType(spot: Spot, name: string, offset: number): PartClass | "boolean" | "null" {
  const kind = name === "integer" ? "number" : name;
  if (isPartClass(kind) || kind === "boolean" || kind === "null") return kind;
  return refuse(spot, offset, `\`type\` has no type \`${name}\``);
}

function isPartClass(name: string): name is PartClass {
  return Object.hasOwn(keywordsOf, name);
}

const classOf: ReadonlyMap<string, PartClass> = new Map(
  partClasses.flatMap((kind) => keywordsOf[kind].map((key) => [key, kind])),
);

/** The classes of which keywords stand there that make a part: an empty `properties` does not. */
function classesIn(members: Members): readonly PartClass[] {
  const found: (PartClass | undefined)[] = [];
  for (const [key, { value }] of members) {
    const says = key !== "properties" || value.kind !== "object" || value.members.length > 0;
    if (says) found.push(classOf.get(key));
  }
  return partClasses.filter((kind) => found.includes(kind));
}

function partOf(loader: Loader, at: Common, members: Members, kind: PartClass, integer: boolean): Schema {
  switch (kind) {
    case "string":
      return stringPart(at, members);
    case "number":
      return numberPart(at, members, integer, false);
    case "array":
      return modernArray(loader, at, members);
    case "object":
      return modernObject(loader, at, members);
  }
}

function modernArray(loader: Loader, at: Common, members: Members): ArraySchema {
  const { spot } = at;
  const prefix = members.get("prefixItems")?.value;
  const tuple = prefix === undefined ? undefined : listOf(loader, spot, "prefixItems", prefix);
  const items = remainderAt(loader, spot, members, "items");
  const isRest = tuple !== undefined || typeof items === "boolean";
  const contains = schemaAt(loader, spot, members, "contains");
  return arrayPart(at, members, {
    items: isRest || typeof items === "boolean" ? undefined : items,
    tuple,
    additionalItems: isRest ? items : undefined,
    unevaluatedItems: unevaluated(loader, spot, members, "unevaluatedItems"),
    contains,
    minContains: contains && (countOf(spot, members, "minContains") ?? { value: 1, text: "1" }),
    maxContains: contains && countOf(spot, members, "maxContains"),
  });
}

/** A schema that says nothing counts as `true` here. */
function unevaluated(loader: Loader, spot: Spot, members: Members, key: string): Remainder {
  const value = remainderAt(loader, spot, members, key);
  return typeof value === "object" && value.class === "empty" ? true : value;
}

function modernObject(loader: Loader, at: Common, members: Members): ObjectSchema {
  const { spot } = at;
  const { propertyDependencies, schemaDependencies } = dependenciesOf(loader, spot, members, dependencyKeywords);
  return objectPart(loader, at, members, {
    propertyDependencies,
    schemaDependencies,
    unevaluatedProperties: unevaluated(loader, spot, members, "unevaluatedProperties"),
    propertyNames: schemaAt(loader, spot, members, "propertyNames"),
  });
}

const dependencyKeywords = [
  { key: "dependentRequired", names: true, schemas: false },
  { key: "dependentSchemas", names: false, schemas: true },
];
