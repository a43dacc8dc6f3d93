import { featuresWithin } from "./features.ts";
import { textOf } from "./read-option.ts";
import { integerOf, type Open, opened } from "./reading.ts";
import type { EnumType, Field, FieldType, Message, OptionValue, ProtobufFile } from "./types.ts";

/** Gives every element the features that hold for it, and what follows from them and from its options. */
export function settle(file: Open<ProtobufFile>): void {
  file.features = featuresWithin(file.features, file.options);
  for (const message of opened(file.messages)) settleMessage(message, file.features);
  for (const type of opened(file.enums)) settleEnum(type, file.features);
  for (const field of opened(file.extensions.map((each) => each.field))) settleField(field, file.features);
}

function settleMessage(message: Open<Message>, around: ProtobufFile["features"]): void {
  const features = featuresWithin(around, message.options);
  message.features = features;
  for (const oneof of opened(message.oneofs)) oneof.features = featuresWithin(features, oneof.options);
  for (const field of opened(message.fields)) settleField(field, field.oneof?.features ?? features);
  for (const inner of opened(message.messages)) settleMessage(inner, features);
  for (const type of opened(message.enums)) settleEnum(type, features);
  for (const field of opened(message.extensions.map((each) => each.field))) settleField(field, features);
}

function settleEnum(type: Open<EnumType>, around: ProtobufFile["features"]): void {
  type.features = featuresWithin(around, type.options);
  type.closed = type.features.enum_type === "CLOSED";
  type.allowAlias = type.options.some(({ name, text }) => name === "allow_alias" && text === "true");
}

function settleField(field: Open<Field>, around: ProtobufFile["features"]): void {
  const { options, type } = field;
  const features = options.length === 0 ? around : featuresWithin(around, options);
  field.features = features;
  let packed: boolean | undefined;
  for (const { name, value, text } of options) {
    if (name === "packed") packed = text === "true";
    else if (name === "json_name" && value.kind === "string") {
      field.explicitJsonName = value.value;
      field.jsonName = value.value;
    } else if (name === "default") field.default = normalised(value, type);
  }
  const repeated = field.label === "repeated" || type.kind === "map";
  field.presence = repeated ? "repeated" : presenceOf(field);
  if (field.label === "repeated" && isPackable(type))
    field.packed = packed ?? features.repeated_field_encoding === "PACKED";
}

/** A default in the form that two spellings of it share. */
function normalised(value: OptionValue, type: FieldType): string {
  if (value.kind === "string") return value.value;
  const text = textOf(value);
  if (value.kind === "float") return /[a-z]$/.test(text) ? text : `${Number(text)}`;
  if (value.kind !== "integer") return text;
  if (type.kind === "scalar" && (type.name === "float" || type.name === "double")) return `${Number(text)}`;
  const negative = text.startsWith("-");
  return `${integerOf(negative ? text.slice(1) : text) * (negative ? -1n : 1n)}`;
}

/** Whether elements of a type may share one length-delimited record. */
export function isPackable(type: FieldType): boolean {
  return type.kind === "enum" || (type.kind === "scalar" && type.name !== "string" && type.name !== "bytes");
}

function presenceOf({ label, oneof, type, features }: Field): Field["presence"] {
  if (label === "required" || features.field_presence === "LEGACY_REQUIRED") return "required";
  if (label === "optional" || oneof !== undefined || type.kind === "message") return "explicit";
  return features.field_presence === "IMPLICIT" ? "implicit" : "explicit";
}
