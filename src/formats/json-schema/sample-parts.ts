import type { Json } from "../../model.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";
import { type Asking, itemSchemas, schemasFor } from "./validation.ts";

/** A schema that a value is built for. What is only wished for is left out where it cannot be had. */
export interface Part {
  readonly asking: Asking;
  readonly schema: Json;
  readonly must: boolean;
}

/** A part that is an object, behind its references and with its branches chosen. */
export interface FlatPart extends Part {
  readonly schema: JsonObject;
}

/** One step from a value into it. */
export type Step = string | number;

/** How values are built: what is chosen where something is free. */
export interface Builder {
  readonly random: () => number;
  /** Which of the branches that stand in that list. */
  readonly choose: (branches: readonly Json[]) => number;
  /** How often a property that is not required is there: 0 is never, 1 always. */
  readonly fullness: number;
  readonly spend: (effort: number) => void;
}

/** Takes a part apart: false where nothing fits it. */
export function flatten(builder: Builder, part: Part, into: FlatPart[], depth = 0): boolean {
  builder.spend(1);
  const { schema, asking } = part;
  if (schema === true || depth > 40) return true;
  if (!isObject(schema)) return false;
  const go = (inner: Json): boolean => flatten(builder, { ...part, schema: inner }, into, depth + 1);
  for (const key of ["$ref", "$dynamicRef", "$recursiveRef"]) {
    const reference = own(schema, key);
    const target = typeof reference === "string" ? asking.schema.target(schema, reference) : undefined;
    if (target !== undefined && !go(target)) return false;
    if (target !== undefined && asking.schema.onlyRef) return true;
  }
  into.push({ ...part, schema });
  const all = own(schema, "allOf");
  if (isList(all) && !all.every(go)) return false;
  for (const key of ["anyOf", "oneOf"]) {
    const branches = own(schema, key);
    if (!isList(branches) || branches.length === 0) continue;
    if (!go(branches[builder.choose(branches)] ?? true)) return false;
  }
  const [condition, then, otherwise] = ["if", "then", "else"].map((key) => own(schema, key));
  if (condition === undefined) return true;
  return builder.random() < 0.5 ? go(condition) && go(then ?? true) : go(otherwise ?? true);
}

/** What a part says of the property of that name. */
export const partsFor = (flat: readonly FlatPart[], name: string): readonly Part[] =>
  orRest(
    flat,
    flat.flatMap((part) => schemasFor(part.schema, name).map((schema) => ({ ...part, schema }))),
    "unevaluatedProperties",
  );

/** What nothing else speaks of is left to those that speak of the rest. */
function orRest(flat: readonly FlatPart[], parts: readonly Part[], keyword: string): readonly Part[] {
  const isSpokenOf = (must: boolean): boolean => parts.some((part) => part.must === must);
  const rest = flat.flatMap((part) => {
    const schema = part.asking.schema.onlyRef || isSpokenOf(part.must) ? undefined : own(part.schema, keyword);
    return schema === undefined ? [] : [{ ...part, schema }];
  });
  return [...parts, ...rest];
}

/** What a part says of the item at that index. */
export const itemPartsFor = (flat: readonly FlatPart[], index: number): readonly Part[] =>
  orRest(
    flat,
    flat.flatMap((part) => {
      const [first, rest] = itemSchemas(part.asking.schema, part.schema);
      const schema = first[index] ?? rest;
      return schema === undefined ? [] : [{ ...part, schema }];
    }),
    "unevaluatedItems",
  );

/** The names that object schemas speak of, in their order. */
export function namesIn(schema: JsonObject): readonly string[] {
  const properties = own(schema, "properties");
  return isObject(properties) ? Object.keys(properties) : [];
}
