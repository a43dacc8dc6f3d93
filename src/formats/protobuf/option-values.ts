import { extensionNamed, find, type Scope } from "./scopes.ts";
import { refuseAt } from "./tokens.ts";
import type { AggregateMember, Field, FieldType, Message, OptionSetting, OptionValue, ScalarName } from "./types.ts";
import { inRange } from "./valid-fields.ts";

/** An option whose value is held against its declaration. */
export interface Setting {
  readonly scope: Scope;
  readonly option: OptionSetting;
  readonly from: Message | undefined;
}

/** Refuses a value that the declared type does not take. */
export function requireValue(setting: Setting, field: Field): void {
  const { value, valueAt } = setting.option;
  const { type } = field;
  if (type.kind === "map" || type.kind === "message") {
    if (value.kind !== "aggregate") {
      const hint = "write its fields in braces";
      refuseAt(setting.scope.file, valueAt, `the option \`${setting.option.name}\` is a message`, hint);
    } else requireMessage(setting, type, value.members, valueAt);
  } else if (!isOf(type, value, false)) unfit(setting, type, valueAt);
}

function unfit({ scope, option }: Setting, type: FieldType, at: number, name = option.name): never {
  const wanted = type.kind === "enum" ? `a value of the enum \`${type.target.fullName}\`` : wantedFor(type);
  return refuseAt(scope.file, at, `\`${name}\` takes ${wanted}, and that is not what is written here`);
}

function wantedFor(type: FieldType): string {
  if (type.kind !== "scalar") return "a message in braces";
  if (type.name === "bool") return "`true` or `false`";
  return type.name === "string" || type.name === "bytes" ? "a string" : `a number that fits into \`${type.name}\``;
}

const bools = new Set(["true", "false", "True", "False", "t", "f"]);

/** Whether a value is of a type; the text format, inside braces, takes more than the grammar around it. */
function isOf(type: FieldType, value: OptionValue, inText: boolean): boolean {
  if (type.kind === "enum") {
    if (value.kind === "identifier") return type.target.values.some(({ name }) => name === value.text);
    return inText && value.kind === "integer" && inRange("int32", value.text);
  }
  return type.kind === "scalar" && isScalarOf(type.name, value, inText);
}

function isScalarOf(name: ScalarName, value: OptionValue, inText: boolean): boolean {
  switch (name) {
    case "string":
    case "bytes":
      return value.kind === "string";
    case "bool":
      if (value.kind === "identifier") return inText ? bools.has(value.text) : /^(true|false)$/.test(value.text);
      return inText && value.kind === "integer" && /^0*[01]$/.test(value.text);
    case "float":
    case "double":
      if (value.kind === "identifier")
        return inText ? /^(inf|infinity|nan)$/i.test(value.text) : /^(inf|nan)$/.test(value.text);
      return value.kind === "integer" || value.kind === "float";
    default:
      return value.kind === "integer" && inRange(name, value.text);
  }
}

type MessageType = FieldType & { readonly kind: "message" | "map" };

/** A message in the text format. */
function requireMessage(setting: Setting, type: MessageType, members: readonly AggregateMember[], at: number): void {
  const { file } = setting.scope;
  const fields = new Set<Field | string>();
  for (const member of members) {
    if (type.kind === "message" && isPacked(member)) {
      requirePacked(setting, member);
      continue;
    }
    const field = fieldNamed(setting, type, member);
    if (fields.has(field.name) && field.label !== "repeated" && field.type.kind !== "map")
      refuseAt(file, member.at, `\`${field.name}\` is set twice`, "keep one of the two");
    fields.add(field.name);
    if (field.oneof !== undefined) {
      if (fields.has(field.oneof.name))
        refuseAt(file, member.at, `two members of the oneof \`${field.oneof.name}\` are set`, "keep one of the two");
      fields.add(field.oneof.name);
    }
    requireMember(setting, field, member);
  }
  if (type.kind === "map") return;
  const missing = type.target.fields.find(({ presence, name }) => presence === "required" && !fields.has(name));
  if (missing !== undefined)
    refuseAt(file, at, `the required field \`${missing.name}\` of \`${type.target.fullName}\` is not set`);
}

/** `[type.googleapis.com/llm.Policy] { … }` in an Any. */
const isPacked = ({ name }: AggregateMember): boolean => name.includes("/");

function requirePacked(setting: Setting, { name, at, value }: AggregateMember): void {
  const fullName = name.slice(name.lastIndexOf("/") + 1, -1);
  const target = find(setting.scope, fullName);
  if (target?.kind !== "message" || value.kind !== "aggregate")
    refuseAt(setting.scope.file, at, `the message \`${fullName}\` is not known here`);
  else requireMessage(setting, { kind: "message", written: fullName, target }, value.members, at);
}

type SetField = Pick<Field, "name" | "label" | "type" | "oneof">;

function fieldNamed({ scope, from }: Setting, type: MessageType, { name, at }: AggregateMember): SetField {
  if (type.kind === "map") {
    if (name === "key") return { name, label: undefined, type: { kind: "scalar", name: type.key }, oneof: undefined };
    if (name === "value") return { name, label: undefined, type: type.value, oneof: undefined };
    return refuseAt(scope.file, at, `the entry of a map has a \`key\` and a \`value\`, and no \`${name}\``);
  }
  const { target } = type;
  if (name.startsWith("[")) {
    const extension = extensionNamed(scope, name.slice(1, -1), from);
    if (extension?.kind === "extension" && extension.extendee.fullName === target.fullName) return extension.field;
    return refuseAt(scope.file, at, `there is no extension \`${name.slice(1, -1)}\` of \`${target.fullName}\` here`);
  }
  const member = target.members.get(name) ?? target.members.get(name.toLowerCase());
  const isGroup = member?.kind === "message" && member.group;
  const field = isGroup ? target.members.get(name.toLowerCase()) : member;
  if (field?.kind === "field" && (field.name === name || field.group)) return field;
  return refuseAt(scope.file, at, `the message \`${target.fullName}\` has no field \`${name}\``);
}

function requireMember(setting: Setting, field: SetField, { name, at, value }: AggregateMember): void {
  const { type } = field;
  const repeated = field.label === "repeated" || type.kind === "map";
  if (value.kind === "list" && !repeated)
    refuseAt(setting.scope.file, at, `\`${name}\` is not repeated, and a list is written here`);
  for (const item of value.kind === "list" ? value.items : [value]) {
    if (type.kind === "message" || type.kind === "map") {
      if (item.kind !== "aggregate") unfit(setting, type, at, name);
      else requireMessage(setting, type, item.members, at);
    } else if (!isOf(type, item, true)) unfit(setting, type, at, name);
  }
}
