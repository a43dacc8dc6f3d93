import { SchemactlError } from "../../errors.ts";
import { positions } from "../json-text.ts";
import { advance, lexerOf, tokens } from "./tokens.ts";

/**
 * The tokens of a text: equal for two texts that differ in white space and comments only. A text that has no tokens is only equal to itself.
 */
export function identity(text: string): string {
  try {
    const lexer = lexerOf(text, positions(text));
    const words: string[] = [];
    while (lexer.kind !== tokens.end) {
      words.push(text.slice(lexer.start, lexer.end));
      advance(lexer);
    }
    return words.join(" ");
  } catch (error) {
    if (error instanceof SchemactlError) return text;
    throw error;
  }
}
