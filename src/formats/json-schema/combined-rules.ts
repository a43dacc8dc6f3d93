import type { Side } from "../format.ts";
import type { RegistryChanges, SubschemaCountChange, SubschemasChange } from "./changes.ts";
import { core, type RuleTexts } from "./rule-text.ts";
import { message, subjectOf } from "./wording.ts";

type Combined =
  | `combined-type-${"extended" | "changed" | "subschemas-changed"}`
  | `${"product" | "sum"}-type-${"extended" | "narrowed"}`;

const text = '{"type": "string"}';
const long = '{"type": "string", "minLength": 8}';
const number = '{"type": "number"}';
const cost = (criterion: string, ...branches: readonly string[]): string =>
  message(`"cost": {"${criterion}": [${branches.join(", ")}]}`);
const section = `${core}, 10.2.1 Keywords for Applying Subschemas With Logic`;

/** Schemas that are put together of others by `allOf`, `anyOf` and `oneOf`; a list of types is an `anyOf` of its types. */
export const combinedTexts: RuleTexts<Pick<RegistryChanges, Combined>> = {
  "combined-type-extended": {
    summary: "the reader puts schemas together by a keyword that asks for no more than the writer's",
    message: ({ names, before, after }) =>
      `the schemas of ${subjectOf(names)} are in "${before}" to the writer, and in "${after}" to the reader, which asks for no more`,
    meaning:
      "What fits all of several schemas, or exactly one, fits at least one: so `anyOf` takes what the others do. With a single schema in it, all three say the same.",
    example: { writer: cost("allOf", text, long), bad: cost("anyOf", text, long), good: cost("allOf", text, long) },
    specification: section,
  },
  "combined-type-changed": {
    summary:
      "the reader puts schemas together by a keyword that asks for more than the writer's, or for something else",
    message: ({ names, before, after }) =>
      `the writer sends ${subjectOf(names)} so that it fits ${fits(before)}, where the reader asks that it fit ${fits(after)}`,
    remedy: ({ names, before, after }, side) => `keep "${side === "reader" ? before : after}" for ${subjectOf(names)}`,
    meaning:
      "What fits one of several schemas need not fit all of them, and may fit more than one. The schemas themselves are then not compared. A list of types counts as an `anyOf`, and keywords of different kinds in one schema as an `allOf`.",
    example: {
      writer: cost("anyOf", text, number),
      bad: cost("oneOf", text, number),
      good: cost("anyOf", text, number),
    },
    specification: section,
  },
  "combined-type-subschemas-changed": {
    summary: "not every schema in an `allOf`, `anyOf` or `oneOf` finds one on the other side that goes with it",
    message: (change) => unmatched(change),
    remedy: ({ names, before, after }, side) => branchRemedy(names, side === "reader" ? before : after, side),
    meaning:
      "The registry looks for pairs: each schema of the writer with one of the reader that takes all that it allows, none of them twice, in any order. As long as the side with fewer schemas finds a partner for each, it is content. It does not ask whether one schema of the reader takes what two of the writer's allow, so to merge two branches into a wider one, or to split one in two, is refused although every message stays valid. Keep each branch as it was, and add the new ones beside them. That two branches of a `oneOf` may now fit one message is not looked at.",
    example: {
      writer: cost("anyOf", text, number),
      bad: cost("anyOf", text, '{"type": "boolean"}'),
      good: cost("anyOf", text, number, '{"type": "boolean"}'),
    },
    specification: section,
  },
  "product-type-extended": {
    summary: "the reader asks for more schemas at once than the writer",
    message: (change) =>
      `the reader asks that ${subjectOf(change.names)} fit ${count(change.after)} at once, where the writer keeps to ${count(change.before)}`,
    remedy: ({ names }, side) =>
      side === "reader"
        ? `add nothing to the "allOf" of ${subjectOf(names)}`
        : `keep every schema that the readers have in the "allOf" of ${subjectOf(names)}`,
    meaning:
      "Each schema in an `allOf` is one more condition. The registry counts them, without asking whether the new one is implied by the others. Keywords of different kinds in one schema are an `allOf` too: `enum` beside `type` makes two of one.",
    example: {
      writer: cost("allOf", text, long),
      bad: cost("allOf", text, long, '{"maxLength": 64}'),
      good: cost("allOf", text, long),
    },
    specification: `${core}, 10.2.1.1 allOf`,
  },
  "product-type-narrowed": {
    summary: "the reader asks for fewer schemas at once than the writer",
    message: (change) =>
      `the writer keeps to ${count(change.before)} at once for ${subjectOf(change.names)}, and the reader asks for ${count(change.after)}`,
    meaning: "A reader that asks for less is content with what it is sent. The other way round it breaks.",
    example: { writer: cost("allOf", text, long), bad: cost("allOf", text), good: cost("allOf", text, long) },
    specification: `${core}, 10.2.1.1 allOf`,
  },
  "sum-type-extended": {
    summary: "the reader takes more alternatives than the writer sends",
    message: (change) =>
      `the reader takes ${alternatives(change.after)} for ${subjectOf(change.names)}, and the writer sends ${alternatives(change.before)}`,
    meaning:
      "A reader may know more alternatives than it is sent. In a `oneOf` that holds only as long as a new alternative takes nothing that a former one takes: the registry does not look at that.",
    example: {
      writer: cost("anyOf", text, number),
      bad: cost("anyOf", text, number, '{"type": "null"}'),
      good: cost("anyOf", text, number),
    },
    specification: `${core}, 10.2.1.2 anyOf and 10.2.1.3 oneOf`,
  },
  "sum-type-narrowed": {
    summary: "the writer sends more alternatives than the reader takes",
    message: (change) =>
      `the writer may send ${alternatives(change.before)} for ${subjectOf(change.names)}, of which the reader takes ${few(change.after)}`,
    remedy: (change, side) => countRemedy(change, side),
    meaning:
      "An alternative that the reader no longer has is refused, unless one that it kept takes it too; the registry counts alternatives, and does not ask for that. A list of types counts as alternatives.",
    example: { writer: cost("anyOf", text, number), bad: cost("anyOf", text), good: cost("anyOf", text, number) },
    specification: `${core}, 10.2.1.2 anyOf and 10.2.1.3 oneOf`,
  },
};

const fits = (criterion: string): string =>
  ({
    allOf: "all of the schemas in it",
    anyOf: "at least one of the schemas in it",
    oneOf: "exactly one of the schemas in it",
  })[criterion] ?? criterion;

const count = (schemas: number): string => (schemas === 1 ? "one schema" : `${schemas} schemas`);
const few = (schemas: number): string => (schemas === 1 ? "only one" : `only ${schemas}`);
const alternatives = (schemas: number): string => (schemas === 1 ? "one alternative" : `${schemas} alternatives`);

function unmatched({ names, after, writerCount, readerCount, matched }: SubschemasChange): string {
  const subject = subjectOf(names);
  const found = matched === 0 ? "none" : `only ${matched}`;
  return writerCount <= readerCount
    ? `of the ${alternatives(writerCount)} that the writer has for ${subject}, ${found} ${matched > 1 ? "are" : "is"} taken by one of the reader's "${after}"`
    : `of the ${alternatives(readerCount)} in the reader's "${after}" of ${subject}, ${found} ${matched > 1 ? "take" : "takes"} one of the writer's`;
}

function branchRemedy(names: readonly string[], criterion: string, side: Side): string {
  const subject = subjectOf(names);
  if (side === "writer") return `keep the schemas in the "${criterion}" of ${subject} to what the readers' have`;
  return criterion === "allOf"
    ? `keep each schema in the "allOf" of ${subject} as it was, and loosen nothing but what is in it`
    : `keep each schema in the "${criterion}" of ${subject} as it was, and add new ones beside them`;
}

function countRemedy({ names }: SubschemaCountChange, side: Side): string {
  return side === "reader"
    ? `keep every alternative of ${subjectOf(names)}, also one that is out of use`
    : `send nothing but the alternatives of ${subjectOf(names)} that the readers have`;
}
