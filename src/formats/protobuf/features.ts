import type { Features, OptionSetting, Syntax } from "./types.ts";

const proto2: Features = {
  field_presence: "EXPLICIT",
  enum_type: "CLOSED",
  repeated_field_encoding: "EXPANDED",
  utf8_validation: "NONE",
  message_encoding: "LENGTH_PREFIXED",
  json_format: "LEGACY_BEST_EFFORT",
  enforce_naming_style: "STYLE_LEGACY",
  default_symbol_visibility: "EXPORT_ALL",
};
const edition2023: Features = {
  ...proto2,
  enum_type: "OPEN",
  repeated_field_encoding: "PACKED",
  utf8_validation: "VERIFY",
  json_format: "ALLOW",
};
const proto3: Features = { ...edition2023, field_presence: "IMPLICIT" };

/** What each edition means where a file says nothing. */
export const editions: Readonly<Record<string, Features>> = {
  "2023": edition2023,
  "2024": { ...edition2023, enforce_naming_style: "STYLE2024", default_symbol_visibility: "EXPORT_TOP_LEVEL" },
};

/** What a syntax, or an edition, means where a file says nothing. */
export function defaultsOf(syntax: Syntax, edition: string | undefined): Features {
  if (syntax === "proto2") return proto2;
  return syntax === "proto3" ? proto3 : (editions[edition ?? ""] ?? edition2023);
}

const prefix = "features.";

/** What holds for an element that stands where `around` holds and has these options. */
export function featuresWithin(around: Features, options: readonly OptionSetting[]): Features {
  let own: Record<string, string> | undefined;
  for (const { name, value } of options) {
    if (name === "features" && value.kind === "aggregate") {
      own ??= {};
      for (const member of value.members) if (member.value.kind === "identifier") own[member.name] = member.value.text;
    } else if (name.startsWith(prefix) && value.kind === "identifier") {
      own ??= {};
      own[name.slice(prefix.length)] = value.text;
    }
  }
  return own === undefined ? around : { ...around, ...own };
}
