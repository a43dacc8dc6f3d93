import { type OptionScope, type OptionTarget, requireOptions } from "./options.ts";
import { refuseAt } from "./tokens.ts";
import type { EnumType, Extension, Field, Message, OptionSetting, ProtobufFile, Service } from "./types.ts";
import { requireFeatures, requireFieldFeatures } from "./valid-features.ts";
import { requireExtension, requireField } from "./valid-fields.ts";
import { requireEntryNames, requireJsonNames, requireValueNames } from "./valid-names.ts";
import { requireNumbers, requireValues } from "./valid-numbers.ts";
import { requireEnumStyle, requireMessageStyle, requirePackageStyle, requireServiceStyle } from "./valid-style.ts";

/** A file whose validity is decided, with what its options are held against. */
interface Validity extends OptionScope {
  readonly file: ProtobufFile;
}

/** Refuses what protoc refuses in a file whose names are resolved. */
export function requireValid(file: ProtobufFile, options: OptionScope): void {
  const validity: Validity = { ...options, file };
  requireSettings(validity, "file", file.options, undefined);
  requireFileOptions(file);
  requirePackageStyle(file);
  for (const message of file.messages) requireMessage(validity, message);
  for (const type of file.enums) requireEnum(validity, type);
  for (const extension of file.extensions) requireExtended(validity, extension);
  for (const service of file.services) requireService(validity, service);
}

function requireSettings(
  validity: Validity,
  target: OptionTarget,
  options: readonly OptionSetting[],
  from: Message | undefined,
): void {
  if (options.length === 0) return;
  requireFeatures(validity.file, target, options);
  requireOptions(validity, target, options, from);
}

function requireFileOptions(file: ProtobufFile): void {
  for (const { name, at } of file.options) {
    if (name === "java_string_check_utf8" && file.syntax === "editions")
      refuseAt(file, at, `editions have no option \`${name}\``, "write `features.(pb.java).utf8_validation = VERIFY`");
    if (name === "java_multiple_files" && (file.edition ?? "") >= "2024")
      refuseAt(file, at, `the option \`${name}\` has been removed in edition 2024`, "leave it out: it is always on");
  }
}

function requireMessage(validity: Validity, message: Message): void {
  const { file } = validity;
  const { fields, oneofs, extensionRanges, options, parent } = message;
  requireSettings(validity, "message", options, parent);
  requireMessageOptions(message);
  requireNumbers(message);
  requireEntryNames(message);
  requireJsonNames(message);
  requireMessageStyle(message);
  for (const field of fields) requireOwnField(validity, field, message, false);
  for (const oneof of oneofs) requireSettings(validity, "oneof", oneof.options, message);
  for (const range of extensionRanges) {
    if (file.syntax === "proto3") refuseAt(file, range.at, "a proto3 message keeps no numbers for extensions");
    requireSettings(validity, "extension_range", range.options, parent);
  }
  for (const inner of message.messages) requireMessage(validity, inner);
  for (const type of message.enums) requireEnum(validity, type);
  for (const extension of message.extensions) requireExtended(validity, extension);
}

function requireMessageOptions({ file, options, fields, visibility, name, parent, features }: Message): void {
  const option = options.find((each) => each.name === "map_entry");
  if (option !== undefined)
    refuseAt(
      file,
      option.at,
      "the option `map_entry` is not written by hand",
      "write `map<…, …>` as the type of the field",
    );
  const set = options.find((each) => each.name === "message_set_wire_format" && each.text === "true");
  if (set !== undefined && file.syntax === "proto3") refuseAt(file, set.at, "proto3 has no message sets");
  const [field] = fields;
  if (set !== undefined && field !== undefined)
    refuseAt(file, field.at, `the message set \`${name}\` has a field, and message sets have extensions only`);
  if (features.default_symbol_visibility === "STRICT" && parent !== undefined && visibility === "export")
    refuseAt(file, set?.at ?? file.packageAt, `the nested message \`${name}\` is exported where visibility is strict`);
}

function requireOwnField(validity: Validity, field: Field, from: Message | undefined, isExtension: boolean): void {
  const { file } = validity;
  requireField(file, field);
  if (field.options.length === 0) return;
  requireSettings(validity, "field", field.options, from);
  requireFieldFeatures(file, field, isExtension);
}

function requireExtended(validity: Validity, extension: Extension): void {
  requireExtension(extension);
  requireOwnField(validity, extension.field, extension.parent, true);
}

function requireEnum(validity: Validity, type: EnumType): void {
  requireSettings(validity, "enum", type.options, type.parent);
  requireValues(type);
  requireValueNames(type);
  requireEnumStyle(type);
  for (const value of type.values) requireSettings(validity, "enum_entry", value.options, type.parent);
}

function requireService(validity: Validity, service: Service): void {
  requireSettings(validity, "service", service.options, undefined);
  requireServiceStyle(service);
  for (const method of service.methods) requireSettings(validity, "method", method.options, undefined);
}
