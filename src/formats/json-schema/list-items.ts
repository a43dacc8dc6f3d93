import type { Held, HeldObject } from "./conjunction.ts";
import { itemSchemas } from "./validation.ts";

/** What these schemas say of the item at an index. */
export const itemsAt = (all: readonly HeldObject[], index: number): readonly Held[] =>
  all.flatMap(({ asking, schema }) => {
    const [first, rest] = itemSchemas(asking.schema, schema);
    const item = first[index] ?? rest;
    return item === undefined ? [] : [{ asking, schema: item }];
  });

/** How many first items have schemas of their own, at most. */
export const longestTuple = (all: readonly HeldObject[]): number =>
  Math.max(0, ...all.map(({ asking, schema }) => itemSchemas(asking.schema, schema)[0].length));
