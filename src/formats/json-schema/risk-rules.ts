import type { Rules } from "../format.ts";
import { combinedRiskRules, risk } from "./combined-risk-rules.ts";
import type { FactChanges } from "./fact-changes.ts";
import type { RiskChanges } from "./risk-changes.ts";
import { core, validation } from "./rule-text.ts";
import { message, propertyOf, quoted, recent, shown, subjectOf, written } from "./wording.ts";

/** What the registry accepts, and a message that the writer may send is refused all the same. */
const ownRules: Rules<Pick<RiskChanges, Own>> = {
  "pattern-properties-tightened": {
    ...risk,
    covers: ["pattern-properties-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader asks more of the properties whose names match a pattern, which the registry does not compare",
    message: ({ names, pattern, before, after }) =>
      after === undefined
        ? `the writer sends properties of ${subjectOf(names)} whose names match ${quoted(pattern)} by a rule that the reader does not have, and the reader refuses some of them`
        : `the reader refuses some properties of ${subjectOf(names)} whose names match ${quoted(pattern)}: they must fit ${shown(after)}, where the writer ${before === undefined ? "has no such rule" : `sends ${shown(before)}`}`,
    remedy: ({ pattern, before, after }, side) => {
      const kept = side === "reader" ? before : after;
      return kept === undefined
        ? `take the pattern ${quoted(pattern)} out of "patternProperties"`
        : `keep the pattern as it is on the other side: ${JSON.stringify(pattern)}: ${written(kept)}`;
    },
    meaning:
      "The registry uses `patternProperties` to see which names an object leaves open. What a pattern asks of the values is compared with nothing: it may be added, tightened or taken away, and the verdict stays the same. Validators apply it to every message.",
    example: {
      writer: message("", '"patternProperties": {"^tag_": {"type": "string"}}'),
      bad: message("", '"patternProperties": {"^tag_": {"type": "string", "maxLength": 8}}'),
      good: message("", '"patternProperties": {"^tag_": {"type": "string"}}'),
    },
    specification: `${core}, 10.3.2.2 patternProperties`,
  },
  "property-names-tightened": {
    ...risk,
    covers: ["property-names-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader asks more of the names of properties, which the registry does not compare",
    message: ({ names, after }) =>
      `the reader refuses some names of properties that the writer may use in ${subjectOf(names)}: they must fit ${shown(after ?? "true")}`,
    remedy: ({ before, after }, side) => keepKeyword("propertyNames", side === "reader" ? before : after),
    meaning:
      "`propertyNames` is a schema for the names themselves. The registry does not look at it, so that it may be added or tightened without a word. Validators refuse each message with another name.",
    example: {
      writer: message("", '"additionalProperties": {"type": "number"}'),
      bad: message("", '"additionalProperties": {"type": "number"}, "propertyNames": {"maxLength": 12}'),
      good: message("", '"additionalProperties": {"type": "number"}'),
    },
    specification: `${core}, 10.3.2.4 propertyNames`,
  },
  "contains-tightened": {
    ...risk,
    covers: ["contains-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader asks for an item of another kind in a list, which the registry does not compare",
    message: ({ names, after }) =>
      `the reader refuses some lists that the writer may send as ${subjectOf(names)}: one item must fit ${shown(after ?? "true")}`,
    remedy: ({ before, after }, side) => keepKeyword("contains", side === "reader" ? before : after),
    meaning:
      "`contains` asks that at least one item fit a schema. The registry compares how many must (`minContains`, `maxContains`, and only in 2019-09 and 2020-12), but not what they must fit.",
    example: {
      writer: message('"tools": {"type": "array"}'),
      bad: message('"tools": {"type": "array", "contains": {"const": "search"}}'),
      good: message('"tools": {"type": "array"}'),
    },
    specification: `${core}, 10.3.1.3 contains`,
  },
  "format-tightened": {
    ...risk,
    covers: ["format-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader names another format, which the registry does not compare",
    message: ({ names, before, after }) =>
      `the reader takes ${subjectOf(names)} for the format ${after ?? "none"}, where the writer sends ${before === undefined ? "any text" : `the format ${before}`}, and validators that assert formats refuse it`,
    remedy: ({ before, after }, side) => keepKeyword("format", side === "reader" ? before : after),
    meaning:
      "The registry does not look at `format`. Whether a validator does is a matter of its configuration: many assert formats in drafts 4 to 7, few in 2019-09 and 2020-12. The message shown was refused by one that does.",
    example: {
      writer: message('"trace": {"type": "string"}'),
      bad: message('"trace": {"type": "string", "format": "uuid"}'),
      good: message('"trace": {"type": "string"}'),
    },
    specification: `${validation}, 7 format`,
  },
  "conditional-tightened": {
    ...risk,
    covers: ["conditional-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader has another `if`, `then` or `else`, which the registry does not compare",
    message: ({ names, keyword, after }) =>
      after === undefined
        ? `the reader has no \`${keyword}\` for ${subjectOf(names)} where the writer has one, and refuses some of what the writer may send`
        : `the reader refuses some of what the writer may send as ${subjectOf(names)}: its \`${keyword}\` is ${shown(after)}`,
    remedy: ({ keyword, before, after }, side) => keepKeyword(keyword, side === "reader" ? before : after),
    meaning:
      "The registry sees that a schema has an `if`, and nothing of what the three parts say. A condition that holds more often, or asks for more, passes without a word.",
    example: {
      writer: message(
        '"tier": {"type": "string"}',
        '"if": {"properties": {"tier": {"const": "batch"}}}, "then": {"minProperties": 1}',
      ),
      bad: message(
        '"tier": {"type": "string"}',
        '"if": {"properties": {"tier": {"const": "batch"}}}, "then": {"required": ["deadline"]}',
      ),
      good: message(
        '"tier": {"type": "string"}',
        '"if": {"properties": {"tier": {"const": "batch"}}}, "then": {"minProperties": 1}',
      ),
    },
    specification: `${core}, 10.2.2 Keywords for Applying Subschemas Conditionally`,
  },
  "required-outside-properties": {
    ...risk,
    covers: ["required-name-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader requires a name that `properties` do not list on both sides, which the registry does not see",
    message: ({ names, property }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer may leave out`,
    remedy: ({ property }, side) =>
      side === "reader"
        ? `take ${quoted(property)} out of "required"`
        : `require ${quoted(property)} in the writer too`,
    meaning:
      "The registry compares `required` only for names that `properties` list on both sides. A name that stands in `required` alone is seen by validators only, which refuse each message without it.",
    example: {
      writer: message('"tokens": {"type": "integer"}'),
      bad: message('"tokens": {"type": "integer"}', '"required": ["cost_usd"]'),
      good: message('"tokens": {"type": "integer"}'),
    },
    specification: `${validation}, 6.5.3 required`,
  },
  "required-with-default": {
    ...risk,
    summary: "the reader requires a property that the writer may leave out, and relies on its default",
    message: ({ names, property, default: filled }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer may leave out: validators that do not fill the default ${shown(filled)} in refuse the message`,
    remedy: ({ property }, side) =>
      side === "reader"
        ? `take ${quoted(property)} out of "required"`
        : `require ${quoted(property)} in the writer too`,
    meaning:
      "The registry accepts a newly required property that has a default, because its own validator can fill defaults in. The specification makes a default a mere note, and most validators leave messages as they are: to them the property is missing.",
    example: {
      writer: message('"tier": {"type": "string", "default": "live"}'),
      bad: message('"tier": {"type": "string", "default": "live"}', '"required": ["tier"]'),
      good: message('"tier": {"type": "string", "default": "live"}'),
    },
    specification: `${validation}, 6.5.3 required and 9.2 default`,
  },
  "type-tightened-beside-keywords": {
    ...risk,
    covers: ["type-keyword-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader has another `type` beside keywords that already made the registry see it",
    message: ({ names, before, after }) =>
      `the reader takes only the type ${after ?? "any"} for ${subjectOf(names)}, where the writer ${before === undefined ? "names none" : `sends ${before}`}: the registry tells types by the keywords beside them, and sees none of it`,
    remedy: ({ before, after }, side) => keepKeyword("type", side === "reader" ? before : after),
    meaning:
      "To the registry a schema with `properties` is one of objects, and one with `minLength` one of strings, whatever its `type` says or leaves out. So `type` may be added beside them, or changed to the one that they belong to, and the verdict is the same. Validators apply such keywords to values of that type only, and let all others pass: until there is a `type`.",
    example: {
      writer: '{"properties": {"tokens": {"type": "integer"}}}',
      bad: '{"type": "object", "properties": {"tokens": {"type": "integer"}}}',
      good: '{"properties": {"tokens": {"type": "integer"}}}',
    },
    specification: `${validation}, 6.1.1 type`,
  },
  "keyword-not-loaded": {
    ...risk,
    covers: ["constraint-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader has a keyword that the registry loses beside another one",
    message: ({ names, keyword, after, beside }) =>
      `the reader's \`${keyword}\` of ${subjectOf(names)} is ${shown(after ?? "absent")}, which the registry does not see beside \`${beside}\`, and refuses some of what the writer may send`,
    remedy: ({ keyword, before, after }, side) => keepKeyword(keyword, side === "reader" ? before : after),
    meaning:
      "In 2019-09 and 2020-12 the registry loses `minContains`, `maxContains` and the `unevaluated…` keywords of a schema that also has a keyword which it does not process, such as `$defs`, `$comment` or `examples`. Validators lose nothing.",
    example: {
      writer: recent(message('"tokens": {"type": "integer"}', '"$comment": "billing"')),
      bad: recent(message('"tokens": {"type": "integer"}', '"$comment": "billing", "unevaluatedProperties": false')),
      good: recent(message('"tokens": {"type": "integer"}', '"$comment": "billing"')),
    },
    specification: `${core}, 11 Unevaluated Locations`,
  },
  "exclusive-bound-tightened": {
    ...risk,
    covers: ["constraint-changed"] satisfies readonly (keyof FactChanges)[],
    summary: "the reader has a tighter exclusive bound, which the registry compares with the wrong one",
    message: ({ names, keyword, before, after }) =>
      `the reader refuses some numbers that the writer may send as ${subjectOf(names)}: its \`${keyword}\` is ${after ?? "absent"}, and the writer's ${before ?? "absent"}`,
    remedy: ({ keyword, before, after }, side) => keepKeyword(keyword, side === "reader" ? before : after),
    meaning:
      "When `exclusiveMaximum` is lowered, the registry compares the old one with the new `maximum`, and where that is higher it sees nothing. The `true` that draft 4 has for a bound which is itself excluded is not read at all.",
    example: {
      writer: message('"score": {"type": "number", "maximum": 20, "exclusiveMaximum": 10}'),
      bad: message('"score": {"type": "number", "maximum": 20, "exclusiveMaximum": 5}'),
      good: message('"score": {"type": "number", "maximum": 20, "exclusiveMaximum": 10}'),
    },
    specification: `${validation}, 6.2.3 exclusiveMaximum`,
  },
};

type Own = Exclude<keyof RiskChanges, keyof typeof combinedRiskRules>;

/** What to write back; undefined on the other side means that the keyword was not there. */
function keepKeyword(keyword: string, value: string | undefined): string {
  return value === undefined ? `leave \`${keyword}\` out` : `keep "${keyword}": ${written(value)}`;
}

/** The risks that stand only proved: nothing is said of them unless a message shows it. */
export const riskRules: Rules<RiskChanges> = { ...ownRules, ...combinedRiskRules };
