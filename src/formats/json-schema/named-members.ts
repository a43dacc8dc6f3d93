import type { Json } from "../../model.ts";
import { boundedPattern } from "./bounded-pattern.ts";
import { type Conjunction, conjunctionOf, type Held, type HeldObject, valuesIn } from "./conjunction.ts";
import { isObject, own } from "./plain-schema.ts";
import { schemasFor, takes } from "./validation.ts";

/** A class of names of properties, and what each side says of the values under them. */
export interface NameClass {
  /** Undefined for all names that nothing lists and that match the same patterns. */
  readonly name: string | undefined;
  readonly sent: readonly Held[];
  readonly asked: readonly Held[];
}

const mostPatterns = 4;

const applicators = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas"];

/** What a schema says of the properties that it does not name; undefined where that takes a look at its branches. */
export function remainderOf({ asking, schema }: HeldObject): Json | undefined {
  const additional = own(schema, "additionalProperties");
  if (additional !== undefined) return additional;
  const rest = asking.schema.onlyRef ? undefined : own(schema, "unevaluatedProperties");
  return applicators.some((key) => Object.hasOwn(schema, key)) ? undefined : rest;
}

const namedIn = ({ schema }: HeldObject, key: "properties" | "patternProperties"): readonly string[] => {
  const members = own(schema, key);
  return isObject(members) ? Object.keys(members) : [];
};

/** What a schema says of one name. */
export function heldFor(part: HeldObject, name: string): readonly Held[] {
  const { asking, schema } = part;
  const found = schemasFor(schema, name);
  const rest = found.length === 0 ? remainderOf(part) : undefined;
  return (rest === undefined ? found : [rest]).map((inner) => ({ asking, schema: inner }));
}

/** The rules for names that a schema has. */
export const nameRules = (all: readonly HeldObject[]): readonly Held[] =>
  all.flatMap(({ asking, schema }) => {
    const rule = asking.schema.draft === "4" ? undefined : own(schema, "propertyNames");
    return rule === undefined ? [] : [{ asking, schema: rule }];
  });

/**
 * All names that a message may use, in classes that both sides treat alike; undefined where there are too many patterns, or
 * some that cannot be run.
 */
export function nameClasses({ all }: Conjunction, reader: HeldObject | undefined): readonly NameClass[] | undefined {
  const parts = reader === undefined ? all : [...all, reader];
  const patterns = [...new Set(parts.flatMap((part) => namedIn(part, "patternProperties")))];
  if (patterns.length > mostPatterns || patterns.some((pattern) => boundedPattern(pattern) === undefined)) {
    return undefined;
  }
  const rules = nameRules(all);
  const possible =
    rules.length === 0
      ? undefined
      : conjunctionOf(rules.flatMap((rule) => [rule, { ...rule, schema: { type: "string" } }]));
  if (rules.length > 0 && possible === undefined) return [];
  const finite = possible && valuesIn(possible)?.filter((name) => typeof name === "string");
  const listed = new Set([...parts.flatMap((part) => namedIn(part, "properties")), ...(finite ?? [])]);
  const isAllowed = (name: string): boolean => rules.every(({ asking, schema }) => takes(asking, schema, name));
  const named = [...listed].filter(isAllowed).map((name) => ({
    name,
    sent: all.flatMap((part) => heldFor(part, name)),
    asked: reader === undefined ? [] : heldFor(reader, name),
  }));
  return finite === undefined ? [...named, ...freshClasses(all, reader, patterns)] : named;
}

/** Names that nothing lists, by the patterns that they match. */
function freshClasses(
  all: readonly HeldObject[],
  reader: HeldObject | undefined,
  patterns: readonly string[],
): readonly NameClass[] {
  return Array.from({ length: 2 ** patterns.length }, (_, bits) => {
    const matched = new Set(patterns.filter((_, i) => (bits >> i) % 2 === 1));
    if (patterns.some((pattern) => fitsAnyText(pattern) && !matched.has(pattern))) return [];
    const sent = all.flatMap((part) => heldBy(part, matched));
    return [{ name: undefined, sent, asked: reader === undefined ? [] : heldBy(reader, matched) }];
  }).flat();
}

/** Whether a pattern is found in each text, as far as that is easily told. */
export const fitsAnyText = (pattern: string): boolean => ["", ".*", "^", "^.*", "$", ".*$"].includes(pattern);

function heldBy(part: HeldObject, matched: ReadonlySet<string>): readonly Held[] {
  const { asking, schema } = part;
  const patterns = own(schema, "patternProperties");
  const found = isObject(patterns)
    ? Object.entries(patterns).flatMap(([pattern, inner]) => (matched.has(pattern) ? [inner] : []))
    : [];
  const rest = found.length === 0 ? remainderOf(part) : undefined;
  return (rest === undefined ? found : [rest]).map((inner) => ({ asking, schema: inner }));
}
