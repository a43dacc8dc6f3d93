import type { Rules } from "../format.ts";
import type { ProtobufChanges } from "./changes.ts";
import { block, enumeration, memberOf, message, proto2, proto3, quoted } from "./wording.ts";

type Safe =
  | "message-added"
  | "message-moved"
  | "enum-added"
  | "enum-removed"
  | "enum-const-added"
  | "enum-const-changed"
  | "enum-const-removed"
  | "field-added"
  | "field-removed"
  | "field-name-changed"
  | "field-string-or-bytes-label-changed"
  | "oneof-added"
  | "oneof-removed"
  | "oneof-field-added"
  | "oneof-field-moved-to-top-level";

const registry = "reference registry, Protobuf schema comparison";
const usage = proto3(message("Usage", "int64 tokens = 1"));
const span = message("Span", "string name = 1");
const step = message("Step", "string name = 1");
const stop = (...values: readonly string[]): string => proto3(enumeration("Stop", "STOP_END = 0", ...values));
const event = (...statements: readonly string[]): string => proto3(message("Event", ...statements));
const payload = (...members: readonly string[]): string => block("oneof payload", members);

/** Differences that the registry names and accepts. What may be lost by them all the same is told as a risk beside them. */
export const safeRules: Rules<Pick<ProtobufChanges, Safe>> = {
  "message-added": {
    effect: "safe",
    errorType: "MESSAGE_ADDED",
    summary: "the reader has a message that the writer does not have",
    message: ({ message: { fullName } }) =>
      `the reader has the message ${quoted(fullName)}, which the writer does not have`,
    meaning:
      "A message that nobody sends does no harm. The other way round it is MESSAGE_REMOVED: in the modes that let old readers read new data, no message can be added.",
    example: { writer: proto3(span), bad: proto3(span, step), good: proto3(span) },
    specification: `${registry}: MESSAGE_ADDED`,
    bump: "minor",
    reopens: "reader",
  },
  "message-moved": {
    effect: "safe",
    errorType: "MESSAGE_MOVED",
    summary: "a message has another place among the messages of its level",
    message: ({ reader }) =>
      `the reader has ${quoted(reader.fullName)} in another place among its messages than the writer`,
    meaning:
      "Messages are found by their names. Their order matters to whoever tells a message by its index in the file, as some serializers of the registry do: they write the index of the schema that they wrote with.",
    example: { writer: proto3(span, step), bad: proto3(step, span), good: proto3(span, step) },
    specification: `${registry}: MESSAGE_MOVED`,
    bump: "patch",
  },
  "enum-added": {
    effect: "safe",
    errorType: "ENUM_ADDED",
    summary: "the reader has an enum that the writer does not have",
    message: ({ type }) => `the reader has the enum ${quoted(type.fullName)}, which the writer does not have`,
    meaning: "An enum matters only where a field is of its type, and that is told at the field.",
    example: { writer: usage, bad: usage + enumeration("Stop", "STOP_END = 0"), good: usage },
    specification: `${registry}: ENUM_ADDED`,
    bump: "minor",
  },
  "enum-removed": {
    effect: "safe",
    errorType: "ENUM_REMOVED",
    notices: ["source"],
    summary: "the writer has an enum that the reader does not have",
    message: ({ type }) => `the writer has the enum ${quoted(type.fullName)}, which the reader does not have`,
    meaning:
      "An enum matters only where a field is of its type, and that is told at the field. Code that mentions its values no longer compiles.",
    example: {
      writer: usage + enumeration("Stop", "STOP_END = 0"),
      bad: usage,
      good: usage + enumeration("Stop", "STOP_END = 0"),
    },
    specification: `${registry}: ENUM_REMOVED`,
    bump: "minor",
  },
  "enum-const-added": {
    effect: "safe",
    errorType: "ENUM_CONST_ADDED",
    summary: "the reader's enum has a number that the writer's does not have",
    message: ({ readerEnum, value }) =>
      `the reader knows ${quoted(value.name)}, ${value.number}, in ${quoted(readerEnum.fullName)}, which the writer does not send`,
    meaning:
      "A number that nobody sends does no harm. The other way round the value is unknown to the reader, which is a risk.",
    example: { writer: stop(), bad: stop("STOP_LENGTH = 1"), good: stop() },
    specification: `${registry}: ENUM_CONST_ADDED`,
    bump: "minor",
  },
  "enum-const-changed": {
    effect: "safe",
    errorType: "ENUM_CONST_CHANGED",
    notices: ["source"],
    summary: "a number of an enum has another name; of several names the last one counts",
    message: ({ readerEnum, writerValue, readerValue }) =>
      `the writer calls ${writerValue.number} in ${quoted(readerEnum.fullName)} ${quoted(writerValue.name)}, and the reader ${quoted(readerValue.name)}`,
    meaning:
      "A message holds the number. Whether the name matters, to JSON or because it went to another number, is told as a risk.",
    example: { writer: stop("STOP_LENGTH = 1"), bad: stop("STOP_MAX_TOKENS = 1"), good: stop("STOP_LENGTH = 1") },
    specification: `${registry}: ENUM_CONST_CHANGED`,
    bump: "minor",
  },
  "enum-const-removed": {
    effect: "safe",
    errorType: "ENUM_CONST_REMOVED",
    notices: ["source"],
    summary: "the writer's enum has a number that the reader's does not have",
    message: ({ readerEnum, value }) =>
      `the writer knows ${quoted(value.name)}, ${value.number}, which the reader's ${quoted(readerEnum.fullName)} does not have`,
    meaning:
      "The registry accepts it. What becomes of the number in a reader, and of the name in JSON, is told as a risk.",
    example: { writer: stop("STOP_LENGTH = 1"), bad: stop(), good: stop("STOP_LENGTH = 1") },
    specification: `${registry}: ENUM_CONST_REMOVED`,
    bump: "minor",
  },
  "field-added": {
    effect: "safe",
    errorType: "FIELD_ADDED",
    summary: "the reader has a field that the writer never sends",
    message: ({ reader, field }) =>
      `the reader has ${memberOf(reader, field)}, number ${field.number}, which the writer never sends: it has its default`,
    meaning: "A field that is not sent has its default, or counts as not set.",
    example: { writer: usage, bad: usage.replace("tokens = 1;", "tokens = 1;\n  string model = 2;"), good: usage },
    specification: `${registry}: FIELD_ADDED`,
    bump: "minor",
    reopens: "reader",
  },
  "field-removed": {
    effect: "safe",
    errorType: "FIELD_REMOVED",
    notices: ["source"],
    summary: "the writer sends a field that the reader does not have",
    message: ({ writer, field }) =>
      `the writer sends ${memberOf(writer, field)}, number ${field.number}, which the reader passes over`,
    meaning:
      "A reader keeps what it does not know among the unknown fields, or drops it, and reads on. That its number and name should be reserved is told as a risk.",
    example: {
      writer: proto3(message("Usage", "int64 tokens = 1", "string model = 2")),
      bad: usage,
      good: proto3(message("Usage", "int64 tokens = 1", "string model = 2", "string region = 3")),
    },
    specification: `${registry}: FIELD_REMOVED`,
    bump: "minor",
    reopens: "writer",
  },
  "field-name-changed": {
    effect: "safe",
    errorType: "FIELD_NAME_CHANGED",
    notices: ["source"],
    summary: "a field keeps its number and has another name",
    message: ({ reader, writerField, readerField }) =>
      `the writer calls number ${readerField.number} of ${quoted(reader.fullName)} ${quoted(writerField.name)}, and the reader ${quoted(readerField.name)}`,
    meaning:
      "Bytes carry the number only. Code that mentions the name no longer compiles; whether JSON has another name is told as a risk.",
    example: { writer: usage, bad: usage.replace("tokens", "token_count"), good: usage },
    specification: `${registry}: FIELD_NAME_CHANGED`,
    bump: "minor",
  },
  "field-string-or-bytes-label-changed": {
    effect: "safe",
    errorType: "FIELD_STRING_OR_BYTES_LABEL_CHANGED",
    notices: ["source"],
    summary: "a string or bytes changes between optional, required and repeated",
    message: ({ writerField, readerField }) =>
      `the writer has ${quoted(readerField.name)} ${writerField.label}, and the reader ${readerField.label}`,
    meaning:
      "Texts and bytes are never packed, so the registry accepts every label for every other. What is lost by a list that becomes one value, or by a value that becomes required, is told as a risk.",
    example: {
      writer: proto2(message("Usage", "required string model = 1")),
      bad: proto2(message("Usage", "optional string model = 1")),
      good: proto2(message("Usage", "required string model = 1")),
    },
    specification: `${registry}: FIELD_STRING_OR_BYTES_LABEL_CHANGED`,
    bump: "minor",
  },
  "oneof-added": {
    effect: "safe",
    errorType: "ONEOF_ADDED",
    notices: ["source"],
    summary: "the reader has a oneof of a name that the writer does not have",
    message: ({ reader, oneof }) =>
      `the reader has the oneof ${memberOf(reader, oneof)}, which the writer does not have`,
    meaning: "Oneofs have no name in data, so one may be renamed. Its members are compared by their numbers.",
    example: {
      writer: event("string id = 1"),
      bad: event("string id = 1", payload("string prompt = 2")),
      good: event("string id = 1"),
    },
    specification: `${registry}: ONEOF_ADDED`,
    bump: "minor",
  },
  "oneof-removed": {
    effect: "safe",
    errorType: "ONEOF_REMOVED",
    notices: ["source"],
    summary: "the writer has a oneof of a name that the reader does not have",
    message: ({ writer, oneof }) =>
      `the writer has the oneof ${memberOf(writer, oneof)}, which the reader does not have`,
    meaning: "Oneofs have no name in data, so one may be renamed, taken apart, or removed with all its members.",
    example: {
      writer: event("string id = 1", payload("string prompt = 2")),
      bad: event("string id = 1", "reserved 2", 'reserved "prompt"'),
      good: event("string id = 1", payload("string prompt = 2", "string error = 3")),
    },
    specification: `${registry}: ONEOF_REMOVED`,
    bump: "minor",
  },
  "oneof-field-added": {
    effect: "safe",
    errorType: "ONEOF_FIELD_ADDED",
    summary: "the reader has a member of a oneof that the writer never sends",
    message: ({ field, oneof }) =>
      `the reader has ${quoted(field.name)}, number ${field.number}, in the oneof ${quoted(oneof.name)}, which the writer never sends`,
    meaning:
      "A member that nobody sends does no harm. The other way round it is ONEOF_FIELD_REMOVED: old readers take the oneof for one that is not set.",
    example: {
      writer: event(payload("string prompt = 1")),
      bad: event(payload("string prompt = 1", "string error = 2")),
      good: event(payload("string prompt = 1")),
    },
    specification: `${registry}: ONEOF_FIELD_ADDED`,
    bump: "minor",
    reopens: "reader",
  },
  "oneof-field-moved-to-top-level": {
    effect: "safe",
    errorType: "ONEOF_FIELD_MOVED_TO_TOP_LEVEL",
    notices: ["source"],
    summary: "a member of a oneof of the writer stands outside of oneofs in the reader",
    message: ({ reader, readerField, oneof }) =>
      `the writer sends ${memberOf(reader, readerField)} as a member of the oneof ${quoted(oneof.name)}, and to the reader it stands alone`,
    meaning:
      "The bytes are the same. The other way round two fields that are sent together may become members of one oneof, and then one of them is lost.",
    example: {
      writer: event(payload("string prompt = 1", "string error = 2")),
      bad: event(payload("string prompt = 1"), "optional string error = 2"),
      good: event(payload("string prompt = 1", "string error = 2")),
    },
    specification: `${registry}: ONEOF_FIELD_MOVED_TO_TOP_LEVEL`,
    bump: "minor",
  },
};
