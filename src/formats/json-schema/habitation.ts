import type { Json } from "../../model.ts";
import { isList, isObject, type JsonObject, own, type PlainSchema } from "./plain-schema.ts";
import { itemSchemas, schemasFor, typeNameOf } from "./validation.ts";

const everything = ["null", "boolean", "number", "string", "array", "object"] as const;
type Types = ReadonlySet<string>;

const all: Types = new Set(everything);
const none: Types = new Set();

const common = (one: Types, other: Types): Types => new Set([...one].filter((type) => other.has(type)));

const deepest = 60;

/** Whether nothing at all fits these parts at once, as far as their types tell; false where only a closer look could. */
export function isUninhabited(schema: PlainSchema, parts: readonly Json[]): boolean {
  const known = new Map<Json, Types>();
  return parts.map((part) => possible(schema, part, known, 0)).reduce(common, all).size === 0;
}

/** The types of the values that a part may take. */
function possible(schema: PlainSchema, part: Json, known: Map<Json, Types>, depth: number): Types {
  if (!isObject(part)) return part === false ? none : all;
  const before = known.get(part);
  if (before !== undefined || depth > deepest) return before ?? all;
  // A part inside itself is taken for possible: recursion alone rules nothing out here.
  known.set(part, all);
  const types = typesOf(schema, part, (inner) => possible(schema, inner, known, depth + 1));
  known.set(part, types);
  return types;
}

function typesOf(schema: PlainSchema, part: JsonObject, ask: (inner: Json) => Types): Types {
  const reference = own(part, "$ref");
  const target = typeof reference === "string" ? schema.target(part, reference) : undefined;
  let types = target === undefined ? all : ask(target);
  if (target !== undefined && schema.onlyRef) return types;
  for (const list of [named(part), valued(part)]) types = list === undefined ? types : common(types, list);
  for (const key of ["allOf", "anyOf", "oneOf"]) {
    const branches = own(part, key);
    if (!isList(branches)) continue;
    const each = branches.map(ask);
    if (key === "allOf") types = each.reduce(common, types);
    else types = common(types, new Set(each.flatMap((branch) => [...branch])));
  }
  const isPossible = {
    object: isObjectPossible,
    array: isArrayPossible,
    number: isNumberPossible,
    string: isStringPossible,
  };
  for (const [type, test] of Object.entries(isPossible)) {
    if (types.has(type) && !test(part, ask, schema))
      types = common(types, new Set(everything.filter((one) => one !== type)));
  }
  return types;
}

function named(part: JsonObject): Types | undefined {
  const type = own(part, "type");
  if (type === undefined) return undefined;
  return new Set((isList(type) ? type : [type]).map((one) => (one === "integer" ? "number" : String(one))));
}

function valued(part: JsonObject): Types | undefined {
  const [list, constant] = [own(part, "enum"), own(part, "const")];
  if (isList(list)) return new Set(list.map(typeNameOf));
  return constant === undefined ? undefined : new Set([typeNameOf(constant)]);
}

type Ask = (inner: Json) => Types;

function isObjectPossible(part: JsonObject, ask: Ask): boolean {
  const required = own(part, "required");
  const names = isList(required) ? required.filter((name) => typeof name === "string") : [];
  return names.every((name) => schemasFor(part, name).map(ask).reduce(common, all).size > 0);
}

function isArrayPossible(part: JsonObject, ask: Ask, schema: PlainSchema): boolean {
  const [first, rest] = itemSchemas(schema, part);
  const least = own(part, "minItems");
  const count = Math.min(typeof least === "number" ? least : 0, first.length + 1);
  for (let i = 0; i < count; i += 1) if (ask(first[i] ?? rest ?? true).size === 0) return false;
  const sought = schema.draft === "4" ? undefined : own(part, "contains");
  if (sought === undefined || own(part, "minContains") === 0) return true;
  return [...first, rest ?? true].some((item) => common(ask(item), ask(sought)).size > 0);
}

const isOrdered = (part: JsonObject, least: string, most: string): boolean => {
  const [low, high] = [own(part, least), own(part, most)];
  return typeof low !== "number" || typeof high !== "number" || low <= high;
};

const isNumberPossible = (part: JsonObject): boolean => isOrdered(part, "minimum", "maximum");
const isStringPossible = (part: JsonObject): boolean => isOrdered(part, "minLength", "maxLength");
