import type { OptionTarget } from "./options.ts";
import { isPackable } from "./settle.ts";
import { refuseAt } from "./tokens.ts";
import type { Features, Field, FieldType, OptionSetting, ProtobufFile } from "./types.ts";

/** What each feature can be set on. */
const targets: Readonly<Record<keyof Features, readonly OptionTarget[]>> = {
  field_presence: ["file", "field"],
  enum_type: ["file", "enum"],
  repeated_field_encoding: ["file", "field"],
  utf8_validation: ["file", "field"],
  message_encoding: ["file", "field"],
  json_format: ["file", "message", "enum"],
  enforce_naming_style: [
    "file",
    "extension_range",
    "message",
    "field",
    "oneof",
    "enum",
    "enum_entry",
    "service",
    "method",
  ],
  default_symbol_visibility: ["file"],
};

const since2024: readonly string[] = ["enforce_naming_style", "default_symbol_visibility"];

interface SetFeature {
  readonly name: keyof Features;
  readonly value: string;
  readonly at: number;
}

const isFeature = (name: string): name is keyof Features => name in targets;

/** The features that options set, those of single languages left out. */
function featuresIn(options: readonly OptionSetting[]): readonly SetFeature[] {
  const found: SetFeature[] = [];
  const add = (name: string, value: OptionSetting["value"], at: number): void => {
    if (isFeature(name) && value.kind === "identifier") found.push({ name, value: value.text, at });
  };
  for (const { parts, value, at } of options) {
    const [first, second] = parts;
    if (first?.name !== "features" || first.extension) continue;
    if (second !== undefined && parts.length === 2 && !second.extension) add(second.name, value, at);
    else if (parts.length === 1 && value.kind === "aggregate")
      for (const member of value.members) add(member.name, member.value, member.at);
  }
  return found;
}

/** Refuses features in files without an edition, and where they do not belong. */
export function requireFeatures(file: ProtobufFile, target: OptionTarget, options: readonly OptionSetting[]): void {
  const option = options.find(({ parts: [first] }) => first?.name === "features" && !first.extension);
  if (option === undefined) return;
  if (file.syntax !== "editions")
    refuseAt(
      file,
      option.at,
      `a ${file.syntax} file has no features`,
      'write `edition = "2023";` in place of the syntax',
    );
  for (const { name, value, at } of featuresIn(options)) {
    if (!targets[name].includes(target))
      refuseAt(
        file,
        at,
        `the feature \`${name}\` is not set on ${titles[target]}`,
        `it is for ${titlesOf(targets[name])}`,
      );
    if (since2024.includes(name) && (file.edition ?? "") < "2024")
      refuseAt(file, at, `the feature \`${name}\` is known since edition 2024`);
    if (value.endsWith("_UNKNOWN")) refuseAt(file, at, `\`${value}\` says nothing`);
    if (target === "file" && value === "LEGACY_REQUIRED")
      refuseAt(file, at, "all fields of a file cannot be required at once", "say it of each field");
  }
}

const titles: Readonly<Record<OptionTarget, string>> = {
  file: "a file",
  message: "a message",
  field: "a field",
  oneof: "a oneof",
  extension_range: "a range of extensions",
  enum: "an enum",
  enum_entry: "an enum value",
  service: "a service",
  method: "an rpc",
};

const titlesOf = (all: readonly OptionTarget[]): string => all.map((target) => titles[target]).join(", ");

/** Refuses features of a field that its type or label leaves no room for. */
export function requireFieldFeatures(file: ProtobufFile, field: Field, isExtension: boolean): void {
  for (const { name, value, at } of featuresIn(field.options)) {
    const why = objection(field, isExtension, name, value);
    if (why !== undefined) refuseAt(file, at, `${why}, and \`${field.name}\` has the feature \`${name}\``);
  }
}

function objection(field: Field, isExtension: boolean, name: keyof Features, value: string): string | undefined {
  const { type, label, oneof } = field;
  const repeated = label === "repeated" || type.kind === "map";
  switch (name) {
    case "field_presence":
      if (oneof !== undefined) return "the presence of a oneof's members is given";
      if (repeated) return "repeated fields have no presence";
      if (isExtension && value !== "EXPLICIT") return "the presence of extensions is explicit";
      if (isExtension) return "the presence of extensions is given";
      return type.kind === "message" && value === "IMPLICIT" ? "a message is never implicitly present" : undefined;
    case "repeated_field_encoding":
      if (!repeated || type.kind === "map") return "only repeated fields are packed or not";
      return value === "PACKED" && !isPackable(type) ? "only numbers, bools and enums are packed" : undefined;
    case "utf8_validation":
      return isText(type) ? undefined : "only strings are validated";
    case "message_encoding":
      return type.kind === "message" || type.kind === "map" ? undefined : "only messages are delimited or not";
    default:
      return undefined;
  }
}

function isText(type: FieldType): boolean {
  if (type.kind === "map") return type.key === "string" || isText(type.value);
  return type.kind === "scalar" && type.name === "string";
}
