import { type JsonMember, type JsonNode, memberOf } from "../json-text.ts";
import { fits } from "./defaults.ts";
import { isName, nameOf } from "./names.ts";
import { aKind, type JsonObject, type JsonString, namesHint, type Reading, refuse } from "./reading.ts";

const ofTypes = ["doc", "fields", "items", "name", "namespace", "size", "symbols", "values", "type", "aliases"];

/** The keys that have a meaning of their own, and so are no properties. */
export const reservedKeys = {
  type: new Set(ofTypes),
  enum: new Set([...ofTypes, "default"]),
  field: new Set(["default", "doc", "name", "order", "type", "aliases"]),
} as const satisfies Record<string, ReadonlySet<string>>;

export const noProps: ReadonlyMap<string, JsonNode> = new Map();

/** The value of a key where it is a string; anything else counts as absent. */
export function textOf(node: JsonObject, key: string): string | undefined {
  const value = memberOf(node, key)?.value;
  return value?.kind === "string" ? value.value : undefined;
}

/** The string under a key that must be there. */
export function requiredText(reading: Reading, node: JsonObject, key: string, whose: string): JsonString {
  const value = memberOf(node, key)?.value;
  return value?.kind === "string" ? value : refuse(reading, value ?? node, `${whose} has no \`${key}\``);
}

const noAliases: readonly string[] = [];

/** A field's aliases, as written: they are never qualified. */
export function fieldAliases(reading: Reading, node: JsonObject): readonly string[] {
  if (memberOf(node, "aliases") === undefined) return noAliases;
  return [...new Set(aliasNodes(reading, node).map((alias) => alias.value))];
}

/** A type's aliases as full names. */
export function typeAliases(reading: Reading, node: JsonObject, namespace: string | undefined): readonly string[] {
  const aliases = aliasNodes(reading, node).map((alias) => {
    const name = nameOf(alias.value, namespace);
    if (isName(name.simple)) return name.full;
    return refuse(reading, alias, `the alias \`${alias.value}\` is no name for a type`, namesHint);
  });
  return [...new Set(aliases)];
}

function aliasNodes(reading: Reading, node: JsonObject): readonly JsonString[] {
  const list = memberOf(node, "aliases")?.value;
  if (list === undefined) return [];
  if (list.kind !== "array") return refuse(reading, list, "`aliases` is a list of names");
  return list.items.map((item) =>
    item.kind === "string" ? item : refuse(reading, item, `an alias is a name, not ${aKind(item)}`),
  );
}

/** The members of an object that are not reserved. */
export function propsOf(node: JsonObject, reserved: ReadonlySet<string>): ReadonlyMap<string, JsonNode> {
  if (node.members.every(({ key }) => reserved.has(key))) return noProps;
  return new Map(node.members.flatMap(({ key, value }) => (reserved.has(key) ? [] : [[key, value]])));
}

/** The properties of a record, array or map: Avro Java copies these, and trips over integers beyond a long. */
export function copiedPropsOf(reading: Reading, node: JsonObject): ReadonlyMap<string, JsonNode> {
  const props = propsOf(node, reservedKeys.type);
  for (const value of props.values()) requireLongs(reading, value);
  return props;
}

function requireLongs(reading: Reading, node: JsonNode): void {
  if (node.kind === "array") {
    for (const item of node.items) requireLongs(reading, item);
  } else if (node.kind === "object") {
    for (const member of lastMembers(node)) requireLongs(reading, member.value);
  } else if (node.kind === "number" && /^-?\d+$/.test(node.text) && !fits(node.text, 64)) {
    refuse(reading, node, "an integer in a property has more than 64 bits", "write it as a string");
  }
}

function lastMembers(node: JsonObject): readonly JsonMember[] {
  return [...new Map(node.members.map((member) => [member.key, member])).values()];
}
