import type { RegistryChanges } from "./changes.ts";
import { coverOf } from "./cover-words.ts";
import { core, type RuleTexts, validation } from "./rule-text.ts";
import { message, quoted, shown, subjectOf } from "./wording.ts";

type Items = Extract<keyof RegistryChanges, `item-${string}` | `unique-items-${string}`>;

const text = '{"type": "string"}';
const number = '{"type": "number"}';
const tuple = (items: readonly string[], rest?: string): string =>
  `{"type": "array", "items": [${items.join(", ")}]${rest === undefined ? "" : `, "additionalItems": ${rest}`}}`;
const tags = (unique: boolean): string => message(`"tags": {"type": "array"${unique ? ', "uniqueItems": true' : ""}}`);
const section = `${core}, 10.3.1.1 prefixItems and 10.3.1.2 items; JSON Schema draft-07, 6.4.1 items`;
const uniqueSection = `${validation}, 6.4.3 uniqueItems`;

const itemOf = (index: number, names: readonly string[]): string => subjectOf([...names, `[${index}]`]);

/** Items that are listed one by one, and whether one may stand twice. */
export const itemTexts: RuleTexts<Pick<RegistryChanges, Items>> = {
  "item-with-empty-schema-added-to-open-content-model": {
    summary: "the reader lists one more item, and takes anything for it",
    message: ({ names, index }) =>
      `the reader lists ${itemOf(index, names)} and takes anything for it, and the writer may send anything`,
    meaning:
      "An item with the schema `{}` or `true` refuses no value, so an open writer may have sent what it likes. To say later what the item holds is refused.",
    example: { writer: tuple([text]), bad: tuple([text, "{}"]), good: tuple([text]) },
    specification: section,
  },
  "item-added-to-open-content-model": {
    summary: "the reader lists one more item, and the writer may send anything there",
    message: ({ names, index, schema }) =>
      `the writer may send anything as ${itemOf(index, names)}, of which the reader takes only ${quoted(shown(schema))}`,
    remedy: ({ names, index }, side) =>
      side === "reader"
        ? `describe ${itemOf(index, names)} as {} for now, or send a new property in the place of a longer list`
        : `keep ${itemOf(index, names)} as the readers have it`,
    meaning:
      'A list of items that says nothing of those that follow is open: its writers may send any, of any type. A reader that lists one more takes only some of them. A list that was closed from the start, with `"additionalItems": false` (since draft 2020-12: `"items": false` beside `prefixItems`), can grow. Unlike for properties, the policy LENIENT makes no difference here.',
    example: { writer: tuple([text]), bad: tuple([text, number]), good: tuple([text, "{}"]) },
    specification: section,
  },
  "item-added-to-closed-content-model": {
    summary: "the reader lists one more item, and the writer sends nothing there",
    message: ({ names, index }) => `the reader also takes ${itemOf(index, names)}, which the writer never sends`,
    meaning:
      "A writer whose list ends earlier sends nothing that the new item could refuse. This is how a closed list grows.",
    example: { writer: tuple([text], "false"), bad: tuple([text, number], "false"), good: tuple([text], "false") },
    specification: section,
  },
  "item-removed-from-open-content-model": {
    summary: "the writer lists an item that the reader does not, and the reader takes anything there",
    message: ({ names, index }) =>
      `the writer sends ${itemOf(index, names)}, which the reader does not list, and lets pass`,
    meaning: "A reader that says nothing of the items that follow takes any. The other way round it breaks.",
    example: { writer: tuple([text, number]), bad: tuple([text]), good: tuple([text, number]) },
    specification: section,
  },
  "item-removed-from-closed-content-model": {
    summary: "the writer lists an item that the reader does not, and the reader takes nothing there",
    message: ({ names, index }) =>
      `the writer may send ${itemOf(index, names)}, where the reader's list has ended already, and nothing may follow`,
    remedy: ({ names, index }, side) =>
      side === "reader"
        ? `keep ${itemOf(index, names)}, and let it be anything, {}, if it is of no more use`
        : `send no ${itemOf(index, names)} until the readers list it`,
    meaning:
      "An array that is longer than a closed list is refused as a whole. The policy LENIENT makes no difference here.",
    example: {
      writer: tuple([text, number], "false"),
      bad: tuple([text], "false"),
      good: tuple([text, "{}"], "false"),
    },
    specification: section,
  },
  "item-with-false-removed-from-closed-content-model": {
    summary: "the writer rules out an item at its place, and the reader's list ends before it",
    message: ({ names, index }) =>
      `the writer never sends ${itemOf(index, names)}, which is false there, and the reader's list ends before it`,
    meaning: "An item with the schema `false` is never sent, so nobody misses it.",
    example: {
      writer: tuple([text, "false"], "false"),
      bad: tuple([text], "false"),
      good: tuple([text, "false"], "false"),
    },
    specification: section,
  },
  "item-added-is-covered-by-partially-open-content-model": {
    summary: "the reader lists one more item, and takes for it what the writer takes for items that follow",
    message: ({ names, index, cover }) =>
      `the reader lists ${itemOf(index, names)}, which the writer sends as ${coverOf(cover, "its")} says, and takes all of it`,
    meaning:
      "Where the writer describes the items that follow those it lists, a new one fits in as long as its schema takes all that this description allows.",
    example: { writer: tuple([text], number), bad: tuple([text, number], number), good: tuple([text], number) },
    specification: section,
  },
  "item-added-not-covered-by-partially-open-content-model": {
    summary: "the reader lists one more item, and does not take all that the writer allows for items that follow",
    message: ({ names, index, schema, cover }) =>
      `the writer may send ${itemOf(index, names)} as ${coverOf(cover, "its")} says, and the reader takes only ${quoted(shown(schema))}`,
    remedy: ({ names, index, cover }, side) =>
      side === "reader"
        ? `let ${itemOf(index, names)} take all that ${coverOf(cover, "the writer's")} allows`
        : `keep ${itemOf(index, names)} as the readers have it`,
    meaning:
      "The writer describes the items that follow those it lists, and may have sent the new one in that form. What in the two schemas does not fit is told beside this.",
    example: {
      writer: tuple([text], number),
      bad: tuple([text, '{"type": "integer"}'], number),
      good: tuple([text, number], number),
    },
    specification: section,
  },
  "item-removed-is-covered-by-partially-open-content-model": {
    summary: "the writer lists an item that the reader takes as one of those that follow",
    message: ({ names, index, cover }) =>
      `the writer sends ${itemOf(index, names)}, which the reader does not list, and takes by ${coverOf(cover, "its")}`,
    meaning:
      "Where the reader describes the items that follow those it lists, and this description takes all that the writer sends, the item is not missed.",
    example: { writer: tuple([text, number], number), bad: tuple([text], number), good: tuple([text, number], number) },
    specification: section,
  },
  "item-removed-not-covered-by-partially-open-content-model": {
    summary: "the writer lists an item that does not fit what the reader takes for items that follow",
    message: ({ names, index, schema, cover }) =>
      `the writer sends ${itemOf(index, names)} as ${quoted(shown(schema))}, not all of which ${coverOf(cover, "the reader's")} takes`,
    remedy: ({ names, index, cover }, side) =>
      side === "reader"
        ? `keep ${itemOf(index, names)}, or let ${coverOf(cover, "the reader's")} take what it holds`
        : `send as ${itemOf(index, names)} nothing but what ${coverOf(cover, "the reader's")} takes`,
    meaning:
      "The reader describes the items that follow those it lists, and this description counts for the item as soon as it is no longer listed. What in the two schemas does not fit is told beside this.",
    example: {
      writer: tuple([text, number], '{"type": "integer"}'),
      bad: tuple([text], '{"type": "integer"}'),
      good: tuple([text, number], '{"type": "integer"}'),
    },
    specification: section,
  },
  "unique-items-added": {
    summary: "the reader takes no item twice, and the writer may send one twice",
    message: ({ names }) => `the reader takes no item of ${subjectOf(names)} twice, and the writer may send one twice`,
    remedy: ({ names }, side) =>
      side === "reader"
        ? `leave "uniqueItems" away from ${subjectOf(names)}`
        : `keep "uniqueItems": true for ${subjectOf(names)}`,
    meaning:
      "An array in which two items are equal is refused by a reader that asks for unique ones. Items are compared as JSON: 1 and 1.0 are equal.",
    example: { writer: tags(false), bad: tags(true), good: tags(false) },
    specification: uniqueSection,
  },
  "unique-items-removed": {
    summary: "the writer sends no item twice, and the reader takes one twice",
    message: ({ names }) => `the writer sends no item of ${subjectOf(names)} twice, and the reader would not mind`,
    meaning: "A reader that asks for less is content with what it is sent. The other way round it breaks.",
    example: { writer: tags(true), bad: tags(false), good: tags(true) },
    specification: uniqueSection,
  },
};
