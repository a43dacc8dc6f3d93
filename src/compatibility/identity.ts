import type { Format } from "../formats/format.ts";
import type { SchemaSource } from "../model.ts";

/**
 * Equal for two versions exactly when all their texts are, in everything but white space, key order and comments. References are told
 * apart by their texts: their names say only where they are kept.
 */
export function identityOf({ identity }: Format, { text, references = [] }: SchemaSource): string {
  const own = identity(text);
  return references.length === 0
    ? own
    : JSON.stringify([own, ...references.map((reference) => identity(reference.text)).sort()]);
}
