import type { Json } from "../../model.ts";
import { isList, isObject, type JsonObject, own, type PlainSchema } from "./plain-schema.ts";

const noSchemas: ReadonlySet<string> = new Set(["enum", "const", "default", "examples"]);

/**
 * The schema without the properties that a value has nowhere: the validator compiles what it is given, and a message of ten
 * properties need not wait for a thousand.
 */
export function prunedFor(schema: PlainSchema, value: Json): PlainSchema {
  const names = new Set<string>();
  collectNames(value, names);
  const prune = schema.prunable ? (part: Json) => pruned(part, names) : (part: Json) => part;
  return { ...schema, roots: schema.roots.map((root) => withoutDialect(prune(root))) };
}

/** The dialect is told by the choice of the validator, which knows no others. */
function withoutDialect(root: Json): Json {
  if (!isObject(root)) return root;
  const { $schema: _, ...rest } = root;
  const definitions = own(root, "definitions");
  return definitions !== undefined && !Object.hasOwn(root, "$defs") ? { ...rest, $defs: definitions } : rest;
}

function collectNames(value: Json, names: Set<string>): void {
  if (isList(value)) for (const item of value) collectNames(item, names);
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    names.add(name);
    collectNames(inner, names);
  }
}

function pruned(schema: Json, names: ReadonlySet<string>): Json {
  if (isList(schema)) return schema.map((part) => pruned(part, names));
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, part]): [string, Json] => {
    if (key === "properties" && isObject(part)) return [key, prunedProperties(part, names)];
    return [key, noSchemas.has(key) ? part : pruned(part, names)];
  });
  return Object.fromEntries(entries);
}

/** A property keeps its name, so that it does not become an additional one. What has a default may be filled in. */
function prunedProperties(properties: JsonObject, names: ReadonlySet<string>): Json {
  const entries = Object.entries(properties).map(([name, part]): [string, Json] => {
    const isUsed = names.has(name) || (isObject(part) && Object.hasOwn(part, "default"));
    return [name, isUsed ? pruned(part, names) : {}];
  });
  return Object.fromEntries(entries);
}
