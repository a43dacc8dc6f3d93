import { sortedJson } from "../sorted-json.ts";
import { type Difference, type Here, inside, tell, type Walk } from "./difference.ts";
import type { Remainder, Schema } from "./types.ts";

type Keyword = "additionalProperties" | "unevaluatedProperties" | "additionalItems" | "unevaluatedItems";

const kinds = {
  additionalProperties: "additional-properties",
  unevaluatedProperties: "unevaluated-properties",
  additionalItems: "additional-items",
  unevaluatedItems: "unevaluated-items",
} as const satisfies Record<Keyword, string>;

type Way = "added" | "removed" | "extended" | "narrowed";

/** Compares what both sides say of all that is not named; `way` tells what the difference is where it is not one of schemas. */
function compareRemainder(
  walk: Walk,
  owners: readonly [Schema, Schema],
  values: readonly [Remainder, Remainder],
  keyword: Keyword,
  way: (before: Remainder, after: Remainder) => Way | undefined,
  here: Here,
  out: Difference[],
): void {
  const [before, after] = values;
  const at = inside(here, keyword, "*");
  const areSchemas = typeof before === "object" && typeof after === "object";
  if (areSchemas) walk.compare(before, after, at, out);
  const found = areSchemas ? undefined : way(before, after);
  if (found === undefined) return;
  const extras = () => ({ before: written(before), after: written(after) });
  // In the latest drafts the rest of a tuple is written as `items`.
  const marks = { keywords: keyword === "additionalItems" ? [keyword, "items"] : [keyword] };
  tell(out, `${kinds[keyword]}-${found}`, owners[0], owners[1], { ...at, trail: here.trail }, extras, marks);
}

function written(value: Remainder): string | undefined {
  return typeof value === "object" ? sortedJson(value.spot.node) : value?.toString();
}

/** `additionalProperties` and `additionalItems`: absent and `true` are the same. */
export function compareAdditional(
  walk: Walk,
  owners: readonly [Schema, Schema],
  values: readonly [Remainder, Remainder],
  keyword: "additionalProperties" | "additionalItems",
  here: Here,
  out: Difference[],
): void {
  const way = (before: Remainder, after: Remainder): Way | undefined => {
    if ((before === false) !== (after === false)) return before === false ? "added" : "removed";
    if (typeof before === typeof after || (typeof before !== "object" && typeof after !== "object")) return undefined;
    return typeof before === "object" ? "extended" : "narrowed";
  };
  compareRemainder(walk, owners, values, keyword, way, here, out);
}

/** `unevaluatedProperties` and `unevaluatedItems`: to write `true` is more than to write nothing. */
export function compareUnevaluated(
  walk: Walk,
  owners: readonly [Schema, Schema],
  values: readonly [Remainder, Remainder],
  keyword: "unevaluatedProperties" | "unevaluatedItems",
  here: Here,
  out: Difference[],
): void {
  const way = (before: Remainder, after: Remainder): Way | undefined => {
    if (before === after) return undefined;
    if (after === false) return "removed";
    if (before === false) return "added";
    if (before === undefined) return "narrowed";
    if (after === undefined) return "extended";
    return typeof before === "object" ? "extended" : "narrowed";
  };
  compareRemainder(walk, owners, values, keyword, way, here, out);
}
