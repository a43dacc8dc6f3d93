import type { SchemaSource } from "../../model.ts";
import type { ParseOptions } from "../format.ts";
import { isPrimitive } from "./names.ts";
import { withinStack } from "./nesting.ts";
import { readTypes } from "./read.ts";
import { shelve } from "./shelf.ts";
import { type AvroSchema, isNamed } from "./types.ts";

export type * from "./types.ts";

/**
 * Reads a schema as Apache Avro Java 1.12 does, with its validation of defaults on when strict and off when lenient;
 * strict also refuses a key that stands twice. Names that the text does not define are looked up in the references.
 * Throws a SchemactlError of code `schema`, with `file` where the fault lies in a reference.
 */
export function parse(source: SchemaSource, { strictness }: ParseOptions): AvroSchema {
  const strict = strictness === "strict";
  const text = strict ? source.text : quoted(source.text);
  return withinStack(() => {
    const { root, rootAt } = shelve({ ...source, text }, (json, defined, lookUp) =>
      readTypes(json, { strict, defined, lookUp }),
    );
    return { root, rootAt };
  });
}

/** A primitive's name without its quotes is no JSON, and yet what people hand to a library: it is read as that primitive. */
function quoted(text: string): string {
  return isPrimitive(text.trim()) ? JSON.stringify(text.trim()) : text;
}

/** The full name of a schema's top level; undefined where that has no name of its own. */
export function nameOfSchema({ root }: AvroSchema): string | undefined {
  return isNamed(root) ? root.fullName : undefined;
}
