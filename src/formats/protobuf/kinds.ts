import type { FieldType, Message, ScalarName } from "./types.ts";

/** What the registry tells apart first. */
export type Kind = "scalar" | "map" | "message";

type Group = "integer" | "zigzag" | "length" | "fixed32" | "fixed64" | "float" | "double";

const groups: Readonly<Record<ScalarName, Group>> = {
  int32: "integer",
  int64: "integer",
  uint32: "integer",
  uint64: "integer",
  bool: "integer",
  sint32: "zigzag",
  sint64: "zigzag",
  string: "length",
  bytes: "length",
  fixed32: "fixed32",
  sfixed32: "fixed32",
  fixed64: "fixed64",
  sfixed64: "fixed64",
  float: "float",
  double: "double",
};

/** Whether a message is the body of a group, or stands in one: the registry knows no names in there. */
export function inGroup(message: Message | undefined): boolean {
  let outer = message;
  while (outer !== undefined && !outer.group) outer = outer.parent;
  return outer !== undefined;
}

/** The registry's kind of a type: an enum is a scalar, and a name that it does not find is a message. */
export function kindOf(type: FieldType): Kind {
  if (type.kind === "enum") return inGroup(type.target.parent) ? "message" : "scalar";
  return type.kind;
}

/** The scalars and enums that the registry takes for each other. */
export function groupOf(type: FieldType): Group | undefined {
  if (type.kind === "scalar") return groups[type.name];
  return type.kind === "enum" ? "integer" : undefined;
}

/** A type's name without the package of its file. */
export function localName(type: {
  readonly fullName: string;
  readonly file: { readonly package: string | undefined };
}): string {
  const space = type.file.package;
  return space === undefined || space === "" ? type.fullName : type.fullName.slice(space.length + 1);
}
