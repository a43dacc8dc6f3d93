import type { RegistryChanges } from "./changes.ts";
import { coverOf } from "./cover-words.ts";
import { core, type RuleTexts } from "./rule-text.ts";
import { message, propertyOf, quoted, shown } from "./wording.ts";

type Removed =
  | "property-removed-from-open-content-model"
  | "property-removed-from-closed-content-model"
  | "property-with-false-removed-from-closed-content-model"
  | "property-removed-is-covered-by-partially-open-content-model"
  | "property-removed-not-covered-by-partially-open-content-model";

const tokens = '"tokens": {"type": "integer"}';
const model = '"model_id": {"type": "string"}';
const closed = '"additionalProperties": false';
const section = `${core}, 10.3.2.1 properties, 10.3.2.2 patternProperties and 10.3.2.3 additionalProperties`;

/** A property that the writer lists and the reader does not. What counts is the content model of the reader. */
export const removedPropertyTexts: RuleTexts<Pick<RegistryChanges, Removed>> = {
  "property-removed-from-open-content-model": {
    summary: "the writer lists a property that the reader does not, and the reader's content model is open",
    message: ({ names, property }) =>
      `the writer sends ${propertyOf(names, property)}, which the reader does not list, and lets pass`,
    meaning:
      "An object schema that forbids nothing takes any property that it does not list. The other way round, to list a property in an open model, breaks.",
    example: { writer: message(`${tokens}, ${model}`), bad: message(tokens), good: message(`${tokens}, ${model}`) },
    specification: section,
  },
  "property-removed-from-closed-content-model": {
    summary: "the writer lists a property that the reader does not, and the reader's content model is closed",
    message: ({ names, property }) =>
      `the writer may send ${propertyOf(names, property)}, which the reader does not list, and its content model is closed`,
    remedy: ({ names, property }, side) =>
      side === "reader"
        ? `keep ${propertyOf(names, property)} among the reader's properties, marked "deprecated": true, until no message holds it`
        : `leave ${propertyOf(names, property)} away until the readers list it, or give the subject "policy: lenient"`,
    meaning:
      'A closed object schema refuses whatever it does not list. For the registry a model is also closed where `patternProperties` stand without `additionalProperties` and none of the patterns fits the name, although every validator lets such a property pass: `"additionalProperties": {}` says so to the registry too, and `true` does not. Under the policy LENIENT this is no objection.',
    example: {
      writer: message(`${tokens}, ${model}`, closed),
      bad: message(tokens, closed),
      good: message(`${tokens}, ${model}`, closed),
    },
    specification: section,
  },
  "property-with-false-removed-from-closed-content-model": {
    summary: "the writer rules out a property by name, and the reader by not listing it",
    message: ({ names, property }) =>
      `the writer never sends ${propertyOf(names, property)}, which is false there, and the closed reader does not list it`,
    meaning: "A property with the schema `false` is never sent, so nobody misses it.",
    example: {
      writer: message(`${tokens}, "ssn": false`, closed),
      bad: message(tokens, closed),
      good: message(`${tokens}, "ssn": false`, closed),
    },
    specification: section,
  },
  "property-removed-is-covered-by-partially-open-content-model": {
    summary: "the writer lists a property that the reader takes under a pattern or as an additional one",
    message: ({ names, property, cover }) =>
      `the writer sends ${propertyOf(names, property)}, which the reader does not list, and takes by ${coverOf(cover, "its")}`,
    meaning:
      "Where the reader describes the properties that it does not list, by a pattern or by a schema under `additionalProperties`, and this description takes all that the writer sends, the property is not missed.",
    example: {
      writer: message(`${tokens}, ${model}`, '"additionalProperties": {"type": "string"}'),
      bad: message(tokens, '"additionalProperties": {"type": "string"}'),
      good: message(`${tokens}, ${model}`, '"additionalProperties": {"type": "string"}'),
    },
    specification: section,
  },
  "property-removed-not-covered-by-partially-open-content-model": {
    summary:
      "the writer lists a property that fits neither the reader's patterns nor what it takes as an additional one",
    message: ({ names, property, schema, cover }) =>
      `the writer sends ${propertyOf(names, property)} as ${quoted(shown(schema))}, not all of which ${coverOf(cover, "the reader's")} takes`,
    remedy: ({ names, property, cover }, side) =>
      side === "reader"
        ? `keep ${propertyOf(names, property)} among the reader's properties, or let ${coverOf(cover, "the reader's")} take what it holds`
        : `send under ${propertyOf(names, property)} nothing but what ${coverOf(cover, "the reader's")} takes, or choose another name`,
    meaning:
      "The reader describes the properties that it does not list, by a pattern or by a schema under `additionalProperties`, and this description counts for the property as soon as it is no longer listed. What in the two schemas does not fit is told beside this. Under the policy LENIENT the missing name alone is no objection, but what does not fit is.",
    example: {
      writer: message(`${tokens}, ${model}`, '"additionalProperties": {"type": "integer"}'),
      bad: message(tokens, '"additionalProperties": {"type": "integer"}'),
      good: message(`${tokens}, ${model}`, '"additionalProperties": {"type": "integer"}'),
    },
    specification: section,
  },
};
