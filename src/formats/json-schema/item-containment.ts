import type { Json } from "../../model.ts";
import { type Conjunction, conjunctionOf, type HeldObject, numbersIn, valuesIn } from "./conjunction.ts";
import { itemsAt, longestTuple } from "./list-items.ts";
import { own } from "./plain-schema.ts";
import type { Containment } from "./taking.ts";
import { itemSchemas } from "./validation.ts";

/** Whether a schema takes all lists that fit, by what it says of lists. */
export function areItemsTaken(self: Containment, { all }: Conjunction, to: HeldObject): boolean {
  const tuple = longestTuple([...all, to]);
  const places = Array.from({ length: tuple + 1 }, (_, i) => itemsAt(all, i));
  const shut = places.findIndex((items) => self.isNothing(items));
  const isUnlike = all.some(({ schema }) => own(schema, "uniqueItems") === true);
  const longest = Math.min(
    shut < 0 ? Number.POSITIVE_INFINITY : shut,
    ...numbersIn(all, "maxItems"),
    ...(isUnlike ? mostUnlike(places) : []),
  );
  const shortest = Math.max(0, ...numbersIn(all, "minItems"));
  if ((numbersIn([to], "minItems")[0] ?? 0) > shortest) return false;
  if ((numbersIn([to], "maxItems")[0] ?? Number.POSITIVE_INFINITY) < longest) return false;
  if (own(to.schema, "uniqueItems") === true && longest > 1 && !isUnlike) return false;
  const isTaken = places.every(
    (items, i) => i >= longest || itemsAt([to], i).every((asked) => self.takesAllInside(items, asked)),
  );
  if (!isTaken) return false;
  const rest = to.asking.schema.onlyRef ? undefined : own(to.schema, "unevaluatedItems");
  const isListed = itemSchemas(to.asking.schema, to.schema)[1] !== undefined;
  const isOpen = rest === undefined || rest === true || isListed || longest <= longestTuple([to]);
  return isOpen && isSoughtThere(self, all, to, { places, shortest, longest });
}

/** How many items there are at most that are all unlike, where that is told by what one may be. */
function mostUnlike(places: Lists["places"]): readonly number[] {
  const [every, ...others] = places.map(conjunctionOf);
  const values = others.length === 0 && every !== undefined ? valuesIn(every) : undefined;
  return values === undefined ? [] : [values.length];
}

interface Lists {
  readonly places: readonly ReturnType<typeof itemsAt>[];
  readonly shortest: number;
  readonly longest: number;
}

function isSoughtThere(
  self: Containment,
  all: readonly HeldObject[],
  to: HeldObject,
  { places, shortest, longest }: Lists,
): boolean {
  const sought = soughtBy(to);
  if (sought === undefined) return true;
  const asked = { asking: to.asking, schema: sought.schema };
  const isEach = places.every((items, i) => i >= longest || self.takesAllInside(items, asked));
  const promised = all.some((part) => {
    const its = soughtBy(part);
    const held = its && { asking: part.asking, schema: its.schema };
    return its !== undefined && held !== undefined && its.least >= sought.least && self.takesAllInside([held], asked);
  });
  const isEnough = sought.least <= 0 || promised || (isEach && shortest >= sought.least);
  return isEnough && longest <= sought.most;
}

/** What has to be in a list, and how often. */
function soughtBy({
  asking,
  schema,
}: HeldObject): { readonly schema: Json; readonly least: number; readonly most: number } | undefined {
  const sought = asking.schema.draft === "4" ? undefined : own(schema, "contains");
  if (sought === undefined) return undefined;
  const { onlyRef } = asking.schema;
  const part = [{ asking, schema }];
  const least = onlyRef ? 1 : (numbersIn(part, "minContains")[0] ?? 1);
  const most = onlyRef ? undefined : numbersIn(part, "maxContains")[0];
  return { schema: sought, least, most: most ?? Number.POSITIVE_INFINITY };
}
