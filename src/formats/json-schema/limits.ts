import type { BoundKeyword } from "./changes.ts";
import { isMultipleOf } from "./decimals.ts";
import { type Difference, type Here, inside, tell } from "./difference.ts";
import type { Bound, NumberSchema, Schema, StringSchema } from "./types.ts";

type LimitName =
  | "max-length"
  | "min-length"
  | "maximum"
  | "minimum"
  | "exclusive-maximum"
  | "exclusive-minimum"
  | "max-properties"
  | "min-properties"
  | "max-items"
  | "min-items"
  | "max-contains"
  | "min-contains";

type LimitKeyword = Exclude<BoundKeyword, "multipleOf">;

const limitNames: Readonly<Record<LimitKeyword, LimitName>> = {
  maxLength: "max-length",
  minLength: "min-length",
  maximum: "maximum",
  minimum: "minimum",
  exclusiveMaximum: "exclusive-maximum",
  exclusiveMinimum: "exclusive-minimum",
  maxProperties: "max-properties",
  minProperties: "min-properties",
  maxItems: "max-items",
  minItems: "min-items",
  maxContains: "max-contains",
  minContains: "min-contains",
};

/** Compares one limit of two schemas of the same class. */
export function compareLimit<S extends Schema & { readonly [K in Key]: Bound | undefined }, Key extends LimitKeyword>(
  writer: S,
  reader: S,
  keyword: Key,
  here: Here,
  out: Difference[],
): void {
  const [before, after]: readonly (Bound | undefined)[] = [writer[keyword], reader[keyword]];
  if (before?.value !== after?.value) tellLimit(writer, reader, keyword, before, after, here, out);
}

function tellLimit(
  writer: Schema,
  reader: Schema,
  keyword: LimitKeyword,
  before: Bound | undefined,
  after: Bound | undefined,
  here: Here,
  out: Difference[],
): void {
  const name = limitNames[keyword];
  const at = inside(here, keyword);
  const marks = { keywords: [keyword] };
  if (before === undefined && after !== undefined) {
    tell(out, `${name}-added`, writer, reader, at, () => ({ keyword, after: after.text }), marks);
  } else if (before !== undefined && after === undefined) {
    tell(out, `${name}-removed`, writer, reader, at, () => ({ keyword, before: before.text }), marks);
  } else if (before !== undefined && after !== undefined) {
    const way = before.value < after.value ? "increased" : "decreased";
    const extras = () => ({ keyword, before: before.text, after: after.text });
    tell(out, `${name}-${way}`, writer, reader, at, extras, marks);
  }
}

export function compareStrings(writer: StringSchema, reader: StringSchema, here: Here, out: Difference[]): void {
  compareLimit(writer, reader, "maxLength", here, out);
  compareLimit(writer, reader, "minLength", here, out);
  const [before, after] = [writer.pattern, reader.pattern];
  if (before === after) return;
  const at = inside(here, "pattern");
  const marks = { keywords: ["pattern"] };
  if (before === undefined) {
    if (after !== undefined) tell(out, "pattern-added", writer, reader, at, () => ({ after }), marks);
  } else if (after === undefined) tell(out, "pattern-removed", writer, reader, at, () => ({ before }), marks);
  else tell(out, "pattern-changed", writer, reader, at, () => ({ before, after }), marks);
}

export function compareNumbers(writer: NumberSchema, reader: NumberSchema, here: Here, out: Difference[]): void {
  compareLimit(writer, reader, "maximum", here, out);
  compareLimit(writer, reader, "minimum", here, out);
  if (!hidesLoweredLimit(writer, reader)) compareLimit(writer, reader, "exclusiveMaximum", here, out);
  compareLimit(writer, reader, "exclusiveMinimum", here, out);
  compareMultiples(writer, reader, here, out);
  if (writer.integer === reader.integer) return;
  const kind = writer.integer ? "type-extended" : "type-narrowed";
  tell(out, kind, writer, reader, here, () => ({}), { keywords: ["type"] });
}

/**
 * The registry holds an exclusiveMaximum that is lowered against the reader's `maximum`, not against the new limit: with a
 * `maximum` that is no smaller than the old limit it sees nothing.
 */
function hidesLoweredLimit(writer: NumberSchema, reader: NumberSchema): boolean {
  const [before, after, maximum] = [writer.exclusiveMaximum, reader.exclusiveMaximum, reader.maximum];
  if (before === undefined || after === undefined || maximum === undefined) return false;
  return after.value < before.value && before.value <= maximum.value;
}

function compareMultiples(writer: NumberSchema, reader: NumberSchema, here: Here, out: Difference[]): void {
  const [before, after] = [writer.multipleOf, reader.multipleOf];
  if (before?.value === after?.value) return;
  const at = inside(here, "multipleOf");
  const keyword = "multipleOf" as const;
  const marks = { keywords: [keyword] };
  if (before === undefined) {
    if (after !== undefined) {
      tell(out, "multiple-of-added", writer, reader, at, () => ({ keyword, after: after.text }), marks);
    }
    return;
  }
  if (after === undefined) {
    tell(out, "multiple-of-removed", writer, reader, at, () => ({ keyword, before: before.text }), marks);
    return;
  }
  const way = isMultipleOf(after.value, before.value)
    ? "expanded"
    : isMultipleOf(before.value, after.value)
      ? "reduced"
      : "changed";
  const extras = () => ({ keyword, before: before.text, after: after.text });
  tell(out, `multiple-of-${way}`, writer, reader, at, extras, marks);
}
