import { rabin } from "../rabin.ts";
import { sortedJson } from "../sorted-json.ts";
import type { JsonSchema } from "./types.ts";

/** A schema's own text as JSON with sorted keys and no white space. Nothing is dropped: JSON Schema has no canonical form. */
export function canonical({ documents: [own] }: JsonSchema): string {
  return sortedJson(own.root);
}

/** CRC-64 of the canonical form, in hexadecimal, unsigned and without leading zeros. */
export function fingerprint(schema: JsonSchema): string {
  return rabin(canonical(schema));
}
