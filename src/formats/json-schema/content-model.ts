import { boundedPattern } from "./bounded-pattern.ts";
import type { Cover } from "./changes.ts";
import { siteOf } from "./spots.ts";
import type { ArraySchema, ObjectSchema, Remainder, Schema } from "./types.ts";

/** What a schema says of a property or an item that it does not list. */
export type ContentModel =
  | { readonly kind: "open" }
  | { readonly kind: "closed" }
  | { readonly kind: "covered"; readonly by: Schema; readonly cover: () => Cover };

const open: ContentModel = { kind: "open" };
const closed: ContentModel = { kind: "closed" };

function covered(by: Schema, keyword: Cover["keyword"], pattern?: string): ContentModel {
  return { kind: "covered", by, cover: () => ({ keyword, pattern, site: siteOf(by.spot) }) };
}

function isOpen(value: Remainder): boolean {
  return value === undefined || value === true;
}

/** The content model of an object for a property that it does not list. A pattern that cannot be run covers nothing. */
export function propertyModel(schema: ObjectSchema, property: string): ContentModel {
  const { additionalProperties, unevaluatedProperties, patternProperties } = schema;
  if (patternProperties.length === 0 && isOpen(additionalProperties) && isOpen(unevaluatedProperties)) return open;
  const fits = patternProperties.find(({ pattern }) => boundedPattern(pattern)?.(property) === true);
  if (fits !== undefined) return covered(fits.schema, "patternProperties", fits.pattern);
  if (typeof additionalProperties === "object") return covered(additionalProperties, "additionalProperties");
  return additionalProperties === undefined && typeof unevaluatedProperties === "object"
    ? covered(unevaluatedProperties, "unevaluatedProperties")
    : closed;
}

/** The content model of an array for items beyond those of its tuple. */
export function itemModel(schema: ArraySchema): ContentModel {
  const { unevaluatedItems } = schema;
  const additional = additionalItemsOf(schema);
  if (isOpen(additional) && isOpen(unevaluatedItems)) return open;
  if (typeof additional === "object") return covered(additional, "additionalItems");
  return additional === undefined && typeof unevaluatedItems === "object"
    ? covered(unevaluatedItems, "unevaluatedItems")
    : closed;
}

/** `additionalItems: false` says nothing where one schema stands for all items. */
export function additionalItemsOf({ additionalItems, items }: ArraySchema): Remainder {
  return additionalItems === false && items !== undefined ? true : additionalItems;
}
