import type { Side } from "../format.ts";
import type { PropertyChange, RegistryChanges } from "./changes.ts";
import { coverOf } from "./cover-words.ts";
import { core, type RuleTexts } from "./rule-text.ts";
import { message, patternOf, propertyOf, quoted, shown, written } from "./wording.ts";

type Added =
  | "property-with-empty-schema-added-to-open-content-model"
  | "required-property-added-to-open-content-model"
  | "required-property-with-default-added-to-open-content-model"
  | "optional-property-added-to-open-content-model"
  | "required-property-added-to-unopen-content-model"
  | "required-property-with-default-added-to-unopen-content-model"
  | "optional-property-added-to-unopen-content-model"
  | "property-added-is-covered-by-partially-open-content-model"
  | "property-added-not-covered-by-partially-open-content-model";

const tokens = '"tokens": {"type": "integer"}';
const region = '"region": {"type": "string"}';
const defaulted = '"region": {"type": "string", "default": "eu"}';
const closed = '"additionalProperties": false';
const labels = '"additionalProperties": {"type": "string"}';
const section = `${core}, 10.3.2.1 properties, 10.3.2.2 patternProperties and 10.3.2.3 additionalProperties`;

const openModel =
  "An object schema that forbids nothing is open: its writers may send any property, also one that it does not list, under any name and of any type. A reader that lists such a name for the first time takes only some of those values, and refuses what a writer sent in all innocence.";
const waysOut =
  'What passes instead: let the name be a pattern, `"patternProperties": {"^region$": …}`, which says the same to every validator, and which the registry does not compare (that a message may still be refused is then told as a risk, and the name can be listed as usual in the version after); use the policy LENIENT, which trusts that nobody sent the name before; or keep models closed from the first version on, `"additionalProperties": false`, or open for some names only, where new optional properties are welcome. To close an open model later is itself refused.';

/** A property that the reader lists and the writer does not. What counts is the content model of the writer. */
export const addedPropertyTexts: RuleTexts<Pick<RegistryChanges, Added>> = {
  "property-with-empty-schema-added-to-open-content-model": {
    summary: "the reader lists one more property, and takes anything for it",
    message: ({ names, property }) =>
      `the reader lists ${propertyOf(names, property)} and takes anything for it, and the writer may send anything`,
    meaning:
      "A property with the schema `{}` or `true` refuses no value, so an open writer may have sent what it likes. To say later what the property holds is refused.",
    example: { writer: message(tokens), bad: message(`${tokens}, "region": {}`), good: message(tokens) },
    specification: section,
  },
  "optional-property-added-to-open-content-model": {
    summary: "the reader lists one more optional property, and the writer's content model is open",
    message: ({ names, property, schema }) =>
      `the writer does not list ${propertyOf(names, property)} and does not forbid it either, so that it may send anything there, of which the reader takes only ${quoted(shown(schema))}`,
    remedy: (change, side) => openRemedy(change, side, ""),
    meaning: `This is the refusal that surprises most. ${openModel}\n\n${waysOut}`,
    example: {
      writer: message(tokens),
      bad: message(`${tokens}, ${region}`),
      good: message(tokens, '"patternProperties": {"^region$": {"type": "string"}}'),
    },
    specification: section,
  },
  "required-property-added-to-open-content-model": {
    summary: "the reader lists and requires one more property, and the writer's content model is open",
    message: ({ names, property }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer does not list, and it has no default`,
    remedy: (change, side) => openRemedy(change, side, `leave ${quoted(change.property)} out of "required", and `),
    meaning: `The messages of the writer need not have the property, and those without it are refused. To make it optional is not enough here. ${openModel}\n\n${waysOut}`,
    example: {
      writer: message(tokens),
      bad: message(`${tokens}, ${region}`, '"required": ["region"]'),
      good: message(tokens, '"patternProperties": {"^region$": {"type": "string"}}'),
    },
    specification: section,
  },
  "required-property-with-default-added-to-open-content-model": {
    summary:
      "the reader lists and requires one more property that has a default, and the writer's content model is open",
    message: ({ names, property, schema }) =>
      `the reader fills in ${propertyOf(names, property)} where the writer leaves it out, but the writer may also send anything there, of which the reader takes only ${quoted(shown(schema))}`,
    remedy: (change, side) => openRemedy(change, side, ""),
    meaning: `The default helps where the property is missing, and not where it holds something else. ${openModel}\n\n${waysOut}`,
    example: {
      writer: message(tokens),
      bad: message(`${tokens}, ${defaulted}`, '"required": ["region"]'),
      good: message(tokens, '"patternProperties": {"^region$": {"type": "string"}}'),
    },
    specification: section,
  },
  "required-property-added-to-unopen-content-model": {
    summary: "the reader lists and requires one more property, and the writer's content model is not open",
    message: ({ names, property }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer does not list, and it has no default`,
    remedy: ({ names, property }, side) =>
      side === "reader"
        ? `leave ${propertyOf(names, property)} out of "required", or give it a default: "default": …`
        : `keep ${propertyOf(names, property)} among the writer's properties, and required: the readers that there are cannot do without it`,
    meaning:
      "A writer whose content model is closed, or open for other names only, does not send the property, and a reader that requires it refuses every one of its messages. As an optional property it is welcome.",
    example: {
      writer: message(tokens, closed),
      bad: message(`${tokens}, ${region}`, `${closed}, "required": ["region"]`),
      good: message(`${tokens}, ${region}`, closed),
    },
    specification: section,
  },
  "required-property-with-default-added-to-unopen-content-model": {
    summary:
      "the reader lists and requires one more property, with a default, and the writer's content model is not open",
    message: ({ names, property }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer does not list, and has a default for it`,
    meaning:
      "The registry counts on a validator that fills in defaults before it validates. JSON Schema itself asks no validator to do so, and most do not unless they are told to.",
    example: {
      writer: message(tokens, closed),
      bad: message(`${tokens}, ${defaulted}`, `${closed}, "required": ["region"]`),
      good: message(tokens, closed),
    },
    specification: section,
  },
  "optional-property-added-to-unopen-content-model": {
    summary: "the reader lists one more optional property, and the writer's content model is not open",
    message: ({ names, property }) =>
      `the reader also takes ${propertyOf(names, property)}, which the writer does not list, and can do without it`,
    meaning:
      "A writer that sends nothing but what it lists, or what its patterns allow, does not come into conflict with a new name. This is how a closed content model grows.",
    example: {
      writer: message(tokens, closed),
      bad: message(`${tokens}, ${region}`, closed),
      good: message(tokens, closed),
    },
    specification: section,
  },
  "property-added-is-covered-by-partially-open-content-model": {
    summary:
      "the reader lists one more property, and takes for it what the writer takes for names that it does not list",
    message: ({ names, property, cover }) =>
      `the reader lists ${propertyOf(names, property)}, which the writer sends as ${coverOf(cover, "its")} says, and takes all of it`,
    meaning:
      "Where the writer describes the properties that it does not list, by a pattern or by a schema under `additionalProperties`, a new name fits in as long as its schema takes all that this description allows.",
    example: {
      writer: message(tokens, labels),
      bad: message(`${tokens}, ${region}`, labels),
      good: message(tokens, labels),
    },
    specification: section,
  },
  "property-added-not-covered-by-partially-open-content-model": {
    summary:
      "the reader lists one more property, and does not take all that the writer allows for names that it does not list",
    message: ({ names, property, schema, cover }) =>
      `the writer may send ${propertyOf(names, property)} as ${coverOf(cover, "its")} says, and the reader takes only ${quoted(shown(schema))}`,
    remedy: ({ names, property, cover }, side) =>
      side === "reader"
        ? `let ${propertyOf(names, property)} take all that ${coverOf(cover, "the writer's")} allows, or choose a name that it does not cover`
        : `keep ${propertyOf(names, property)} among the writer's properties, as the readers have it`,
    meaning:
      "The writer describes the properties that it does not list, by a pattern or by a schema under `additionalProperties`, and may have sent the new name in that form. What in the two schemas does not fit is told beside this. Under the policy LENIENT the new name alone is no objection, but what does not fit is.",
    example: {
      writer: message(tokens, labels),
      bad: message(`${tokens}, "region": {"type": "string", "maxLength": 2}`, labels),
      good: message(`${tokens}, ${region}`, labels),
    },
    specification: section,
  },
};

/** What passes in the place of a property that is new to an open model; see the meaning of these rules. */
function openRemedy({ names, property, schema }: PropertyChange, side: Side, first: string): string {
  if (side === "writer") {
    return `keep ${propertyOf(names, property)} among the writer's properties, as the readers have it`;
  }
  const pattern = `"patternProperties": {${patternOf(property)}: ${written(schema)}}`;
  return `${first}write it as a pattern, ${pattern}, which says the same and passes, or give the subject "policy: lenient"; in a model closed from the start, "additionalProperties": false, it could have been added as it is`;
}
