import type { Rules } from "../format.ts";
import type { Attribute, ProtobufChanges } from "./changes.ts";
import { aType, block, enumeration, memberOf, message, orNone, proto2, proto3, quoted, subjectOf } from "./wording.ts";

type Unseen =
  | "integer-widened"
  | "type-replaced"
  | "field-label-changed"
  | "packing-changed"
  | "enum-opened"
  | "unseen-field-added"
  | "unseen-field-removed"
  | "unseen-field-renamed"
  | "extension-added"
  | "extension-removed"
  | "service-added"
  | "rpc-added"
  | "syntax-changed"
  | "import-added"
  | "import-removed"
  | "option-changed"
  | "reserved-changed"
  | "extension-ranges-changed"
  | "declarations-reordered";

const updating = "Protocol Buffers language guide, Updating A Message Type";
const usage = proto3(message("Usage", "int32 tokens = 1"));
const batch = block("optional group Batch = 2", ["optional string note = 1"]);
const unseen =
  "A group is a field to everybody but the registry, which looks neither at groups nor into them, and not into messages of imported files that only rpcs mention.";
const event = (...statements: readonly string[]): string =>
  proto2(message("Event", "optional string id = 1", ...statements));
const extensible = message("Policy", "extensions 100 to 199");
const service = block("service Models", ["rpc Complete(Prompt) returns (Prompt)"]);
const prompt = message("Prompt", "string text = 1");

/** Differences that the registry does not look at, and in which nothing is lost. */
export const unseenRules: Rules<Pick<ProtobufChanges, Unseen>> = {
  "integer-widened": {
    effect: "safe",
    notices: ["source"],
    summary: "the reader's number has room for every value of the writer's",
    message: (args) =>
      `the writer sends ${subjectOf(args)} as ${aType(args.writerType)}, which the reader takes for ${aType(args.readerType)} without loss`,
    meaning:
      "Every varint is read as it was written where the reader's type is as wide, and has a sign where the writer's has one. JSON has 64 bits in quotes and fewer without; parsers of ProtoJSON take both.",
    example: { writer: usage, bad: usage.replace("int32", "int64"), good: usage },
    specification: `${updating}: int32, uint32, int64, uint64 and bool`,
    bump: "minor",
  },
  "type-replaced": {
    effect: "safe",
    notices: ["source"],
    summary: "a field has a type of another name or package with the same contents",
    message: (args) =>
      `the writer sends ${subjectOf(args)} as ${aType(args.writerType)}, which the reader takes for ${aType(args.readerType)}`,
    meaning:
      "Data does not carry the names of types. An enum that has all values of the other one, and a message of the same name in another package, read the same; generated code has another type there.",
    example: {
      writer: proto3(message("Chunk", "Stop stop = 1"), enumeration("Stop", "STOP_END = 0")),
      bad: proto3(message("Chunk", "Finish stop = 1"), enumeration("Finish", "STOP_END = 0", "STOP_LENGTH = 1")),
      good: proto3(message("Chunk", "Stop stop = 1"), enumeration("Stop", "STOP_END = 0", "STOP_LENGTH = 1")),
    },
    specification: "Protocol Buffers documentation, Encoding",
    bump: "minor",
  },
  "field-label-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "a field has another label, and nothing is read otherwise",
    message: ({ reader, writerField, readerField }) =>
      `the label of ${memberOf(reader, readerField)} is ${orNone(writerField.label)} to the writer and ${orNone(readerField.label)} to the reader`,
    meaning:
      "A message tells in any case whether it is set, with the label `optional` or without, and a reader may do without what a writer always sends.",
    example: {
      writer: proto3(prompt, message("Chunk", "Prompt prompt = 1")),
      bad: proto3(prompt, message("Chunk", "optional Prompt prompt = 1")),
      good: proto3(prompt, message("Chunk", "Prompt prompt = 1")),
    },
    specification: "Protocol Buffers documentation, Application Note: Field Presence",
    bump: "patch",
  },
  "packing-changed": {
    effect: "safe",
    summary: "a list of numbers is packed on one side only",
    message: ({ reader, readerField }) =>
      `the writer sends ${memberOf(reader, readerField)} ${readerField.packed ? "one by one" : "packed"}, and the reader ${readerField.packed ? "packs it" : "does not"}`,
    meaning: "Every parser takes both forms, whatever its own schema says.",
    example: {
      writer: proto2(message("Usage", "repeated int32 tokens = 1")),
      bad: proto2(message("Usage", "repeated int32 tokens = 1 [packed = true]")),
      good: proto2(message("Usage", "repeated int32 tokens = 1")),
    },
    specification: "Protocol Buffers documentation, Encoding: Packed Repeated Fields",
    bump: "patch",
  },
  "enum-opened": {
    effect: "safe",
    notices: ["source"],
    summary: "an enum is closed to the writer and open to the reader",
    message: ({ readerEnum }) =>
      `the writer sends only what its enum ${quoted(readerEnum.fullName)} names, and the reader takes any number`,
    meaning: "An open enum, as in proto3, keeps every number. The other way round numbers without a name are lost.",
    example: {
      writer: proto2(enumeration("Stop", "STOP_END = 0"), message("Chunk", "optional Stop stop = 1")),
      bad: proto3(enumeration("Stop", "STOP_END = 0"), message("Chunk", "optional Stop stop = 1")),
      good: proto2(enumeration("Stop", "STOP_END = 0"), message("Chunk", "optional Stop stop = 1")),
    },
    specification: "Protocol Buffers documentation, Enum Behavior",
    bump: "minor",
  },
  "unseen-field-added": {
    effect: "safe",
    summary: "the reader has a field that the writer never sends, in a place where the registry does not look",
    message: ({ reader, field }) =>
      `the reader has ${memberOf(reader, field)}, number ${field.number}, which the writer never sends`,
    meaning: unseen,
    example: { writer: event(), bad: event(batch), good: event() },
    specification: "Protocol Buffers language guide (proto 2), Groups",
    bump: "minor",
    reopens: "reader",
  },
  "unseen-field-removed": {
    effect: "safe",
    notices: ["source"],
    summary: "the writer sends a field that the reader does not have, in a place where the registry does not look",
    message: ({ writer, field }) =>
      `the writer sends ${memberOf(writer, field)}, number ${field.number}, which the reader passes over`,
    meaning: `${unseen} That its number and name should be reserved is told as a risk.`,
    example: {
      writer: event(batch),
      bad: event("reserved 2", 'reserved "batch"'),
      good: event(batch, "optional string note = 3"),
    },
    specification: "Protocol Buffers language guide (proto 2), Groups",
    bump: "minor",
    reopens: "writer",
  },
  "unseen-field-renamed": {
    effect: "safe",
    notices: ["source"],
    summary: "a field keeps its number and has another name, in a place where the registry does not look",
    message: ({ reader, writerField, readerField }) =>
      `the writer calls number ${readerField.number} of ${quoted(reader.fullName)} ${quoted(writerField.name)}, and the reader ${quoted(readerField.name)}`,
    meaning: `${unseen} Whether JSON has another name is told as a risk.`,
    example: {
      writer: event(batch),
      bad: event(batch.replace("note", "remark")),
      good: event(batch.replace("string note = 1", "string note = 1 [deprecated = true]")),
    },
    specification: "Protocol Buffers language guide (proto 2), Groups",
    bump: "minor",
  },
  "extension-added": {
    effect: "safe",
    summary: "the reader declares an extension that the writer does not declare",
    message: ({ extension: { field, extendee } }) =>
      `the reader extends ${quoted(extendee.fullName)} by ${quoted(field.name)}, number ${field.number}, which the writer does not declare`,
    meaning: "An extension is a field that another file adds to a message. The registry does not look at extensions.",
    example: {
      writer: proto2(extensible),
      bad: proto2(extensible, block("extend Policy", ["optional string note = 100"])),
      good: proto2(extensible),
    },
    specification: "Protocol Buffers language guide (proto 2), Extensions",
    bump: "minor",
  },
  "extension-removed": {
    effect: "safe",
    notices: ["source"],
    summary: "the writer declares an extension that the reader does not declare",
    message: ({ extension: { field, extendee } }) =>
      `the writer extends ${quoted(extendee.fullName)} by ${quoted(field.name)}, number ${field.number}, which the reader passes over`,
    meaning:
      "The reader keeps what it does not know among the unknown fields. The registry does not look at extensions.",
    example: {
      writer: proto2(extensible, block("extend Policy", ["optional string note = 100"])),
      bad: proto2(extensible),
      good: proto2(extensible, block("extend Policy", ["optional string note = 100", "optional string reason = 101"])),
    },
    specification: "Protocol Buffers language guide (proto 2), Extensions",
    bump: "minor",
  },
  "service-added": {
    effect: "safe",
    summary: "the reader has a service that the writer does not call",
    message: ({ service: { fullName } }) =>
      `the reader has the service ${quoted(fullName)}, which the writer does not know`,
    meaning: "Services do not touch data. The registry does not look at them.",
    example: { writer: proto3(prompt), bad: proto3(prompt, service), good: proto3(prompt) },
    specification: "Protocol Buffers language guide, Defining Services",
    bump: "minor",
  },
  "rpc-added": {
    effect: "safe",
    summary: "the reader has an rpc that the writer does not call",
    message: ({ readerService, method }) =>
      `the reader has ${quoted(method.name)} in ${quoted(readerService.fullName)}, which the writer does not know`,
    meaning: "Nobody calls an rpc that it does not know. The registry does not look at services.",
    example: {
      writer: proto3(prompt, service),
      bad: proto3(
        prompt,
        block("service Models", ["rpc Complete(Prompt) returns (Prompt)", "rpc Embed(Prompt) returns (Prompt)"]),
      ),
      good: proto3(prompt, service),
    },
    specification: "Protocol Buffers language guide, Defining Services",
    bump: "minor",
  },
  "syntax-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "the file has another syntax or edition",
    message: (args) => differs("the syntax", args),
    meaning:
      "The bytes are the same. What the syntax decides, such as presence, closed enums and defaults, is told where it differs. The registry takes no editions when a schema is registered.",
    example: {
      writer: proto2(message("Event", "repeated string labels = 1")),
      bad: proto3(message("Event", "repeated string labels = 1")),
      good: proto2(message("Event", "repeated string labels = 1")),
    },
    specification: "Protocol Buffers documentation, Feature Settings for Editions",
    bump: "patch",
  },
  "import-added": {
    effect: "safe",
    summary: "the reader imports a file that the writer does not import",
    message: ({ name }) => `the reader imports ${quoted(name)}, which the writer does not import`,
    meaning: "An import makes types known, and is no difference by itself.",
    example: {
      writer: usage,
      bad: usage.replace("message", 'import "google/type/money.proto";\nmessage'),
      good: usage,
    },
    specification: "Protocol Buffers language guide, Importing Definitions",
    bump: "patch",
  },
  "import-removed": {
    effect: "safe",
    summary: "the writer imports a file that the reader does not import",
    message: ({ name }) => `the writer imports ${quoted(name)}, which the reader does not import`,
    meaning:
      "An import makes types known, and is no difference by itself. Whoever relied on a public one has to import the file itself.",
    example: {
      writer: usage.replace("message", 'import "google/type/money.proto";\nmessage'),
      bad: usage,
      good: usage.replace("message", 'import "google/type/money.proto";\nmessage'),
    },
    specification: "Protocol Buffers language guide, Importing Definitions",
    bump: "patch",
  },
  "option-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "an option is set otherwise, and no data is read otherwise for it",
    message: ({ owner, option, ...values }) => differs(`the option ${quoted(option)} of ${owner}`, values),
    meaning:
      "Options steer generated code and tools. What an option changes in data is told by itself: a default, a name in JSON, packing, and the features of an edition.",
    example: { writer: usage, bad: usage.replace("tokens = 1", "tokens = 1 [deprecated = true]"), good: usage },
    specification: "Protocol Buffers language guide, Options",
    bump: "patch",
  },
  "reserved-changed": {
    effect: "safe",
    summary: "numbers or names are reserved on one side only",
    message: ({ owner, ...values }) => differs(`what ${owner} reserves`, values),
    meaning:
      "A reservation keeps later versions from using a number or a name again. Giving one up makes room for data that means something else; a number that is then used otherwise is told against every version that had it.",
    example: { writer: usage, bad: usage.replace("int32 tokens", "reserved 2;\n  int32 tokens"), good: usage },
    specification: "Protocol Buffers language guide, Reserved Field Numbers",
    bump: "patch",
  },
  "extension-ranges-changed": {
    effect: "safe",
    notices: ["source"],
    summary: "other numbers are open to extensions",
    message: ({ owner, ...values }) => differs(`the range of extensions of ${owner}`, values),
    meaning: "The range says which numbers other files may use. What they use is told where they declare it.",
    example: { writer: proto2(extensible), bad: proto2(extensible.replace("199", "299")), good: proto2(extensible) },
    specification: "Protocol Buffers language guide (proto 2), Extensions",
    bump: "minor",
  },
  "declarations-reordered": {
    effect: "safe",
    summary: "declarations stand in another order",
    message: ({ owner, what }) => `the ${what} of ${owner} stand in another order in the reader than in the writer`,
    meaning:
      "Everything is found by number or name, whatever its place in the text; only the first value of an enum is its default, which is told where it changes.",
    example: {
      writer: proto3(message("Usage", "int32 tokens = 1", "string model = 2")),
      bad: proto3(message("Usage", "string model = 2", "int32 tokens = 1")),
      good: proto3(message("Usage", "int32 tokens = 1", "string model = 2", "string region = 3")),
    },
    specification: "Protocol Buffers documentation, Encoding",
    bump: "patch",
  },
};

function differs(what: string, { before, after }: Attribute): string {
  return `${what} is ${orNone(before)} to the writer and ${orNone(after)} to the reader`;
}
