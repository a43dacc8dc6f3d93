import { SchemactlError } from "../../errors.ts";
import type { Position } from "../../model.ts";
import type { Need, Outline } from "../format.ts";
import { positions } from "../json-text.ts";
import { packageAround } from "./scopes.ts";
import { advance, type Lexer, lexerOf, tokens, unquote } from "./tokens.ts";
import { wellKnown } from "./well-known.ts";

const [openBrace, closeBrace, semicolon, equals, dot] = [123, 125, 59, 61, 46];

/**
 * What a text imports and what it brings into its package, told from its tokens alone; undefined for a text that has no tokens. A file has no name of its own: it is known by where
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
  let keyword = "";
  let last = "";
  let isNamed = false;
  let around = "";
  const names: string[] = [];
  while (lexer.kind !== tokens.end) {
    if (depth === 0 && statement && lexer.kind === tokens.word) {
      keyword = wordAt(lexer);
      if (keyword === "export" || keyword === "local") {
        advance(lexer);
        keyword = wordAt(lexer);
      }
      if (keyword === "import") addImport(lexer, needs);
      else if (keyword === "package") {
        const start = nextStart(lexer);
        packageAt ??= start;
        around = packageName(lexer);
      } else if (keyword === "message" || keyword === "enum" || keyword === "service") {
        const start = nextStart(lexer);
        firstAt ??= start;
        names.push(wordAt(lexer));
      }
    } else if (depth === 1 && (keyword === "enum" || keyword === "extend")) {
      // Values of an enum and extensions stand beside the enum, and beside what is extended.
      if (statement) isNamed = wordAt(lexer) === "option";
      if (lexer.kind === tokens.word) last = wordAt(lexer);
      else if (lexer.kind === equals && !isNamed) {
        // An extension that is a group is called like its type, in small letters.
        names.push(...(keyword === "extend" ? new Set([last, last.toLowerCase()]) : [last]));
        isNamed = true;
      }
    }
    if (lexer.kind === openBrace) depth += 1;
    else if (lexer.kind === closeBrace && depth > 0) depth -= 1;
    statement = lexer.kind === semicolon || lexer.kind === closeBrace || lexer.kind === openBrace;
    if (lexer.kind !== tokens.end) advance(lexer);
  }
  const named = packageAt ?? firstAt;
  const nameAt = (): Position | undefined => (named === undefined ? undefined : positionOf(named));
  return { name: undefined, nameAt, defines: [], claims: claimed(around, names), needs };
}

function wordAt({ text, start, end, kind }: Lexer): string {
  return kind === tokens.word ? text.slice(start, end) : "";
}

/** Reads what stands behind `package`, up to its semicolon. */
function packageName(lexer: Lexer): string {
  let name = "";
  for (; lexer.kind === tokens.word || lexer.kind === dot; advance(lexer))
    name += lexer.text.slice(lexer.start, lexer.end);
  return name;
}

/** The packages that a text stands in, and what it brings into the innermost. */
function claimed(around: string, names: readonly string[]): readonly string[] {
  if (around === "") return names;
  const claims = names.map((name) => `${around}.${name}`);
  for (let name: string | undefined = around; name !== undefined; name = packageAround(name)) claims.push(name);
  return claims;
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
