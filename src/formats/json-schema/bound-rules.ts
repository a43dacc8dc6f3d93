import type { Side } from "../format.ts";
import { type BoundWords, boundWords } from "./bound-words.ts";
import type { BoundAdded, BoundChanged, BoundRemoved, RegistryChanges } from "./changes.ts";
import { type RuleText, type RuleTexts, validation } from "./rule-text.ts";
import { message, subjectOf } from "./wording.ts";

type Name = keyof typeof boundWords;
type Way = "added" | "removed" | "increased" | "decreased";
type BoundKind = `${Name}-${Way}` | `multiple-of-${"added" | "removed" | "expanded" | "reduced" | "changed"}`;

/** The limits of numbers, texts, objects and arrays: twelve keywords in four ways each, and `multipleOf` in five. */
export const boundTexts = {
  ...Object.fromEntries(Object.entries(boundWords).flatMap(([name, words]) => Object.entries(textsOf(name, words)))),
  ...multipleTexts(),
} as unknown as RuleTexts<Pick<RegistryChanges, BoundKind>>;

function textsOf(name: string, words: BoundWords): Readonly<Record<string, RuleText<never>>> {
  const [tight, wide] = words.example.limits;
  const upper = words.keyword.startsWith("max") || words.keyword === "exclusiveMaximum";
  const tightened = upper ? "decreased" : "increased";
  const loosened = upper ? "increased" : "decreased";
  return {
    [`${name}-added`]: added(words, wide),
    [`${name}-${tightened}`]: narrowed(words, tight, wide),
    [`${name}-${loosened}`]: widened(words, tight, wide),
    [`${name}-removed`]: removed(words, wide),
  };
}

function schemaOf({ keyword, example }: BoundWords, limit?: string): string {
  return example.schema(limit === undefined ? "" : `, "${keyword}": ${limit}`);
}

function added(words: BoundWords, limit: string): RuleText<BoundAdded> {
  const { keyword } = words;
  return {
    summary: `the reader sets a "${keyword}", and the writer sets none`,
    message: ({ after, names }) =>
      `the reader takes ${words.takes(after, subjectOf(names))}, where the writer ${words.beyond}`,
    remedy: ({ after, names }, side) =>
      side === "reader"
        ? `leave ${words.whole ?? `"${keyword}"`} away from ${subjectOf(names)}, and ask the writers to keep to it before the readers do`
        : keep(keyword, after, names),
    meaning: `${words.refused} is refused by a reader that sets the limit, and a writer that does not know of it may send one at any time. ${words.about}`,
    example: { writer: schemaOf(words), bad: schemaOf(words, limit), good: schemaOf(words) },
    specification: `${validation}, ${words.section}`,
  };
}

function narrowed(words: BoundWords, tight: string, wide: string): RuleText<BoundChanged> {
  const { keyword } = words;
  return {
    summary: `the reader's "${keyword}" lets less through than the writer's`,
    message: ({ before, after, names }) =>
      `the reader takes ${words.takes(after, subjectOf(names))}, where the writer sends ${words.sends(before)}`,
    remedy: ({ before, after, names }, side: Side) => keep(keyword, side === "reader" ? before : after, names),
    meaning: `What lies between the two limits is still sent, and no longer taken. ${words.about}`,
    example: { writer: schemaOf(words, wide), bad: schemaOf(words, tight), good: schemaOf(words, wide) },
    specification: `${validation}, ${words.section}`,
  };
}

function widened(words: BoundWords, tight: string, wide: string): RuleText<BoundChanged> {
  return {
    summary: `the reader's "${words.keyword}" lets more through than the writer's`,
    message: ({ before, after, names }) =>
      `the reader takes ${words.takes(after, subjectOf(names))}, and the writer sends ${words.sends(before)}`,
    meaning: `Whatever keeps to the writer's limit keeps to the reader's too. The other way round it breaks. ${words.about}`,
    example: { writer: schemaOf(words, tight), bad: schemaOf(words, wide), good: schemaOf(words, tight) },
    specification: `${validation}, ${words.section}`,
  };
}

function removed(words: BoundWords, limit: string): RuleText<BoundRemoved> {
  return {
    summary: `the writer sets a "${words.keyword}", and the reader sets none`,
    message: ({ before, names }) =>
      `the reader sets no "${words.keyword}" for ${subjectOf(names)}, and the writer sends ${words.sends(before)}`,
    meaning: `A reader without the limit takes all that a writer with it may send. The other way round it breaks. ${words.about}`,
    example: { writer: schemaOf(words, limit), bad: schemaOf(words), good: schemaOf(words, limit) },
    specification: `${validation}, ${words.section}`,
  };
}

function keep(keyword: string, limit: string, names: readonly string[]): string {
  return `keep "${keyword}": ${limit} for ${subjectOf(names)}`;
}

function multipleTexts(): RuleTexts<Pick<RegistryChanges, Extract<BoundKind, `multiple-of-${string}`>>> {
  const schema = (step?: string): string =>
    message(`"tokens": {"type": "integer"${step === undefined ? "" : `, "multipleOf": ${step}`}}`);
  const specification = `${validation}, 6.2.1 multipleOf`;
  const steps = ({ before, after, names }: BoundChanged): string =>
    `the reader takes ${subjectOf(names)} in multiples of ${after}, where the writer sends multiples of ${before}`;
  const kept = ({ before, after, names }: BoundChanged, side: Side): string =>
    keep("multipleOf", side === "reader" ? before : after, names);
  return {
    "multiple-of-added": {
      summary: 'the reader sets a "multipleOf", and the writer sets none',
      message: ({ after, names }) =>
        `the reader takes ${subjectOf(names)} in multiples of ${after} only, where the writer sends any number`,
      remedy: ({ after, names }, side) =>
        side === "reader" ? `leave "multipleOf" away from ${subjectOf(names)}` : keep("multipleOf", after, names),
      meaning:
        "A number that is no multiple of the reader's step is refused, and a writer without a step sends such numbers freely.",
      example: { writer: schema(), bad: schema("16"), good: schema() },
      specification,
    },
    "multiple-of-removed": {
      summary: 'the writer sets a "multipleOf", and the reader sets none',
      message: ({ before, names }) =>
        `the reader takes any number for ${subjectOf(names)}, and the writer sends multiples of ${before}`,
      meaning: "Without a step every number is taken. The other way round it breaks.",
      example: { writer: schema("16"), bad: schema(), good: schema("16") },
      specification,
    },
    "multiple-of-expanded": {
      summary: "the reader's \"multipleOf\" is a multiple of the writer's",
      message: steps,
      remedy: kept,
      meaning:
        "A coarser step leaves out numbers of the finer one: of the multiples of 8, every other one is no multiple of 16.",
      example: { writer: schema("8"), bad: schema("16"), good: schema("8") },
      specification,
    },
    "multiple-of-reduced": {
      summary: "the writer's \"multipleOf\" is a multiple of the reader's",
      message: ({ before, after, names }) =>
        `the reader takes ${subjectOf(names)} in multiples of ${after}, and each multiple of ${before} that the writer sends is one`,
      meaning: "A finer step takes every number of the coarser one. The other way round it breaks.",
      example: { writer: schema("16"), bad: schema("8"), good: schema("16") },
      specification,
    },
    "multiple-of-changed": {
      summary: 'neither "multipleOf" is a multiple of the other',
      message: steps,
      remedy: kept,
      meaning: "The two steps meet in some numbers only; every other one that the writer sends is refused.",
      example: { writer: schema("8"), bad: schema("12"), good: schema("4") },
      specification,
    },
  };
}
