import type { Change } from "../format.ts";
import type {
  EnumType,
  EnumValue,
  Extension,
  Field,
  FieldType,
  Message,
  Method,
  Oneof,
  ProtobufFile,
  Service,
} from "./types.ts";

/** Two messages that mean each other, in which something differs. */
export interface Messages {
  readonly writer: Message;
  readonly reader: Message;
}

/**
 * Two fields of the same number. An extension counts as a field of the message that it extends: it is then none of
 * `writer.fields` and `reader.fields`.
 */
export interface Fields extends Messages {
  readonly writerField: Field;
  readonly readerField: Field;
}

/** Two types that differ: those of the fields, or of what is in their maps. */
export interface Types extends Fields {
  readonly part: "field" | "key" | "value";
  readonly writerType: FieldType;
  readonly readerType: FieldType;
}

export interface Enums {
  readonly writerEnum: EnumType;
  readonly readerEnum: EnumType;
}

export interface Services {
  readonly writerService: Service;
  readonly readerService: Service;
}

export interface Methods extends Services {
  readonly writerMethod: Method;
  readonly readerMethod: Method;
}

/** What something was on the writer's side and is on the reader's, as people write it; undefined where it is absent. */
export interface Attribute {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Whose option, order or reservation differs, as people call it: "the message `Usage`". */
export interface Owned {
  readonly owner: string;
}

/** What each kind of change tells: the contract between the walks, the table of rules and the search for witnesses. */
export interface ProtobufChanges {
  // What the registry refuses.
  /** The packages; undefined where a file has none. */
  "package-changed": Attribute;
  /** `message`: the writer's. `instead`: the reader's enum of the same name. */
  "message-removed": { readonly message: Message; readonly instead: EnumType | undefined };
  /** Scalars and enums, maps, and messages are three kinds. */
  "field-kind-changed": Types;
  /** Both are scalars or enums, of different groups. */
  "field-scalar-kind-changed": Types;
  /** `reasons`: what breaks inside, where both messages have the same name; empty where the names differ. */
  "field-named-type-changed": Types & { readonly reasons: readonly ProtobufChange[] };
  "field-numeric-label-changed": Fields;
  /** `field`: the reader's. */
  "required-field-added": Messages & { readonly field: Field };
  /** `field`: the writer's. */
  "required-field-removed": Messages & { readonly field: Field };
  /** `field`: the writer's, in its `oneof`. */
  "oneof-field-removed": Messages & { readonly field: Field; readonly oneof: Oneof };
  /** `oneof`: the reader's. `fields`: the writer's fields that are members of it now. */
  "multiple-fields-moved-to-oneof": Messages & { readonly oneof: Oneof; readonly fields: readonly Field[] };
  "field-moved-to-existing-oneof": Messages & { readonly oneof: Oneof; readonly fields: readonly Field[] };

  // What the registry accepts, and a value is lost, misread or refused all the same, or source code no longer compiles.
  /** Two numbers, bools or enums of one group: the reader's type has no room for all values of the writer's. */
  "integer-narrowed": Types;
  /** As many bits, and the highest of them means a sign on one side only; or a narrower signed type in a wider unsigned one. */
  "integer-sign-changed": Types;
  /** The bytes are read alike, but not the JSON: an enum's name, a bool or base64 where the reader takes something else. */
  "json-form-changed": Types;
  "bytes-to-string": Types;
  /** Two enums of other names: `values` are the writer's that the reader's enum has not, or not under this number and name. */
  "enum-type-changed": Types & { readonly values: readonly EnumValue[] };
  "singular-to-repeated": Fields;
  "repeated-to-singular": Fields;
  /** The reader requires a field that the writer need not set: `writerField` is undefined where it has none at all. */
  "field-became-required": Messages & { readonly writerField: Field | undefined; readonly readerField: Field };
  /** One of the two is `implicit`, the other `explicit` or `required`. */
  "presence-changed": Fields;
  /** Of fields that tell whether they were set: what an unset one is read as. `before` and `after`: as written. */
  "default-changed": Fields & Attribute;
  /** `accepted`: parsers of ProtoJSON take the writer's name all the same, as it is the field's name in the reader. */
  "json-name-changed": Fields & { readonly accepted: boolean };
  /** One name under two numbers. */
  "field-renumbered": Fields;
  /** One number, and what is written there is of another type; told of every version of the history. */
  "field-number-reused": Fields;
  /** `field`: the writer's, which the reader lacks. `unreserved`: what the reader does not reserve, in words. */
  "field-removed-unreserved": Messages & { readonly field: Field; readonly unreserved: "number" | "name" | "both" };
  /** A message with a length on one side, between two tags (a group) on the other. */
  "message-encoding-changed": Fields;
  /** Members of a oneof of the reader that the writer may set together, and the registry sees too few of them. */
  "oneof-members-joined": Messages & { readonly oneof: Oneof; readonly fields: readonly Field[] };
  /** `value`: the writer's number and name, both of which the reader's enum lacks. */
  "enum-value-removed": Enums & { readonly value: EnumValue };
  /** One name under two numbers. */
  "enum-value-renumbered": Enums & { readonly writerValue: EnumValue; readonly readerValue: EnumValue };
  /** One number under two names: `writerValue` is what a writer of JSON sends. */
  "enum-value-renamed": Enums & { readonly writerValue: EnumValue; readonly readerValue: EnumValue };
  /** Open to the writer, closed to the reader. */
  "enum-closed": Enums;
  /** `service`: the writer's. */
  "service-removed": { readonly service: Service };
  /** `method`: the writer's. */
  "rpc-removed": Services & { readonly method: Method };
  /** `part`: which of the two messages; their full names are `before` and `after`. */
  "rpc-type-changed": Methods & {
    readonly part: "request" | "response";
    readonly before: string;
    readonly after: string;
  };
  "rpc-streaming-changed": Methods & { readonly part: "request" | "response" };

  // What is safe: first what the registry names.
  "message-added": { readonly message: Message };
  "message-moved": Messages;
  "enum-added": { readonly type: EnumType };
  "enum-removed": { readonly type: EnumType };
  "enum-const-added": Enums & { readonly value: EnumValue };
  "enum-const-changed": Enums & { readonly writerValue: EnumValue; readonly readerValue: EnumValue };
  "enum-const-removed": Enums & { readonly value: EnumValue };
  "field-added": Messages & { readonly field: Field };
  "field-removed": Messages & { readonly field: Field };
  "field-name-changed": Fields;
  "field-string-or-bytes-label-changed": Fields;
  "oneof-added": Messages & { readonly oneof: Oneof };
  "oneof-removed": Messages & { readonly oneof: Oneof };
  "oneof-field-added": Messages & { readonly field: Field; readonly oneof: Oneof };
  /** `oneof`: the writer's. */
  "oneof-field-moved-to-top-level": Fields & { readonly oneof: Oneof };
  // Then what it does not look at.
  "integer-widened": Types;
  "type-replaced": Types;
  "field-label-changed": Fields;
  "packing-changed": Fields;
  "enum-opened": Enums;
  /** Groups, and fields of messages that only groups and rpcs lead to: the registry does not look there. */
  "unseen-field-added": Messages & { readonly field: Field };
  "unseen-field-removed": Messages & { readonly field: Field };
  "unseen-field-renamed": Fields;
  "extension-added": { readonly extension: Extension };
  "extension-removed": { readonly extension: Extension };
  "service-added": { readonly service: Service };
  "rpc-added": Services & { readonly method: Method };
  "syntax-changed": Attribute;
  "import-added": { readonly file: ProtobufFile; readonly name: string };
  "import-removed": { readonly file: ProtobufFile; readonly name: string };
  "option-changed": Owned & Attribute & { readonly option: string };
  "reserved-changed": Owned & Attribute;
  "extension-ranges-changed": Owned & Attribute;
  /** The order of `what` in the text: "fields", "values", … */
  "declarations-reordered": Owned & { readonly what: string };
}

export type ProtobufChange = Change<ProtobufChanges>;
