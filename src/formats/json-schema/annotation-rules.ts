import type { RegistryChanges, TextChange } from "./changes.ts";
import { core, type RuleTexts, validation } from "./rule-text.ts";
import { message, quoted, shown, subjectOf } from "./wording.ts";

type Annotations = "id-changed" | "title-changed" | "description-changed" | "default-changed";

const note = message('"tokens": {"type": "integer"}');

/** What is said about a schema, and decides nothing. */
export const annotationTexts: RuleTexts<Pick<RegistryChanges, Annotations>> = {
  "id-changed": {
    summary: "a schema has another identifier, or one on one side only",
    message: (change) => `the identifier of ${subjectOf(change.names)} ${differs(change)}`,
    meaning:
      "References are resolved against the identifier, so other schemas may no longer find this one, or what is in it. What validates a message is not touched by it.",
    example: {
      writer: note.replace("{", '{"$id": "https://schemas.example/usage.json", '),
      bad: note.replace("{", '{"$id": "https://schemas.example/cost/usage.json", '),
      good: note.replace("{", '{"$id": "https://schemas.example/usage.json", '),
    },
    specification: `${core}, 8.2.1 $id`,
  },
  "title-changed": {
    summary: "a schema has another title, or one on one side only",
    message: (change) => `the title of ${subjectOf(change.names)} ${differs(change)}`,
    meaning: "Titles are for people. Some generators of code make a class name of them.",
    example: {
      writer: note.replace("{", '{"title": "Usage", '),
      bad: note.replace("{", '{"title": "Token usage", '),
      good: note.replace("{", '{"title": "Usage", '),
    },
    specification: `${validation}, 9.1 title and description`,
    bump: "patch",
  },
  "description-changed": {
    summary: "a schema is described otherwise",
    message: ({ names, before, after }) => {
      const how = before === undefined ? "new" : after === undefined ? "gone" : "another one";
      return `the description of ${subjectOf(names)} is ${how} in the reader`;
    },
    meaning: "Descriptions are for people.",
    example: {
      writer: note,
      bad: note.replace('"integer"', '"integer", "description": "prompt and completion"'),
      good: note,
    },
    specification: `${validation}, 9.1 title and description`,
    bump: "patch",
  },
  "default-changed": {
    summary: "a schema has another default, or one on one side only",
    message: (change) => `the default of ${subjectOf(change.names)} ${differs(change)}`,
    meaning:
      "A default decides about no message: validators leave it alone, unless they are told to fill it in. Where a reader does fill it in, what the writer leaves out gets another value.",
    example: {
      writer: message('"region": {"type": "string", "default": "eu"}'),
      bad: message('"region": {"type": "string", "default": "us"}'),
      good: message('"region": {"type": "string", "default": "eu"}'),
    },
    specification: `${validation}, 9.2 default`,
  },
};

function differs({ before, after }: TextChange): string {
  return `is ${orNone(before)} to the writer and ${orNone(after)} to the reader`;
}

const orNone = (text: string | undefined): string => (text === undefined ? "none" : quoted(shown(text)));
