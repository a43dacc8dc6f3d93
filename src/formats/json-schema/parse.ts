import type { SchemaSource } from "../../model.ts";
import type { ParseOptions } from "../format.ts";
import { openDocuments } from "./documents.ts";
import { isModern } from "./drafts.ts";
import { loadAll } from "./loader.ts";
import { shelfOf } from "./lookup.ts";
import { loadModernObject } from "./modern-drafts.ts";
import { withinStack } from "./nesting.ts";
import { loadOlderObject } from "./older-drafts.ts";
import { rootSpot } from "./spots.ts";
import type { JsonSchema } from "./types.ts";

export type * from "./types.ts";

/**
 * Reads a schema as the reference registry loads it, by the engine that it has for its draft. Strict also refuses a key that
 * stands twice, and text after the root value. References are looked up in the references given, and in the drafts' own
 * schemas; nothing is fetched. Throws a SchemactlError of code `schema`, with `file` where the fault lies in a reference.
 */
export function parse(source: SchemaSource, { strictness }: ParseOptions): JsonSchema {
  const documents = openDocuments(source, strictness === "strict");
  const shelf = shelfOf(documents);
  const [own, ...references] = documents;
  const load = isModern(own.draft) ? loadModernObject : loadOlderObject;
  const root = withinStack(() => loadAll(rootSpot(own), shelf, load));
  return { draft: own.draft, root, documents: [own, ...references, ...shelf.documents().slice(documents.length)] };
}

/** The URI by which a schema is known; undefined where it names none. */
export function nameOfSchema({ root }: JsonSchema): string | undefined {
  return root.id;
}
