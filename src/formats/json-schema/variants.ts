import type { Json } from "../../model.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";
import { build, freshNames } from "./sample.ts";
import { type Builder, type FlatPart, flatten, itemPartsFor, namesIn, type Part, partsFor } from "./sample-parts.ts";
import { formatSamples, numbersFor, sizesFor, textsFor, valuesOf } from "./sample-values.ts";
import { dependenciesOf, takes } from "./validation.ts";

/** What the two schemas say of one place of a message. */
export interface Place {
  readonly writer: readonly FlatPart[];
  readonly reader: readonly FlatPart[];
}

/** All that may be said of a place, with every branch at once: not what one value is built for. */
export function everythingIn(builder: Builder, parts: readonly Part[]): readonly FlatPart[] {
  const flat: FlatPart[] = [];
  const open = [...parts];
  const seen = new Set<Json>();
  for (let part = open.shift(); part !== undefined && seen.size < 200; part = open.shift()) {
    if (seen.has(part.schema)) continue;
    seen.add(part.schema);
    const here: FlatPart[] = [];
    flatten(builder, part, here);
    for (const one of here) {
      flat.push(one);
      seen.add(one.schema);
      for (const key of ["anyOf", "oneOf", "if", "then", "else", "not"]) {
        const inner = own(one.schema, key);
        for (const schema of isList(inner) ? inner : inner === undefined ? [] : [inner]) open.push({ ...one, schema });
      }
      for (const [, schema] of dependenciesOf(one.asking.schema, one.schema)) {
        if (!isList(schema)) open.push({ ...one, schema });
      }
    }
  }
  return flat;
}

const plain: readonly Json[] = ["a", 0, true, null, {}, [], 0.5, -1, "", false];

/** What may stand in a place beside the value that stands there, what tells most first. `focus` are names that a finding is about. */
export function* variants(
  builder: Builder,
  place: Place,
  current: Json | undefined,
  focus: readonly string[],
): Iterable<Json> {
  const { writer, reader } = place;
  const both = [...writer, ...reader];
  const schemas = both.map((part) => part.schema);
  if (isObject(current)) yield* focused(builder, writer, reader, current, focus);
  yield* valuesOf(schemas);
  if (isObject(current)) yield* objectVariants(builder, writer, reader, current);
  if (isList(current)) yield* listVariants(builder, place, current);
  if (typeof current === "string") yield* textsFor(schemas, builder.random);
  if (typeof current === "number") yield* numbersFor(schemas);
  yield* plain;
  for (let i = 0; i < 4; i += 1) {
    for (const [first] of [reader, writer]) {
      const value = first && build({ ...builder, fullness: i / 3 }, [first], []);
      if (value !== undefined) yield value;
    }
  }
  if (typeof current !== "string") yield* textsFor(schemas, builder.random);
  if (typeof current !== "number") yield* numbersFor(schemas);
  yield* Object.values(formatSamples);
  if (!isList(current)) yield* listVariants(builder, place, []);
  if (!isObject(current)) yield* objectVariants(builder, writer, reader, {});
}

const without = (value: JsonObject, name: string): JsonObject => {
  const { [name]: _, ...rest } = value;
  return rest;
};

const withMember = (value: JsonObject, name: string, member: Json): JsonObject =>
  Object.fromEntries([...Object.entries(value).filter(([key]) => key !== name), [name, member]]);

/** The names that a finding is about: left out, and with a value of every kind. */
function* focused(
  builder: Builder,
  writer: readonly FlatPart[],
  reader: readonly FlatPart[],
  current: JsonObject,
  focus: readonly string[],
): Iterable<Json> {
  for (const name of focus) {
    if (Object.hasOwn(current, name)) yield without(current, name);
    const values = membersFor(builder, writer, reader, name);
    for (const value of values) yield withMember(current, name, value);
    const place = {
      writer: everythingIn(builder, partsFor(writer, name)),
      reader: everythingIn(builder, partsFor(reader, name)),
    };
    let left = mostInside;
    for (const value of variants(builder, place, values[0], [])) {
      left -= 1;
      if (left < 0) break;
      yield withMember(current, name, value);
    }
  }
}

const mostInside = 80;

function membersFor(
  builder: Builder,
  writer: readonly FlatPart[],
  reader: readonly FlatPart[],
  name: string,
): readonly Json[] {
  const sides = [writer, reader].map((flat) => partsFor(flat, name)).filter((parts) => parts.length > 0);
  const built = [0, 1].flatMap((fullness) => sides.map((parts) => build({ ...builder, fullness }, parts, [])));
  return [...built.filter((value) => value !== undefined), ...plain];
}

function* objectVariants(
  builder: Builder,
  writer: readonly FlatPart[],
  reader: readonly FlatPart[],
  current: JsonObject,
): Iterable<Json> {
  const both = [...writer, ...reader];
  for (const name of Object.keys(current)) yield without(current, name);
  for (const { asking, schema } of both) {
    for (const [name, asked] of dependenciesOf(asking.schema, schema)) {
      for (const value of membersFor(builder, writer, reader, name).slice(0, 4)) {
        const triggered = withMember(current, name, value);
        yield triggered;
        if (isList(asked)) for (const other of asked) if (typeof other === "string") yield without(triggered, other);
      }
    }
  }
  const fresh = freshNames(builder, both, 2);
  const listed = new Set(both.flatMap((part) => [...namesIn(part.schema), ...required(part.schema)]));
  for (const name of refusedNames(builder, both)) {
    for (const value of membersFor(builder, writer, reader, name).slice(0, 2)) yield withMember(current, name, value);
  }
  for (const name of [...fresh, ...listed]) {
    for (const value of membersFor(builder, writer, reader, name)) yield withMember(current, name, value);
  }
  for (const size of sizesFor(
    both.map((part) => part.schema),
    "minProperties",
    "maxProperties",
  )) {
    const kept = Object.entries(current).slice(0, size);
    const names = freshNames(builder, both, size + 2).filter((name) => !Object.hasOwn(current, name));
    const more = [...listed, ...names]
      .filter((name) => !kept.some(([key]) => key === name))
      .slice(0, size - kept.length);
    const added = more.map((name): [string, Json] => [name, build(builder, partsFor(writer, name), []) ?? 0]);
    yield Object.fromEntries([...kept, ...added]);
  }
}

const mostRefusedNames = 12;

/** Names that some rule for names refuses: too long or too short for it, without its pattern, not in its list. */
function refusedNames(builder: Builder, flat: readonly FlatPart[]): readonly string[] {
  const rules = flat.flatMap(({ asking, schema, must }) => {
    const rule = asking.schema.draft === "4" ? undefined : own(schema, "propertyNames");
    return rule === undefined ? [] : [{ asking, schema: rule, must }];
  });
  if (rules.length === 0) return [];
  const named = everythingIn(builder, rules).map(({ schema }) => schema);
  const names = [...textsFor(named, builder.random), ...valuesOf(named).filter((value) => typeof value === "string")];
  const isRefused = (name: string): boolean => rules.some(({ asking, schema }) => !takes(asking, schema, name));
  return [...new Set(names)].filter(isRefused).slice(0, mostRefusedNames);
}

const required = (schema: JsonObject): readonly string[] => {
  const names = own(schema, "required");
  return isList(names) ? names.filter((name) => typeof name === "string") : [];
};

const mostItemVariants = 40;

/** Lists in which one item is what tells most in its place. */
function* itemVariants(builder: Builder, { writer, reader }: Place, current: readonly Json[]): Iterable<Json> {
  const place = {
    writer: everythingIn(builder, itemPartsFor(writer, 0)),
    reader: everythingIn(builder, itemPartsFor(reader, 0)),
  };
  if (place.reader.length === 0) return;
  let left = mostItemVariants;
  const item = current[0] ?? build(builder, itemPartsFor(writer, 0), []);
  for (const value of variants(builder, place, item, [])) {
    left -= 1;
    if (left < 0) break;
    yield [value, ...current.slice(1)];
  }
}

function* listVariants(builder: Builder, place: Place, current: readonly Json[]): Iterable<Json> {
  const both = [...place.writer, ...place.reader];
  const schemas = both.map((part) => part.schema);
  const tuples = schemas.flatMap((schema) => {
    const items = own(schema, Array.isArray(own(schema, "items")) ? "items" : "prefixItems");
    return isList(items) ? [items.length, items.length + 1, items.length - 1] : [];
  });
  const writer = both.filter((part) => part.must);
  const itemFor = (i: number, fullness: number): Json =>
    build({ ...builder, fullness }, itemPartsFor(writer, i), []) ?? "a";
  for (const size of [...tuples, ...sizesFor(schemas, "minItems", "maxItems", "minContains", "maxContains")]) {
    if (size < 0) continue;
    yield Array.from({ length: size }, (_, i) => current[i] ?? itemFor(i, 1));
    yield Array.from({ length: size }, (_, i) => current[i] ?? itemFor(i, 0));
  }
  yield [itemFor(0, 0), itemFor(0, 0)];
  yield* itemVariants(builder, place, current);
  const sought = both.flatMap((part) => {
    const schema = own(part.schema, "contains");
    return schema === undefined ? [] : [{ ...part, schema }];
  });
  for (const part of sought) {
    const item = build(builder, [part], []);
    for (const size of sizesFor(schemas, "minContains", "maxContains")) {
      if (item !== undefined) yield [...Array.from({ length: size }, () => item), ...current];
    }
  }
  const last = Math.max(current.length, ...tuples, 1);
  for (let i = 0; i < Math.min(last, 8); i += 1) {
    for (const value of plain) {
      const start = Array.from({ length: i }, (_, before) => current[before] ?? itemFor(before, 0));
      yield [...start, value, ...current.slice(i + 1)];
      if (i < current.length) yield [...start, value, ...current.slice(i)];
    }
  }
}
