import type { Rules } from "../format.ts";
import type { ProtobufChanges } from "./changes.ts";
import { joinedMessage, joinedRemedy, labelRemedy } from "./refusal-rules.ts";
import type { Field } from "./types.ts";
import { aType, block, fieldText, memberOf, message, proto2, proto3, quoted } from "./wording.ts";

const updating = "Protocol Buffers language guide, Updating A Message Type";

type FieldRisks =
  | "singular-to-repeated"
  | "repeated-to-singular"
  | "field-became-required"
  | "presence-changed"
  | "default-changed"
  | "json-name-changed"
  | "field-renumbered"
  | "field-number-reused"
  | "field-removed-unreserved"
  | "message-encoding-changed"
  | "oneof-members-joined";

const usage = proto3(message("Usage", "int64 tokens = 1", "string model = 2"));

/** What the registry accepts of fields, and a value is lost, misread or refused all the same. */
export const riskFieldRules: Rules<Pick<ProtobufChanges, FieldRisks>> = {
  "singular-to-repeated": {
    effect: "risks",
    notices: ["json", "source"],
    summary: "the writer sends one value where the reader has a list",
    message: ({ reader, readerField }) =>
      `the writer sends one ${memberOf(reader, readerField)}, for which the reader takes a list: JSON without one is refused, and a value that is not sent is an empty list`,
    remedy: labelRemedy,
    meaning:
      "From the wire a reader takes one value for a list of one. In JSON a list has brackets, and a parser refuses a value without them. A default that is not sent is no element, and code that uses the field no longer compiles. The registry compares labels only where both are written, and never those of messages.",
    example: {
      writer: usage,
      bad: usage.replace("string model", "repeated string model"),
      good: usage.replace("string model = 2;", "string model = 2;\n  repeated string models = 3;"),
    },
    specification: `${updating}; ProtoJSON Format`,
    bump: "minor",
  },
  "repeated-to-singular": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "the writer sends a list where the reader has one value",
    message: ({ reader, readerField }) =>
      `the writer sends a list of ${memberOf(reader, readerField)}, of which the reader keeps ${keeps(readerField)}`,
    remedy: labelRemedy,
    meaning:
      "Of several values a reader keeps the last, and of several messages one that is made of all of them. A packed list of numbers it skips, or reads in part. In JSON a parser refuses the brackets.",
    example: {
      writer: proto3(message("Event", "repeated string labels = 1")),
      bad: proto3(message("Event", "string labels = 1")),
      good: proto3(message("Event", "repeated string labels = 1", "string label = 2")),
    },
    specification: updating,
    bump: "minor",
  },
  "field-became-required": {
    effect: "risks",
    notices: ["wire", "json"],
    summary: "the reader requires a field that the writer need not send, and the registry does not look at it",
    message: ({ reader, writerField, readerField }) =>
      `the reader requires ${memberOf(reader, readerField)}, which the writer ${writerField === undefined ? "never sends" : "may leave out"}`,
    remedy: ({ writerField, readerField }, side) => {
      if (side === "writer")
        return `send ${quoted(readerField.name)} in every message: the readers cannot do without it`;
      return writerField === undefined
        ? `make ${quoted(readerField.name)} optional`
        : `keep the label: ${fieldText(writerField)};`;
    },
    meaning:
      "A parser refuses a message in which a required field is missing. The registry refuses new required fields and labels of numbers, but no label of a string, of bytes or of a message, and nothing in groups or set by features of an edition.",
    example: {
      writer: proto2(message("Usage", "optional string model = 1")),
      bad: proto2(message("Usage", "required string model = 1")),
      good: proto2(message("Usage", "optional string model = 1", "optional int64 tokens = 2")),
    },
    specification: "Protocol Buffers language guide (proto 2), Field Labels: required is forever",
    bump: "minor",
  },
  "presence-changed": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "one side can tell a field that is not set from its default, and the other cannot",
    message: ({ reader, writerField, readerField }) =>
      writerField.presence === "implicit"
        ? `the writer leaves out ${memberOf(reader, readerField)} when it is ${zero(writerField)}, which the reader takes for not set`
        : `the writer tells whether ${memberOf(reader, readerField)} was set, and to the reader ${zero(readerField)} is the same as nothing`,
    remedy: ({ writerField, readerField }, side) => {
      const kept = side === "reader" ? writerField : readerField;
      if (kept.oneof !== undefined) return `keep ${quoted(kept.name)} in the oneof ${quoted(kept.oneof.name)}`;
      return kept.presence === "implicit"
        ? `leave ${quoted(kept.name)} without a label, and outside of oneofs`
        : `keep ${quoted(kept.name)} optional`;
    },
    meaning:
      "A field with implicit presence, as in proto3 without a label, is not sent when it has its default: 0, false or nothing. A reader with explicit presence, with a label `optional` or in a oneof, takes that for a field that was never set. The other way round a 0 that was sent on purpose can no longer be told from nothing.",
    example: {
      writer: usage,
      bad: usage.replace("int64 tokens", "optional int64 tokens"),
      good: usage.replace("string model = 2;", "string model = 2;\n  optional int64 budget = 3;"),
    },
    specification: "Protocol Buffers documentation, Application Note: Field Presence",
    bump: "minor",
  },
  "default-changed": {
    effect: "risks",
    notices: ["wire", "source"],
    summary: "a field that is not sent is another value to the reader than to the writer",
    message: ({ reader, readerField, before, after }) =>
      `the writer leaves ${memberOf(reader, readerField)} unset and means ${quoted(before ?? "0")}, which the reader takes for ${quoted(after ?? "0")}`,
    remedy: ({ writerField, readerField, before, after }, side) => {
      const [kept, value] = side === "reader" ? [writerField, before] : [readerField, after];
      return kept.default === undefined
        ? `leave ${quoted(kept.name)} without a default, and send the value`
        : `keep the default of ${quoted(kept.name)}: [default = ${value}]`;
    },
    meaning:
      "Defaults are not sent: each side puts its own where a field is not set. That of an enum is its first value. The registry does not look at options.",
    example: {
      writer: proto2(message("Policy", "optional int32 max_tokens = 1 [default = 4096]")),
      bad: proto2(message("Policy", "optional int32 max_tokens = 1 [default = 1024]")),
      good: proto2(message("Policy", "optional int32 max_tokens = 1 [default = 4096]", "optional bool strict = 2")),
    },
    specification: `${updating}: default values`,
    bump: "minor",
  },
  "json-name-changed": {
    effect: "risks",
    notices: ["json", "source"],
    summary: "a field has another name in JSON",
    message: ({ reader, writerField, readerField, accepted }) =>
      `the writer sends ${memberOf(reader, readerField)} in JSON as ${quoted(writerField.jsonName)}, ${accepted ? "which parsers still take, but" : "and"} to the reader it is ${quoted(readerField.jsonName)}`,
    remedy: ({ writerField, readerField }, side) => {
      const kept = side === "reader" ? writerField : readerField;
      return `keep the name in JSON: [json_name = ${JSON.stringify(kept.jsonName)}]`;
    },
    meaning:
      "Bytes carry numbers, so a field may be renamed there. JSON carries names: that of the option `json_name`, or the field's own in lowerCamelCase. A parser takes that and the field's own name, and refuses every other, or passes over it. Whoever reads the JSON by other means finds nothing either.",
    example: {
      writer: usage,
      bad: usage.replace("tokens", "token_count"),
      good: usage.replace("int64 tokens = 1", 'int64 token_count = 1 [json_name = "tokens"]'),
    },
    specification: "ProtoJSON Format, Field names as JSON keys",
    bump: "minor",
  },
  "field-renumbered": {
    effect: "risks",
    notices: ["wire"],
    summary: "a field has another number",
    message: ({ reader, writerField, readerField }) =>
      `the writer sends ${memberOf(reader, readerField)} as number ${writerField.number}, which the reader ${elsewhere(reader.fields, writerField.number)}: there it has ${readerField.number}`,
    remedy: ({ writerField, readerField }, side) => {
      const number = side === "reader" ? writerField.number : readerField.number;
      return `give ${quoted(readerField.name)} the number ${number} again`;
    },
    meaning:
      "A number is a field's only name on the wire. To the registry one field is removed and another one added, which it accepts: the data of the one does not reach the other.",
    example: {
      writer: usage,
      bad: usage.replace("model = 2", "model = 3"),
      good: usage.replace("string model = 2;", "string model = 2;\n  string region = 3;"),
    },
    specification: `${updating}: field numbers`,
    bump: "minor",
    reopens: "both",
  },
  "field-number-reused": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "a field number carries another type than it did",
    message: ({ reader, writerField, readerField }) =>
      `number ${readerField.number} of ${quoted(reader.fullName)} is ${quoted(writerField.name)}, ${shape(writerField)}, to the writer, and ${quoted(readerField.name)}, ${shape(readerField)}, to the reader`,
    remedy: ({ reader, writerField, readerField }, side) => {
      if (side === "writer")
        return `leave number ${readerField.number} to ${quoted(readerField.name)}, and take one that was never used`;
      return `take a number for ${quoted(readerField.name)} that was never used, and reserve this one: reserved ${writerField.number}; in ${quoted(reader.name)}`;
    },
    meaning:
      "What was written under a number stays in topics, files and backups for as long as they are kept, whatever the schema says today. A reader that gives the number to another field takes that data for its own: it is lost, or misread. This is asked of every earlier version, also where the mode compares only the latest.",
    example: {
      writer: usage,
      bad: usage.replace("string model = 2", "double cost_usd = 2"),
      good: usage.replace("string model = 2;", 'reserved 2;\n  reserved "model";\n  double cost_usd = 3;'),
    },
    specification: `${updating}: field numbers; Consequences of Reusing Field Numbers`,
    bump: "minor",
    asksEveryVersion: true,
  },
  "field-removed-unreserved": {
    effect: "risks",
    notices: ["wire", "json"],
    summary: "the reader lacks a field of the writer, and does not reserve its number and name",
    message: ({ reader, field, unreserved }) =>
      `the writer sends ${memberOf(reader, field)}, which the reader does not have, and ${wordsOf(field)[unreserved]} is free there for something else`,
    remedy: ({ field }, side) =>
      side === "reader"
        ? `reserve both: reserved ${field.number}; reserved "${field.name}";`
        : `make sure that number ${field.number} was never used before: its readers do not reserve it`,
    meaning:
      "A reader passes over fields that it does not know. But data with the number is out there, and so is JSON with the name: the next field that takes one of them reads it as its own. A reservation makes the compiler refuse that.",
    example: {
      writer: usage,
      bad: proto3(message("Usage", "int64 tokens = 1")),
      good: proto3(message("Usage", "int64 tokens = 1", "reserved 2", 'reserved "model"')),
    },
    specification: "Protocol Buffers language guide, Deleting Fields, Reserved Field Numbers and Reserved Field Names",
    bump: "minor",
    toldOfNewReaders: true,
    reopens: "writer",
  },
  "message-encoding-changed": {
    effect: "risks",
    notices: ["wire", "source"],
    summary: "a message is a group on one side and has a length on the other",
    message: ({ reader, readerField, writerField }) =>
      `the writer sends ${memberOf(reader, readerField)} ${encoded(writerField)}, where the reader looks for a message ${encoded(readerField)}, and skips it`,
    remedy: ({ writerField, readerField }, side) => {
      const kept = side === "reader" ? writerField : readerField;
      return `keep ${quoted(kept.name)} ${kept.group ? "a group" : "as it is encoded"}, or in an edition: [features.message_encoding = ${isDelimited(kept) ? "DELIMITED" : "LENGTH_PREFIXED"}]`;
    },
    meaning:
      "A group is written between two tags, any other message after its length, and neither is read for the other. The registry knows no groups: to it a field comes or goes, or nothing happens at all.",
    example: {
      writer: proto2(message("Event", block("optional group Batch = 1", ["optional string note = 2"]))),
      bad: proto2(message("Event", message("Batch", "optional string note = 2"), "optional Batch batch = 1")),
      good: proto2(
        message("Event", block("optional group Batch = 1", ["optional string note = 2", "optional int64 tokens = 3"])),
      ),
    },
    specification:
      "Protocol Buffers documentation, Encoding: Groups; Feature Settings for Editions, features.message_encoding",
    bump: "minor",
  },
  "oneof-members-joined": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "what the writer may set together is in one oneof of the reader, and the registry does not see it",
    message: joinedMessage,
    remedy: joinedRemedy,
    meaning:
      "Of the members of a oneof a reader keeps the last that it meets. The registry refuses to join fields in a oneof, but it does not count groups, and does not look into messages that only rpcs or groups lead to.",
    example: {
      writer: proto2(
        message("Event", "optional string prompt = 1", block("optional group Batch = 2", ["optional string note = 3"])),
      ),
      bad: proto2(
        message(
          "Event",
          block("oneof payload", ["string prompt = 1", block("group Batch = 2", ["optional string note = 3"])]),
        ),
      ),
      good: proto2(
        message(
          "Event",
          block("oneof payload", ["string prompt = 1"]),
          block("optional group Batch = 2", ["optional string note = 3"]),
        ),
      ),
    },
    specification: `${updating}: fields and oneofs`,
    bump: "minor",
  },
};

function keeps({ type }: Field): string {
  if (type.kind === "message") return "one that is made of all of them";
  const isText = type.kind === "scalar" && (type.name === "string" || type.name === "bytes");
  return isText ? "only the last" : "the last, or none where they are packed";
}

function zero({ type }: Field): string {
  if (type.kind === "enum") return quoted(type.target.values[0]?.name ?? "0");
  if (type.kind === "scalar" && type.name === "bool") return "false";
  return type.kind === "scalar" && (type.name === "string" || type.name === "bytes") ? "empty" : "0";
}

function elsewhere(fields: readonly Field[], number: number): string {
  const other = fields.find((field) => field.number === number);
  return other === undefined ? "does not know" : `takes for ${quoted(other.name)}`;
}

function shape(field: Field): string {
  return field.presence === "repeated" && field.type.kind !== "map"
    ? `a list of ${aType(field.type).replace(/^an? /, "")}`
    : aType(field.type);
}

function wordsOf({ number, name }: Field) {
  return { number: `number ${number}`, name: `the name ${quoted(name)}`, both: `number ${number} with its name` };
}

const isDelimited = ({ group, features }: Field): boolean => group || features.message_encoding === "DELIMITED";

const encoded = (field: Field): string => (isDelimited(field) ? "between two tags" : "after its length");
