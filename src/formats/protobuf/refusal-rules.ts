import type { Rules, Side } from "../format.ts";
import type { Fields, ProtobufChange, ProtobufChanges, Types } from "./changes.ts";
import type { Refusal } from "./refused.ts";
import {
  aType,
  block,
  fieldText,
  listed,
  memberOf,
  message,
  orNone,
  proto2,
  proto3,
  quoted,
  subjectOf,
  typeText,
} from "./wording.ts";

const updating = "Protocol Buffers language guide, Updating A Message Type";
const registry = "reference registry, Protobuf schema comparison";
const usage = proto3(message("Usage", "int64 tokens = 1"));
const trace = proto3(message("Span", "string name = 1"), message("Trace", "Span root = 1"));

/** What the registry refuses. */
export const refusalRules: Rules<Pick<ProtobufChanges, Refusal>> = {
  "package-changed": {
    effect: "breaks",
    errorType: "PACKAGE_CHANGED",
    notices: ["source"],
    summary: "the package has another name",
    message: ({ before, after }) =>
      `the package is ${orNone(before)} to the writer and ${orNone(after)} to the reader, and so every full name is another one`,
    remedy: ({ before, after }, side) => {
      const kept = side === "reader" ? before : after;
      return kept === undefined ? "leave out the package statement" : `keep the package: package ${kept};`;
    },
    meaning:
      "The bytes of a message do not carry its name, so that messages can still be read. But the type URL of an `Any`, the path of every rpc and the names in generated code begin with the package, and the registry refuses the pair.",
    example: { writer: usage, bad: usage.replace("llm.cost", "llm.billing"), good: usage },
    specification: `${registry}: PACKAGE_CHANGED`,
    bump: "minor",
  },
  "message-removed": {
    effect: "breaks",
    errorType: "MESSAGE_REMOVED",
    notices: ["source"],
    summary: "a message of the writer is gone in the reader, used or not",
    message: ({ message: { fullName }, instead }) =>
      `the writer has the message ${quoted(fullName)}, which the reader ${instead === undefined ? "does not have" : "has as an enum"}`,
    remedy: ({ message: { name } }, side) =>
      side === "reader"
        ? `keep the message ${quoted(name)} where it is, even if nothing mentions it any more`
        : `leave out ${quoted(name)}, or put it into a file of its own: the readers that there are do not have it`,
    meaning:
      "Messages are found by their names at each level of nesting. One that is renamed, moved into another message or into an imported file is gone, and so is one that becomes an enum. The registry asks this of both sides alike: a mode that lets old readers read new data forbids every new message.",
    example: {
      writer: trace,
      bad: proto3(message("Trace", "reserved 1", 'reserved "root"')),
      good: proto3(message("Span", "string name = 1"), message("Trace", "reserved 1", 'reserved "root"')),
    },
    specification: `${registry}: MESSAGE_REMOVED`,
    bump: "minor",
    reopens: "writer",
  },
  "field-kind-changed": {
    effect: "breaks",
    errorType: "FIELD_KIND_CHANGED",
    notices: ["wire", "json", "source"],
    summary: "a field changes between a scalar, a message and a map",
    message: (args) => typesMessage(args),
    remedy: typesRemedy,
    meaning:
      "Scalars and enums are one kind, messages another, maps a third. A reader of one kind does not make sense of what a writer of another sends: it skips the field, or takes the bytes of a message for a text. Even where the bytes would do, as between a message and `bytes`, the registry refuses the change.",
    example: {
      writer: proto3(message("Span", "string model = 1")),
      bad: proto3(message("Span", "map<string, string> model = 1")),
      good: proto3(message("Span", "string model = 1", "map<string, string> labels = 2")),
    },
    specification: `${registry}: FIELD_KIND_CHANGED; ${updating}`,
    bump: "minor",
  },
  "field-scalar-kind-changed": {
    effect: "breaks",
    errorType: "FIELD_SCALAR_KIND_CHANGED",
    notices: ["wire", "json", "source"],
    summary: "a scalar field has a type that is written in another way",
    message: (args) => typesMessage(args),
    remedy: typesRemedy,
    meaning:
      "Scalars are read for each other only inside one group: int32, int64, uint32, uint64, bool and enums; sint32 and sint64; string and bytes; fixed32 and sfixed32; fixed64 and sfixed64. A float and a double each stand alone. Across groups the reader skips the field, or makes another number of it.",
    example: {
      writer: usage,
      bad: usage.replace("int64", "string"),
      good: usage.replace("int64 tokens = 1;", "int64 tokens = 1;\n  string tokens_text = 2;"),
    },
    specification: `${registry}: FIELD_SCALAR_KIND_CHANGED; ${updating}`,
    bump: "minor",
  },
  "field-named-type-changed": {
    effect: "breaks",
    errorType: "FIELD_NAMED_TYPE_CHANGED",
    notices: ["wire", "json", "source"],
    summary: "a field has a message of another name, or one from an import that is no longer compatible",
    message: (args) => {
      const { readerType, reasons } = args;
      const [reason] = reasons;
      if (reason === undefined) return typesMessage(args);
      const more = reasons.length > 1 ? `, and ${reasons.length - 1} more` : "";
      return `the writer sends ${subjectOf(args)} as ${aType(readerType)} of another file, in which something breaks: ${reasonText(reason)}${more}`;
    },
    remedy: (args, side) => {
      const [reason] = args.reasons;
      if (reason === undefined) return typesRemedy(args, side);
      return refusalRules[reason.kind as Refusal].remedy?.(reason.args as never, side);
    },
    meaning:
      "Two messages belong together if they have the same name, without the packages of their files. Where one of them stands in an imported file that has changed, the two are compared, and what breaks inside breaks the field too. Messages of other names break it whatever is in them.",
    example: {
      writer: proto3(
        message("Span", "string name = 1"),
        message("Step", "string name = 1"),
        message("Trace", "Span root = 1"),
      ),
      bad: proto3(
        message("Span", "string name = 1"),
        message("Step", "string name = 1"),
        message("Trace", "Step root = 1"),
      ),
      good: proto3(
        message("Span", "string name = 1"),
        message("Step", "string name = 1"),
        message("Trace", "Span root = 1", "Step first = 2"),
      ),
    },
    specification: `${registry}: FIELD_NAMED_TYPE_CHANGED`,
    bump: "minor",
  },
  "field-numeric-label-changed": {
    effect: "breaks",
    errorType: "FIELD_NUMERIC_LABEL_CHANGED",
    notices: ["wire", "json", "source"],
    summary: "a number, bool or enum changes between optional, required and repeated",
    message: ({ writerField, readerField }) =>
      `the writer sends ${quoted(readerField.name)} as ${labelled(writerField.label)}, where the reader has it ${labelled(readerField.label)}`,
    remedy: labelRemedy,
    meaning:
      "A list of numbers may be packed into one record, which a reader of a single number skips; a required number that is not sent makes a message unreadable. The registry refuses every change between two labels that are written, also from required to optional. A proto3 field without a label has none to compare.",
    example: {
      writer: proto2(message("Usage", "optional int64 tokens = 1")),
      bad: proto2(message("Usage", "repeated int64 tokens = 1")),
      good: proto2(message("Usage", "optional int64 tokens = 1", "repeated int64 tokens_by_step = 2")),
    },
    specification: `${registry}: FIELD_NUMERIC_LABEL_CHANGED; ${updating}`,
    bump: "minor",
  },
  "required-field-added": {
    effect: "breaks",
    errorType: "REQUIRED_FIELD_ADDED",
    notices: ["wire", "json"],
    summary: "the reader requires a field that the writer never sends",
    message: ({ reader, field }) => `the reader requires ${memberOf(reader, field)}, which the writer never sends`,
    remedy: ({ field }, side) =>
      side === "reader"
        ? `make it optional: ${fieldText(field).replace("required", "optional")};`
        : `keep ${quoted(field.name)} in the writer: the readers that there are cannot do without it`,
    meaning:
      "A parser refuses a message in which a required field is missing, the whole message and whatever contains it. No data of that writer can be read.",
    example: {
      writer: proto2(message("Usage", "optional int64 tokens = 1")),
      bad: proto2(message("Usage", "optional int64 tokens = 1", "required string model = 2")),
      good: proto2(message("Usage", "optional int64 tokens = 1", "optional string model = 2")),
    },
    specification: `${registry}: REQUIRED_FIELD_ADDED; ${updating}`,
    bump: "minor",
    reopens: "reader",
  },
  "required-field-removed": {
    effect: "breaks",
    errorType: "REQUIRED_FIELD_REMOVED",
    notices: ["source"],
    summary: "the writer requires a field that the reader does not have",
    message: ({ writer, field }) => `the writer requires ${memberOf(writer, field)}, which the reader does not have`,
    remedy: ({ field }, side) =>
      side === "reader"
        ? `keep it: ${fieldText(field)};`
        : `make it optional, and in the next version: ${fieldText(field).replace("required", "optional")};`,
    meaning:
      "The reader skips the field like any other that it does not know. But those who still require it cannot read what this side will write, and the registry refuses a required field that comes or goes in either direction.",
    example: {
      writer: proto2(message("Usage", "required int64 tokens = 1", "optional string model = 2")),
      bad: proto2(message("Usage", "optional string model = 2")),
      good: proto2(
        message("Usage", "required int64 tokens = 1", "optional string model = 2", "optional string region = 3"),
      ),
    },
    specification: `${registry}: REQUIRED_FIELD_REMOVED; ${updating}`,
    bump: "minor",
    reopens: "writer",
  },
  "oneof-field-removed": {
    effect: "breaks",
    errorType: "ONEOF_FIELD_REMOVED",
    notices: ["wire", "json", "source"],
    summary: "a member of a oneof is gone, while the oneof or other members of it stay",
    message: ({ field, oneof }) =>
      `the writer may send ${quoted(field.name)} in the oneof ${quoted(oneof.name)}, which the reader does not have, and takes for a oneof that is not set`,
    remedy: ({ field, oneof }, side) =>
      side === "reader"
        ? `keep ${quoted(oneof.name)} complete: ${fieldText(field)};`
        : `do not add ${quoted(field.name)} to ${quoted(oneof.name)} until the readers know it`,
    meaning:
      "Whoever reads a oneof asks which of its members is set. To a reader that lacks the member, none is, and it cannot tell this from a message in which nothing was chosen. A oneof that goes with all its members is accepted.",
    example: {
      writer: proto3(message("Event", oneof("payload", "string prompt = 1", "string completion = 2"))),
      bad: proto3(message("Event", oneof("payload", "string prompt = 1"), "reserved 2", 'reserved "completion"')),
      good: proto3(
        message("Event", oneof("payload", "string prompt = 1", "string completion = 2", "string error = 3")),
      ),
    },
    specification: `${registry}: ONEOF_FIELD_REMOVED; ${updating}`,
    bump: "minor",
    reopens: "writer",
  },
  "multiple-fields-moved-to-oneof": {
    effect: "breaks",
    errorType: "MULTIPLE_FIELDS_MOVED_TO_ONEOF",
    notices: ["wire", "json", "source"],
    summary: "fields that the writer sets together are members of one oneof in the reader",
    message: joinedMessage,
    remedy: joinedRemedy,
    meaning:
      "Of the members of a oneof a reader keeps the last that it meets, and drops the others. A writer that has them outside of a oneof may send all of them.",
    example: {
      writer: proto3(message("Event", "optional string prompt = 1", "optional string completion = 2")),
      bad: proto3(message("Event", oneof("payload", "string prompt = 1", "string completion = 2"))),
      good: proto3(message("Event", oneof("payload", "string prompt = 1"), "optional string completion = 2")),
    },
    specification: `${registry}: MULTIPLE_FIELDS_MOVED_TO_ONEOF; ${updating}`,
    bump: "minor",
  },
  "field-moved-to-existing-oneof": {
    effect: "breaks",
    errorType: "FIELD_MOVED_TO_EXISTING_ONEOF",
    notices: ["wire", "json", "source"],
    summary: "a oneof of the reader joins members of a oneof with other fields of the writer",
    message: joinedMessage,
    remedy: joinedRemedy,
    meaning:
      "A writer may send a member of a oneof together with a field outside of it, or with a member of another oneof. A reader that has them in one oneof keeps the last that it meets, and drops the others.",
    example: {
      writer: proto3(message("Event", oneof("payload", "string prompt = 1"), "string error = 2")),
      bad: proto3(message("Event", oneof("payload", "string prompt = 1", "string error = 2"))),
      good: proto3(message("Event", oneof("payload", "string prompt = 1", "string refusal = 3"), "string error = 2")),
    },
    specification: `${registry}: FIELD_MOVED_TO_EXISTING_ONEOF; ${updating}`,
    bump: "minor",
  },
};

function oneof(name: string, ...members: readonly string[]): string {
  return block(`oneof ${name}`, members);
}

function typesMessage(args: Types): string {
  const { writerType, readerType } = args;
  return `the writer sends ${subjectOf(args)} as ${aType(writerType)}, which the reader cannot take for ${aType(readerType)}`;
}

/** The side that changes keeps the type that is out there. */
export function typesRemedy({ writerType, readerType, writerField, readerField }: Types, side: Side): string {
  const [kept, wanted] = side === "reader" ? [writerField, readerType] : [readerField, writerType];
  return `keep ${fieldText(kept)}; and send the ${typeText(wanted)} in a field of its own`;
}

/** The side that changes keeps the label that is out there. */
export function labelRemedy({ writerField, readerField }: Fields, side: Side): string {
  const field = side === "reader" ? writerField : readerField;
  return `keep the label: ${fieldText(field)};`;
}

const labelled = (label: string | undefined): string => (label === undefined ? "without a label" : label);

type Joined = ProtobufChanges["multiple-fields-moved-to-oneof"];

/** What the writer may send, and the reader keeps one of. */
export function joinedMessage({ oneof: { name }, fields }: Joined): string {
  return `the writer may send ${listed(fields.map((field) => field.name))} together, of which the reader keeps only the last: they are members of its oneof ${quoted(name)}`;
}

/** Keeps the fields apart. */
export function joinedRemedy({ oneof: { name }, fields }: Joined, side: Side): string {
  const names = listed(fields.map((field) => field.name));
  if (side === "writer") return `keep ${names} in one oneof, as the readers have them`;
  return `leave ${names} where they were, and give the oneof ${quoted(name)} members with new numbers`;
}

function reasonText(reason: ProtobufChange): string {
  return refusalRules[reason.kind as Refusal].message(reason.args as never);
}
