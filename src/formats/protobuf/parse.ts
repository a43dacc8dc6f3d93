import type { SchemaSource } from "../../model.ts";
import type { ParseOptions } from "../format.ts";
import { requireApart } from "./collisions.ts";
import { readImportSet } from "./import-set.ts";
import { reachedFrom } from "./link.ts";
import type { ProtobufSchema } from "./types.ts";

export type * from "./types.ts";

/**
 * Reads a file and what it imports from the references and the built-in files, and refuses what protoc refuses, whatever the strictness: what
 * protoc refuses has never been compiled by anybody. Throws a SchemactlError of code `schema`, with `file` where the fault lies in a reference.
 */
export function parse(source: SchemaSource, _: ParseOptions): ProtobufSchema {
  const root = readImportSet(source);
  const files = reachedFrom(root);
  requireApart(root, files);
  return { root, files };
}

/** What people call a schema: the full name of its first message; undefined for a file without messages. */
export function nameOfSchema({ root }: ProtobufSchema): string | undefined {
  return root.messages[0]?.fullName;
}
