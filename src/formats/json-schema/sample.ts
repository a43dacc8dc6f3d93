import type { Json } from "../../model.ts";
import { patternSample } from "./pattern-sample.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";
import {
  type Builder,
  type FlatPart,
  flatten,
  itemPartsFor,
  namesIn,
  type Part,
  partsFor,
  type Step,
} from "./sample-parts.ts";
import { numbersFor, sizesFor, textsFor, valuesOf } from "./sample-values.ts";
import { dependenciesOf, hasTwins, hasType, takesPlain } from "./validation.ts";

const deepest = 12;

/** A value that the parts take, as far as building can tell, with something at the end of the steps; undefined where none is found. */
export function build(builder: Builder, parts: readonly Part[], steps: readonly Step[], depth = 0): Json | undefined {
  builder.spend(4);
  const attempts = parts.every((part) => part.must) ? [parts] : [parts, parts.filter((part) => part.must)];
  for (const attempt of attempts) {
    const flat: FlatPart[] = [];
    if (!attempt.every((part) => flatten(builder, part, flat))) continue;
    const value = valueFor(builder, flat, steps, depth);
    if (value !== undefined) return value;
  }
  return undefined;
}

const types = ["object", "string", "integer", "number", "boolean", "array", "null"] as const;
type Type = (typeof types)[number];

function valueFor(builder: Builder, flat: FlatPart[], steps: readonly Step[], depth: number): Json | undefined {
  const schemas = flat.map((part) => part.schema);
  const isTaken = (value: Json): boolean => flat.every((part) => takesPlain(part.asking, part.schema, value));
  if (schemas.some((schema) => Object.hasOwn(schema, "enum") || Object.hasOwn(schema, "const"))) {
    return pick(builder, valuesOf(schemas).filter(isTaken));
  }
  const type = typeFor(builder, schemas, steps);
  switch (type) {
    case undefined:
      return undefined;
    case "null":
      return null;
    case "boolean":
      return builder.random() < 0.5;
    case "integer":
    case "number": {
      const isFitting = (value: number): boolean => hasType(value, type) && isTaken(value);
      const simple = builder.random() < 0.7 ? [0, 1].find(isFitting) : undefined;
      return simple ?? pick(builder, numbersFor(schemas).filter(isFitting));
    }
    case "string":
      if (builder.random() < 0.7 && isTaken("a")) return "a";
      return pick(builder, textsFor(schemas, builder.random).filter(isTaken));
    case "array":
      return listFor(builder, flat, steps, depth);
    case "object":
      return objectFor(builder, flat, steps, depth);
  }
}

/** The first mostly: it is the plainest. */
function pick<Value>({ random, fullness }: Builder, values: readonly Value[]): Value | undefined {
  return values[fullness === 0 || random() < 0.3 ? 0 : Math.floor(random() * values.length)];
}

const hints: readonly (readonly [Type, readonly string[]])[] = [
  [
    "object",
    [
      "properties",
      "required",
      "patternProperties",
      "additionalProperties",
      "propertyNames",
      "minProperties",
      "maxProperties",
      "dependencies",
      "dependentRequired",
      "dependentSchemas",
      "unevaluatedProperties",
    ],
  ],
  [
    "array",
    ["items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "additionalItems", "unevaluatedItems"],
  ],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
  ["string", ["minLength", "maxLength", "pattern", "format"]],
];

function typeFor(builder: Builder, schemas: readonly JsonObject[], steps: readonly Step[]): Type | undefined {
  const named = schemas.flatMap((schema) => {
    const type = own(schema, "type");
    return type === undefined ? [] : [isList(type) ? type : [type]];
  });
  const fits = (type: Type, list: readonly Json[]): boolean =>
    list.includes(type) || (type === "integer" && list.includes("number"));
  const possible = types.filter((type) => named.every((list) => fits(type, list)));
  const [step] = steps;
  if (step !== undefined) {
    const needed = typeof step === "string" ? "object" : "array";
    return possible.includes(needed) ? needed : undefined;
  }
  if (named.length > 0) {
    const own = possible.filter((type) => type !== "integer" || !possible.includes("number") || builder.random() < 0.3);
    return pick(builder, own);
  }
  const hinted = hints.filter(([, keys]) => schemas.some((schema) => keys.some((key) => Object.hasOwn(schema, key))));
  return builder.random() < 0.8 && hinted.length > 0
    ? pick(
        builder,
        hinted.map(([type]) => type),
      )
    : pick(builder, possible);
}

const numberAt = (schema: JsonObject, key: string): number | undefined => {
  const value = own(schema, key);
  return typeof value === "number" ? value : undefined;
};
const most = (flat: readonly FlatPart[], key: string): number =>
  Math.max(0, ...flat.map((part) => numberAt(part.schema, key) ?? 0));
const least = (flat: readonly FlatPart[], key: string): number =>
  Math.min(...flat.map((part) => numberAt(part.schema, key) ?? Number.POSITIVE_INFINITY));

const largest = 300;
const longestTuple = 20;

const stringsOf = (value: Json | undefined): readonly string[] =>
  isList(value) ? value.filter((one) => typeof one === "string") : [];

function objectFor(
  builder: Builder,
  flat: FlatPart[],
  [step, ...rest]: readonly Step[],
  depth: number,
): Json | undefined {
  const names = new Set(flat.flatMap((part) => stringsOf(own(part.schema, "required"))));
  if (typeof step === "string") names.add(step);
  const needed = new Set(names);
  if (depth < deepest) {
    const ceiling = least(flat, "maxProperties");
    for (const name of flat.flatMap((part) => namesIn(part.schema))) {
      if (names.size < ceiling && builder.random() < builder.fullness / (1 + depth / 2)) names.add(name);
    }
  }
  // What no name tells of has to be met with too: by names that fit a pattern, and by fresh ones.
  if (depth < deepest && builder.random() < builder.fullness / 2 && flat.some((part) => isOpenByRule(part.schema))) {
    for (const name of freshNames(builder, flat, 1).slice(0, 3)) names.add(name);
  }
  closeOver(builder, flat, names, needed);
  const members = new Map<string, Json>();
  for (const name of names) {
    const value = build(builder, partsFor(flat, name), name === step ? rest : [], depth + 1);
    if (value !== undefined) members.set(name, value);
    else if (needed.has(name)) return undefined;
  }
  fillUp(builder, flat, members, depth);
  return Object.fromEntries(members);
}

const isOpenByRule = (schema: JsonObject): boolean =>
  Object.hasOwn(schema, "patternProperties") || isObject(own(schema, "additionalProperties"));

/** Adds members until there are as many as there have to be. */
function fillUp(builder: Builder, flat: FlatPart[], members: Map<string, Json>, depth: number): void {
  const floor = Math.min(most(flat, "minProperties"), largest);
  if (members.size >= floor) return;
  for (const name of flat.flatMap((part) => namesIn(part.schema)).concat(freshNames(builder, flat, floor + 2))) {
    if (members.size >= floor) break;
    if (members.has(name)) continue;
    const value = build(builder, partsFor(flat, name), [], depth + 1);
    if (value !== undefined) members.set(name, value);
  }
}

const dependencyKeywords = ["dependencies", "dependentRequired", "dependentSchemas"];

/** Adds what the names that are there ask for. */
function closeOver(builder: Builder, flat: FlatPart[], names: Set<string>, needed: Set<string>): void {
  if (!flat.some((part) => dependencyKeywords.some((keyword) => Object.hasOwn(part.schema, keyword)))) return;
  const done = new Set<Json>();
  for (let before = -1; before < names.size + flat.length; ) {
    before = names.size + flat.length;
    for (const part of [...flat]) {
      for (const [name, asked] of dependenciesOf(part.asking.schema, part.schema)) {
        if (!names.has(name) || done.has(asked)) continue;
        done.add(asked);
        for (const other of stringsOf(asked)) {
          names.add(other);
          needed.add(other);
        }
        if (isList(asked)) continue;
        flatten(builder, { ...part, schema: asked }, flat);
        for (const other of flat.flatMap((one) => stringsOf(own(one.schema, "required")))) {
          names.add(other);
          needed.add(other);
        }
      }
    }
  }
}

/** Names that no schema lists, as far as rules for names let them be. */
export function freshNames(builder: Builder, flat: readonly FlatPart[], count: number): readonly string[] {
  const patterns = flat.flatMap((part) => {
    const patterned = own(part.schema, "patternProperties");
    return isObject(patterned) ? Object.keys(patterned) : [];
  });
  const keyed = flat.flatMap((part) => {
    const schema = own(part.schema, "propertyNames");
    return schema === undefined || part.asking.schema.draft === "4" ? [] : [{ ...part, schema }];
  });
  const plain = Array.from({ length: count }, (_, i) => (i === 0 ? "extra" : `extra_${i}`));
  const fitting = patterns.flatMap((pattern) =>
    [0, 1].map((i) => `${patternSample(pattern, builder.random) ?? ""}${i === 0 ? "" : "_1"}`),
  );
  const name = (parts: readonly Part[]): Json | undefined => build({ ...builder, fullness: 1 }, parts, []);
  const together = keyed.length === 0 ? [] : Array.from({ length: count + 2 }, () => name(keyed));
  // Rules for names that no name keeps at once may stand in different branches.
  const ruled = [...together, ...(keyed.length > 1 ? keyed.flatMap((part) => [name([part]), name([part])]) : [])];
  const named = ruled.filter((name) => typeof name === "string");
  const isNew = (name: string): boolean => flat.every((part) => !namesIn(part.schema).includes(name));
  return [...new Set([...named, ...plain, ...fitting])].filter(isNew);
}

function listFor(
  builder: Builder,
  flat: readonly FlatPart[],
  [step, ...rest]: readonly Step[],
  depth: number,
): Json | undefined {
  const wanted = flat.flatMap((part) => {
    const schema = part.asking.schema.draft === "4" ? undefined : own(part.schema, "contains");
    const count = part.asking.schema.onlyRef ? 1 : (numberAt(part.schema, "minContains") ?? 1);
    return schema === undefined ? [] : Array.from({ length: Math.min(count, largest) }, () => ({ ...part, schema }));
  });
  const index = typeof step === "number" ? step : -1;
  const floor = Math.max(most(flat, "minItems"), wanted.length, index + 1);
  if (floor > largest) return undefined;
  const schemas = flat.map((part) => part.schema);
  const sizes =
    depth > deepest ? [] : sizesFor(schemas, "minItems", "maxItems").filter((size) => size > floor && size < 12);
  const more = builder.random() < builder.fullness / (1 + depth) ? (pick(builder, sizes) ?? floor) : floor;
  const length = Math.max(floor, Math.min(more, least(flat, "maxItems")));
  const unique = schemas.some((schema) => own(schema, "uniqueItems") === true);
  const items: Json[] = [];
  const pending = [...wanted];
  for (let i = 0; i < length || (pending.length > 0 && i < length + longestTuple); i += 1) {
    const parts = itemPartsFor(flat, i);
    const make = (more: readonly Part[]): Json | undefined =>
      itemFor(builder, [...parts, ...more], i === index ? rest : [], depth, unique ? items : []);
    // What is sought goes to the first place where it fits: some of the places may be taken by others.
    const sought = pending[0] && make([pending[0]]);
    if (sought !== undefined) pending.shift();
    const item = sought ?? make([]);
    if (item === undefined && i < floor) return undefined;
    if (item === undefined) break;
    items.push(item);
  }
  return items;
}

function itemFor(
  builder: Builder,
  parts: readonly Part[],
  steps: readonly Step[],
  depth: number,
  unlike: readonly Json[],
): Json | undefined {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const item = build(attempt === 0 ? builder : { ...builder, fullness: 1 }, parts, steps, depth + 1);
    if (item === undefined || !hasTwins([...unlike, item])) return item;
  }
  return undefined;
}
