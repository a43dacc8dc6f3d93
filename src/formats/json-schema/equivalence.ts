import type { Json } from "../../model.ts";
import type { JsonNode } from "../json-text.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";

const notes: ReadonlySet<string> = new Set([
  "$id",
  "id",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "contentEncoding",
  "contentMediaType",
]);

/** What says nothing when it allows everything. */
const permissions: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "additionalItems",
  "unevaluatedItems",
  "items",
  "propertyNames",
]);
const maps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "definitions",
  "$defs",
]);
const sets: ReadonlySet<string> = new Set(["type", "enum", "required"]);

/** Whether two schemas say the same in other words; false where only a closer look could tell. */
export function meansTheSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [JSON.stringify(plainly(one)), JSON.stringify(plainly(other))];
  // What a reference leads to may differ on the two sides.
  return a === b && !a.includes('"$');
}

/** Whether two schemas differ in nothing that a validator looks at. */
export function sayTheSame(one: JsonNode, other: JsonNode, isByName = false): boolean {
  if (one.kind === "object" && other.kind === "object") {
    const membersOf = (node: typeof one): Map<string, JsonNode> =>
      new Map(node.members.filter(({ key }) => isByName || !notes.has(key)).map(({ key, value }) => [key, value]));
    const [from, to] = [membersOf(one), membersOf(other)];
    if (from.size !== to.size) return false;
    return [...from].every(([key, value]) => {
      const its = to.get(key);
      return its !== undefined && sayTheSame(value, its, !isByName && maps.has(key));
    });
  }
  if (one.kind === "array" && other.kind === "array") {
    return (
      one.items.length === other.items.length &&
      one.items.every((item, i) => {
        const its = other.items[i];
        return its !== undefined && sayTheSame(item, its);
      })
    );
  }
  return scalarOf(one) === scalarOf(other) && one.kind === other.kind;
}

function scalarOf(node: JsonNode): string | boolean | undefined {
  if (node.kind === "number") return node.text;
  return node.kind === "string" || node.kind === "boolean" ? node.value : undefined;
}

/** Whether a schema takes everything; false where only a closer look could tell. */
export function takesEverything(schema: Json | undefined): boolean {
  return JSON.stringify(plainly(schema ?? false)) === "{}";
}

function plainly(schema: Json): Json {
  if (schema === true) return {};
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]) => {
    if (notes.has(key) || key === "$schema") return [];
    const said = plainValue(key, value);
    return (permissions.has(key) && isEmpty(said)) || (key === "properties" && isEmpty(said))
      ? []
      : [[key, said] as const];
  });
  const sorted = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  return unwrapped(sorted);
}

const isEmpty = (value: Json): boolean => isObject(value) && Object.keys(value).length === 0;

/** A list of one branch beside nothing is that branch. */
function unwrapped(schema: JsonObject): Json {
  const [key, ...others] = Object.keys(schema);
  const branches = key === undefined ? undefined : own(schema, key);
  const [only, ...rest] = isList(branches) ? branches : [];
  const isWrapped = others.length === 0 && (key === "allOf" || key === "anyOf" || key === "oneOf");
  return isWrapped && only !== undefined && rest.length === 0 ? only : schema;
}

function plainValue(key: string, value: Json): Json {
  if (sets.has(key)) {
    const texts = (isList(value) ? value : [value]).map((one) => JSON.stringify(one));
    return [...new Set(texts)].sort();
  }
  if (key === "const") return [JSON.stringify(value)];
  if (isList(value)) return value.map(plainly);
  if (maps.has(key)) {
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([name, part]) => [name, plainly(part)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return isObject(value) || typeof value === "boolean" ? plainly(value) : value;
}
