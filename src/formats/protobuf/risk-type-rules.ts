import type { Rules } from "../format.ts";
import type { ProtobufChanges, Types } from "./changes.ts";
import { typesRemedy } from "./refusal-rules.ts";
import { aType, enumeration, listed, message, proto2, proto3, quoted, subjectOf } from "./wording.ts";

const updating = "Protocol Buffers language guide, Updating A Message Type";
const json = "ProtoJSON Format, Representation of each type";
const enums = "Protocol Buffers documentation, Enum Behavior";

type TypeRisks =
  | "integer-narrowed"
  | "integer-sign-changed"
  | "json-form-changed"
  | "bytes-to-string"
  | "enum-type-changed"
  | "enum-value-removed"
  | "enum-value-renumbered"
  | "enum-value-renamed"
  | "enum-closed";

const usage = proto3(message("Usage", "int64 tokens = 1"));
const role = (...values: readonly string[]): string =>
  proto3(enumeration("Role", ...values), message("Chunk", "Role role = 1"));
const roles = role("ROLE_UNSPECIFIED = 0", "ROLE_USER = 1", "ROLE_TOOL = 2");

/** What the registry accepts of types and enums, and a value is lost, misread or refused all the same. */
export const riskTypeRules: Rules<Pick<ProtobufChanges, TypeRisks>> = {
  "integer-narrowed": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "the reader's type does not hold every value of the writer's",
    message: (args) =>
      `the writer sends ${subjectOf(args)} as ${aType(args.writerType)}, and the reader ${losses(args)}`,
    remedy: typesRemedy,
    meaning:
      "The registry takes all varints for each other. A parser cuts a number that is too long for the reader's type to its lower bits, makes true of everything but 0 for a bool, and keeps an unknown number out of a closed enum; a parser of JSON refuses it. A wider type reads everything that a narrower one wrote.",
    example: {
      writer: usage,
      bad: usage.replace("int64", "int32"),
      good: usage.replace("int64 tokens = 1", "int64 tokens = 1;\n  int32 steps = 2"),
    },
    specification: `${updating}: int32, uint32, int64, uint64 and bool`,
    bump: "minor",
  },
  "integer-sign-changed": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "one side's type has a sign and the other side's has none",
    message: (args) =>
      `the writer sends ${subjectOf(args)} as ${aType(args.writerType)}, and the reader takes it for ${aType(args.readerType)}, in which ${flipped(args)}`,
    remedy: typesRemedy,
    meaning:
      "The bits are kept, and their meaning is not: −1 is the largest number of an unsigned type, and the upper half of an unsigned type is negative in a signed one. A parser of JSON refuses such a number.",
    example: {
      writer: usage,
      bad: usage.replace("int64", "uint64"),
      good: usage.replace("int64 tokens = 1", "int64 tokens = 1;\n  uint64 steps = 2"),
    },
    specification: `${updating}: int32, uint32, int64, uint64 and bool`,
    bump: "minor",
  },
  "json-form-changed": {
    effect: "risks",
    notices: ["json", "source"],
    summary: "a type is read alike from bytes, but has another form in JSON",
    message: (args) =>
      `the writer sends ${subjectOf(args)} in JSON as ${jsonForm(args.writerType)}, where the reader has ${jsonForm(args.readerType)}`,
    remedy: typesRemedy,
    meaning:
      "On the wire an enum is a number, a bool is 0 or 1, and a string is its bytes. In JSON an enum is the name of its value, a bool is true or false, and bytes are base64: a reader of the other type refuses that, or takes it for something else, and writes its own form. Only a number where an enum is expected is understood.",
    example: {
      writer: proto3(message("Chunk", "bool cached = 1")),
      bad: proto3(message("Chunk", "int32 cached = 1")),
      good: proto3(message("Chunk", "bool cached = 1", "int32 cache_hits = 2")),
    },
    specification: json,
    bump: "minor",
  },
  "bytes-to-string": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "the writer sends any bytes where the reader takes a text",
    message: (args) =>
      `the writer sends ${subjectOf(args)} as any bytes, which the reader takes for UTF-8, and in JSON for what is their base64`,
    remedy: typesRemedy,
    meaning:
      "Not all bytes are UTF-8, and a parser that checks strings refuses the whole message when they are not; one that does not hands on what is no text. In JSON bytes are base64, which the reader takes for the text itself. A string can be read as bytes from the wire.",
    example: {
      writer: proto3(message("Chunk", "bytes content = 1")),
      bad: proto3(message("Chunk", "string content = 1")),
      good: proto3(message("Chunk", "bytes content = 1", "string text = 2")),
    },
    specification: `${updating}: string and bytes`,
    bump: "minor",
  },
  "enum-type-changed": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "a field has another enum, in which numbers mean something else or nothing",
    message: (args) =>
      `the writer sends ${subjectOf(args)} as ${aType(args.writerType)}, and the reader takes it for ${aType(args.readerType)}${args.values.length === 0 ? ", which is closed" : `, which does not have ${listed(args.values.map(({ name }) => name))} under the same number`}`,
    remedy: typesRemedy,
    meaning:
      "To the registry all enums are one type. A message holds the number only, and the reader gives it the meaning that it has in its own enum; in JSON the name is looked up there, and refused where it is unknown.",
    example: {
      writer: proto3(
        enumeration("Role", "ROLE_USER = 0", "ROLE_TOOL = 1"),
        enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1"),
        message("Chunk", "Role role = 1"),
      ),
      bad: proto3(
        enumeration("Role", "ROLE_USER = 0", "ROLE_TOOL = 1"),
        enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1"),
        message("Chunk", "Stop role = 1"),
      ),
      good: proto3(
        enumeration("Role", "ROLE_USER = 0", "ROLE_TOOL = 1"),
        enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1"),
        message("Chunk", "Role role = 1", "Stop stop = 2"),
      ),
    },
    specification: enums,
    bump: "minor",
  },
  "enum-value-removed": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "the writer's enum has a number and name that the reader's lacks",
    message: ({ readerEnum, value }) =>
      readerEnum.closed
        ? `the writer may send ${quoted(value.name)}, ${value.number}, which the reader's enum ${quoted(readerEnum.fullName)} does not have: it is closed, and the field counts as not set`
        : `the writer may send ${quoted(value.name)}, ${value.number}, which the reader's enum ${quoted(readerEnum.fullName)} does not have: it reads a bare number, and refuses the name in JSON`,
    remedy: ({ readerEnum, value }, side) =>
      side === "writer"
        ? `do not send ${quoted(value.name)} until the readers know it`
        : `keep the value in ${quoted(readerEnum.name)}, deprecated if need be: ${value.name} = ${value.number} [deprecated = true];`,
    meaning:
      "An open enum keeps a number that it does not know, and code that tells its values apart meets one it was not written for. A closed enum, as in proto2, puts it among the unknown fields: the field counts as not set. In JSON the value is sent by its name, and a parser refuses the message.",
    example: {
      writer: roles,
      bad: role("ROLE_UNSPECIFIED = 0", "ROLE_USER = 1", "reserved 2", 'reserved "ROLE_TOOL"'),
      good: role("ROLE_UNSPECIFIED = 0", "ROLE_USER = 1", "ROLE_TOOL = 2 [deprecated = true]"),
    },
    specification: `${enums}; ${json}: enum`,
    bump: "minor",
  },
  "enum-value-renumbered": {
    effect: "risks",
    notices: ["wire", "source"],
    summary: "an enum value has another number",
    message: ({ readerEnum, writerValue, readerValue }) =>
      `the writer sends ${quoted(writerValue.name)} as ${writerValue.number}, which ${numbered(readerEnum, writerValue.number)} to the reader: there the name has ${readerValue.number}`,
    remedy: ({ writerValue, readerValue }, side) =>
      `keep the number: ${side === "reader" ? `${writerValue.name} = ${writerValue.number}` : `${readerValue.name} = ${readerValue.number}`};`,
    meaning:
      "A message holds the number and not the name. The registry compares values by their numbers, and takes this for two values that are renamed.",
    example: {
      writer: roles,
      bad: role("ROLE_UNSPECIFIED = 0", "ROLE_USER = 2", "ROLE_TOOL = 1"),
      good: role("ROLE_UNSPECIFIED = 0", "ROLE_USER = 1", "ROLE_TOOL = 2", "ROLE_SYSTEM = 3"),
    },
    specification: enums,
    bump: "minor",
  },
  "enum-value-renamed": {
    effect: "risks",
    notices: ["json", "source"],
    summary: "an enum value keeps its number and has another name",
    message: ({ readerEnum, writerValue, readerValue }) =>
      `the writer sends ${writerValue.number} in JSON as ${quoted(writerValue.name)}, which the reader's enum ${quoted(readerEnum.fullName)} does not have: there it is ${quoted(readerValue.name)}`,
    remedy: ({ writerValue, readerValue }, side) =>
      side === "writer"
        ? `keep the name ${quoted(readerValue.name)}`
        : `keep ${quoted(writerValue.name)} as an alias: option allow_alias = true; ${writerValue.name} = ${writerValue.number};`,
    meaning:
      "The bytes are the same. In JSON a value is sent by its name, and a parser refuses one that it does not know; of several names for a number the first is sent, and all are understood. Code that mentions the name no longer compiles.",
    example: {
      writer: roles,
      bad: role("ROLE_UNSPECIFIED = 0", "ROLE_USER = 1", "ROLE_FUNCTION = 2"),
      good: role(
        "option allow_alias = true",
        "ROLE_UNSPECIFIED = 0",
        "ROLE_USER = 1",
        "ROLE_FUNCTION = 2",
        "ROLE_TOOL = 2",
      ),
    },
    specification: `${json}: enum`,
    bump: "minor",
  },
  "enum-closed": {
    effect: "risks",
    notices: ["wire", "source"],
    summary: "an enum is open to the writer and closed to the reader",
    message: ({ readerEnum }) =>
      `the writer may send any number as ${quoted(readerEnum.fullName)}, of which the reader keeps only those that it names: there the enum is closed`,
    remedy: ({ readerEnum }, side) =>
      side === "reader"
        ? `leave ${quoted(readerEnum.name)} open: in an edition, option features.enum_type = OPEN;`
        : `close ${quoted(readerEnum.name)} in the writer too: in an edition, option features.enum_type = CLOSED;`,
    meaning:
      "In an open enum, as in proto3, a field takes any number. In a closed one, as in proto2, a number without a name goes among the unknown fields: the field counts as not set, and an element of a list changes its place or is gone.",
    example: {
      writer: proto3(
        enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1"),
        message("Chunk", "optional Stop stop = 1"),
      ),
      bad: proto2(enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1"), message("Chunk", "optional Stop stop = 1")),
      good: proto3(
        enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1"),
        message("Chunk", "optional Stop stop = 1", "int64 tokens = 2"),
      ),
    },
    specification: `${enums}; Feature Settings for Editions, features.enum_type`,
    bump: "minor",
  },
};

function losses({ writerType, readerType }: Types): string {
  if (readerType.kind === "enum")
    return `keeps only the numbers that its closed enum ${quoted(readerType.target.fullName)} names`;
  if (readerType.kind !== "scalar") return "has no room for all of its values";
  if (readerType.name === "bool") return "makes true of every number but 0";
  const bits = readerType.name.endsWith("64") ? 64 : 32;
  const from = writerType.kind === "scalar" && writerType.name.endsWith("64") ? "lower " : "";
  return `keeps the ${from}${bits} bits of it, as ${aType(readerType)}`;
}

function flipped({ readerType }: Types): string {
  const isUnsigned = readerType.kind === "scalar" && /^(?:uint|fixed)/.test(readerType.name);
  return isUnsigned ? "a negative number is a huge one" : "a large number is negative";
}

function jsonForm(type: Types["writerType"]): string {
  if (type.kind === "enum") return `the name of a value of ${quoted(type.target.fullName)}`;
  if (type.kind !== "scalar") return aType(type);
  if (type.name === "bool") return "true or false";
  return type.name === "bytes" ? "base64" : type.name === "string" ? "the text itself" : "a number";
}

function numbered(type: ProtobufChanges["enum-value-renumbered"]["readerEnum"], number: number): string {
  const names = type.values.flatMap((value) => (value.number === number ? [value.name] : []));
  return names.length === 0 ? "has no name" : `means ${listed(names, "or")}`;
}
