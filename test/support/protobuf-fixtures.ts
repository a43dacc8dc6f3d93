import { readdirSync, readFileSync } from "node:fs";
import { diff } from "../../src/formats/protobuf/diff.ts";
import { parse } from "../../src/formats/protobuf/parse.ts";
import type { ProtobufSchema } from "../../src/formats/protobuf/types.ts";
import type { SchemaReference } from "../../src/model.ts";

const root = new URL("../../fixtures/protobuf/", import.meta.url);

/** A writer, a reader that shows something, and a reader that keeps clear of it. */
export interface Fixture {
  readonly name: string;
  readonly writer: string;
  readonly reader: string;
  readonly good: string;
}

/** Every folder of Protobuf fixtures. */
export const fixtures: readonly Fixture[] = readdirSync(root)
  .sort()
  .map((name) => {
    const text = (role: string): string => readFileSync(new URL(`${name}/${role}.proto`, root), "utf8");
    return { name, writer: text("writer"), reader: text("reader"), good: text("good") };
  });

/** A text, alone or with the files that it imports. */
export type Source = string | { readonly text: string; readonly references: readonly SchemaReference[] };

/** A schema of a text and its imports. */
export function schemaOf(source: Source): ProtobufSchema {
  return parse(typeof source === "string" ? { text: source } : source, { strictness: "strict" });
}

/** All that differs between two schemas. */
export function changesOf(writer: Source, reader: Source) {
  return diff(schemaOf(writer), schemaOf(reader));
}
