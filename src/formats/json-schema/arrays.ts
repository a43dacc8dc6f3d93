import { sortedJson } from "../sorted-json.ts";
import { additionalItemsOf, itemModel } from "./content-model.ts";
import { acceptable, type Difference, type Here, inside, tell, tried, type Walk } from "./difference.ts";
import { compareLimit } from "./limits.ts";
import { compareAdditional, compareUnevaluated } from "./remainders.ts";
import type { ArraySchema, Schema } from "./types.ts";

/** Compares two array schemas. */
export function compareArrays(
  walk: Walk,
  writer: ArraySchema,
  reader: ArraySchema,
  here: Here,
  out: Difference[],
): void {
  compareItems(walk, writer, reader, here, out);
  compareTuples(walk, writer, reader, here, out);
  const owners = [writer, reader] as const;
  const additional = [additionalItemsOf(writer), additionalItemsOf(reader)] as const;
  compareAdditional(walk, owners, additional, "additionalItems", here, out);
  const unevaluated = [writer.unevaluatedItems, reader.unevaluatedItems] as const;
  compareUnevaluated(walk, owners, unevaluated, "unevaluatedItems", here, out);
  compareLimit(writer, reader, "maxItems", here, out);
  compareLimit(writer, reader, "minItems", here, out);
  if (writer.uniqueItems !== reader.uniqueItems) {
    const kind = writer.uniqueItems ? "unique-items-removed" : "unique-items-added";
    const at = inside(here, "uniqueItems");
    tell(out, kind, writer, reader, at, () => ({}), { keywords: ["uniqueItems"] });
  }
  compareLimit(writer, reader, "maxContains", here, out);
  compareLimit(writer, reader, "minContains", here, out);
}

function compareItems(walk: Walk, writer: ArraySchema, reader: ArraySchema, here: Here, out: Difference[]): void {
  const [before, after] = [writer.items, reader.items];
  if (before !== undefined && after !== undefined) {
    walk.compare(before, after, inside(here, "items", "[]"), out);
  } else if (before !== after) {
    const kind = before === undefined ? "schema-added" : "schema-removed";
    const marks = { keywords: ["items"], about: { writer: before?.spot, reader: after?.spot } };
    tell(out, kind, writer, reader, inside(here, "items"), () => ({ keyword: "items" }), marks);
  }
}

function compareTuples(walk: Walk, writer: ArraySchema, reader: ArraySchema, here: Here, out: Difference[]): void {
  const [before, after] = [writer.tuple ?? [], reader.tuple ?? []];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const [old, now] = [before[index], after[index]];
    const at = inside(here, `items/${index}`, `[${index}]`);
    if (old !== undefined && now !== undefined) walk.compare(old, now, at, out);
    else if (old !== undefined) removed(walk, writer, reader, index, old, at, here, out);
    else if (now !== undefined) added(walk, writer, reader, index, now, at, here, out);
  }
}

function removed(
  walk: Walk,
  writer: ArraySchema,
  reader: ArraySchema,
  index: number,
  schema: Schema,
  at: Here,
  { trail }: Here,
  out: Difference[],
): void {
  const model = itemModel(reader);
  const extras = () => ({ index, schema: sortedJson(schema.spot.node) });
  const place = { path: at.path, trail };
  const marks = {
    keywords: ["prefixItems", "items"],
    about: { writer: schema.spot, reader: undefined },
    name: `[${index}]`,
  };
  if (model.kind === "open") {
    tell(out, "item-removed-from-open-content-model", writer, reader, place, extras, marks);
  } else if (model.kind === "covered") {
    const inner = tried(walk, schema, model.by, at);
    const kind = acceptable(inner, walk.policy) ? "is-covered" : "not-covered";
    const withCover = () => ({ ...extras(), cover: model.cover() });
    const covered = { ...marks, about: { writer: schema.spot, reader: model.by.spot } };
    tell(out, `item-removed-${kind}-by-partially-open-content-model`, writer, reader, place, withCover, covered);
    for (const difference of inner) out.push(difference);
  } else {
    const kind = schema.class === "false" ? "item-with-false-removed" : "item-removed";
    tell(out, `${kind}-from-closed-content-model`, writer, reader, place, extras, marks);
  }
}

function added(
  walk: Walk,
  writer: ArraySchema,
  reader: ArraySchema,
  index: number,
  schema: Schema,
  at: Here,
  { trail }: Here,
  out: Difference[],
): void {
  const model = itemModel(writer);
  const extras = () => ({ index, schema: sortedJson(schema.spot.node) });
  const place = { path: at.path, trail };
  const marks = {
    keywords: ["prefixItems", "items"],
    about: { writer: undefined, reader: schema.spot },
    name: `[${index}]`,
  };
  if (model.kind === "open") {
    const takesAll = schema.class === "empty" || schema.class === "true";
    const kind = takesAll ? "item-with-empty-schema-added" : "item-added";
    tell(out, `${kind}-to-open-content-model`, writer, reader, place, extras, marks);
  } else if (model.kind === "covered") {
    const inner = tried(walk, model.by, schema, at);
    const kind = acceptable(inner, walk.policy) ? "is-covered" : "not-covered";
    const withCover = () => ({ ...extras(), cover: model.cover() });
    const covered = { ...marks, about: { writer: model.by.spot, reader: schema.spot } };
    tell(out, `item-added-${kind}-by-partially-open-content-model`, writer, reader, place, withCover, covered);
    for (const difference of inner) out.push(difference);
  } else tell(out, "item-added-to-closed-content-model", writer, reader, place, extras, marks);
}
