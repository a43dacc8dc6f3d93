import { memberOf } from "../json-text.ts";
import { fits } from "./defaults.ts";
import { fieldAt } from "./fields.ts";
import { copiedPropsOf, noProps, propsOf, requiredText, reservedKeys, textOf, typeAliases } from "./members.ts";
import { isName, isPrimitive, type Name, nameOf } from "./names.ts";
import {
  aKind,
  type JsonArray,
  type JsonObject,
  type JsonString,
  type Mutable,
  namesHint,
  type Reading,
  refuse,
  spotOf,
} from "./reading.ts";
import type { EnumSymbol, EnumType, Field, FixedType, NamedType, RecordType } from "./types.ts";

/** Reads a record or an error. */
export function recordAt(reading: Reading, node: JsonObject, namespace: string | undefined): RecordType {
  const fields: Field[] = [];
  const error = textOf(node, "type") === "error";
  const type: Mutable<RecordType> = { kind: "record", ...head(reading, node, namespace), error, fields };
  register(reading, type);
  reading.open.add(type);
  const list = listOf(reading, node, "fields", type.fullName);
  const seen = new Set<string>();
  for (const item of list.items) {
    const field = fieldAt(reading, item, type);
    if (seen.has(field.name)) {
      refuse(reading, field.nameAt, `the record \`${type.fullName}\` has two fields named \`${field.name}\``);
    }
    seen.add(field.name);
    fields.push(field);
  }
  reading.open.delete(type);
  type.props = copiedPropsOf(reading, node);
  return type;
}

/** Reads an enum. */
export function enumAt(reading: Reading, node: JsonObject, namespace: string | undefined): EnumType {
  const named = head(reading, node, namespace);
  const symbols = symbolsAt(reading, listOf(reading, node, "symbols", named.fullName), named.fullName);
  const fallback = memberOf(node, "default")?.value;
  // Anything but a string counts as no default.
  const symbol = fallback?.kind === "string" ? fallback.value : undefined;
  if (fallback !== undefined && symbol !== undefined && !symbols.some(({ name }) => name === symbol)) {
    refuse(reading, fallback, `the default \`${symbol}\` of \`${named.fullName}\` is none of its symbols`);
  }
  const type: Mutable<EnumType> = { kind: "enum", ...named, symbols, default: symbol };
  register(reading, type);
  type.props = propsOf(node, reservedKeys.enum);
  return type;
}

function symbolsAt(reading: Reading, list: JsonArray, owner: string): readonly EnumSymbol[] {
  const seen = new Set<string>();
  return list.items.map((item) => {
    if (item.kind !== "string") {
      return refuse(reading, item, `a symbol of \`${owner}\` is ${aKind(item)}, not a string`);
    }
    if (!isName(item.value)) refuse(reading, item, `\`${item.value}\` is no name for a symbol`, namesHint);
    if (seen.has(item.value)) refuse(reading, item, `the enum \`${owner}\` has the symbol \`${item.value}\` twice`);
    seen.add(item.value);
    return { name: item.value, at: spotOf(reading, item) };
  });
}

// The longest array that a Java machine allocates.
const largestFixed = 2 ** 31 - 9;

/** Reads a fixed. */
export function fixedAt(reading: Reading, node: JsonObject, namespace: string | undefined): FixedType {
  const named = head(reading, node, namespace);
  const size = memberOf(node, "size")?.value;
  const bytes = size?.kind === "number" && fits(size.text, 32) ? Number.parseInt(size.text, 10) : -1;
  if (size === undefined || bytes < 0 || bytes > largestFixed) {
    const range = `a whole number from 0 to ${largestFixed}`;
    return refuse(reading, size ?? node, `the fixed \`${named.fullName}\` needs a \`size\`: ${range}`);
  }
  // Adding zero makes zero of minus zero.
  const type: Mutable<FixedType> = { kind: "fixed", ...named, size: bytes + 0, sizeAt: spotOf(reading, size) };
  register(reading, type);
  type.props = propsOf(node, reservedKeys.type);
  return type;
}

function listOf(reading: Reading, node: JsonObject, key: "fields" | "symbols", owner: string): JsonArray {
  const list = memberOf(node, key)?.value;
  if (list?.kind === "array") return list;
  return refuse(reading, list ?? node, `\`${owner}\` has no list of \`${key}\``);
}

/** What all named types have; the other properties come once the name is registered, as in Avro Java. */
function head(reading: Reading, node: JsonObject, namespace: string | undefined) {
  const written = requiredText(reading, node, "name", "this type");
  const name = nameOf(written.value, textOf(node, "namespace") ?? namespace);
  requireName(reading, name, written);
  return {
    at: spotOf(reading, node),
    props: noProps,
    fullName: name.full,
    name: name.simple,
    namespace: name.space,
    nameAt: spotOf(reading, written),
    aliases: typeAliases(reading, node, name.space),
    doc: textOf(node, "doc"),
  };
}

function requireName(reading: Reading, { simple, space, full }: Name, node: JsonString): void {
  if (!isName(simple)) refuse(reading, node, `\`${simple}\` is no name for a type`, namesHint);
  const bad = space?.split(".").find((part) => !isName(part));
  if (bad !== undefined) {
    refuse(reading, node, `the namespace \`${space}\` has a part that is no name: \`${bad}\``, namesHint);
  }
  if (isPrimitive(full)) {
    refuse(reading, node, `a type cannot be named \`${full}\`, like a primitive one`, "give it a namespace");
  }
}

/**
 * Makes a type known by its name. Avro Java takes a second definition of a name only where it looks the same at that
 * moment, when neither its properties nor the fields of a record are known yet.
 */
function register(reading: Reading, type: NamedType): void {
  const before = reading.known.get(type.fullName);
  if (before === undefined) {
    reading.known.set(type.fullName, type);
  } else if (before.props.size > 0 || !looksLike(reading, before, type)) {
    const hint = "define it once, and mention it by its name";
    refuse(reading, type.nameAt, `\`${type.fullName}\` is defined a second time`, hint);
  }
}

function looksLike(reading: Reading, a: NamedType, b: NamedType): boolean {
  if (a.kind === "enum" && b.kind === "enum") return symbolsOf(a) === symbolsOf(b);
  if (a.kind === "fixed" && b.kind === "fixed") return a.size === b.size;
  return a.kind === "record" && b.kind === "record" && reading.open.has(a);
}

const symbolsOf = (type: EnumType): string => type.symbols.map((symbol) => symbol.name).join(" ");
