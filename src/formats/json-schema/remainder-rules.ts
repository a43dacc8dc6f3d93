import type { Side } from "../format.ts";
import type { RegistryChanges, TextChange } from "./changes.ts";
import { core, type RuleText, type RuleTexts } from "./rule-text.ts";
import { message, quoted, recent, shown, subjectOf } from "./wording.ts";

type Name = "additional-properties" | "unevaluated-properties" | "additional-items" | "unevaluated-items";
type RemainderKind = `${Name}-${"added" | "removed" | "extended" | "narrowed"}`;

/** How one speaks of a keyword that says what becomes of everything that is not named. */
interface RemainderWords {
  readonly keyword: string;
  /** What it is about. */
  readonly others: (subject: string) => string;
  /** What it adds to the meaning of each of its rules. */
  readonly about: string;
  /** What only its narrowing is to be told of. */
  readonly falseAlarm: string;
  readonly lenient: boolean;
  readonly section: string;
  readonly schema: (value?: string) => string;
}

const usage = (keyword: string) => (value?: string) =>
  message('"tokens": {"type": "integer"}', value === undefined ? '"minProperties": 0' : `"${keyword}": ${value}`);
const evaluated =
  "What `properties`, patterns and combined schemas have described already is not meant. Older drafts than 2019-09 do not know the keyword.";

const remainderWords: Readonly<Record<Name, RemainderWords>> = {
  "additional-properties": {
    keyword: "additionalProperties",
    others: (subject) => `properties of ${subject} that it does not list`,
    about: "Absent and `true` are the same.",
    falseAlarm:
      "An empty schema, `{}`, counts as a schema: the step from `true`, or from nothing, to `{}` is refused although both take everything. Write `true`, or leave the keyword away.",
    lenient: true,
    section: "10.3.2.3 additionalProperties",
    schema: usage("additionalProperties"),
  },
  "unevaluated-properties": {
    keyword: "unevaluatedProperties",
    others: (subject) => `properties of ${subject} that nothing in it describes`,
    about: evaluated,
    falseAlarm:
      "Absent and `true` say the same, and yet the registry refuses the step from one to the other: leave the keyword away, instead of writing `true`.",
    lenient: true,
    section: "11.3 unevaluatedProperties",
    schema: (value) => recent(usage("unevaluatedProperties")(value)),
  },
  "additional-items": {
    keyword: "additionalItems",
    others: (subject) => `items of ${subject} after those that it lists`,
    about: "Draft 2020-12 writes this as `items`, beside `prefixItems`. Absent and `true` are the same.",
    falseAlarm:
      "An empty schema, `{}`, counts as a schema: the step from `true`, or from nothing, to `{}` is refused although both take everything. Write `true`, or leave the keyword away.",
    lenient: false,
    section: "10.3.1.2 items; JSON Schema draft-07, 6.4.2 additionalItems",
    schema: (value) =>
      `{"type": "array", "items": [{"type": "string"}]${value === undefined ? "" : `, "additionalItems": ${value}`}}`,
  },
  "unevaluated-items": {
    keyword: "unevaluatedItems",
    others: (subject) => `items of ${subject} that nothing in it describes`,
    about: evaluated.replace("`properties`, patterns", "`prefixItems`, `items`, `contains`"),
    falseAlarm:
      "Absent and `true` say the same, and yet the registry refuses the step from one to the other: leave the keyword away, instead of writing `true`.",
    lenient: false,
    section: "11.2 unevaluatedItems",
    schema: (value) =>
      recent(
        `{"type": "array", "prefixItems": [{"type": "string"}]${value === undefined ? "" : `, "unevaluatedItems": ${value}`}}`,
      ),
  },
};

/** What becomes of properties and items that no schema names. */
export const remainderTexts = Object.fromEntries(
  Object.entries(remainderWords).flatMap(([name, words]) => [
    [`${name}-added`, added(words)],
    [`${name}-removed`, removed(words)],
    [`${name}-extended`, extended(words)],
    [`${name}-narrowed`, narrowed(words)],
  ]),
) as unknown as RuleTexts<Pick<RegistryChanges, RemainderKind>>;

function added(words: RemainderWords): RuleText<TextChange> {
  return {
    summary: `the writer's "${words.keyword}" is false, and the reader's is not`,
    message: ({ names }) => `the reader takes ${words.others(subjectOf(names))}, and the writer sends none`,
    meaning: `A reader that lets more pass than it is sent misses nothing. The other way round it breaks. ${words.about}`,
    example: { writer: words.schema("false"), bad: words.schema(), good: words.schema("false") },
    specification: `${core}, ${words.section}`,
  };
}

function removed(words: RemainderWords): RuleText<TextChange> {
  return {
    summary: `the reader's "${words.keyword}" is false, and the writer's is not`,
    message: ({ names }) => `the reader takes no ${words.others(subjectOf(names))}, where the writer may send some`,
    remedy: (change, side) => keep(words, change, side),
    meaning: `Whatever the writer sends beyond what the reader names is refused. ${words.about}${forgiven(words)}`,
    example: { writer: words.schema(), bad: words.schema("false"), good: words.schema() },
    specification: `${core}, ${words.section}`,
  };
}

function extended(words: RemainderWords): RuleText<TextChange> {
  return {
    summary: `the writer has a schema under "${words.keyword}", and the reader takes anything there`,
    message: ({ names, before }) =>
      isAnything(before)
        ? `the reader takes anything for ${words.others(subjectOf(names))}, and so does the writer's schema in other words`
        : `the reader takes anything for ${words.others(subjectOf(names))}, and the writer sends them as ${quoted(shown(before ?? "true"))}`,
    meaning: `A reader that lets more pass than it is sent misses nothing. The other way round it breaks. ${words.about}`,
    example: {
      writer: words.schema('{"type": "string"}'),
      bad: words.schema(),
      good: words.schema('{"type": "string"}'),
    },
    specification: `${core}, ${words.section}`,
  };
}

function narrowed(words: RemainderWords): RuleText<TextChange> {
  return {
    summary: `the reader has a schema under "${words.keyword}", and the writer sends anything there`,
    message: ({ names, before, after }) =>
      isAnything(after)
        ? `the reader writes "${words.keyword}" of ${subjectOf(names)} as ${after} and the writer ${before === undefined ? "leaves it away" : `as ${before}`}, which to the registry is a narrower schema, although both take everything`
        : `the reader takes ${words.others(subjectOf(names))} only as ${quoted(shown(after ?? "true"))}, where the writer may send anything`,
    remedy: (change, side) => keep(words, change, side),
    meaning: `Properties or items that are not named may hold anything to the writer, and the reader refuses most of it. ${words.about}\n\n${words.falseAlarm}${forgiven(words)}`,
    example: { writer: words.schema(), bad: words.schema('{"type": "string"}'), good: words.schema() },
    specification: `${core}, ${words.section}`,
  };
}

const isAnything = (text: string | undefined): boolean => text === "{}" || text === "true";

function forgiven({ lenient }: RemainderWords): string {
  return lenient ? " Under the policy LENIENT this is no objection." : " The policy LENIENT makes no difference here.";
}

function keep({ keyword, lenient }: RemainderWords, { names, before, after }: TextChange, side: Side): string {
  const text = side === "reader" ? before : after;
  const subject = subjectOf(names);
  const keep =
    text === undefined
      ? `leave "${keyword}" of ${subject} away`
      : `keep "${keyword}": ${shown(text, 80)} for ${subject}`;
  return lenient ? `${keep}, or give the subject "policy: lenient"` : keep;
}
