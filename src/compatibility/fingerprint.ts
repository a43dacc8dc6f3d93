// The one place above the edges that uses modules of Node: a hash is a pure function of its input.
import { createRequire } from "node:module";
import type { Direction, Place } from "../model.ts";

/** SHA-256 in hexadecimal. Most runs have nothing to hash, and loading the library takes a tenth of Node's own start. */
export function sha256(text: string): string {
  const { createHash } = createRequire(import.meta.url)("node:crypto") as typeof import("node:crypto");
  return createHash("sha256").update(text).digest("hex");
}

/**
 * What makes a finding the same finding in another commit: its subject, rule and direction, its place by names, and the text of both sides there.
 * No line, index, file or commit takes part, so a reformat or a moved file keeps it, and any other change at that place gives another one.
 */
export function fingerprintOf(subject: string, rule: string, direction: Direction | undefined, place: Place): string {
  return sha256(JSON.stringify([subject, rule, direction ?? null, place.names, place.writer, place.reader]));
}
