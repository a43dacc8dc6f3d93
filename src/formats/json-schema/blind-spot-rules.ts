import type { FactChanges } from "./fact-changes.ts";
import { differs, orNone } from "./fact-wording.ts";
import type { Notes } from "./note-rules.ts";
import { core, type RuleTexts, validation } from "./rule-text.ts";
import { message, quoted, recent, shown, subjectOf } from "./wording.ts";

const tokens = (more = ""): string => message(`"tokens": {"type": "integer"${more}}`);
const prompt = (more = ""): string => message(`"prompt": {"type": "string"${more}}`);
const tags = (more = ""): string => recent(message(`"tags": {"type": "array"${more}}`));
const blind =
  "The registry does not look at this. Where a message was found that the reader refuses, that is told as a risk beside it.";

/** What validators look at, and the registry does not. */
export const blindTexts: RuleTexts<Omit<FactChanges, Notes>> = {
  "type-keyword-changed": {
    summary: "a type is written on one side, or written otherwise, and the registry makes the same of both",
    message: (change) => differs(change),
    meaning: `The registry goes by the kind of the other keywords: a schema with \`properties\` is an object to it, with a \`type\` or without. A list of one type is that type. ${blind}`,
    example: {
      writer: '{"properties": {"tokens": {"type": "integer"}}}',
      bad: tokens(),
      good: '{"properties": {"tokens": {"type": "integer"}}, "title": "Usage"}',
    },
    specification: `${validation}, 6.1.1 type`,
  },
  "format-changed": {
    summary: "a format is another one, or stands on one side only",
    message: (change) => differs(change),
    meaning: `Whether a format is a note or a condition is for each validator to decide. ${blind}`,
    example: { writer: prompt(), bad: prompt(', "format": "uri"'), good: prompt() },
    specification: `${validation}, 7 Vocabularies for Semantic Content With "format"`,
  },
  "pattern-properties-changed": {
    summary: "what a pattern of property names asks for differs, or the pattern stands on one side only",
    message: ({ names, member, before, after }) =>
      `properties of ${subjectOf(names)} that match ${quoted(shown(member, 40))} are ${orNone(before, "not described")} to the writer and ${orNone(after, "not described")} to the reader`,
    meaning: `A pattern describes every property whose name it matches. The registry compares it only with properties that one side lists by name. ${blind}`,
    example: {
      writer: message('"tokens": {"type": "integer"}'),
      bad: message('"tokens": {"type": "integer"}', '"patternProperties": {"^x-": {"type": "string"}}'),
      good: message('"tokens": {"type": "integer"}'),
    },
    specification: `${core}, 10.3.2.2 patternProperties`,
  },
  "property-names-changed": {
    summary: "what is asked of property names differs",
    message: (change) => differs(change),
    meaning: `The schema under \`propertyNames\` holds for the name of each property, whatever its value. ${blind}`,
    example: {
      writer: message('"labels": {"type": "object"}'),
      bad: message('"labels": {"type": "object", "propertyNames": {"maxLength": 63}}'),
      good: message('"labels": {"type": "object"}'),
    },
    specification: `${core}, 10.3.2.4 propertyNames`,
  },
  "contains-changed": {
    summary: "what an array must contain differs",
    message: (change) => differs(change),
    meaning: `At least one item must fit the schema under \`contains\`. The registry sees that it is there, from draft 2019-09 on, and not what is in it. ${blind}`,
    example: {
      writer: tags(', "contains": {"const": "prod"}'),
      bad: tags(', "contains": {"enum": ["prod", "test"]}'),
      good: tags(', "contains": {"const": "prod"}'),
    },
    specification: `${core}, 10.3.1.3 contains`,
  },
  "conditional-changed": {
    summary: "a condition, or what follows from it, differs",
    message: (change) => differs(change),
    meaning: `Under \`then\` stands what is asked of a value that fits the \`if\`, under \`else\` what is asked of any other. The registry sees that there is a condition, and not what is in it. ${blind}`,
    example: {
      writer: '{"if": {"required": ["pii"]}, "then": {"required": ["redacted_by"]}}',
      bad: '{"if": {"required": ["pii"]}, "then": {"required": ["redacted_by", "policy"]}}',
      good: '{"if": {"required": ["pii"]}, "then": {"required": ["redacted_by"]}, "title": "Redaction"}',
    },
    specification: `${core}, 10.2.2 Keywords for Applying Subschemas Conditionally`,
  },
  "required-name-changed": {
    summary: "one side requires a name that the registry does not look at",
    message: ({ names, member, after }) =>
      after === undefined
        ? `the writer always sends ${quoted(member)} in ${subjectOf(names)}, which the reader can do without`
        : `the reader requires ${quoted(member)} in ${subjectOf(names)}, which the writer may leave out`,
    meaning: `The registry compares required names only as far as both sides list them under \`properties\`. ${blind}`,
    example: {
      writer: message('"tokens": {"type": "integer"}', '"required": ["tokens"]'),
      bad: message('"tokens": {"type": "integer"}', '"required": ["tokens", "tenant"]'),
      good: message('"tokens": {"type": "integer"}', '"required": ["tokens"]'),
    },
    specification: `${validation}, 6.5.3 required`,
  },
  "constraint-changed": {
    summary: "a keyword that validators look at differs where the registry does not look",
    message: (change) => differs(change),
    meaning: `The registry does not look at what stands beside a \`$ref\`, at what a draft does not know, or at what nothing refers to; and it takes \`1\` and \`1.0\`, or \`true\` and \`{}\`, for the same. ${blind}`,
    example: {
      writer: tokens(', "minimum": 1'),
      bad: tokens(', "minimum": 1.0'),
      good: tokens(', "minimum": 1'),
    },
    specification: `${core}, 10 A Vocabulary for Applying Subschemas`,
  },
  "member-changed": {
    summary: "a property or a dependency differs where the registry does not look",
    message: ({ names, keyword, member, before, after }) =>
      `${quoted(member)} under "${keyword}" of ${subjectOf(names)} is ${orNone(before)} to the writer and ${orNone(after)} to the reader`,
    meaning: `The registry does not look at what stands beside a \`$ref\`, or at what nothing refers to; and it takes \`true\` and \`{}\` for the same. ${blind}`,
    example: {
      writer: message('"metadata": true'),
      bad: message('"metadata": {}'),
      good: message('"metadata": true'),
    },
    specification: `${core}, 10.3.2.1 properties`,
  },
};
