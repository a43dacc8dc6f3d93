import type { Rules } from "../format.ts";
import type { RiskChanges } from "./risk-changes.ts";
import { core } from "./rule-text.ts";
import { message, shown, subjectOf, written } from "./wording.ts";

type Combined = "one-of-branches-overlap" | "not-schema-widened" | "reference-chain-tightened" | "counterexample-found";

/** What all of them are: nothing, unless a message shows it. */
export const risk = { effect: "risks", notices: ["json"], bump: "minor", standsOnlyProved: true } as const;

const text = '{"type": "string"}';
const labels = (reference: string): string =>
  `{"type": "object", "properties": {"labels": {"$ref": "#/definitions/${reference}"}}, "definitions": {"Labels": {"type": "object"}, "ShortLabels": {"type": "object", "propertyNames": {"maxLength": 8}}}}`;
const chain = (reference: string): string =>
  `{"type": "object", "properties": {"cost": {"$ref": "#/definitions/Cost"}}, "definitions": {"Cost": {"$ref": "#/definitions/${reference}"}, "Money": {"type": "number"}, "Cents": {"type": "integer"}}}`;

/** Risks of schemas that are put together of others. */
export const combinedRiskRules: Rules<Pick<RiskChanges, Combined>> = {
  "one-of-branches-overlap": {
    ...risk,
    summary: "the reader's `oneOf` has branches that fit the same message, or none that does",
    message: ({ names }) =>
      `the reader's \`oneOf\` refuses some of what the writer may send as ${subjectOf(names)}: it fits more than one branch, or none`,
    remedy: ({ names, before, after }, side) =>
      side === "reader"
        ? `write "anyOf" for ${subjectOf(names)}, or tell the branches apart by a constant in each`
        : `send for ${subjectOf(names)} only what fits one branch of ${shown(after ?? before ?? "the reader")}`,
    meaning:
      "The registry looks for a partner for each branch of a `oneOf` and does not ask whether two branches take the same message. A validator refuses a message that fits two of them, so that adding or widening a branch can take away what was valid.",
    example: {
      writer: message(`"cost": {"oneOf": [${text}, {"type": "integer"}]}`),
      bad: message(`"cost": {"oneOf": [${text}, {"type": "integer"}, {"type": "number"}]}`),
      good: message(`"cost": {"oneOf": [${text}, {"type": "integer"}]}`),
    },
    specification: `${core}, 10.2.1.3 oneOf`,
  },
  "not-schema-widened": {
    ...risk,
    summary: "the reader's `not` excludes more, in a way that the registry does not see",
    message: ({ names, after }) =>
      `the reader refuses some of what the writer may send as ${subjectOf(names)}: it must not fit ${shown(after ?? "false")}`,
    remedy: ({ before, after }, side) => {
      const kept = side === "reader" ? before : after;
      return kept === undefined ? 'leave "not" out' : `keep "not": ${written(kept)}`;
    },
    meaning:
      "The registry compares what stands under `not` the other way round, with the same blind spots as everywhere: what it does not see there excludes messages that were valid.",
    example: {
      writer: message('"labels": {"type": "object", "not": {"type": "object", "propertyNames": {"maxLength": 2}}}'),
      bad: message('"labels": {"type": "object", "not": {"type": "object", "propertyNames": {"maxLength": 8}}}'),
      good: message('"labels": {"type": "object", "not": {"type": "object", "propertyNames": {"maxLength": 2}}}'),
    },
    specification: `${core}, 10.2.1.4 not`,
  },
  "reference-chain-tightened": {
    ...risk,
    covers: ["reference-changed", "constraint-changed"],
    summary: "a reference leads to another reference, and the end of that chain is another schema",
    message: ({ names, before, after }) =>
      `the reader refuses some of what the writer may send as ${subjectOf(names)}: a definition leads to ${after ?? "nothing"} in the reader and to ${before ?? "no other"} in the writer, which the registry does not follow`,
    remedy: ({ before, after }, side) => {
      const kept = side === "reader" ? before : after;
      return kept === undefined ? "refer to the schema itself" : `keep "$ref": ${written(kept)}`;
    },
    meaning:
      "The registry follows one reference on each side. Where that leads to another one, it finds two references, calls them equal and looks no further.",
    example: { writer: chain("Money"), bad: chain("Cents"), good: chain("Money") },
    specification: `${core}, 8.2.3 Schema References`,
  },
  "counterexample-found": {
    ...risk,
    summary: "the registry accepts the change, and a message was found that the reader refuses",
    message: () => "the registry accepts the change, and yet the reader refuses a message that the writer may send",
    remedy: (_, side) =>
      side === "reader"
        ? "take the message shown for a test, and widen the reader until it passes"
        : "take the message shown for a test, and send nothing like it to this reader",
    meaning:
      "The registry compares schemas keyword by keyword, and some of what validators do escapes it in ways that no single keyword explains: references that lead elsewhere, branches in another order, another draft. So messages of the writer are tried on the reader too, where nothing else was found.",
    example: {
      writer: labels("Labels"),
      bad: labels("ShortLabels"),
      good: labels("Labels"),
    },
    specification: `${core}, 4.3 JSON Schema Values`,
  },
};
