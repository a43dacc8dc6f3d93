import type { FactChanges } from "./fact-changes.ts";
import { differs, howChanged, orNone } from "./fact-wording.ts";
import { core, type RuleTexts, validation } from "./rule-text.ts";
import { message, quoted, recent, subjectOf } from "./wording.ts";

const tokens = (more = ""): string => message(`"tokens": {"type": "integer"${more}}`);
const prompt = (more = ""): string => message(`"prompt": {"type": "string"${more}}`);

/** The kinds that are notes and arrangements. */
export type Notes =
  | "examples-changed"
  | "comment-changed"
  | "deprecated-changed"
  | "access-changed"
  | "content-changed"
  | "annotation-changed"
  | "custom-keyword-changed"
  | "dialect-changed"
  | "anchor-changed"
  | "reference-changed"
  | "definition-added"
  | "definition-removed"
  | "values-reordered";

/** What is said beside the conditions, and how a text is put together: nothing that decides about a message. */
export const noteTexts: RuleTexts<Pick<FactChanges, Notes>> = {
  "examples-changed": {
    summary: "the examples are other ones",
    message: ({ names, before, after }) =>
      `the examples of ${subjectOf(names)} are ${howChanged(before, after)} in the reader`,
    meaning: "Examples are for people and for tests. No validator looks at them.",
    example: { writer: prompt(), bad: prompt(', "examples": ["Summarise this"]'), good: prompt() },
    specification: `${validation}, 9.5 examples`,
    bump: "patch",
  },
  "comment-changed": {
    summary: "a comment is another one",
    message: ({ names, before, after }) =>
      `the comment on ${subjectOf(names)} is ${howChanged(before, after)} in the reader`,
    meaning:
      "Comments are for those who keep the schema. But the registry loses `minContains`, `maxContains` and the `unevaluated…` keywords beside a `$comment`, which it then takes for changes of their own.",
    example: { writer: tokens(), bad: tokens(', "$comment": "billed by the thousand"'), good: tokens() },
    specification: `${core}, 8.3 Comments With $comment`,
    bump: "patch",
  },
  "deprecated-changed": {
    summary: "a place is marked as deprecated on one side only",
    message: ({ names, after }) =>
      after === "true"
        ? `${subjectOf(names)} is deprecated in the reader, and not in the writer`
        : `${subjectOf(names)} is deprecated in the writer, and not in the reader`,
    meaning:
      "The mark says that people should no longer use what they may still use. Every message stays as valid as it was.",
    example: { writer: recent(tokens()), bad: recent(tokens(', "deprecated": true')), good: recent(tokens()) },
    specification: `${validation}, 9.3 deprecated`,
  },
  "access-changed": {
    summary: "a place is read-only or write-only on one side only",
    message: (change) => differs(change),
    meaning:
      "Whoever owns the data decides what to make of `readOnly` and `writeOnly`. Validators take them as notes, and the registry does not look at them.",
    example: { writer: tokens(), bad: tokens(', "readOnly": true'), good: tokens() },
    specification: `${validation}, 9.4 readOnly and writeOnly`,
  },
  "content-changed": {
    summary: "what a text holds is described otherwise",
    message: (change) => differs(change),
    meaning:
      "These keywords say how to decode a text, such as by base64, and what is in it. Validators take them as notes; programs that decode by them read something else.",
    example: {
      writer: prompt(),
      bad: prompt(', "contentEncoding": "base64"'),
      good: prompt(),
    },
    specification: `${validation}, 8 The Validation of String-Encoded Data`,
  },
  "annotation-changed": {
    summary: "a title, description, default or identifier differs where the registry does not compare it",
    message: (change) => differs(change),
    meaning:
      "The registry compares these notes only where it compares the schemas that carry them: not beside a `$ref`, and not in what nothing refers to.",
    example: {
      writer: message(
        '"usage": {"$ref": "#/definitions/Usage"}',
        `"definitions": {"Usage": ${tokens()}, "Cost": {"title": "Cost"}}`,
      ),
      bad: message(
        '"usage": {"$ref": "#/definitions/Usage"}',
        `"definitions": {"Usage": ${tokens()}, "Cost": {"title": "Price"}}`,
      ),
      good: message(
        '"usage": {"$ref": "#/definitions/Usage"}',
        `"definitions": {"Usage": ${tokens()}, "Cost": {"title": "Cost"}}`,
      ),
    },
    specification: `${validation}, 9 A Vocabulary for Basic Meta-Data Annotations`,
    bump: "patch",
  },
  "custom-keyword-changed": {
    summary: "a keyword differs that the drafts do not know",
    message: (change) => differs(change),
    meaning: "Keywords of one's own are kept and not looked at. Tools may give them a meaning.",
    example: { writer: prompt(), bad: prompt(', "x-pii": true'), good: prompt() },
    specification: `${core}, 6.5 Extending JSON Schema`,
    bump: "patch",
  },
  "dialect-changed": {
    summary: "the schema is written in another draft",
    message: (change) => differs(change),
    meaning:
      "The draft decides what each keyword means, and which of them are known at all. Two drafts can be compared with each other; what differs because of the draft is told by its own name.",
    example: {
      writer: tokens().replace("{", '{"$schema": "http://json-schema.org/draft-06/schema#", '),
      bad: tokens().replace("{", '{"$schema": "http://json-schema.org/draft-07/schema#", '),
      good: tokens().replace("{", '{"$schema": "http://json-schema.org/draft-06/schema#", "title": "Usage", '),
    },
    specification: `${core}, 8.1.1 $schema`,
  },
  "anchor-changed": {
    summary: "an anchor has another name, or stands on one side only",
    message: (change) => differs(change),
    meaning:
      "References can go by an anchor instead of the way through the text. One that still leads somewhere leads to what it did.",
    example: {
      writer: recent(tokens()),
      bad: recent(tokens(', "$anchor": "tokens"')),
      good: recent(tokens()),
    },
    specification: `${core}, 8.2.2 $anchor and $dynamicAnchor`,
    bump: "patch",
  },
  "reference-changed": {
    summary: "a reference leads elsewhere, or stands in the place of what it led to",
    message: ({ names, before, after }) =>
      `${subjectOf(names)} is written as ${orNone(before)} in the writer and as ${orNone(after)} in the reader`,
    meaning:
      "A reference says no more than what it leads to, and that is compared: what differs in it is told by its own name. That another reference leads to the same is told here.",
    example: {
      writer: message(
        '"prompt": {"$ref": "#/definitions/Text"}',
        '"definitions": {"Text": {"type": "string"}, "Prompt": {"type": "string"}}',
      ),
      bad: message(
        '"prompt": {"$ref": "#/definitions/Prompt"}',
        '"definitions": {"Text": {"type": "string"}, "Prompt": {"type": "string"}}',
      ),
      good: message(
        '"prompt": {"$ref": "#/definitions/Text"}',
        '"definitions": {"Text": {"type": "string"}, "Prompt": {"type": "string"}}',
      ),
    },
    specification: `${core}, 8.2.3 Schema References`,
  },
  "definition-added": {
    summary: "the reader has a definition that the writer lacks",
    message: ({ member }) => `the reader defines ${quoted(member)}, which the writer does not`,
    meaning: "A definition says nothing until something refers to it; what refers to it is compared.",
    example: {
      writer: tokens(),
      bad: tokens().replace(/\}$/, ', "definitions": {"Cost": {"type": "number"}}}'),
      good: tokens(),
    },
    specification: `${core}, 8.2.4 $defs`,
    bump: "patch",
  },
  "definition-removed": {
    summary: "the writer has a definition that the reader lacks",
    message: ({ member }) => `the writer defines ${quoted(member)}, which the reader does not`,
    meaning:
      "A definition says nothing until something refers to it. Other schemas that refer to this one from outside no longer find it.",
    example: {
      writer: tokens().replace(/\}$/, ', "definitions": {"Cost": {"type": "number"}}}'),
      bad: tokens(),
      good: tokens().replace(/\}$/, ', "definitions": {"Cost": {"type": "number"}}}'),
    },
    specification: `${core}, 8.2.4 $defs`,
    bump: "patch",
  },
  "values-reordered": {
    summary: "a list whose order says nothing stands in another order",
    message: ({ names, keyword }) =>
      `the list under "${keyword}" of ${subjectOf(names)} stands in another order in the reader than in the writer`,
    meaning:
      "The order of types, of values, of required names and of combined schemas decides about nothing. Some generators of code keep to it.",
    example: {
      writer: message('"role": {"enum": ["user", "tool"]}'),
      bad: message('"role": {"enum": ["tool", "user"]}'),
      good: message('"role": {"enum": ["user", "tool"]}'),
    },
    specification: `${validation}, 6.1.2 enum`,
    bump: "patch",
  },
};
