import { greatestNumber } from "./read-ranges.ts";
import { integerOf } from "./reading.ts";
import { isPackable } from "./settle.ts";
import { refuseAt } from "./tokens.ts";
import type { Extension, Field, FieldType, OptionSetting, ProtobufFile, ScalarName } from "./types.ts";
import { isMessageSet, rangeOf, requireNumber } from "./valid-numbers.ts";

/** Refuses what a field of that type and label cannot say of itself. */
export function requireField(file: ProtobufFile, field: Field): void {
  if (file.syntax === "proto3") requireOpenEnum(file, field);
  const { type } = field;
  if (type.kind === "map" && type.value.kind === "enum" && type.value.target.values[0]?.number !== 0)
    refuseAt(
      file,
      field.typeAt,
      `the first value of the enum \`${type.value.target.fullName}\` is not 0, which a map's value falls back to`,
    );
  if (field.presence === "implicit" && type.kind === "enum" && type.target.closed && file.syntax !== "proto3")
    refuseAt(
      file,
      field.typeAt,
      `the field \`${field.name}\` has implicit presence, and its enum \`${type.written}\` is closed`,
    );
  for (const option of field.options) requireOption(file, field, option);
}

function requireOpenEnum(file: ProtobufFile, { type, typeAt, name }: Field): void {
  const inner = type.kind === "map" ? type.value : type;
  if (inner.kind !== "enum" || !inner.target.closed) return;
  refuseAt(
    file,
    typeAt,
    `the proto3 field \`${name}\` has the type \`${inner.written}\`, which is a closed enum`,
    "declare the enum in a proto3 file",
  );
}

const integers64 = ["int64", "uint64", "sint64", "fixed64", "sfixed64"];

function requireOption(file: ProtobufFile, field: Field, option: OptionSetting): void {
  const { type, label } = field;
  const refuse = (message: string, hint?: string): never => refuseAt(file, option.at, message, hint);
  const scalar = type.kind === "scalar" ? type.name : undefined;
  switch (option.name) {
    case "default":
      requireDefault(file, field, option);
      break;
    case "json_name":
      requireJsonName(file, option);
      break;
    case "packed":
      if (file.syntax === "editions")
        refuse("editions have no option `packed`", "write `features.repeated_field_encoding = PACKED` or `EXPANDED`");
      if (option.text === "true" && (label !== "repeated" || !isPackable(type)))
        refuse(`the field \`${field.name}\` is packed, and only repeated numbers, bools and enums can be`);
      break;
    case "lazy":
    case "unverified_lazy":
      if (option.text === "true" && type.kind !== "message")
        refuse(`\`${option.name}\` is for fields whose type is a message`);
      break;
    case "jstype":
      if (option.text !== "JS_NORMAL" && !integers64.includes(scalar ?? ""))
        refuse("`jstype` is for integers of 64 bits");
      break;
    case "ctype":
      if ((file.edition ?? "") >= "2024") refuse("the option `ctype` has been removed in edition 2024");
      break;
  }
}

function requireJsonName(file: ProtobufFile, { value, valueAt }: OptionSetting): void {
  if (value.kind !== "string") refuseAt(file, valueAt, "the JSON name of a field is a string");
  if (value.value.startsWith("[") && value.value.endsWith("]"))
    refuseAt(file, valueAt, "a JSON name in brackets is that of an extension, and this is none");
  if (value.value.includes("\0")) refuseAt(file, valueAt, "a JSON name has no null character");
}

function requireDefault(file: ProtobufFile, field: Field, option: OptionSetting): void {
  const { type, label, name } = field;
  const refuse = (message: string, hint?: string): never => refuseAt(file, option.valueAt, message, hint);
  if (file.syntax === "proto3") refuse(`the field \`${name}\` has a default, and proto3 has none`, "leave it out");
  if (label === "repeated" || type.kind === "map") refuse(`the field \`${name}\` is repeated and has a default`);
  if (type.kind === "message") refuse(`the field \`${name}\` is a message and has a default`);
  if (field.presence === "implicit") refuse(`the field \`${name}\` has implicit presence and a default`);
  const { value } = option;
  if (type.kind === "enum") {
    if (value.kind !== "identifier") refuse("the default of an enum is the name of one of its values");
    else if (!type.target.values.some((each) => each.name === value.text))
      refuse(`the enum \`${type.target.fullName}\` has no value \`${value.text}\``);
  } else if (type.kind === "scalar" && !fits(type.name, option))
    refuse(`\`${shortened(option.text)}\` is no default for \`${type.name}\``);
}

const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60)}…`);

function fits(type: ScalarName, { value, text }: OptionSetting): boolean {
  switch (type) {
    case "string":
    case "bytes":
      return value.kind === "string";
    case "bool":
      return text === "true" || text === "false";
    case "float":
    case "double":
      if (value.kind === "identifier") return text === "inf" || text === "nan";
      return value.kind === "integer" || value.kind === "float";
    default:
      if (value.kind !== "integer" || (type.startsWith("u") && text.startsWith("-"))) return false;
      if (type.startsWith("fixed") && text.startsWith("-")) return false;
      return inRange(type, text);
  }
}

/** Whether the digits of an integer fit into a type. */
export function inRange(type: ScalarName, text: string): boolean {
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  if (digits.length > 30) return false;
  const value = integerOf(digits) * (negative ? -1n : 1n);
  const bits = BigInt(type.endsWith("32") ? 32 : 64);
  const unsigned = type.startsWith("u") || type.startsWith("fixed");
  const [least, greatest] = unsigned ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
  return value >= least && value <= greatest;
}

/** Refuses an extension that the extended message leaves no room for. */
export function requireExtension({ field, extendee, file, fullName }: Extension): void {
  const { number, numberAt, at, label, type } = field;
  const isSet = isMessageSet(extendee);
  requireNumber(file, field, isSet ? Number.POSITIVE_INFINITY : greatestNumber);
  if (rangeOf(extendee, number) === undefined)
    refuseAt(file, numberAt, `\`${extendee.fullName}\` does not keep the number ${number} for extensions`);
  if (label === "required") refuseAt(file, at, `the extension \`${fullName}\` is required`, "make it optional");
  if (isSet && (type.kind !== "message" || label === "repeated"))
    refuseAt(file, at, `the extension \`${fullName}\` of a message set is not a singular message`);
  const json = field.options.find(({ name }) => name === "json_name");
  if (json !== undefined) refuseAt(file, json.at, "an extension has no `json_name`", "leave it out");
  if (
    file.syntax === "proto3" &&
    !/^google\.protobuf\.[A-Za-z]+Options$/.test(extendee.fullName) &&
    extendee.fullName !== "google.protobuf.FeatureSet"
  )
    refuseAt(file, at, `the proto3 extension \`${fullName}\` is none of an option`, "declare it in a proto2 file");
  requireDeclared({ field, extendee, file, fullName });
}

/** A range of extensions may say what stands on its numbers, and then says it of all of them. */
function requireDeclared({
  field,
  extendee,
  file,
  fullName,
}: Pick<Extension, "field" | "extendee" | "file" | "fullName">): void {
  const { number, numberAt } = field;
  const range = rangeOf(extendee, number);
  const declarations = (range?.options ?? []).flatMap(({ name, value }) =>
    name === "declaration" && value.kind === "aggregate" ? [value.members] : [],
  );
  if (declarations.length === 0) return;
  const said = (members: (typeof declarations)[number], key: string): string | undefined => {
    const value = members.find(({ name }) => name === key)?.value;
    return value?.kind === "string" ? value.value : value !== undefined && "text" in value ? value.text : undefined;
  };
  const own = declarations.find((members) => said(members, "number") === `${number}`);
  if (own === undefined) {
    refuseAt(file, numberAt, `\`${extendee.fullName}\` declares its extensions, and none with the number ${number}`);
  }
  const [name, type] = [said(own, "full_name"), said(own, "type")];
  if (said(own, "reserved") === "true" || (name !== undefined && name !== `.${fullName}`))
    refuseAt(file, numberAt, `\`${extendee.fullName}\` declares the number ${number} for \`${name ?? "nothing"}\``);
  if (type !== undefined && type !== typeName(field.type))
    refuseAt(file, field.typeAt, `\`${extendee.fullName}\` declares the extension ${number} with the type \`${type}\``);
}

function typeName(type: FieldType): string {
  return type.kind === "scalar" ? type.name : type.kind === "map" ? "map" : `.${type.target.fullName}`;
}
