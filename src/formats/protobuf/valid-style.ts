import { refuseAt } from "./tokens.ts";
import type { EnumType, Features, Message, ProtobufFile, Service } from "./types.ts";

const lowerSnake = /^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/;
const upperSnake = /^[A-Z][A-Z0-9]*(_[A-Z][A-Z0-9]*)*$/;
const title = /^[A-Z][A-Za-z0-9]*$/;

const hint = "rename it, or opt out with the option `features.enforce_naming_style = STYLE_LEGACY`";

/** Refuses a name that is not in the style that edition 2024 enforces. */
function requireStyle(
  file: ProtobufFile,
  { enforce_naming_style: style }: Features,
  style2024: RegExp,
  what: string,
  name: string,
  at: number,
): void {
  if (style === "STYLE_LEGACY" || style2024.test(name)) return;
  const form = style2024 === title ? "TitleCase" : style2024 === upperSnake ? "UPPER_SNAKE_CASE" : "lower_snake_case";
  refuseAt(file, at, `the name of the ${what} \`${name}\` is not in ${form}, as edition ${file.edition} demands`, hint);
}

export function requirePackageStyle(file: ProtobufFile): void {
  for (const part of file.package?.split(".") ?? [])
    requireStyle(file, file.features, lowerSnake, "package", part, file.packageAt);
}

export function requireMessageStyle({ file, features, name, at, fields, oneofs }: Message): void {
  if (features.enforce_naming_style === "STYLE_LEGACY" && !fields.some(({ options }) => options.length > 0)) return;
  requireStyle(file, features, title, "message", name, at);
  for (const field of fields) requireStyle(file, field.features, lowerSnake, "field", field.name, field.at);
  for (const oneof of oneofs) requireStyle(file, oneof.features, lowerSnake, "oneof", oneof.name, oneof.at);
}

export function requireEnumStyle({ file, features, name, at, values }: EnumType): void {
  requireStyle(file, features, title, "enum", name, at);
  for (const value of values) requireStyle(file, features, upperSnake, "enum value", value.name, value.at);
}

export function requireServiceStyle({ file, name, at, methods }: Service): void {
  requireStyle(file, file.features, title, "service", name, at);
  for (const method of methods) requireStyle(file, file.features, title, "rpc", method.name, method.at);
}
