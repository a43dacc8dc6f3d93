import type { Rules } from "../format.ts";
import type { Attribute, AvroChanges } from "./changes.ts";
import { type Field, titleOf } from "./types.ts";
import { aType, field, listed, orNone, quoted, record, subjectOf } from "./wording.ts";

type Safe =
  | "type-promoted"
  | "logical-type-changed"
  | "type-renamed"
  | "namespace-changed"
  | "error-changed"
  | "field-added"
  | "field-removed"
  | "field-renamed"
  | "fields-reordered"
  | "default-changed"
  | "order-changed"
  | "enum-symbols-added"
  | "enum-symbols-defaulted"
  | "enum-symbols-reordered"
  | "enum-default-changed"
  | "union-branches-added"
  | "union-branches-reordered"
  | "union-replaced"
  | "aliases-changed"
  | "doc-changed"
  | "property-changed";

const resolution = "Avro 1.12 specification, Schema Resolution";
const role = (...symbols: readonly string[]): string =>
  `{"type": "enum", "name": "Role", "symbols": [${symbols.map((symbol) => `"${symbol}"`).join(", ")}]}`;
const usage = record("Usage", field("tokens", '"int"'));

/** Differences in which nothing is lost. */
export const safeRules: Rules<Pick<AvroChanges, Safe>> = {
  "type-promoted": {
    effect: "safe",
    notices: ["source"],
    summary: "the reader has a wider type, which holds every value of the writer's",
    message: ({ writer, reader, route }) =>
      `the writer sends ${subjectOf(route)} as ${aType(writer)}, which the reader takes for ${aType(reader)} without loss`,
    meaning:
      "Avro reads an int as a long or a double, a float as a double, and a string as bytes. The way back breaks, or loses.",
    example: { writer: usage, bad: record("Usage", field("tokens", '"long"')), good: usage },
    specification: `${resolution}: the writer's schema may be promoted to the reader's`,
    bump: "minor",
  },
  "logical-type-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "a logical type is added, taken away or told otherwise, and no value gets another meaning",
    message: ({ route, before, after }) =>
      `the logical type of ${subjectOf(route)} is ${orNone(before)} to the writer and ${orNone(after)} to the reader`,
    meaning:
      "The bytes are the same, and so is the number in them; what generated code makes of it may be another class. A precision that changes alone is told here too.",
    example: {
      writer: record("Span", field("started_at", '"long"')),
      bad: record("Span", field("started_at", '{"type": "long", "logicalType": "timestamp-millis"}')),
      good: record("Span", field("started_at", '"long"')),
    },
    specification: "Avro 1.12 specification, Logical Types",
    bump: "minor",
  },
  "type-renamed": {
    effect: "safe",
    notices: ["source"],
    summary: "a record, enum or fixed has another name, and the reader has the writer's as an alias",
    message: ({ writer, reader }) =>
      `the writer's ${writer.kind} ${quoted(writer.fullName)} is the reader's ${quoted(reader.fullName)}, by an alias`,
    meaning:
      "The reader knows the writer's type by an alias. The other way round the alias is of no use: a writer's aliases never count.",
    example: {
      writer: usage,
      bad: record("TokenUsage", field("tokens", '"int"')).replace('"fields"', '"aliases": ["Usage"], "fields"'),
      good: usage,
    },
    specification: "Avro 1.12 specification, Aliases",
    bump: "minor",
  },
  "namespace-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "a record, enum or fixed has another namespace",
    message: ({ writer, reader }) =>
      `the writer's ${writer.kind} ${quoted(writer.fullName)} is the reader's ${quoted(reader.fullName)}: only the namespace differs`,
    meaning:
      "Names are compared without their namespaces. Generated code gets another package, and the default subject another name.",
    example: {
      writer: record("a.Usage", field("tokens", '"int"')),
      bad: record("b.Usage", field("tokens", '"int"')),
      good: record("a.Usage", field("tokens", '"int"')),
    },
    specification: `${resolution}; Names: the unqualified name`,
    bump: "minor",
  },
  "error-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "a record is an error on one side",
    message: ({ writer, reader }) =>
      `${quoted(reader.name)} is ${writer.error ? "an error" : "a record"} to the writer and ${reader.error ? "an error" : "a record"} to the reader`,
    meaning: "An error is a record by another word. Only generated code tells them apart.",
    example: { writer: usage, bad: usage.replace('"record"', '"error"'), good: usage },
    specification: "Avro 1.12 specification, Protocol Declaration: errors",
    bump: "minor",
  },
  "field-added": {
    effect: "safe",
    notices: ["source"],
    summary: "the reader has a field that the writer never sends, with a default",
    message: ({ field: added }) =>
      `the reader has ${quoted(added.name)}, which the writer never sends, and fills it from its default`,
    meaning: "What the writer does not send, the reader fills from the default.",
    example: {
      writer: usage,
      bad: record("Usage", field("tokens", '"int"'), field("cost_usd", '"double"', '"default": 0')),
      good: usage,
    },
    specification: `${resolution}: the reader should use the default value from its field`,
    bump: "minor",
  },
  "field-removed": {
    effect: "safe",
    notices: ["source"],
    summary: "the writer sends a field that the reader does not have",
    message: ({ field: removed }) => `the writer sends ${quoted(removed.name)}, which the reader passes over`,
    meaning: "A reader skips what it does not know. The other way round the field needs a default.",
    example: {
      writer: record("Usage", field("tokens", '"int"'), field("cost_usd", '"double"')),
      bad: usage,
      good: record("Usage", field("tokens", '"int"'), field("cost_usd", '"double"')),
    },
    specification: `${resolution}: the writer's value for that field is ignored`,
    bump: "minor",
  },
  "field-renamed": {
    effect: "safe",
    notices: ["json", "source"],
    summary: "a field has another name, and the reader has the writer's as an alias",
    message: ({ writerField, readerField }) =>
      `the writer's ${quoted(writerField.name)} is the reader's ${quoted(readerField.name)}, by an alias`,
    meaning:
      "The reader fills its field from the writer's field that it has as an alias. A writer's aliases never count, and JSON goes by the name alone.",
    example: {
      writer: record("Usage", field("price", '"double"')),
      bad: record("Usage", field("cost", '"double"', '"aliases": ["price"]')),
      good: record("Usage", field("price", '"double"')),
    },
    specification: "Avro 1.12 specification, Aliases",
    bump: "minor",
  },
  "fields-reordered": {
    effect: "safe",
    summary: "the fields stand in another order",
    message: ({ reader }) => `the fields of ${quoted(reader.name)} stand in another order in the writer`,
    meaning: "A reader goes by the writer's order, and puts each value where it belongs.",
    example: {
      writer: record("Usage", field("prompt", '"int"'), field("completion", '"int"')),
      bad: record("Usage", field("completion", '"int"'), field("prompt", '"int"')),
      good: record("Usage", field("prompt", '"int"'), field("completion", '"int"')),
    },
    specification: `${resolution}: the ordering of fields may be different`,
    bump: "patch",
  },
  "default-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "a field has another default, or one on one side only",
    message: ({ field: changed, ...values }) => differs(`the default of ${quoted(changed.name)}`, values),
    meaning:
      "A default is used only where a writer does not send the field; this one sends it. Against a writer without the field, another default is another value, and none is a break.",
    example: {
      writer: record("Usage", field("tokens", '"int"', '"default": 0')),
      bad: record("Usage", field("tokens", '"int"', '"default": -1')),
      good: record("Usage", field("tokens", '"int"', '"default": 0')),
    },
    specification: "Avro 1.12 specification, Complex Types: default",
    bump: "minor",
  },
  "order-changed": {
    effect: "safe",
    summary: "a field counts otherwise when records are sorted",
    message: ({ field: changed, ...values }) => differs(`the sort order of ${quoted(changed.name)}`, values),
    meaning: "The order tells how to sort records, and not how to read them.",
    example: { writer: usage, bad: record("Usage", field("tokens", '"int"', '"order": "ignore"')), good: usage },
    specification: "Avro 1.12 specification, Sort Order",
    bump: "patch",
  },
  "enum-symbols-added": {
    effect: "safe",
    notices: ["source"],
    summary: "the reader's enum has symbols that the writer's lacks",
    message: ({ reader, symbols }) =>
      `the reader's enum ${quoted(reader.name)} also knows ${listed(symbols)}, which the writer never sends`,
    meaning: "A reader may know more than it is sent. The other way round the enum needs a default.",
    example: { writer: role("USER"), bad: role("USER", "TOOL"), good: role("USER") },
    specification: `${resolution}: both are enums`,
    bump: "minor",
  },
  "enum-symbols-defaulted": {
    effect: "safe",
    notices: ["wire", "json"],
    summary: "the writer's enum has symbols that the reader reads as its default",
    message: ({ reader, symbols }) =>
      `the writer may send ${listed(symbols, "or")}, which the reader's enum ${quoted(reader.name)} reads as its default, ${quoted(reader.default ?? "")}`,
    meaning:
      "A symbol that the reader does not know is read as the default of the reader's enum: that is what the default is for.",
    example: {
      writer: role("USER", "TOOL"),
      bad: role("USER").replace("]}", '], "default": "USER"}'),
      good: role("USER", "TOOL"),
    },
    specification: `${resolution}: if the reader has a default value, then that value is used`,
    bump: "minor",
  },
  "enum-symbols-reordered": {
    effect: "safe",
    summary: "the symbols of an enum stand in another order",
    message: ({ reader }) => `the symbols of ${quoted(reader.name)} stand in another order in the writer`,
    meaning: "Symbols are sent by number and read by name, through the writer's schema. They sort by their order.",
    example: { writer: role("USER", "TOOL"), bad: role("TOOL", "USER"), good: role("USER", "TOOL") },
    specification: `${resolution}: both are enums`,
    bump: "patch",
  },
  "enum-default-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "an enum has another default, or one on one side only",
    message: ({ reader, ...values }) => differs(`the default of the enum ${quoted(reader.name)}`, values),
    meaning:
      "The default is for symbols that the reader does not know. Against a writer with more symbols, another default is another value, and none is a break.",
    example: {
      writer: role("USER", "TOOL"),
      bad: role("USER", "TOOL").replace("]}", '], "default": "USER"}'),
      good: role("USER", "TOOL"),
    },
    specification: "Avro 1.12 specification, Enums: default",
    bump: "minor",
  },
  "union-branches-added": {
    effect: "safe",
    notices: ["json", "source"],
    summary: "the reader's union has branches that the writer never sends",
    message: ({ branches, route }) =>
      `the reader also takes ${listed(branches.map(titleOf), "or")} for ${subjectOf(route)}, which the writer never sends`,
    meaning:
      "A reader may take more than it is sent; a type that becomes one branch of a union is read as that branch. The other way round breaks.",
    example: {
      writer: record("Span", field("error", '"string"')),
      bad: record("Span", field("error", '["null", "string"]')),
      good: record("Span", field("error", '"string"')),
    },
    specification: `${resolution}: if the reader's is a union, but the writer's is not`,
    bump: "minor",
  },
  "union-branches-reordered": {
    effect: "safe",
    summary: "the branches of a union stand in another order",
    message: ({ route }) => `the branches of ${subjectOf(route)} stand in another order in the writer`,
    meaning:
      "Branches are sent by number and read by type, through the writer's schema. A default belongs to the first branch that it suits.",
    example: {
      writer: record("Span", field("error", '["null", "string"]')),
      bad: record("Span", field("error", '["string", "null"]')),
      good: record("Span", field("error", '["null", "string"]')),
    },
    specification: `${resolution}: if both are unions`,
    bump: "patch",
  },
  "union-replaced": {
    effect: "safe",
    notices: ["json", "source"],
    summary: "the reader has one type in the place of the writer's union",
    message: ({ writer, reader, route }) =>
      `the writer sends ${subjectOf(route)} as ${aType(writer)}, and the reader takes only ${aType(reader)}`,
    meaning:
      "That is safe where the reader's one type reads every branch of the writer's union; each branch that it does not read is told as a break of its own.",
    example: {
      writer: record("Usage", field("tokens", '["int"]')),
      bad: usage,
      good: record("Usage", field("tokens", '["int"]')),
    },
    specification: `${resolution}: if the writer's is a union, but the reader's is not`,
    bump: "minor",
  },
  "aliases-changed": {
    effect: "safe",
    summary: "a type or a field has other aliases",
    message: ({ field: owner, reader, ...values }) =>
      differs(`the list of aliases of ${ownerOf(owner, titleOf(reader))}`, values),
    meaning:
      "Aliases let a reader know a writer's type or field under another name. That this pair still belongs together is told apart from it.",
    example: { writer: usage, bad: record("Usage", field("tokens", '"int"', '"aliases": ["count"]')), good: usage },
    specification: "Avro 1.12 specification, Aliases",
    bump: "minor",
  },
  "doc-changed": {
    effect: "safe",
    summary: "a type or a field is documented otherwise",
    message: ({ field: owner, reader, before, after }) => {
      const how = before === undefined ? "new" : after === undefined ? "gone" : "another one";
      return `the doc of ${ownerOf(owner, titleOf(reader))} is ${how} in the reader`;
    },
    meaning: "Docs are for people.",
    example: {
      writer: usage,
      bad: record("Usage", field("tokens", '"int"', '"doc": "prompt and completion"')),
      good: usage,
    },
    specification: "Avro 1.12 specification, Complex Types: doc",
    bump: "patch",
  },
  "property-changed": {
    effect: "safe",
    summary: "a type or a field has another property that Avro gives no meaning",
    message: ({ field: owner, reader, key, ...values }) =>
      differs(`the property ${quoted(key)} of ${ownerOf(owner, titleOf(reader))}`, values),
    meaning:
      "Whatever the specification gives no meaning is kept and not looked at. Tools may give it one of their own.",
    example: { writer: usage, bad: record("Usage", field("tokens", '"int"', '"pii": false')), good: usage },
    specification: "Avro 1.12 specification, Schema Declaration: attributes not defined here are permitted as metadata",
    bump: "patch",
  },
};

function differs(what: string, { before, after }: Attribute): string {
  return `${what} is ${orNone(before)} to the writer and ${orNone(after)} to the reader`;
}

function ownerOf(owner: Field | undefined, title: string): string {
  return quoted(owner?.name ?? title);
}
