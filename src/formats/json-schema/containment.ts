import type { Json } from "../../model.ts";
import {
  type Conjunction,
  chosen,
  conjunctionOf,
  grown,
  type Held,
  type HeldObject,
  hasConditions,
  isNumber,
  kindsIn,
  kindsNamed,
  numbersIn,
  targetsOf,
  type ValueKind,
  valuesIn,
} from "./conjunction.ts";
import { isNothing } from "./habitation.ts";
import { areItemsTaken } from "./item-containment.ts";
import { areMembersTaken } from "./member-containment.ts";
import { fitsAnyText } from "./named-members.ts";
import { isInside, rangeOf } from "./number-range.ts";
import { shortestMatch } from "./pattern-sample.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";
import type { Containment } from "./taking.ts";
import { isSame, takes, writerKeyword } from "./validation.ts";

const deepest = 40;
const mostChoices = 3;

/** Opens the question; all parts are asked with one budget, which they throw for when it is spent. */
function containment(formats: boolean): Containment {
  const ids = new WeakMap<object, number>();
  let last = 0;
  const idOf = (schema: Json): string => {
    if (!isObject(schema)) return String(schema);
    const id = ids.get(schema) ?? ++last;
    ids.set(schema, id);
    return String(id);
  };
  // A pair that is met again further inside the value holds there if it holds at all.
  const assumed = new Map<string, number>();
  let [depth, steps] = [0, 0];
  const takesAll = (sent: Conjunction | undefined, to: Held): boolean => {
    if (to.schema === true || sent === undefined) return true;
    if (!isObject(to.schema)) return isNothing(sent);
    if (sent.all.some((part) => isTheSame(part, to))) return true;
    to.asking.spend(4);
    const key = `${sent.all.map(({ schema }) => idOf(schema)).join(" ")} ${sent.choices.length} / ${idOf(to.schema)}`;
    const before = assumed.get(key);
    if (before !== undefined) return before < steps;
    if (depth > deepest) return false;
    assumed.set(key, steps);
    depth += 1;
    const isTaken = isTakenBy(sent, { asking: to.asking, schema: to.schema });
    depth -= 1;
    assumed.delete(key);
    return isTaken;
  };
  const isTakenBy = (sent: Conjunction, to: HeldObject): boolean => {
    const values = valuesIn(sent);
    if (values !== undefined) return values.every((value) => takes(to.asking, to.schema, value));
    if (isTakenOutright(self, sent, to, formats) || isNothing(sent)) return true;
    const kinds = [...new Set([...kindsIn(sent)].map((kind) => (isNumber(kind) ? "number" : kind)))];
    if (kinds.length > 1) {
      return kinds.every((type) => takesAll(grown(sent, [{ ...to, schema: { type } }]), to));
    }
    return sent.choices
      .slice(0, mostChoices)
      .some((branches, i) => branches.every((branch) => takesAll(chosen(sent, i, branch), to)));
  };
  const self: Containment = {
    takesAll,
    takesAllInside: (sent, to) => {
      steps += 1;
      const isTaken = takesAll(conjunctionOf(sent), to);
      steps -= 1;
      return isTaken;
    },
    isNothing: (sent) => isNothing(conjunctionOf(sent)),
  };
  return self;
}

const withReferences = new WeakMap<JsonObject, boolean>();

/** Whether two are one schema, read by the same references or by none. */
function isTheSame(one: HeldObject, other: Held): boolean {
  if (one.schema !== other.schema) return false;
  if (one.asking.schema === other.asking.schema) return true;
  const known = withReferences.get(one.schema);
  const has = known ?? JSON.stringify(one.schema).includes('"$');
  withReferences.set(one.schema, has);
  return !has && one.asking.schema.draft === other.asking.schema.draft;
}

/** Whether a schema takes every value that fits all of these; false where only a closer look could tell. */
export function takesAllOf(sent: readonly Held[], to: Held, formats: boolean): boolean {
  return containment(formats).takesAll(conjunctionOf(sent), to);
}

/** Whether every keyword takes what fits, without telling cases apart. */
function isTakenOutright(self: Containment, sent: Conjunction, to: HeldObject, formats: boolean): boolean {
  const { asking, schema } = to;
  const held = (inner: Json): Held => ({ asking, schema: inner });
  const targets = targetsOf(to);
  if (targets.length === 0 && Object.hasOwn(schema, writerKeyword)) return false;
  if (!targets.every((target) => self.takesAll(sent, target))) return false;
  if (targets.length > 0 && asking.schema.onlyRef) return true;
  const kinds = kindsIn(sent);
  const named = kindsNamed(own(schema, "type"));
  if (![...kinds].every((kind) => named.has(kind))) return false;
  if (Object.hasOwn(schema, "enum") || (Object.hasOwn(schema, "const") && asking.schema.draft !== "4")) return false;
  if (![...kinds].every((kind) => isKindTaken(kind, self, sent, to, formats))) return false;
  const [all, any, one, not] = ["allOf", "anyOf", "oneOf", "not"].map((key) => own(schema, key));
  if (isList(all) && !all.every((inner) => self.takesAll(sent, held(inner)))) return false;
  if (isList(any) && !any.some((inner) => self.takesAll(sent, held(inner)))) return false;
  if (isList(one) && !isTakenByOne(self, sent, one.map(held))) return false;
  if (not !== undefined && !isNothing(grown(sent, [held(not)]))) return false;
  const condition = hasConditions(asking) ? own(schema, "if") : undefined;
  if (condition === undefined) return true;
  return (
    self.takesAll(grown(sent, [held(condition)]), held(own(schema, "then") ?? true)) &&
    self.takesAll(grown(sent, [held({ not: condition })]), held(own(schema, "else") ?? true))
  );
}

function isTakenByOne(self: Containment, sent: Conjunction, branches: readonly Held[]): boolean {
  const others = branches.filter((branch) => !isNothing(grown(sent, [branch])));
  const [only] = others;
  return only !== undefined && others.length === 1 && self.takesAll(sent, only);
}

function isKindTaken(kind: ValueKind, self: Containment, sent: Conjunction, to: HeldObject, formats: boolean): boolean {
  switch (kind) {
    case "integer":
    case "fraction":
      return isNumberTaken(sent, to, kind === "integer");
    case "string":
      return isTextTaken(sent, to, formats);
    case "array":
      return areItemsTaken(self, sent, to);
    case "object":
      return areMembersTaken(self, sent, to);
    default:
      return true;
  }
}

function isNumberTaken({ all }: Conjunction, to: HeldObject, isWhole: boolean): boolean {
  if (!isInside(rangeOf(all, isWhole), rangeOf([to], isWhole))) return false;
  const [asked] = numbersIn([to], "multipleOf");
  if (asked === undefined) return true;
  const steps = [...numbersIn(all, "multipleOf"), ...(isWhole ? [1] : [])];
  return asked > 0 && steps.some((step) => Number.isInteger(Number((step / asked).toPrecision(12))));
}

function isTextTaken({ all }: Conjunction, to: HeldObject, formats: boolean): boolean {
  const [least, most] = [numbersIn([to], "minLength")[0] ?? 0, numbersIn([to], "maxLength")[0]];
  const patterns = all.map(({ schema }) => own(schema, "pattern")).filter((pattern) => typeof pattern === "string");
  if (least > Math.max(0, ...numbersIn(all, "minLength"), ...patterns.map(shortestMatch))) return false;
  if (most !== undefined && !numbersIn(all, "maxLength").some((length) => length <= most)) return false;
  return ["pattern", ...(formats ? ["format"] : [])].every((key) => {
    const asked = own(to.schema, key);
    if (asked === undefined || all.some(({ schema }) => isSame(own(schema, key) ?? null, asked))) return true;
    return key === "pattern" && typeof asked === "string" && fitsAnyText(asked);
  });
}
