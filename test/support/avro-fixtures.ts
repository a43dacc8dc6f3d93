import { readdirSync, readFileSync } from "node:fs";
import { diff } from "../../src/formats/avro/diff.ts";
import { parse } from "../../src/formats/avro/parse.ts";
import type { AvroSchema } from "../../src/formats/avro/types.ts";
import type { Strictness } from "../../src/formats/format.ts";

const root = new URL("../../fixtures/avro/", import.meta.url);

/** A writer, a reader that shows something, and a reader that keeps clear of it. */
export interface Fixture {
  readonly name: string;
  readonly writer: string;
  readonly reader: string;
  readonly good: string;
}

/** Every folder of Avro fixtures. */
export const fixtures: readonly Fixture[] = readdirSync(root)
  .sort()
  .map((name) => {
    const text = (role: string): string => readFileSync(new URL(`${name}/${role}.avsc`, root), "utf8");
    return { name, writer: text("writer"), reader: text("reader"), good: text("good") };
  });

/** A schema of a text, or of what a text says. */
export function schemaOf(source: unknown, strictness: Strictness = "lenient"): AvroSchema {
  return parse({ text: typeof source === "string" ? source : JSON.stringify(source) }, { strictness });
}

/** All that differs between two schemas. */
export function changesOf(writer: unknown, reader: unknown) {
  return diff(schemaOf(writer), schemaOf(reader));
}
