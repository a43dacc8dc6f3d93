import {
  type Conjunction,
  chosen,
  conjunctionOf,
  type Held,
  type HeldObject,
  isNumber,
  kindsIn,
  numbersIn,
  requiredIn,
  type ValueKind,
  valuesIn,
} from "./conjunction.ts";
import { itemsAt, longestTuple } from "./list-items.ts";
import { heldFor, nameClasses, nameRules } from "./named-members.ts";
import { isEmptyRange, rangeOf } from "./number-range.ts";
import { own } from "./plain-schema.ts";
import { isSame, takes } from "./validation.ts";

const deepest = 6;

/** Whether nothing at all fits these parts at once; false where only a closer look could tell. */
export function isUninhabited(parts: readonly Held[], depth = 0): boolean {
  return isNothing(conjunctionOf(parts), depth);
}

/** The same of parts that are taken together already. */
export function isNothing(conjunction: Conjunction | undefined, depth = 0): boolean {
  if (conjunction === undefined) return true;
  if (depth > deepest) return false;
  const values = valuesIn(conjunction);
  if (values !== undefined) return values.length === 0;
  if (isDenied(conjunction)) return true;
  const kinds = [...kindsIn(conjunction)];
  if (kinds.every((kind) => isImpossible(kind, conjunction, depth))) return true;
  return conjunction.choices.some((branches, i) =>
    branches.every((branch) => isNothing(chosen(conjunction, i, branch), depth + 1)),
  );
}

/** Whether what must not be is said of the value in the same words. */
const isDenied = ({ all }: Conjunction): boolean =>
  all.some(({ schema }) => {
    const not = own(schema, "not");
    return not !== undefined && (not === true || all.some((part) => isSame(part.schema, not)));
  });

function isImpossible(kind: ValueKind, { all }: Conjunction, depth: number): boolean {
  if (isNumber(kind)) return isEmptyRange(rangeOf(all, kind === "integer"));
  const isCrossed = (least: string, most: string): boolean =>
    Math.max(0, ...numbersIn(all, least)) > Math.min(Number.POSITIVE_INFINITY, ...numbersIn(all, most));
  switch (kind) {
    case "string":
      return isCrossed("minLength", "maxLength");
    case "array":
      return isCrossed("minItems", "maxItems") || isListImpossible(all, depth);
    case "object":
      return isCrossed("minProperties", "maxProperties") || isObjectImpossible(all, depth);
    default:
      return false;
  }
}

function isObjectImpossible(all: readonly HeldObject[], depth: number): boolean {
  const rules = nameRules(all);
  const least = Math.max(0, ...numbersIn(all, "minProperties"));
  if (least > 0) {
    const classes = nameClasses({ all, choices: [] }, undefined) ?? [{ name: undefined, sent: [] }];
    const possible = classes.filter(({ sent }) => !isUninhabited(sent, depth + 1));
    if (possible.length < least && possible.every(({ name }) => name !== undefined)) return true;
  }
  return [...requiredIn(all)].some(
    (name) =>
      !rules.every(({ asking, schema }) => takes(asking, schema, name)) ||
      isUninhabited(
        all.flatMap((part) => heldFor(part, name)),
        depth + 1,
      ),
  );
}

function isListImpossible(all: readonly HeldObject[], depth: number): boolean {
  const tuple = longestTuple(all);
  const least = Math.max(0, ...numbersIn(all, "minItems"));
  const places = Array.from({ length: tuple + 1 }, (_, i) => itemsAt(all, i));
  if (places.slice(0, least).some((items) => isUninhabited(items, depth + 1))) return true;
  return all.some(({ asking, schema }) => {
    const sought = asking.schema.draft === "4" ? undefined : own(schema, "contains");
    if (sought === undefined || own(schema, "minContains") === 0) return false;
    return places.every((items) => isUninhabited([...items, { asking, schema: sought }], depth + 1));
  });
}
