import type { EnumType, Field } from "./types.ts";

/** What an unset field is read as: `text` as people write it, `value` in a form that compares over the types of one group. */
export interface Default {
  readonly text: string;
  readonly value: string;
}

/** Undefined for what has no default of its own: messages, maps and lists. */
export function defaultOf(field: Field): Default | undefined {
  const { type } = field;
  if (field.presence === "repeated") return undefined;
  if (type.kind === "enum") return ofEnum(type.target, field.default);
  if (type.kind !== "scalar") return undefined;
  switch (type.name) {
    case "string":
    case "bytes":
      return { text: JSON.stringify(field.default ?? ""), value: field.default ?? "" };
    case "bool":
      return { text: field.default ?? "false", value: field.default === "true" ? "1" : "0" };
    case "float":
    case "double":
      return { text: field.default ?? "0", value: field.default === undefined ? "0" : floatValue(field.default) };
    default:
      return { text: field.default ?? "0", value: field.default === undefined ? "0" : integerValue(field.default) };
  }
}

/** The first value is the default of an enum, unless the field names another. */
function ofEnum({ values }: EnumType, name: string | undefined): Default {
  const value = name === undefined ? values[0] : values.find((candidate) => candidate.name === name);
  return { text: value?.name ?? "0", value: String(value?.number ?? 0) };
}

/** `0x10`, `020` and `16` are one number. */
function integerValue(text: string): string {
  const [, sign, octal, digits] = /^(-?)(0(?=[0-7]))?(.*)$/.exec(text.replaceAll(/\s/g, "")) ?? [];
  if (digits === undefined || !/^(?:0x[\da-f]+|\d+)$/i.test(digits)) return text;
  const value = BigInt(octal === undefined ? digits : `0o${digits}`);
  return String(sign === "-" ? -value : value);
}

/** `1`, `1.0` and `1e0` are one number; `inf` and `nan` are themselves. */
function floatValue(text: string): string {
  const value = Number(text);
  return Number.isNaN(value) ? text : Object.is(value, -0) ? "-0" : String(value);
}
