import type { Route } from "./changes.ts";
import { type AvroType, isNamed, titleOf } from "./types.ts";

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

/** What a route leads to, as people call it: a field, the items of one, or the message itself. */
export function subjectOf(route: Route): string {
  const last = route.findLastIndex((step) => step.kind === "field");
  const step = route[last];
  const name = step?.kind === "field" ? quoted(step.reader.name) : "the message";
  const inner = route.slice(last + 1).flatMap(({ kind }) => (kind === "items" || kind === "values" ? [kind] : []));
  return inner.reduce((whole, part) => `the ${part} of ${whole}`, name);
}

/** Whether a route ends in a branch of a writer's union, so that the writer may send it, and may not. */
export function isOptional(route: Route): boolean {
  return route.at(-1)?.kind === "writer-branch";
}

/** `an int`, `the record Usage`: a type in a sentence. */
export function aType(type: AvroType): string {
  if (isNamed(type)) return `the ${type.kind} ${quoted(type.fullName)}`;
  if (type.kind === "null" || type.kind === "bytes") return type.kind;
  if (type.kind === "union") return `one of ${listed(type.branches.map(titleOf), "or")}`;
  return /^[aeiou]/.test(type.kind) ? `an ${type.kind}` : `a ${type.kind}`;
}

/** A type as one writes it in a schema, where that is short; named types by their names. */
export function typeText(type: AvroType): string | undefined {
  const text = written(type);
  return text.length <= 80 ? text : undefined;
}

function written(type: AvroType): string {
  const logical = type.props.get("logicalType");
  switch (type.kind) {
    case "record":
    case "enum":
    case "fixed":
      return JSON.stringify(type.fullName);
    case "array":
      return `{"type": "array", "items": ${written(type.items)}}`;
    case "map":
      return `{"type": "map", "values": ${written(type.values)}}`;
    case "union":
      return `[${type.branches.map(written).join(", ")}]`;
    default:
      if (logical?.kind !== "string") return JSON.stringify(type.kind);
      return `{"type": "${type.kind}", "logicalType": ${JSON.stringify(logical.value)}}`;
  }
}

/** A value in a sentence, or that there is none. */
export function orNone(text: string | undefined, none = "none"): string {
  return text === undefined ? none : quoted(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** A record as it stands in an example. */
export function record(name: string, ...fields: readonly string[]): string {
  return `{"type": "record", "name": "${name}", "fields": [\n${fields.map((field) => `  ${field}`).join(",\n")}\n]}`;
}

/** A field as it stands in an example. */
export function field(name: string, type: string, more = ""): string {
  return `{"name": "${name}", "type": ${type}${more === "" ? "" : `, ${more}`}}`;
}
