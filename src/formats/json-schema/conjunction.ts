import type { Json } from "../../model.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";
import { partAt } from "./repairs.ts";
import { type Asking, dependenciesOf, isSame, takes, typeNameOf, writerKeyword } from "./validation.ts";

/** A schema that a value fits, and what its references are resolved by. */
export interface Held {
  readonly asking: Asking;
  readonly schema: Json;
}

/** The same behind its references. */
export interface HeldObject extends Held {
  readonly schema: JsonObject;
}

/** Schemas of which a value fits at least one. */
type Choice = readonly Held[];

/** Everything that one value fits at once. */
export interface Conjunction {
  readonly all: readonly HeldObject[];
  readonly choices: readonly Choice[];
}

/** Takes apart what a value fits; undefined where `false` is among it. */
export function conjunctionOf(parts: readonly Held[]): Conjunction | undefined {
  return grown({ all: [], choices: [] }, parts);
}

/** The same value fits more. */
export function grown(before: Conjunction, parts: readonly Held[]): Conjunction | undefined {
  const [all, choices] = [[...before.all], [...before.choices]];
  const seen = new Set<Json>(all.map(({ schema }) => schema));
  const open = [...parts];
  let triggered = 0;
  for (let i = 0; i < open.length || triggered < all.length; ) {
    const part = open[i];
    if (part === undefined) {
      // What depends on a required property is asked of every value.
      open.push(...dependents(all, seen));
      triggered = all.length;
      continue;
    }
    i += 1;
    if (part.schema === true || seen.has(part.schema)) continue;
    if (!isObject(part.schema)) return undefined;
    seen.add(part.schema);
    part.asking.spend(1);
    const { asking, schema } = part;
    const referred = targetsOf({ asking, schema });
    open.push(...referred);
    if (referred.length > 0 && asking.schema.onlyRef) continue;
    all.push({ asking, schema });
    const branches = own(schema, "allOf");
    if (isList(branches)) open.push(...branches.map((inner) => ({ asking, schema: inner })));
    choices.push(...choicesOf({ asking, schema }));
  }
  return { all, choices };
}

/** One of the choices made. */
export function chosen({ all, choices }: Conjunction, index: number, branch: Held): Conjunction | undefined {
  return grown({ all, choices: choices.filter((_, i) => i !== index) }, [branch]);
}

/** What the references of a schema lead to, and what it leaves to the other side. */
export function targetsOf({ asking, schema }: HeldObject): readonly Held[] {
  const place = own(schema, writerKeyword);
  if (typeof place === "string" && asking.lender !== undefined) {
    const lent = partAt(asking.lender.schema, place);
    return lent === undefined ? [] : [{ asking: asking.lender, schema: lent }];
  }
  return ["$ref", "$dynamicRef", "$recursiveRef"].flatMap((key) => {
    const reference = own(schema, key);
    const target = typeof reference === "string" ? asking.schema.target(schema, reference) : undefined;
    return target === undefined ? [] : [{ asking, schema: target }];
  });
}

function dependents(all: readonly HeldObject[], seen: Set<Json>): readonly Held[] {
  const required = requiredIn(all);
  return all.flatMap(({ asking, schema }) =>
    dependenciesOf(asking.schema, schema)
      .filter(([name, asked]) => required.has(name) && !seen.has(asked))
      .map(([, asked]) => {
        if (!isList(asked)) return { asking, schema: asked };
        seen.add(asked);
        return { asking, schema: { required: asked } };
      }),
  );
}

/** The names that have to be there. */
export function requiredIn(all: readonly HeldObject[]): ReadonlySet<string> {
  const names = all.map(({ schema }) => own(schema, "required")).filter(isList);
  return new Set(names.flat().filter((name) => typeof name === "string"));
}

function choicesOf({ asking, schema }: HeldObject): readonly Choice[] {
  const held = (inner: Json): Held => ({ asking, schema: inner });
  const [any, one] = [own(schema, "anyOf"), own(schema, "oneOf")];
  const lists = [...(isList(any) ? [any] : []), ...(isList(one) ? [one.map(unlessTwin)] : [])].map((list) =>
    list.map(held),
  );
  const condition = hasConditions(asking) ? own(schema, "if") : undefined;
  if (condition === undefined) return lists;
  const [then, otherwise] = [own(schema, "then") ?? true, own(schema, "else") ?? true];
  return [...lists, [held({ allOf: [condition, then] }), held({ allOf: [{ not: condition }, otherwise] })]];
}

/** What fits one of two equal branches of a `oneOf` fits both: neither is ever the only one. */
const unlessTwin = (branch: Json, index: number, branches: readonly Json[]): Json =>
  branches.some((other, i) => i !== index && isSame(branch, other)) ? false : branch;

/** Whether `if` says anything in the draft of a schema. */
export const hasConditions = ({ schema: { draft } }: Asking): boolean => draft !== "4" && draft !== "6";

/** The kinds of values; whole numbers are told from others. */
export type ValueKind = "null" | "boolean" | "integer" | "fraction" | "string" | "array" | "object";

const everyKind: readonly ValueKind[] = ["null", "boolean", "integer", "fraction", "string", "array", "object"];

/** The kinds of values that a `type` names. */
export function kindsNamed(type: Json | undefined): ReadonlySet<ValueKind> {
  if (type === undefined) return new Set(everyKind);
  const names = isList(type) ? type : [type];
  return new Set(everyKind.filter((kind) => names.includes(kind) || (isNumber(kind) && names.includes("number"))));
}

export const isNumber = (kind: ValueKind): boolean => kind === "integer" || kind === "fraction";

/** The kinds of values that fit, as far as types tell. */
export function kindsIn({ all }: Conjunction): ReadonlySet<ValueKind> {
  const named = all.map(({ schema }) => kindsNamed(own(schema, "type")));
  return new Set(everyKind.filter((kind) => named.every((kinds) => kinds.has(kind))));
}

/** All the values that fit, where they are few enough to be listed. */
export function valuesIn(conjunction: Conjunction): readonly Json[] | undefined {
  const isTaken = (value: Json): boolean => conjunction.all.every(({ asking, schema }) => takes(asking, schema, value));
  for (const { asking, schema } of conjunction.all) {
    const [list, constant] = [own(schema, "enum"), asking.schema.draft === "4" ? undefined : own(schema, "const")];
    if (isList(list)) return list.filter(isTaken);
    if (constant !== undefined) return [constant].filter(isTaken);
  }
  const kinds = kindsIn(conjunction);
  if ([...kinds].some((kind) => kind !== "null" && kind !== "boolean")) return undefined;
  return [null, true, false].filter((value) => kinds.has(typeNameOf(value) as ValueKind)).filter(isTaken);
}

/** The highest and the lowest of a number that these schemas give under a keyword. */
export function numbersIn(all: readonly HeldObject[], key: string): readonly number[] {
  return all.map(({ schema }) => own(schema, key)).filter((value) => typeof value === "number");
}
