import type { BoundKeyword } from "./changes.ts";

/** How one speaks of a keyword that sets a limit. */
export interface BoundWords {
  readonly keyword: BoundKeyword;
  /** What a schema with that limit takes: "at most 64 characters in `note`". */
  readonly takes: (limit: string, subject: string) => string;
  /** What a writer with that limit sends: "up to 64". */
  readonly sends: (limit: string) => string;
  /** What a writer without it may send besides. */
  readonly beyond: string;
  /** Whatever a reader with a limit refuses, at the start of a sentence. */
  readonly refused: string;
  /** What to leave away to be without the limit, where that is more than the keyword. */
  readonly whole?: string;
  /** What is worth knowing of the keyword. */
  readonly about: string;
  readonly section: string;
  /** A schema with one such limit, or with none, and two limits: the one that lets less through comes first. */
  readonly example: { readonly schema: (limit: string) => string; readonly limits: readonly [string, string] };
}

const property = (name: string, type: string) => (limit: string) =>
  `{"type": "object", "properties": {"${name}": {"type": "${type}"${limit}}}}`;
const doubles = "The registry compares limits as doubles: 2^53 and 2^53 + 1 are one number to it.";
const characters = "Length counts characters, not bytes.";
const draft4 = "The true or false that draft 4 writes here is not looked at.";
const contains = (limit: string) =>
  `{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array", "contains": {"const": "pii"}, "minContains": 0${limit}}`;
// Without a `contains` there is nothing to count: an empty schema stands for one that takes any item.
const least = (limit: string) =>
  `{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array"${limit === "" ? "" : ', "contains": {"const": "audited"}'}${limit}}`;
const containing =
  "It counts the items that fit `contains`, in drafts 2019-09 and 2020-12; the registry reads the bare number in older drafts too.";

/** Every keyword that sets a limit. */
export const boundWords = {
  "max-length": {
    keyword: "maxLength",
    takes: (limit, subject) => `at most ${count(limit, "character")} in ${subject}`,
    sends: (limit) => `up to ${limit}`,
    beyond: "may send more",
    refused: "A text that is longer",
    about: characters,
    section: "6.3.1 maxLength",
    example: { schema: property("prompt", "string"), limits: ["2000", "8000"] },
  },
  "min-length": {
    keyword: "minLength",
    takes: (limit, subject) => `at least ${count(limit, "character")} in ${subject}`,
    sends: (limit) => `as few as ${limit}`,
    beyond: "may send fewer",
    refused: "A text that is shorter",
    about: characters,
    section: "6.3.2 minLength",
    example: { schema: property("trace_id", "string"), limits: ["32", "16"] },
  },
  maximum: {
    keyword: "maximum",
    takes: (limit, subject) => `${subject} up to ${limit}`,
    sends: (limit) => `up to ${limit}`,
    beyond: "may send more",
    refused: "A number that is greater",
    about: doubles,
    section: "6.2.2 maximum",
    example: { schema: property("temperature", "number"), limits: ["1", "2"] },
  },
  minimum: {
    keyword: "minimum",
    takes: (limit, subject) => `${subject} from ${limit} upwards`,
    sends: (limit) => `from ${limit} upwards`,
    beyond: "may send less",
    refused: "A number that is smaller",
    about: doubles,
    section: "6.2.4 minimum",
    example: { schema: property("tokens", "integer"), limits: ["1", "0"] },
  },
  "exclusive-maximum": {
    keyword: "exclusiveMaximum",
    takes: (limit, subject) => `${subject} below ${limit}`,
    sends: (limit) => `anything below ${limit}`,
    beyond: "may send that and more",
    refused: "The limit itself, and a number that is greater,",
    about: draft4,
    section: "6.2.3 exclusiveMaximum",
    example: { schema: property("top_p", "number"), limits: ["1", "2"] },
  },
  "exclusive-minimum": {
    keyword: "exclusiveMinimum",
    takes: (limit, subject) => `${subject} above ${limit}`,
    sends: (limit) => `anything above ${limit}`,
    beyond: "may send that and less",
    refused: "The limit itself, and a number that is smaller,",
    about: draft4,
    section: "6.2.5 exclusiveMinimum",
    example: { schema: property("latency_ms", "number"), limits: ["1", "0"] },
  },
  "max-properties": {
    keyword: "maxProperties",
    takes: (limit, subject) => `at most ${count(limit, "property")} in ${subject}`,
    sends: (limit) => `up to ${limit}`,
    beyond: "may send more",
    refused: "An object with more properties",
    about: "Every property counts, whether it is listed or not.",
    section: "6.5.1 maxProperties",
    example: { schema: property("labels", "object"), limits: ["8", "16"] },
  },
  "min-properties": {
    keyword: "minProperties",
    takes: (limit, subject) => `at least ${count(limit, "property")} in ${subject}`,
    sends: (limit) => `as few as ${limit}`,
    beyond: "may send fewer",
    refused: "An object with fewer properties",
    about: "Every property counts, whether it is listed or not.",
    section: "6.5.2 minProperties",
    example: { schema: property("labels", "object"), limits: ["2", "1"] },
  },
  "max-items": {
    keyword: "maxItems",
    takes: (limit, subject) => `at most ${count(limit, "item")} in ${subject}`,
    sends: (limit) => `up to ${limit}`,
    beyond: "may send more",
    refused: "An array with more items",
    about: "It is the number of items alone that counts, not what they are.",
    section: "6.4.1 maxItems",
    example: { schema: property("tool_calls", "array"), limits: ["8", "64"] },
  },
  "min-items": {
    keyword: "minItems",
    takes: (limit, subject) => `at least ${count(limit, "item")} in ${subject}`,
    sends: (limit) => `as few as ${limit}`,
    beyond: "may send fewer",
    refused: "An array with fewer items",
    about: "It is the number of items alone that counts, not what they are.",
    section: "6.4.2 minItems",
    example: { schema: property("messages", "array"), limits: ["2", "1"] },
  },
  "max-contains": {
    keyword: "maxContains",
    takes: (limit, subject) =>
      `at most ${count(limit, "item")} that ${limit === "1" ? "fits" : "fit"} "contains" in ${subject}`,
    sends: (limit) => `up to ${limit}`,
    beyond: "may send more",
    refused: "An array with more such items",
    about: containing,
    section: "6.4.4 maxContains",
    example: { schema: contains, limits: ["1", "3"] },
  },
  "min-contains": {
    keyword: "minContains",
    takes: (limit, subject) =>
      `at least ${count(limit, "item")} that ${limit === "1" ? "fits" : "fit"} "contains" in ${subject}`,
    sends: (limit) => `as few as ${limit}`,
    beyond: "may send fewer",
    refused: "An array with fewer such items",
    whole: '"contains" and "minContains"',
    about: `${containing} A \`contains\` without \`minContains\` asks for one.`,
    section: "6.4.5 minContains",
    example: { schema: least, limits: ["2", "1"] },
  },
} satisfies Readonly<Record<string, BoundWords>>;

const plurals = { character: "characters", property: "properties", item: "items" } as const;

function count(limit: string, what: keyof typeof plurals): string {
  return `${limit} ${limit === "1" ? what : plurals[what]}`;
}
