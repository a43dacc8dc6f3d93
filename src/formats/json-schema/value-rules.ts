import type { Side } from "../format.ts";
import type { EnumChange, RegistryChanges } from "./changes.ts";
import { core, type RuleTexts, validation } from "./rule-text.ts";
import { enumerated, message, quoted, shown, subjectOf } from "./wording.ts";

type Values =
  | `pattern-${"added" | "removed" | "changed"}`
  | `enum-array-${"extended" | "narrowed" | "changed"}`
  | `not-type-${"extended" | "narrowed"}`;

const trace = (pattern?: string): string =>
  message(`"trace_id": {"type": "string"${pattern === undefined ? "" : `, "pattern": "${pattern}"`}}`);
const role = (...roles: readonly string[]): string =>
  message(`"role": {"enum": [${roles.map((name) => `"${name}"`).join(", ")}]}`);
const refusing = (schema: string): string => message(`"model_id": {"not": ${schema}}`);

const patternSection = `${validation}, 6.3.3 pattern`;
const enumSection = `${validation}, 6.1.2 enum and 6.1.3 const`;
const notSection = `${core}, 10.2.1.4 not`;

/** Which values a place may hold: patterns, lists of values, and what `not` rules out. */
export const valueTexts: RuleTexts<Pick<RegistryChanges, Values>> = {
  "pattern-added": {
    summary: "the reader has a pattern, and the writer has none",
    message: ({ after, names }) =>
      `the reader takes ${subjectOf(names)} only where it matches ${quoted(shown(after))}, and the writer sends any text`,
    remedy: ({ after, names }, side) =>
      side === "reader"
        ? `leave "pattern" away from ${subjectOf(names)}, and ask the writers to keep to it before the readers do`
        : `keep "pattern": ${json(after)} for ${subjectOf(names)}`,
    meaning:
      "A text that does not match is refused, and a writer that does not know the pattern sends whatever it likes. A pattern that every text matches is refused by the registry too: it compares patterns as texts and does not ask what they match.",
    example: { writer: trace(), bad: trace("^[0-9a-f]{32}$"), good: trace() },
    specification: patternSection,
  },
  "pattern-removed": {
    summary: "the writer has a pattern, and the reader has none",
    message: ({ before, names }) =>
      `the reader takes any text for ${subjectOf(names)}, and the writer sends what matches ${quoted(shown(before))}`,
    meaning: "Without a pattern every text is taken. The other way round it breaks.",
    example: { writer: trace("^[0-9a-f]{32}$"), bad: trace(), good: trace("^[0-9a-f]{32}$") },
    specification: patternSection,
  },
  "pattern-changed": {
    summary: "the pattern is another one",
    message: ({ before, after, names }) =>
      `the reader takes ${subjectOf(names)} only where it matches ${quoted(shown(after))}, and the writer sends what matches ${quoted(shown(before))}`,
    remedy: ({ before, after, names }, side) =>
      `keep "pattern": ${json(side === "reader" ? before : after)} for ${subjectOf(names)}`,
    meaning:
      "The registry compares patterns as texts. One that is merely written otherwise, or matches all that the former one did and more, is refused as well: take the pattern away in one version, which is safe for readers, or keep it as it is.",
    example: { writer: trace("^[0-9a-f]+$"), bad: trace("^[0-9a-f]{32}$"), good: trace("^[0-9a-f]+$") },
    specification: patternSection,
  },
  "enum-array-extended": {
    summary: "the reader's list of values has more than the writer's",
    message: ({ added, names }) =>
      `the reader also takes ${values(added, "or")} for ${subjectOf(names)}, which the writer never sends`,
    meaning: "A reader may know more values than it is sent. The other way round it breaks.",
    example: {
      writer: role("user", "assistant"),
      bad: role("user", "assistant", "tool"),
      good: role("user", "assistant"),
    },
    specification: enumSection,
  },
  "enum-array-narrowed": {
    summary: "the writer's list of values has more than the reader's",
    message: ({ removed, names }) =>
      `the writer may send ${values(removed, "or")} as ${subjectOf(names)}, which the reader's list does not have`,
    remedy: keepValues,
    meaning:
      "A value that is not on the reader's list is refused. A list can only grow for readers, and only shrink for writers: announce a value as deprecated, and take it away once no message holds it.",
    example: {
      writer: role("user", "assistant", "tool"),
      bad: role("user", "assistant"),
      good: role("user", "assistant", "tool"),
    },
    specification: enumSection,
  },
  "enum-array-changed": {
    summary: "each side's list has values that the other one's lacks, or the constant is another one",
    message: ({ added, removed, names }) => {
      const [sent, taken] = [values(removed, "or"), values(added, "or")];
      return `the writer may send ${sent} as ${subjectOf(names)}, which the reader does not know: it knows ${taken} instead`;
    },
    remedy: keepValues,
    meaning:
      "A value that was renamed is two changes: one value gone, which breaks, and another one new. Let the reader have both until nobody sends the former one. Values are compared as JSON: 1 and 1.0 are one value, and an object's keys may stand in any order. Two constants that differ are told here too.",
    example: { writer: role("user", "bot"), bad: role("user", "assistant"), good: role("user", "bot", "assistant") },
    specification: enumSection,
  },
  "not-type-extended": {
    summary: "what the reader rules out with `not` is not known to lie within what the writer rules out",
    message: ({ names }) =>
      `the reader's "not" rules out more of ${subjectOf(names)} than the writer's, so that the writer may send what it refuses`,
    remedy: ({ names }, side) =>
      side === "reader"
        ? `rule out no more of ${subjectOf(names)} than the old "not" does, and the rest in a new property`
        : `rule out at least what the readers' "not" of ${subjectOf(names)} does`,
    meaning:
      "Under a `not` everything is turned round: what is loosened there makes the whole stricter. The registry compares the two inner schemas with the sides exchanged, and where that breaks it refuses the pair without saying what was in the way.",
    example: {
      writer: refusing('{"type": "string", "maxLength": 2}'),
      bad: refusing('{"type": "string", "maxLength": 8}'),
      good: refusing('{"type": "string", "maxLength": 1}'),
    },
    specification: notSection,
  },
  "not-type-narrowed": {
    summary: "both sides have a `not`, and the reader's rules out no more than the writer's",
    message: ({ names }) => `the reader's "not" rules out no more of ${subjectOf(names)} than the writer's`,
    meaning:
      "The registry says this wherever both sides have a `not`, even where nothing in it differs; the differences inside are not told one by one.",
    example: {
      writer: refusing('{"type": "string", "maxLength": 8}'),
      bad: refusing('{"type": "string", "maxLength": 2}'),
      good: message('"model_id": {}'),
    },
    specification: notSection,
  },
};

function values(list: readonly string[], joint: "and" | "or"): string {
  return list.length === 0
    ? "nothing else"
    : enumerated(
        list.map((value) => quoted(shown(value, 40))),
        joint,
      );
}

function keepValues({ removed, names }: EnumChange, side: Side): string {
  const subject = subjectOf(names);
  return side === "reader"
    ? `keep ${values(removed, "and")} among the values of ${subject}`
    : `send no ${values(removed, "or")} as ${subject} until the readers know it`;
}

const json = (text: string): string => JSON.stringify(text);
