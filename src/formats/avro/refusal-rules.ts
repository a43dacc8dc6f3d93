import type { Rules, Side } from "../format.ts";
import type { AvroChange, AvroChanges, Pair } from "./changes.ts";
import { plainDefault } from "./default-values.ts";
import { writerFieldsOf } from "./matching.ts";
import { type AvroType, type Field, type NamedType, type RecordType, titleOf, type UnionType } from "./types.ts";
import { aType, field, isOptional, listed, quoted, record, subjectOf, typeText } from "./wording.ts";

const resolution = "Avro 1.12 specification, Schema Resolution";

type Refusals =
  | "name-mismatch"
  | "fixed-size-mismatch"
  | "missing-enum-symbols"
  | "reader-field-missing-default-value"
  | "type-mismatch"
  | "missing-union-branch"
  | "ambiguous-field-alias";

/** What the registry refuses. */
export const refusalRules: Rules<Pick<AvroChanges, Refusals>> = {
  "name-mismatch": {
    effect: "breaks",
    errorType: "NAME_MISMATCH",
    notices: ["source"],
    summary: "a record, enum or fixed has another name, and the reader has no alias for the writer's",
    message: ({ writer, reader }) =>
      `the writer sends ${aType(writer)}, which the reader knows as ${quoted(reader.fullName)} and by no alias`,
    remedy: ({ writer, reader }, side) => nameRemedy(writer, reader, side),
    meaning:
      "Named types of a writer and a reader belong together only if they have the same name, without its namespace, or if the reader lists the writer's full name among its aliases. The writer's own aliases never count. A namespace alone may change.\n\nNo message carries the name of a record, and some decoders read on; the registry refuses the pair all the same, and so does every decoder for an enum or a fixed.",
    example: {
      writer: record("Usage", field("tokens", '"int"')),
      bad: record("TokenUsage", field("tokens", '"int"')),
      good: record("TokenUsage", field("tokens", '"int"')).replace('"fields"', '"aliases": ["Usage"], "fields"'),
    },
    specification: `${resolution}; Aliases; SchemaCompatibility.schemaNameEquals`,
    bump: "minor",
  },
  "fixed-size-mismatch": {
    effect: "breaks",
    errorType: "FIXED_SIZE_MISMATCH",
    notices: ["wire"],
    summary: "a fixed has another size",
    message: ({ writer, reader }) =>
      `the writer sends ${quoted(writer.name)} in ${bytes(writer.size)}, where the reader takes ${bytes(reader.size)}`,
    remedy: ({ writer, reader }, side) =>
      `keep "size": ${side === "reader" ? writer.size : reader.size}, and send the other size as a new type in a new field`,
    meaning:
      "A fixed is written without its length, so a reader that takes another number of bytes would lose its place in the message. No size can be read as another one.",
    example: {
      writer: '{"type": "fixed", "name": "TraceId", "size": 8}',
      bad: '{"type": "fixed", "name": "TraceId", "size": 16}',
      good: '{"type": "fixed", "name": "TraceId", "size": 8, "doc": "the lower half"}',
    },
    specification: `${resolution}: both schemas are fixed whose sizes and names match`,
    bump: "minor",
  },
  "missing-enum-symbols": {
    effect: "breaks",
    errorType: "MISSING_ENUM_SYMBOLS",
    notices: ["wire", "json"],
    summary: "the writer's enum has symbols that the reader's lacks, and the reader's has no default",
    message: ({ reader, symbols }) =>
      `the writer may send ${listed(symbols, "or")}, which the reader's enum ${quoted(reader.name)} does not have, and it has no default`,
    remedy: ({ reader, symbols }, side) => {
      if (side === "writer")
        return `keep to the symbols of the old ${quoted(reader.name)} until its readers know ${listed(symbols)}`;
      const symbol = reader.symbols[0]?.name;
      const add = `add ${listed(symbols)} to the symbols of ${quoted(reader.name)}`;
      return symbol === undefined ? add : `${add}, or give it a default: "default": ${JSON.stringify(symbol)}`;
    },
    meaning:
      "A symbol that the reader does not know can only be read as the default of the reader's enum. The default meant is the enum's own, beside its symbols; the default of a field is for a field that is missing altogether.",
    example: {
      writer: '{"type": "enum", "name": "Role", "symbols": ["USER", "ASSISTANT", "TOOL"]}',
      bad: '{"type": "enum", "name": "Role", "symbols": ["USER", "ASSISTANT"]}',
      good: '{"type": "enum", "name": "Role", "symbols": ["USER", "ASSISTANT"], "default": "USER"}',
    },
    specification: `${resolution}: if the writer's symbol is not present in the reader's enum`,
    bump: "minor",
  },
  "reader-field-missing-default-value": {
    effect: "breaks",
    errorType: "READER_FIELD_MISSING_DEFAULT_VALUE",
    notices: ["wire", "json"],
    summary: "the reader has a field that the writer never sends, and it has no default",
    message: ({ field: missing }) =>
      `the reader needs ${quoted(missing.name)}, which the writer never sends, and it has no default`,
    remedy: ({ writer, reader, field: missing }, side) => defaultRemedy(writer, reader, missing, side),
    meaning:
      "A reader fills a field that the writer does not have from the field's default. Without one there is nothing to put there, and not one message of that writer can be read. A default of null counts as a default.",
    example: {
      writer: record("Usage", field("tokens", '"int"')),
      bad: record("Usage", field("tokens", '"int"'), field("cost_usd", '"double"')),
      good: record("Usage", field("tokens", '"int"'), field("cost_usd", '"double"', '"default": 0')),
    },
    specification: `${resolution}: if the reader's record schema has a field with no default value`,
    bump: "minor",
  },
  "type-mismatch": {
    effect: "breaks",
    errorType: "TYPE_MISMATCH",
    notices: ["wire", "json"],
    summary: "the reader has a type that the writer's is not promoted to",
    message: ({ writer, reader, route, field: missing }) => {
      if (missing !== undefined) {
        return `the reader needs ${quoted(missing.name)}, which the writer never sends: the default of its enum ${quoted(titleOf(reader))} is for unknown symbols, not for a missing field`;
      }
      const sends = isOptional(route) ? "may send" : "sends";
      return `the writer ${sends} ${subjectOf(route)} as ${aType(writer)}, which the reader cannot take for ${aType(reader)}`;
    },
    remedy: (args, side) =>
      args.field === undefined ? typeRemedy(args, side) : defaultRemedy(undefined, undefined, args.field, side),
    meaning:
      "Types belong together if they are of one kind, or if the writer's is promoted to the reader's: int to long, float or double; long to float or double; float to double; string to bytes and back. Nothing else is converted, not even an int to a string, and a reader of one type does not read a union that may hold another.\n\nThe registry also says this of a reader's field that is missing in the writer and has no default of its own, but is of an enum with one: it takes that default for the field's, and then compares the enum with the record.",
    example: {
      writer: record("Usage", field("tokens", '"string"')),
      bad: record("Usage", field("tokens", '"long"')),
      good: record("Usage", field("tokens", '["string", "long"]')),
    },
    specification: `${resolution}: the two schemas are promotable`,
    bump: "minor",
  },
  "missing-union-branch": {
    effect: "breaks",
    errorType: "MISSING_UNION_BRANCH",
    notices: ["wire", "json"],
    summary: "the reader's union has no branch that reads what the writer may send",
    message: ({ writer, route, reasons }) => {
      const sends = isOptional(route) ? "may send" : "sends";
      const reason = innermost(reasons);
      const no = `the writer ${sends} ${subjectOf(route)} as ${aType(writer)}, which no branch of the reader's union reads`;
      if (reason === undefined) return no;
      const more =
        reasons.length > 1 ? `, and for ${reasons.length - 1} more ${reasons.length > 2 ? "reasons" : "reason"}` : "";
      return `${no}: ${refusalRules[reason.kind as Refusals].message(reason.args as never)}${more}`;
    },
    remedy: ({ writer, reader, reasons }, side) => {
      const reason = innermost(reasons);
      if (reason !== undefined) return refusalRules[reason.kind as Refusals].remedy?.(reason.args as never, side);
      return branchRemedy(writer, reader, side);
    },
    meaning:
      "Each branch that a writer's union may hold, or the one type that the writer has, must be read by some branch of the reader's union: of the same kind and name, or one that it is promoted to. The registry names the branch and not the reason; where a branch of the same name exists, what keeps it from reading is told here.",
    example: {
      writer: record("Span", field("error", '["null", "string"]')),
      bad: record("Span", field("error", '["null", "int"]')),
      good: record("Span", field("error", '["null", "int", "string"]')),
    },
    specification: `${resolution}: if the reader's is a union`,
    bump: "minor",
  },
  "ambiguous-field-alias": {
    effect: "breaks",
    notices: ["wire"],
    summary: "a field of the reader means several fields of the writer, by its name and its aliases",
    message: ({ field: ambiguous, matches }) =>
      `the reader's ${quoted(ambiguous.name)} means ${listed(matches.map(({ name }) => name))} of the writer at once, by its name and aliases`,
    remedy: ({ field: ambiguous, matches }, side) => {
      const others = matches.map(({ name }) => name).filter((name) => name !== ambiguous.name);
      if (side === "writer") return `leave out all but one of ${listed(matches.map(({ name }) => name))}`;
      const extra = others.length === matches.length ? others.slice(1) : others;
      return `take ${listed(extra)} from the aliases of ${quoted(ambiguous.name)}`;
    },
    meaning:
      "A reader's field is filled from the writer's field of its name or of one of its aliases. Where the writer has more than one of these, none can be chosen. The registry's check ends with an exception here, and so with a refusal.",
    example: {
      writer: record("Usage", field("price", '"double"'), field("cost", '"double"')),
      bad: record("Usage", field("cost", '"double"', '"aliases": ["price"]')),
      good: record("Usage", field("cost", '"double"')),
    },
    specification: "SchemaCompatibility.lookupWriterField",
    bump: "minor",
  },
};

const bytes = (size: number): string => (size === 1 ? "1 byte" : `${size} bytes`);

/** What is at the bottom of it: a branch of a union may be unreadable for a branch of a union in it. */
function innermost(reasons: readonly AvroChange[]): AvroChange | undefined {
  let [reason] = reasons;
  while (reason?.kind === "missing-union-branch" && reason.args.reasons.length > 0) [reason] = reason.args.reasons;
  return reason;
}

function nameRemedy(writer: NamedType, reader: NamedType, side: Side): string {
  if (side === "writer") return `keep the name ${quoted(reader.name)}, which is the one that readers know`;
  // Java writes an alias of the null namespace with a dot in front, and then does not find it.
  if (writer.namespace === undefined && reader.namespace !== undefined) {
    return `keep the name ${quoted(writer.name)}: no alias stands for a name without a namespace`;
  }
  const aliases = [...reader.aliases, writer.fullName].map((alias) => JSON.stringify(alias));
  return `give ${quoted(reader.name)} an alias: "aliases": [${aliases.join(", ")}]`;
}

function defaultRemedy(
  writer: RecordType | undefined,
  reader: RecordType | undefined,
  missing: Field,
  side: Side,
): string {
  const name = quoted(missing.name);
  if (side === "writer") return `keep ${name} in the writer: the readers that there are cannot do without it`;
  const old = writer === undefined || reader === undefined ? undefined : formerName(writer, reader, missing);
  const renamed =
    old === undefined ? "" : `; if it is ${quoted(old)} under a new name, give it an alias: "aliases": ["${old}"]`;
  const value = plainDefault(missing.type);
  if (value === undefined) return `make ${name} nullable: "type": ["null", …], "default": null${renamed}`;
  const first = missing.type.kind === "union" && value === "null" && missing.type.branches[0]?.kind !== "null";
  const where = first ? ", with null the first branch of its union" : "";
  return `give ${name} a default: "default": ${value}${where}${renamed}`;
}

/** The one field of the writer that the reader knows nothing of, and that has the same type. */
function formerName(writer: RecordType, reader: RecordType, missing: Field): string | undefined {
  const type = typeText(missing.type);
  // Among hundreds a guess is no help, and costs too much.
  if (writer.fields.length + reader.fields.length > 400) return undefined;
  const known = new Set(reader.fields.flatMap((other) => writerFieldsOf(writer, other)));
  const orphans = writer.fields.filter((other) => !known.has(other) && typeText(other.type) === type);
  return type !== undefined && orphans.length === 1 ? orphans[0]?.name : undefined;
}

function typeRemedy({ writer, reader, route }: Pair<AvroType>, side: Side): string {
  const subject = subjectOf(route);
  if (side === "writer") return `keep ${subject} ${aType(reader)}, or send ${aType(writer)} in a new field`;
  const [sent, read] = [typeText(writer), typeText(reader)];
  const text = sent === undefined || read === undefined ? "" : `: "type": [${sent}, ${read}]`;
  if (reader.kind === "union") return `keep ${subject} ${aType(writer)}`;
  return isOptional(route)
    ? `take both for ${subject}${text}`
    : `keep ${subject} ${aType(writer)}, or take both${text}`;
}

function branchRemedy(writer: AvroType, reader: UnionType, side: Side): string {
  if (side === "writer") return `send nothing but ${aType(reader)} until the readers take ${aType(writer)}`;
  const branches = [...reader.branches, writer].map(typeText);
  const text = branches.includes(undefined) ? "" : `: [${branches.join(", ")}]`;
  return `add ${aType(writer)} to the union${text.length > 120 ? "" : text}`;
}
