import type { DependencyChange, RegistryChanges } from "./changes.ts";
import { core, type RuleTexts, validation } from "./rule-text.ts";
import { listed, message, propertyOf, quoted, recent, shown } from "./wording.ts";

type Objects =
  | `required-attribute-${"added" | "with-default-added" | "removed"}`
  | `dependency-array-${"added" | "removed" | "extended" | "narrowed" | "changed"}`
  | `dependency-schema-${"added" | "removed"}`;

const usage = (required: string, cost = '{"type": "number"}'): string =>
  message(`"tokens": {"type": "integer"}, "cost_usd": ${cost}`, `"required": [${required}]`);
const requiredSection = `${validation}, 6.5.3 required`;

const billed = (...needs: readonly string[]): string =>
  recent(
    message(
      '"cost_usd": {"type": "number"}, "currency": {"type": "string"}, "tenant": {"type": "string"}',
      needs.length === 0
        ? '"required": []'
        : `"dependentRequired": {"cost_usd": [${needs.map((name) => `"${name}"`).join(", ")}]}`,
    ),
  );
const dependentSection = `${validation}, 6.5.4 dependentRequired; JSON Schema draft-07, 6.5.7 dependencies`;

const guarded = (rule?: string): string =>
  recent(
    message(
      '"pii": {"type": "boolean"}, "redacted_by": {"type": "string"}',
      rule === undefined ? '"required": []' : `"dependentSchemas": {"pii": ${rule}}`,
    ),
  );
const schemaSection = `${core}, 10.2.2.4 dependentSchemas; JSON Schema draft-07, 6.5.7 dependencies`;

/** What must be there, and what must be there beside something else. */
export const objectTexts: RuleTexts<Pick<RegistryChanges, Objects>> = {
  "required-attribute-added": {
    summary: "the reader requires a property that the writer may leave out, and it has no default",
    message: ({ names, property }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer may leave out, and it has no default`,
    remedy: ({ names, property }, side) =>
      side === "reader"
        ? `take ${propertyOf(names, property)} out of "required", or give it a default: "default": …`
        : `keep ${propertyOf(names, property)} in "required": the readers that there are cannot do without it`,
    meaning:
      "A message without the property is valid to the writer, and refused by the reader. Only names that both sides list under `properties` are compared; a name that is required and not listed is not seen.",
    example: { writer: usage('"tokens"'), bad: usage('"tokens", "cost_usd"'), good: usage('"tokens"') },
    specification: requiredSection,
  },
  "required-attribute-with-default-added": {
    summary: "the reader requires a property that the writer may leave out, and it has a default",
    message: ({ names, property }) =>
      `the reader requires ${propertyOf(names, property)}, which the writer may leave out, and has a default for it`,
    meaning:
      "The registry counts on a validator that fills in defaults before it validates. JSON Schema itself asks no validator to do so, and most do not unless they are told to.",
    example: {
      writer: usage('"tokens"'),
      bad: usage('"tokens", "cost_usd"', '{"type": "number", "default": 0}'),
      good: usage('"tokens"'),
    },
    specification: `${requiredSection} and 9.2 default`,
  },
  "required-attribute-removed": {
    summary: "the writer requires a property that the reader does without",
    message: ({ names, property }) =>
      `the writer always sends ${propertyOf(names, property)}, which the reader can do without`,
    meaning: "A reader that asks for less is content with what it is sent. The other way round it breaks.",
    example: {
      writer: usage('"tokens", "cost_usd"'),
      bad: usage('"tokens"'),
      good: usage('"tokens", "cost_usd"'),
    },
    specification: requiredSection,
  },
  "dependency-array-added": {
    summary: "the reader asks for more properties wherever one of them is sent, and the writer asks for none",
    message: ({ names, property, after }) =>
      `the reader asks for ${listed(after ?? [])} wherever ${propertyOf(names, property)} is sent, and the writer does not`,
    remedy: ({ property, after }, side) =>
      side === "reader"
        ? `leave ${quoted(property)} out of "dependentRequired" (before draft 2019-09: "dependencies")`
        : `keep the dependency: "dependentRequired": {${JSON.stringify(property)}: ${JSON.stringify(after ?? [])}}`,
    meaning:
      "A message that has the one property and not the others is valid to the writer, and refused by the reader. Drafts up to 7 write this as a list under `dependencies`.",
    example: { writer: billed(), bad: billed("currency"), good: billed() },
    specification: dependentSection,
  },
  "dependency-array-removed": {
    summary: "the writer sends more properties wherever it sends one of them, and the reader does not ask for them",
    message: ({ names, property, before }) =>
      `the writer sends ${listed(before ?? [])} wherever it sends ${propertyOf(names, property)}, and the reader does not ask for that`,
    meaning: "A reader that asks for less is content with what it is sent. The other way round it breaks.",
    example: { writer: billed("currency"), bad: billed(), good: billed("currency") },
    specification: dependentSection,
  },
  "dependency-array-extended": {
    summary: "the reader asks for more properties beside one than the writer does",
    message: (change) =>
      `wherever ${propertyOf(change.names, change.property)} is sent the reader also asks for ${listed(moreIn(change))}, which the writer may leave out`,
    remedy: (change, side) =>
      side === "reader"
        ? `take ${listed(moreIn(change))} out of what ${quoted(change.property)} depends on`
        : `keep ${listed(moreIn(change))} among what ${quoted(change.property)} depends on`,
    meaning: "A message that has only what the writer asks for is refused by a reader that asks for more.",
    example: { writer: billed("currency"), bad: billed("currency", "tenant"), good: billed("currency") },
    specification: dependentSection,
  },
  "dependency-array-narrowed": {
    summary: "the reader asks for fewer properties beside one than the writer does",
    message: (change) =>
      `wherever the writer sends ${propertyOf(change.names, change.property)} it also sends ${listed(lessIn(change))}, for which the reader does not ask`,
    meaning: "A reader that asks for less is content with what it is sent. The other way round it breaks.",
    example: { writer: billed("currency", "tenant"), bad: billed("currency"), good: billed("currency", "tenant") },
    specification: dependentSection,
  },
  "dependency-array-changed": {
    summary: "the reader asks for other properties beside one than the writer does",
    message: (change) =>
      `wherever ${propertyOf(change.names, change.property)} is sent the reader asks for ${listed(moreIn(change))}, and the writer for ${listed(lessIn(change))}`,
    remedy: (change, side) =>
      side === "reader"
        ? `ask for nothing but ${listed(change.before ?? [])} beside ${quoted(change.property)}`
        : `keep ${listed(moreIn(change))} among what ${quoted(change.property)} depends on`,
    meaning:
      "Each side asks for something that the other one does not. A message that has only what the writer asks for is refused.",
    example: { writer: billed("currency"), bad: billed("tenant"), good: billed("currency") },
    specification: dependentSection,
  },
  "dependency-schema-added": {
    summary: "the reader holds a message that has a property to one more schema, and the writer does not",
    message: ({ names, property, schema }) =>
      `wherever ${propertyOf(names, property)} is sent the reader also asks for ${quoted(shown(schema))}, of which the writer knows nothing`,
    remedy: ({ property }, side) =>
      side === "reader"
        ? `leave ${quoted(property)} out of "dependentSchemas" (before draft 2019-09: "dependencies")`
        : `keep ${quoted(property)} under "dependentSchemas" as the readers have it`,
    meaning:
      "The schema counts for the whole object as soon as the property is there. The registry does not look into a new one: even one that takes everything is refused.",
    example: { writer: guarded(), bad: guarded('{"required": ["redacted_by"]}'), good: guarded() },
    specification: schemaSection,
  },
  "dependency-schema-removed": {
    summary: "the writer holds a message that has a property to one more schema, and the reader does not",
    message: ({ names, property }) =>
      `the writer keeps to one more schema wherever it sends ${propertyOf(names, property)}, and the reader does not ask for that`,
    meaning: "A reader that asks for less is content with what it is sent. The other way round it breaks.",
    example: {
      writer: guarded('{"required": ["redacted_by"]}'),
      bad: guarded(),
      good: guarded('{"required": ["redacted_by"]}'),
    },
    specification: schemaSection,
  },
};

/** What only the reader asks for. */
function moreIn({ before = [], after = [] }: DependencyChange): readonly string[] {
  return after.filter((name) => !before.includes(name));
}

/** What only the writer asks for. */
function lessIn({ before = [], after = [] }: DependencyChange): readonly string[] {
  return before.filter((name) => !after.includes(name));
}
