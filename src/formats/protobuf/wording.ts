import type { Types } from "./changes.ts";
import type { Field, FieldType, Message, Oneof } from "./types.ts";

/** `tokens` in backticks. */
export function quoted(name: string): string {
  return `\`${name}\``;
}

/** A few names in backticks, `and` before the last; of many only the first ones. */
export function listed(names: readonly string[], joint: "and" | "or" = "and"): string {
  const most = 4;
  const shown = names.slice(0, names.length > most + 1 ? most : names.length).map(quoted);
  if (shown.length < names.length) return `${shown.join(", ")} and ${names.length - shown.length} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${joint} ${shown.at(-1)}`;
}

/** `an int32`, `the message Usage`: a type in a sentence. */
export function aType(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.name === "bytes"
        ? "bytes"
        : /^[aeiou]/.test(type.name) && !/^u/.test(type.name)
          ? `an ${type.name}`
          : `a ${type.name}`;
    case "map":
      return `a ${typeText(type)}`;
    default:
      return `the ${type.kind} ${quoted(type.target.fullName)}`;
  }
}

/** A type as one writes it. */
export function typeText(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "map":
      return `map<${type.key}, ${typeText(type.value)}>`;
    default:
      return type.written;
  }
}

/** What two types are those of: a field, or the keys or values of its map. */
export function subjectOf({ readerField, part }: Pick<Types, "readerField" | "part">): string {
  const name = quoted(readerField.name);
  return part === "field" ? name : `the ${part}s of ${name}`;
}

/** A field of a message, told with the message. */
export function memberOf(message: Message, { name }: Pick<Field | Oneof, "name">): string {
  return `${quoted(name)} of ${quoted(message.fullName)}`;
}

/** `int32 tokens = 4`: a field as one writes it, without its options. */
export function fieldText(field: Field): string {
  const label = field.label === undefined ? "" : `${field.label} `;
  const type = field.group ? "group" : typeText(field.type);
  return `${label}${type} ${field.name} = ${field.number}`;
}

/** A value in a sentence, or that there is none. */
export function orNone(text: string | undefined, none = "none"): string {
  return text === undefined ? none : quoted(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** A whole proto3 file, as it stands in an example. */
export function proto3(...body: readonly string[]): string {
  return ['syntax = "proto3";', "package llm.cost;", "", ...body, ""].join("\n");
}

/** A whole proto2 file, as it stands in an example. */
export function proto2(...body: readonly string[]): string {
  return ['syntax = "proto2";', "package llm.cost;", "", ...body, ""].join("\n");
}

/** A message with these statements in it, as it stands in an example. */
export function message(name: string, ...statements: readonly string[]): string {
  return block(`message ${name}`, statements);
}

/** An enum with these values, as it stands in an example. */
export function enumeration(name: string, ...values: readonly string[]): string {
  return block(`enum ${name}`, values);
}

/** A block with these statements, each ended by a semicolon unless it is a block itself. */
export function block(head: string, statements: readonly string[]): string {
  const lines = statements.map((text) => (text.endsWith("}") ? text : `${text};`).replaceAll(/^/gm, "  "));
  return `${head} {\n${lines.join("\n")}\n}`;
}
