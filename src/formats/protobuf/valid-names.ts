import { jsonNameOf } from "./json-names.ts";
import { refuseAt } from "./tokens.ts";
import type { EnumType, Field, Message } from "./types.ts";

/**
 * Refuses fields that ProtoJSON could not tell apart, with and without the option `json_name`: field masks do not know that one. Where the old
 * syntax only does its best for JSON, names that were not asked for may clash.
 */
export function requireJsonNames(message: Message): void {
  if (message.options.some(({ name, text }) => name === legacyOption && text === "true")) return;
  const strict = message.features.json_format === "ALLOW";
  if (strict) requireApart(message, (field) => jsonNameOf(field.name), true);
  if (message.fields.some(({ explicitJsonName }) => explicitJsonName !== undefined))
    requireApart(message, ({ jsonName }) => jsonName, strict);
}

const legacyOption = "deprecated_legacy_json_field_conflicts";

function requireApart(message: Message, nameOf: (field: Field) => string, strict: boolean): void {
  const { fields, members, file, fullName } = message;
  const byName = new Map<string, Field>();
  for (const field of fields) {
    const name = nameOf(field);
    // Fields have names of their own: two can only clash where one is called otherwise in JSON.
    if (name === field.name) continue;
    const namesake = members.get(name);
    const other = byName.get(name) ?? (namesake?.kind === "field" && nameOf(namesake) === name ? namesake : undefined);
    byName.set(name, field);
    if (other === undefined) continue;
    if (!strict && (other.explicitJsonName === undefined || field.explicitJsonName === undefined)) continue;
    const [first, second] = other.at < field.at ? [other, field] : [field, other];
    refuseAt(
      file,
      second.at,
      `the fields \`${first.name}\` and \`${second.name}\` of \`${fullName}\` have one JSON name, \`${name}\``,
      "rename one of them",
    );
  }
}

/** Refuses values of an enum that languages which drop its prefix and set its capitals could not tell apart. */
export function requireValueNames({ name: prefix, values, file }: EnumType): void {
  const start = prefix.replaceAll("_", "").toLowerCase();
  const byName = new Map<string, EnumType["values"][number]>();
  for (const value of values) {
    const name = pascalCase(withoutPrefix(value.name, start));
    const other = byName.get(name);
    if (other === undefined) byName.set(name, value);
    else if (other.number !== value.number)
      refuseAt(
        file,
        value.at,
        `the values \`${other.name}\` and \`${value.name}\` of the enum \`${prefix}\` are one name, \`${name}\`, without the enum's own and without regard to case`,
        "rename one of them",
      );
  }
}

function withoutPrefix(name: string, prefix: string): string {
  let at = 0;
  for (const wanted of prefix) {
    while (name.charAt(at) === "_") at += 1;
    if (name.charAt(at).toLowerCase() !== wanted) return name;
    at += 1;
  }
  while (name.charAt(at) === "_") at += 1;
  return at >= name.length ? name : name.slice(at);
}

function pascalCase(name: string): string {
  return name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join("");
}

/** Refuses a map whose entries, which are messages without a declaration, take a name that is there already. */
export function requireEntryNames({ file, fields, members, fullName }: Message): void {
  let entries: Set<string> | undefined;
  for (const { type, name, at } of fields) {
    if (type.kind !== "map") continue;
    const entry = entryNameOf(name);
    entries ??= new Set();
    if (members.has(entry) || entries.has(entry))
      refuseAt(
        file,
        at,
        `the entries of the map \`${name}\` are called \`${entry}\`, and \`${fullName}\` has that name already`,
      );
    entries.add(entry);
  }
}

/** What protoc calls the message that it makes of a map's key and value. */
function entryNameOf(field: string): string {
  const camel = jsonNameOf(field);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`;
}
