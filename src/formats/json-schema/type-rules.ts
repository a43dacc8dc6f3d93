import type { Side } from "../format.ts";
import type { RegistryChanges, SchemaClassChange } from "./changes.ts";
import { type RuleTexts, validation } from "./rule-text.ts";
import { message, subjectOf } from "./wording.ts";

type Types = `type-${"changed" | "extended" | "narrowed"}` | `schema-${"added" | "removed"}`;

const tokens = (type: string): string => message(`"tokens": {"type": ${type}}`);
const section = `${validation}, 6.1.1 type`;
const list = (items: string): string => message(`"tags": {"type": "array"${items}}`);

/** Of what type a place is, as far as the registry sees it. */
export const typeTexts: RuleTexts<Pick<RegistryChanges, Types>> = {
  "type-changed": {
    summary: "a place has another type, or is put together in another way",
    message: (args) => told(args),
    remedy: (args, side) => typeRemedy(args, side),
    meaning:
      "The registry puts every schema into one class: string, number, boolean, null, object, array, list of values, constant, `not`, conditional, combined, reference, or one that takes anything or nothing. Two of different classes do not belong together, unless the reader takes anything or the writer sends nothing.\n\nThe class is not always what one would say. Keywords of different kinds in one schema are several parts of an `allOf`: to add `enum`, `not`, `if` or a combinator beside a `type` makes a combined schema of a plain one. That is refused even where every message stays valid, such as for an `enum` of all values that were ever sent. A reference that leads to another reference is a class of its own. And `type` alone is not seen: an object with `properties` is one with and without it.",
    example: {
      writer: tokens('"integer"'),
      bad: tokens('"string"'),
      good: tokens('["integer", "string"]'),
    },
    specification: section,
  },
  "type-extended": {
    summary: "the writer sends integers, and the reader takes any number",
    message: ({ names }) => `the writer sends ${subjectOf(names)} as an integer, which the reader takes for any number`,
    meaning: "Every integer is a number. The other way round it breaks.",
    example: { writer: tokens('"integer"'), bad: tokens('"number"'), good: tokens('"integer"') },
    specification: section,
  },
  "type-narrowed": {
    summary: "the writer sends any number, and the reader takes integers only",
    message: ({ names }) =>
      `the writer may send ${subjectOf(names)} with a fraction, where the reader takes integers only`,
    remedy: ({ names }, side) =>
      side === "reader"
        ? `keep "type": "number" for ${subjectOf(names)}`
        : `keep "type": "integer" for ${subjectOf(names)}`,
    meaning:
      "A number with a fraction is no integer. One whose fraction is zero, such as 2.0, is an integer since draft 6.",
    example: { writer: tokens('"number"'), bad: tokens('"integer"'), good: tokens('"number"') },
    specification: section,
  },
  "schema-added": {
    summary: "the reader has a schema for what the writer leaves open",
    message: ({ keyword, names }) =>
      `the reader has a schema under "${keyword}" of ${subjectOf(names)}, where the writer sends anything`,
    remedy: ({ keyword, names }, side) =>
      side === "reader"
        ? `leave "${keyword}" of ${subjectOf(names)} away, or have it in an array of a new property`
        : `keep "${keyword}" of ${subjectOf(names)} as the readers have it`,
    meaning:
      "What the writer does not describe may be anything, and most of it is not what the reader describes. The registry does not look into the new schema: even `{}`, which takes everything, is refused here.",
    example: {
      writer: list(""),
      bad: list(', "items": {"type": "string"}'),
      good: list(', "uniqueItems": false'),
    },
    specification: "JSON Schema 2020-12 Core, 10.3.1.2 items",
  },
  "schema-removed": {
    summary: "the writer has a schema for what the reader leaves open",
    message: ({ keyword, names }) =>
      `the reader has no schema under "${keyword}" of ${subjectOf(names)}, and takes whatever the writer sends there`,
    meaning: "A reader without the schema takes everything. The other way round it breaks.",
    example: {
      writer: list(', "items": {"type": "string"}'),
      bad: list(""),
      good: list(', "items": {"type": "string"}'),
    },
    specification: "JSON Schema 2020-12 Core, 10.3.1.2 items",
  },
};

type ClassName = SchemaClassChange["before"];

/** The classes that are types of JSON, and how people call a value of one. */
const plain: Readonly<Partial<Record<ClassName, string>>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  null: "null",
  object: "an object",
  array: "an array",
};

const described: Readonly<Record<ClassName, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  null: "null",
  object: "an object",
  array: "an array",
  enum: "a list of values",
  const: "a constant",
  not: 'a "not"',
  conditional: 'an "if"',
  reference: "a reference to a reference",
  empty: "anything",
  true: "anything",
  false: "nothing at all",
  allOf: 'an "allOf"',
  anyOf: 'an "anyOf"',
  oneOf: 'a "oneOf"',
};

const isAnything = (name: ClassName): boolean => name === "empty" || name === "true";

function told({ names, before, after, beforeGenerated, afterGenerated }: SchemaClassChange): string {
  const subject = subjectOf(names);
  if (after === "false") return `the reader takes nothing at all for ${subject}, which the writer may send`;
  if (isAnything(before))
    return `the writer may send anything as ${subject}, where the reader takes ${sideOf(after, afterGenerated)}`;
  if (plain[before] !== undefined && plain[after] !== undefined) {
    return `the writer sends ${subject} as ${plain[before]}, where the reader takes ${plain[after]}`;
  }
  const [sent, read] = [sideOf(before, beforeGenerated), sideOf(after, afterGenerated)];
  return `${subject} is ${sent} to the writer and ${read} to the reader, which the registry takes for different types`;
}

function sideOf(name: ClassName, generated: boolean): string {
  if (!generated) return described[name];
  return name === "anyOf" ? "one of several types" : "several conditions at once";
}

function typeRemedy({ names, before, after, beforeGenerated, afterGenerated }: SchemaClassChange, side: Side): string {
  const subject = subjectOf(names);
  const [kept, other] = side === "reader" ? [before, after] : [after, before];
  const keptGenerated = side === "reader" ? beforeGenerated : afterGenerated;
  if (side === "reader" && afterGenerated && after === "allOf") {
    return `leave what is new beside the "type" of ${subject} away: the registry takes one schema with keywords of several kinds for another type, and has no way to add them`;
  }
  if (isAnything(kept)) return `leave ${subject} open, and describe it in a new property`;
  const keep = `keep ${subject} ${sideOf(kept, keptGenerated)}`;
  if (kept === "false" || kept === "reference") return `${keep}, as it was`;
  if (plain[kept] === undefined || plain[other] === undefined) return keep;
  return side === "reader"
    ? `${keep}, or take both: "type": ["${kept}", "${other}"]`
    : `${keep}, or send ${plain[other]} in a new property`;
}
