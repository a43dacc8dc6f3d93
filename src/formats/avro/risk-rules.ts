import type { Rules } from "../format.ts";
import type { AvroChanges } from "./changes.ts";
import { plainDefault } from "./default-values.ts";
import type { PrimitiveName } from "./types.ts";
import { aType, field, isOptional, quoted, record, subjectOf } from "./wording.ts";

type Risks =
  | "lossy-promotion"
  | "logical-type-meaning-changed"
  | "union-branch-namespace-changed"
  | "field-alias-out-of-reach"
  | "field-alias-taken"
  | "unusable-default";

/** What the registry accepts, and a value is lost, misread or refused all the same. */
export const riskRules: Rules<Pick<AvroChanges, Risks>> = {
  "lossy-promotion": {
    effect: "risks",
    notices: ["wire", "json"],
    summary: "the reader has a type that does not hold every value of the writer's",
    message: ({ writer, reader, route }) => {
      const sends = isOptional(route) ? "may send" : "sends";
      return `the writer ${sends} ${subjectOf(route)} as ${aType(writer)}, and the reader ${losses[reader.kind]}`;
    },
    remedy: ({ writer, reader, route }, side) => {
      const wider = reader.kind === "float" && writer.kind === "int" ? ", or make it a double" : "";
      if (side === "reader") return `keep ${subjectOf(route)} ${aType(writer)}${wider}`;
      return `keep ${subjectOf(route)} ${aType(reader)}: its readers hold no more`;
    },
    meaning:
      "Avro promotes an int or a long to a float or a double, and bytes to a string. A float holds whole numbers up to 2^24 exactly, a double up to 2^53; beyond that the reader gets a neighbouring number. Bytes that are no UTF-8 become replacement characters, or an error.",
    example: {
      writer: record("Usage", field("request_id", '"long"')),
      bad: record("Usage", field("request_id", '"double"')),
      good: record("Usage", field("request_id", '["long", "double"]')),
    },
    specification: "Avro 1.12 specification, Schema Resolution: the writer's schema may be promoted to the reader's",
    bump: "minor",
  },
  "logical-type-meaning-changed": {
    effect: "risks",
    notices: ["wire", "json"],
    summary: "the reader's logical type makes another value of the same bytes",
    message: ({ route, before, after }) =>
      before === undefined
        ? `the writer sends ${subjectOf(route)} as any string, which the reader takes for a ${after}`
        : `the writer sends ${subjectOf(route)} as ${before}, which the reader takes for ${after}`,
    remedy: ({ route, before, after }, side) => {
      const kept = side === "reader" ? before : after;
      const other = side === "reader" ? after : before;
      if (kept === undefined)
        return `leave ${subjectOf(route)} a plain string, or check every value that was ever written`;
      return `keep ${subjectOf(route)} ${kept}, and send ${other === undefined ? "the rest" : other} in a new field`;
    },
    meaning:
      "The registry does not look at logical types, and the bytes stay readable. But a number of milliseconds that is taken for microseconds is another moment, a decimal of another scale another amount, and a local time another one than an instant. A plain number that is given a logical type, and one that loses it, is told as safe; a plain string that is given `uuid` is not, because not every string is one.",
    example: {
      writer: record("Span", field("started_at", '{"type": "long", "logicalType": "timestamp-millis"}')),
      bad: record("Span", field("started_at", '{"type": "long", "logicalType": "timestamp-micros"}')),
      good: record("Span", field("started_at", '"long"')),
    },
    specification: "Avro 1.12 specification, Logical Types",
    bump: "minor",
  },
  "union-branch-namespace-changed": {
    effect: "risks",
    notices: ["wire"],
    summary: "an enum or fixed in a union has another namespace, and decoders look for its full name",
    message: ({ writer, branch, route }) =>
      `the writer sends ${subjectOf(route)} as ${aType(writer)}, which decoders do not find in the reader's union: there it is ${quoted(branch.fullName)}`,
    remedy: ({ writer, branch }, side) => {
      if (side === "writer") return `keep the namespace of ${quoted(branch.fullName)}`;
      const alias = writer.namespace === undefined ? `.${writer.name}` : writer.fullName;
      return `give ${quoted(branch.name)} its former name as an alias: "aliases": ["${alias}"]`;
    },
    meaning:
      "The registry compares names without their namespaces, and so does Avro Java where a type stands alone. In a union Avro Java looks for an enum or a fixed by its full name or alias, unless both unions are alike in everything else, and fails on each message that holds the branch. The namespace of a nested type changes with that of the record around it.",
    example: {
      writer: record("a.Span", field("status", '{"type": "enum", "name": "Status", "symbols": ["OK", "FAILED"]}')),
      bad: record(
        "b.Span",
        field("status", '["null", {"type": "enum", "name": "Status", "symbols": ["OK", "FAILED"]}]'),
      ),
      good: record(
        "b.Span",
        field("status", '["null", {"type": "enum", "name": "a.Status", "symbols": ["OK", "FAILED"]}]'),
      ),
    },
    specification: "Avro Java 1.12, Resolver.ReaderUnion; Avro 1.12 specification, Schema Resolution and Aliases",
    bump: "minor",
  },
  "field-alias-out-of-reach": {
    effect: "risks",
    notices: ["wire"],
    summary: "a field is known by an alias, in a record whose full name has changed without one",
    message: ({ writer, reader, writerField, readerField }) =>
      `the reader's ${quoted(readerField.name)} means the writer's ${quoted(writerField.name)} by an alias, which decoders pass over because the record ${quoted(writer.fullName)} is now ${quoted(reader.fullName)}`,
    remedy: ({ writer, reader, writerField }, side) => {
      if (side === "writer")
        return `keep the namespace of ${quoted(reader.fullName)}, or the name ${quoted(writerField.name)}`;
      const alias = writer.namespace === undefined ? `.${writer.name}` : writer.fullName;
      return `give ${quoted(reader.name)} its former name as an alias: "aliases": ["${alias}"]`;
    },
    meaning:
      "The registry compares records by their names without namespaces, and then applies the aliases of fields. Avro Java applies the aliases of a record's fields only to a writer's record of the same full name, or of one that is an alias. Otherwise the field counts as missing: it gets its default, and without one no message is read.",
    example: {
      writer: record("a.Usage", field("price", '"double"')),
      bad: record("b.Usage", field("cost", '"double"', '"aliases": ["price"]')),
      good: record("b.Usage", field("cost", '"double"', '"aliases": ["price"]')).replace(
        '"fields"',
        '"aliases": ["a.Usage"], "fields"',
      ),
    },
    specification: "Avro Java 1.12, Schema.applyAliases; Avro 1.12 specification, Aliases",
    bump: "minor",
  },
  "field-alias-taken": {
    effect: "risks",
    notices: ["wire"],
    summary: "several fields of the reader mean one field of the writer, and only one of them gets it",
    message: ({ writerField, readerField, taker }) =>
      `the reader's ${quoted(readerField.name)} is not filled: the writer's ${quoted(writerField.name)} goes to ${quoted(taker.name)}, which has it as an alias`,
    remedy: ({ writerField, taker }, side) =>
      side === "reader"
        ? `take ${quoted(writerField.name)} from the aliases of ${quoted(taker.name)}`
        : `send ${quoted(taker.name)} under its own name`,
    meaning:
      "The registry asks of each of the reader's fields alone whether the writer has it, by name or alias. Avro Java renames the writer's field once, to the last of the reader's fields that has it as an alias. The others count as missing: they get their defaults, and without one no message is read.",
    example: {
      writer: record("Usage", field("cost", '"double"')),
      bad: record("Usage", field("cost", '"double"'), field("cost_usd", '"double"', '"aliases": ["cost"]')),
      good: record("Usage", field("cost", '"double"'), field("cost_usd", '"double"', '"default": 0')),
    },
    specification: "Avro Java 1.12, Schema.applyAliases",
    bump: "minor",
  },
  "unusable-default": {
    effect: "risks",
    notices: ["wire"],
    summary: "the reader has to fill a field from a default that makes no value of its type",
    message: ({ field: filled, problem }) =>
      `the writer never sends ${quoted(filled.name)}, and the reader's default of it makes no value: ${problem}`,
    remedy: ({ field: filled }, side) => {
      if (side === "writer") return `keep ${quoted(filled.name)} in the writer`;
      const value = plainDefault(filled.type);
      return value === undefined ? undefined : `correct the default: "default": ${value}`;
    },
    meaning:
      "When a schema is registered, defaults are checked by kind only: an enum takes any string, a fixed one of any length, and a union whatever suits one of its branches, while decoders take the first branch that could hold it. A reader that has to use such a default fails, on every message of a writer without the field, or reads another value.",
    example: {
      writer: record("Span", field("name", '"string"')),
      bad: record(
        "Span",
        field("name", '"string"'),
        field("status", '{"type": "enum", "name": "Status", "symbols": ["OK", "FAILED"]}', '"default": "UNKNOWN"'),
      ),
      good: record(
        "Span",
        field("name", '"string"'),
        field("status", '{"type": "enum", "name": "Status", "symbols": ["OK", "FAILED"]}', '"default": "OK"'),
      ),
    },
    specification:
      "Avro 1.12 specification, Complex Types: default values; Avro Java 1.12, ResolvingGrammarGenerator.encode",
    bump: "minor",
  },
};

const losses: Readonly<Partial<Record<PrimitiveName, string>>> = {
  float: "takes it for a float, which holds whole numbers exactly only up to 16777216",
  double: "takes it for a double, which holds whole numbers exactly only up to 9007199254740992",
  string: "takes them for UTF-8, which not all bytes are",
};
