import { SchemactlError } from "../../errors.ts";
import type { Need, Outline } from "../format.ts";
import { positions } from "../json-text.ts";
import { advance, type Lexer, lexerOf, tokens, unquote } from "./tokens.ts";
import { wellKnown } from "./well-known.ts";

const [openBrace, closeBrace, semicolon] = [123, 125, 59];

/**
 * What a text imports, told from its tokens alone; undefined for a text that has no tokens. A file has no name of its own: it is known by where
 * it stands. Built-in files are not needed.
 */
export function outline(text: string): Outline | undefined {
  try {
    return scan(text);
  } catch (error) {
    if (error instanceof SchemactlError) return undefined;
    throw error;
  }
}

function scan(text: string): Outline {
  const positionOf = positions(text);
  const lexer = lexerOf(text, positionOf);
  const needs: Need[] = [];
  let packageAt: number | undefined;
  let firstAt: number | undefined;
  let depth = 0;
  let statement = true;
  while (lexer.kind !== tokens.end) {
    const { kind, start } = lexer;
    if (depth === 0 && statement && kind === tokens.word) {
      const word = text.slice(start, lexer.end);
      if (word === "import") addImport(lexer, needs);
      else if (word === "package") packageAt ??= nextStart(lexer);
      else if (word === "message" || word === "enum" || word === "service") firstAt ??= nextStart(lexer);
    }
    if (lexer.kind === openBrace) depth += 1;
    else if (lexer.kind === closeBrace && depth > 0) depth -= 1;
    statement = lexer.kind === semicolon || lexer.kind === closeBrace;
    if (lexer.kind !== tokens.end) advance(lexer);
  }
  const named = packageAt ?? firstAt;
  return { name: undefined, nameAt: () => (named === undefined ? undefined : positionOf(named)), defines: [], needs };
}

function nextStart(lexer: Lexer): number {
  advance(lexer);
  return lexer.start;
}

function addImport(lexer: Lexer, needs: Need[]): void {
  advance(lexer);
  // `public`, `weak` or `option`.
  if (lexer.kind === tokens.word) advance(lexer);
  const { start } = lexer;
  let name = "";
  while (lexer.kind === tokens.string) {
    name += unquote(lexer.text.slice(lexer.start, lexer.end));
    advance(lexer);
  }
  if (name !== "" && wellKnown(name) === undefined) needs.push({ names: [name], ...lexer.positionOf(start) });
}
