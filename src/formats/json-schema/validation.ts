import type { Json } from "../../model.ts";
import { boundedPattern } from "./bounded-pattern.ts";
import { isList, isObject, type JsonObject, own, type PlainSchema } from "./plain-schema.ts";

/** What asking whether a schema takes a value needs. */
export interface Asking {
  readonly schema: PlainSchema;
  /** Of the formats that are asserted, whether a text has it; absent where none is. */
  readonly formats?: ReadonlyMap<string, (text: string) => boolean>;
  /** What a repaired reader leaves to the writer: whether that takes the value. */
  readonly other?: (pointer: string, value: Json) => boolean;
  /** The side that a repaired one leaves parts to. */
  readonly lender?: Asking;
  /** Told of the work that is done; throws when it is too much. */
  readonly spend: (effort: number) => void;
}

/** The keyword by which a repaired reader leaves a part to the writer: its value is the place in the writer. */
export const writerKeyword = "schemactl-writer";

/** The properties and the items of a value that a schema has spoken of. */
interface Spoken {
  readonly names: ReadonlySet<string>;
  readonly items: ReadonlySet<number>;
}

const silent: Spoken = { names: new Set(), items: new Set() };

const deepest = 200;

/**
 * Whether a schema takes a value, as far as a search needs to know: what it finds is confirmed by a validator. Throws a
 * RangeError where a schema goes round in a circle.
 */
export function takes(asking: Asking, schema: Json, value: Json): boolean {
  return check({ ...asking, depth: 0 }, schema, value) !== undefined;
}

interface Checking extends Asking {
  depth: number;
}

/** What was spoken of; undefined for a value that is refused. */
function check(checking: Checking, schema: Json, value: Json): Spoken | undefined {
  checking.spend(1);
  if (schema === true) return silent;
  if (!isObject(schema)) return undefined;
  checking.depth += 1;
  if (checking.depth > deepest) throw new RangeError("the schema goes round in a circle");
  const spoken = checkObject(checking, schema, value);
  checking.depth -= 1;
  return spoken;
}

function checkObject(checking: Checking, schema: JsonObject, value: Json): Spoken | undefined {
  const parts: Spoken[] = [];
  const { onlyRef } = checking.schema;
  for (const key of ["$ref", "$dynamicRef", "$recursiveRef"]) {
    const reference = own(schema, key);
    if (typeof reference !== "string" || (onlyRef && key !== "$ref")) continue;
    const target = checking.schema.target(schema, reference);
    if (target === undefined) throw new RangeError(`the reference ${reference} leads to nothing`);
    const spoken = check(checking, target, value);
    if (spoken === undefined) return undefined;
    parts.push(spoken);
    if (onlyRef) return spoken;
  }
  const pointer = own(schema, writerKeyword);
  if (typeof pointer === "string" && checking.other?.(pointer, value) === false) return undefined;
  if (!takesPlain(checking, schema, value) || !checkCombined(checking, schema, value, parts)) return undefined;
  if (isObject(value)) return checkMembers(checking, schema, value, parts);
  if (isList(value)) return checkItems(checking, schema, value, parts);
  return parts[0] ?? silent;
}

/** The name of a value's type. */
export const typeNameOf = (value: Json): string => (value === null ? "null" : isList(value) ? "array" : typeof value);

/** Whether a value is of a type that a schema may name. */
export function hasType(value: Json, type: Json): boolean {
  return type === "integer" ? typeof value === "number" && Number.isInteger(value) : typeNameOf(value) === type;
}

export function isSame(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (isList(one))
    return isList(other) && one.length === other.length && one.every((item, i) => isSame(item, other[i] ?? null));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key] ?? null, other[key] ?? null))
  );
}

/** Whether the keywords of types, values, numbers and texts take a value; the others are not asked. */
export function takesPlain(checking: Asking, schema: JsonObject, value: Json): boolean {
  const type = own(schema, "type");
  if (type !== undefined && !(isList(type) ? type : [type]).some((one) => hasType(value, one))) return false;
  const values = own(schema, "enum");
  if (isList(values) && !values.some((one) => isSame(one, value))) return false;
  const constant = own(schema, "const");
  if (constant !== undefined && checking.schema.draft !== "4" && !isSame(constant, value)) return false;
  if (typeof value === "number") return checkNumber(schema, value);
  return typeof value !== "string" || checkText(checking, schema, value);
}

function checkNumber(schema: JsonObject, value: number): boolean {
  const bound = (key: string): number | undefined => {
    const at = own(schema, key);
    return typeof at === "number" ? at : undefined;
  };
  const [minimum, maximum, above, below] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map(bound);
  const multiple = bound("multipleOf");
  if (minimum !== undefined && (value < minimum || (own(schema, "exclusiveMinimum") === true && value === minimum)))
    return false;
  if (maximum !== undefined && (value > maximum || (own(schema, "exclusiveMaximum") === true && value === maximum)))
    return false;
  if ((above !== undefined && value <= above) || (below !== undefined && value >= below)) return false;
  return multiple === undefined || isMultiple(value, multiple);
}

/** How far from a whole number of times a number may be, and still counts as a multiple, as a power of ten. */
export const multiplePrecision = 6;

export function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(Math.round(times) - times) <= 10 ** -multiplePrecision;
}

export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};

function checkText(checking: Asking, schema: JsonObject, value: string): boolean {
  const [least, most, pattern] = ["minLength", "maxLength", "pattern"].map((key) => own(schema, key));
  if (typeof least === "number" && lengthOf(value) < least) return false;
  if (typeof most === "number" && lengthOf(value) > most) return false;
  if (typeof pattern === "string" && boundedPattern(pattern)?.(value) !== true) return false;
  const format = own(schema, "format");
  return typeof format !== "string" || checking.formats?.get(format)?.(value) !== false;
}

function checkCombined(checking: Checking, schema: JsonObject, value: Json, parts: Spoken[]): boolean {
  const ask = (part: Json): boolean => {
    const spoken = check(checking, part, value);
    if (spoken !== undefined) parts.push(spoken);
    return spoken !== undefined;
  };
  const [all, any, one, no] = ["allOf", "anyOf", "oneOf", "not"].map((key) => own(schema, key));
  if (isList(all) && !all.every(ask)) return false;
  // Every branch that fits has spoken, not only the first.
  if (isList(any) && any.filter(ask).length === 0) return false;
  if (isList(one) && one.filter(ask).length !== 1) return false;
  if (no !== undefined && check(checking, no, value) !== undefined) return false;
  const { draft } = checking.schema;
  const condition = draft === "4" || draft === "6" ? undefined : own(schema, "if");
  if (condition === undefined) return true;
  const branch = own(schema, ask(condition) ? "then" : "else");
  return branch === undefined || ask(branch);
}

const countOf = (schema: JsonObject, key: string): number | undefined => {
  const count = own(schema, key);
  return typeof count === "number" ? count : undefined;
};

const isWithin = (schema: JsonObject, count: number, least: string, most: string): boolean =>
  count >= (countOf(schema, least) ?? 0) && count <= (countOf(schema, most) ?? Number.POSITIVE_INFINITY);

function checkMembers(
  checking: Checking,
  schema: JsonObject,
  value: JsonObject,
  parts: readonly Spoken[],
): Spoken | undefined {
  const names = Object.keys(value);
  if (!isWithin(schema, names.length, "minProperties", "maxProperties")) return undefined;
  const required = own(schema, "required");
  if (isList(required) && !required.every((name) => typeof name !== "string" || Object.hasOwn(value, name)))
    return undefined;
  const ruled = checkDependencies(checking, schema, value);
  if (ruled === undefined) return undefined;
  const spoken = new Set([...parts, ...ruled].flatMap((part) => [...part.names]));
  const keyed = own(schema, "propertyNames");
  for (const name of names) {
    const inner = value[name] ?? null;
    if (keyed !== undefined && checking.schema.draft !== "4" && check(checking, keyed, name) === undefined)
      return undefined;
    const schemas = schemasFor(schema, name);
    if (schemas.length > 0) spoken.add(name);
    if (!schemas.every((part) => check(checking, part, inner) !== undefined)) return undefined;
  }
  const rest = checking.schema.onlyRef ? undefined : own(schema, "unevaluatedProperties");
  if (rest === undefined) return { names: spoken, items: silent.items };
  const isTaken = names.every((name) => spoken.has(name) || check(checking, rest, value[name] ?? null) !== undefined);
  return isTaken ? { names: new Set(names), items: silent.items } : undefined;
}

/** The schemas that an object schema itself has for a property of that name. */
export function schemasFor(schema: JsonObject, name: string): readonly Json[] {
  const found: Json[] = [];
  const properties = own(schema, "properties");
  const named = isObject(properties) ? own(properties, name) : undefined;
  if (named !== undefined) found.push(named);
  const patterns = own(schema, "patternProperties");
  if (isObject(patterns)) {
    for (const [pattern, part] of Object.entries(patterns))
      if (boundedPattern(pattern)?.(name) === true) found.push(part);
  }
  const rest = own(schema, "additionalProperties");
  if (found.length === 0 && rest !== undefined) found.push(rest);
  return found;
}

/** What has to be there beside what is there: by the name of the property that asks for it. */
export function dependenciesOf({ onlyRef }: PlainSchema, schema: JsonObject): readonly (readonly [string, Json])[] {
  const keywords = onlyRef ? ["dependencies"] : ["dependentRequired", "dependentSchemas"];
  return keywords.flatMap((keyword) => {
    const entries = own(schema, keyword);
    return isObject(entries) ? Object.entries(entries) : [];
  });
}

function checkDependencies(checking: Checking, schema: JsonObject, value: JsonObject): readonly Spoken[] | undefined {
  const parts: Spoken[] = [];
  for (const [name, asked] of dependenciesOf(checking.schema, schema)) {
    if (!Object.hasOwn(value, name)) continue;
    if (isList(asked)) {
      if (!asked.every((other) => typeof other !== "string" || Object.hasOwn(value, other))) return undefined;
      continue;
    }
    const spoken = check(checking, asked, value);
    if (spoken === undefined) return undefined;
    parts.push(spoken);
  }
  return parts;
}

/** The schemas of the first items, and the schema of all that follow. */
export function itemSchemas({ draft }: PlainSchema, schema: JsonObject): readonly [readonly Json[], Json | undefined] {
  const [items, prefix] = [own(schema, "items"), own(schema, "prefixItems")];
  if (draft === "2020-12") return [isList(prefix) ? prefix : [], isList(items) ? undefined : items];
  return isList(items) ? [items, own(schema, "additionalItems")] : [[], items];
}

function checkItems(
  checking: Checking,
  schema: JsonObject,
  value: readonly Json[],
  parts: readonly Spoken[],
): Spoken | undefined {
  if (!isWithin(schema, value.length, "minItems", "maxItems")) return undefined;
  if (own(schema, "uniqueItems") === true && hasTwins(value)) return undefined;
  const [first, rest] = itemSchemas(checking.schema, schema);
  const spoken = new Set(parts.flatMap((part) => [...part.items]));
  for (const [i, item] of value.entries()) {
    const part = first[i] ?? rest;
    if (part === undefined) continue;
    if (check(checking, part, item) === undefined) return undefined;
    spoken.add(i);
  }
  if (!checkContains(checking, schema, value, spoken)) return undefined;
  const others = checking.schema.onlyRef ? undefined : own(schema, "unevaluatedItems");
  if (others === undefined) return { names: silent.names, items: spoken };
  const isTaken = value.every((item, i) => spoken.has(i) || check(checking, others, item) !== undefined);
  return isTaken ? { names: silent.names, items: new Set(value.keys()) } : undefined;
}

function checkContains(checking: Checking, schema: JsonObject, value: readonly Json[], spoken: Set<number>): boolean {
  const wanted = checking.schema.draft === "4" ? undefined : own(schema, "contains");
  if (wanted === undefined) return true;
  const fitting = [...value.keys()].filter((i) => check(checking, wanted, value[i] ?? null) !== undefined);
  if (checking.schema.draft === "2020-12") for (const i of fitting) spoken.add(i);
  if (checking.schema.onlyRef) return fitting.length > 0;
  const least = countOf(schema, "minContains") ?? 1;
  return fitting.length >= least && fitting.length <= (countOf(schema, "maxContains") ?? Number.POSITIVE_INFINITY);
}

/** Whether two items are equal. */
export const hasTwins = (items: readonly Json[]): boolean =>
  items.some((item, i) => items.slice(0, i).some((other) => isSame(item, other)));
