import type { JsonNode } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import { type Difference, type Here, inside, tell } from "./difference.ts";
import { valueText } from "./equality.ts";
import type { ConstSchema, EnumSchema } from "./types.ts";

export function compareEnums(writer: EnumSchema, reader: EnumSchema, here: Here, out: Difference[]): void {
  if (areSaidAlike(writer.values, reader.values)) return;
  const extras = changed(writer.values, reader.values);
  const { added, removed } = extras;
  if (added.length === 0 && removed.length === 0) return;
  const kind = removed.length === 0 ? "extended" : added.length === 0 ? "narrowed" : "changed";
  tell(out, `enum-array-${kind}`, writer, reader, inside(here, "enum"), () => extras, { keywords: ["enum"] });
}

export function compareConstants(writer: ConstSchema, reader: ConstSchema, here: Here, out: Difference[]): void {
  const extras = changed([writer.value], [reader.value]);
  if (extras.added.length === 0) return;
  tell(out, "enum-array-changed", writer, reader, inside(here, "const"), () => extras, { keywords: ["const"] });
}

/** Whether two lists are lists of the same texts: most are, and need no closer look. */
function areSaidAlike(before: readonly JsonNode[], after: readonly JsonNode[]): boolean {
  return (
    before.length === after.length &&
    before.every((value, i) => {
      const other = after[i];
      return value.kind === "string" && other?.kind === "string" && value.value === other.value;
    })
  );
}

function changed(before: readonly JsonNode[], after: readonly JsonNode[]) {
  const [old, now] = [new Set(before.map(valueText)), new Set(after.map(valueText))];
  return {
    added: after.filter((value) => !old.has(valueText(value))).map(sortedJson),
    removed: before.filter((value) => !now.has(valueText(value))).map(sortedJson),
  };
}
