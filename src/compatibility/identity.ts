import type { Format } from "../formats/format.ts";
import type { SchemaSource } from "../model.ts";
import { sha256 } from "./fingerprint.ts";

/** Beyond that many characters of references their hashes stand for them: many schemas may share what they refer to. */
const longest = 16_384;

/**
 * Equal for two versions exactly when all their texts are, in everything but white space, key order and comments. References are told
 * apart by their texts: their names say only where they are kept.
 */
export function identityOf(format: Format, source: SchemaSource): string {
  return identifier()(format, source);
}

/** The same for many schemas that share what they refer to: each text is looked at once. */
export function identifier(): (format: Format, source: SchemaSource) => string {
  const known = new Map<string, string>();
  const hashes = new Map<string, string>();
  const identity = ({ identity }: Format, text: string): string => remember(known, text, () => identity(text));
  return (format, { text, references = [] }) => {
    const own = format.identity(text);
    if (references.length === 0) return own;
    const parts = references.map((reference) => identity(format, reference.text));
    // What is equal is equally long, so that both sides of a comparison are told in the same way.
    const isLong = parts.reduce((sum, part) => sum + part.length, 0) > longest;
    const told = isLong ? parts.map((part) => remember(hashes, part, () => sha256(part))) : parts;
    return JSON.stringify([own, ...told.sort()]);
  };
}

function remember(answers: Map<string, string>, question: string, ask: () => string): string {
  const answer = answers.get(question) ?? ask();
  answers.set(question, answer);
  return answer;
}
