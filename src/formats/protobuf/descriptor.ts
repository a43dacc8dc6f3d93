import type { EnumType, Field, FieldType, Message } from "./types.ts";

/** The fields by which a side reads or writes a message: as declared, or with one of them repaired. */
export type FieldsOf = (message: Message) => readonly Field[];

/** A message and all that it is made of, as protobufjs takes it, and what its names there stand for. */
export interface Descriptor {
  readonly json: object;
  readonly rootName: string;
  /** By their place in the descriptor: `T0` and so on. */
  readonly messages: ReadonlyMap<string, Message>;
  /** How many values the enums of it have: they take the codec longest. */
  readonly values: number;
  /** The fields that are described. */
  readonly kept: FieldsOf;
}

/** Which fields the data at hand may need; required ones are needed always. */
export type Keeps = (field: Field) => boolean;

/** Messages that ProtoJSON writes in their own way; the codec knows them by name. */
const special = new Set(
  (
    "Any Duration Timestamp FieldMask Struct Value ListValue DoubleValue FloatValue Int64Value UInt64Value " +
    "Int32Value UInt32Value BoolValue StringValue BytesValue"
  )
    .split(" ")
    .map((name) => `google.protobuf.${name}`),
);

export const isSpecial = (message: Message): boolean => special.has(message.fullName);

/** What a field is called in the codec: its number, so that no name of the user's can be in the way. */
export const codecName = (message: Message, field: Field): string =>
  isSpecial(message) ? field.jsonName : `#${field.number}`;

/** Describes a message to the codec in our own model's words, as far as the data at hand need it. */
export function descriptorOf(root: Message, fieldsOf: FieldsOf, keeps: Keeps): Descriptor {
  const names = new Map<Message | EnumType, string>();
  const nested: Record<string, object> = {};
  const wellKnown: Record<string, object> = {};
  const todo: Message[] = [];
  let values = 0;
  const place = (type: Message | EnumType, prefix: string, isKnown: boolean): string => {
    const name = isKnown ? type.fullName : `${prefix}${names.size}`;
    names.set(type, name);
    return name;
  };
  const messageName = (type: Message): string => {
    const known = names.get(type);
    if (known !== undefined) return known;
    todo.push(type);
    return place(type, "T", isSpecial(type));
  };
  const enumName = (type: EnumType): string => {
    const known = names.get(type);
    if (known !== undefined) return known;
    values += type.values.length;
    const isNull = type.fullName === "google.protobuf.NullValue";
    const name = place(type, "E", isNull);
    if (isNull) wellKnown.NullValue = enumJson(type);
    else nested[name] = enumJson(type);
    return name;
  };
  const typeName = (type: Exclude<FieldType, { kind: "map" }>): string =>
    type.kind === "scalar" ? type.name : type.kind === "message" ? messageName(type.target) : enumName(type.target);
  const messages = new Map<string, Message>();
  const kept = new Map<Message, readonly Field[]>();
  const rootName = messageName(root);
  for (let message = todo.pop(); message !== undefined; message = todo.pop()) {
    const own = fieldsOf(message).filter((f) => isSpecial(message) || f.presence === "required" || keeps(f));
    const json = messageJson(message, own, typeName);
    kept.set(message, own);
    if (isSpecial(message)) wellKnown[message.name] = json;
    else nested[messageName(message)] = json;
    messages.set(messageName(message), message);
  }
  const google = { nested: { protobuf: { nested: wellKnown } } };
  return {
    json: { edition: "2023", nested: { ...nested, google } },
    values,
    rootName,
    messages,
    kept: (message) => kept.get(message) ?? [],
  };
}

type TypeName = (type: Exclude<FieldType, { kind: "map" }>) => string;

function messageJson(message: Message, fields: readonly Field[], typeName: TypeName): object {
  const oneofs = new Map<string, string[]>();
  for (const field of fields) {
    if (field.oneof === undefined) continue;
    const key = `oneof ${field.oneof.name}`;
    oneofs.set(key, [...(oneofs.get(key) ?? []), codecName(message, field)]);
  }
  return {
    edition: "2023",
    fields: Object.fromEntries(fields.map((field) => [codecName(message, field), fieldJson(field, typeName)])),
    ...(oneofs.size > 0 && { oneofs: Object.fromEntries([...oneofs].map(([name, oneof]) => [name, { oneof }])) }),
  };
}

function fieldJson(field: Field, typeName: TypeName): object {
  const { type, features } = field;
  const names = { id: field.number, protoName: field.name, jsonName: field.jsonName };
  const options = {
    features: {
      field_presence: presences[field.presence],
      repeated_field_encoding: field.packed ? "PACKED" : "EXPANDED",
      utf8_validation: features.utf8_validation,
      message_encoding: isDelimited(field) ? "DELIMITED" : "LENGTH_PREFIXED",
    },
  };
  if (type.kind === "map") return { ...names, keyType: type.key, type: typeName(type.value), options };
  return { ...names, type: typeName(type), ...(field.presence === "repeated" && { rule: "repeated" }), options };
}

const presences = {
  explicit: "EXPLICIT",
  implicit: "IMPLICIT",
  required: "LEGACY_REQUIRED",
  repeated: "EXPLICIT",
} as const satisfies Record<Field["presence"], Field["features"]["field_presence"]>;

/** Whether a message stands between two tags instead of after its length. */
export const isDelimited = ({ type, group, features }: Field): boolean =>
  type.kind === "message" && (group || features.message_encoding === "DELIMITED");

function enumJson(type: EnumType): object {
  return {
    edition: "2023",
    values: Object.fromEntries(type.values.map((value) => [value.name, value.number])),
    options: { features: { enum_type: type.closed ? "CLOSED" : "OPEN" } },
  };
}
