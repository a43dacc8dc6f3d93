import { readdirSync, readFileSync } from "node:fs";
import type { Strictness } from "../../src/formats/format.ts";
import { diff } from "../../src/formats/json-schema/diff.ts";
import { parse } from "../../src/formats/json-schema/parse.ts";
import type { JsonSchema } from "../../src/formats/json-schema/types.ts";

const root = new URL("../../fixtures/json-schema/", import.meta.url);

/** A writer, a reader that shows something, and a reader that keeps clear of it. */
export interface Fixture {
  readonly name: string;
  readonly writer: string;
  readonly reader: string;
  readonly good: string;
}

/** Every folder of JSON Schema fixtures. */
export const fixtures: readonly Fixture[] = readdirSync(root)
  .sort()
  .map((name) => {
    const text = (role: string): string => readFileSync(new URL(`${name}/${role}.json`, root), "utf8");
    return { name, writer: text("writer"), reader: text("reader"), good: text("good") };
  });

/** A schema of a text, or of what a text says. */
export function schemaOf(source: unknown, strictness: Strictness = "lenient"): JsonSchema {
  return parse({ text: typeof source === "string" ? source : JSON.stringify(source) }, { strictness });
}

/** All that differs between two schemas. */
export function changesOf(writer: unknown, reader: unknown) {
  return diff(schemaOf(writer), schemaOf(reader));
}
