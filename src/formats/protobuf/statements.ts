// Statements put into a text that leave everything else where it stands: comments, indents and line ends.
import type { Position } from "../../model.ts";
import type { TextEdit } from "../repair.ts";
import { advance, lexerOf, tokens } from "./tokens.ts";

/** Where the statements of a message or an enum stand. */
export interface Body {
  /** Behind the opening brace. */
  readonly start: number;
  /** Of the closing brace. */
  readonly end: number;
  /** The first token inside; the closing brace where there is none. */
  readonly first: number;
  /** Behind the last token inside; `start` where there is none. */
  readonly last: number;
}

const [opening, closing] = [0x7b, 0x7d];

/** The body of what has its name at an offset; undefined where no block follows it. */
export function bodyOf(text: string, nameAt: number, positionOf: (offset: number) => Position): Body | undefined {
  const lexer = lexerOf(text, positionOf);
  while (lexer.start < nameAt && lexer.kind !== tokens.end) advance(lexer);
  while (lexer.kind !== opening && lexer.kind !== tokens.end) advance(lexer);
  if (lexer.kind === tokens.end) return undefined;
  const start = lexer.end;
  let last = start;
  advance(lexer);
  const first = lexer.start;
  for (let depth = 0; depth > 0 || lexer.kind !== closing; advance(lexer)) {
    if (lexer.kind === tokens.end) return undefined;
    depth += lexer.kind === opening ? 1 : lexer.kind === closing ? -1 : 0;
    last = lexer.end;
  }
  return { start, end: lexer.start, first, last };
}

/** Puts statements behind the last one, and behind what is said of that on its line. */
export function withLast(text: string, body: Body, statements: readonly string[]): readonly TextEdit[] {
  const line = text.indexOf("\n", body.last);
  if (line < 0 || line > body.end) return inLine(body, body.last, statements);
  return ownLines(text, body, line + 1, statements);
}

/** Puts a statement before the first one. */
export function withFirst(text: string, body: Body, statement: string): readonly TextEdit[] {
  const line = text.indexOf("\n", body.start);
  if (line < 0 || line > body.first) return inLine(body, body.start, [statement]);
  return ownLines(text, body, line + 1, [statement]);
}

function inLine({ first, end }: Body, offset: number, statements: readonly string[]): readonly TextEdit[] {
  const tail = first === end ? " " : "";
  return [{ offset, end: offset, text: ` ${statements.join(" ")}${tail}` }];
}

function ownLines(text: string, body: Body, offset: number, statements: readonly string[]): readonly TextEdit[] {
  const lineEnd = text.charAt(offset - 2) === "\r" ? "\r\n" : "\n";
  const indent = body.first === body.end ? `${indentAt(text, body.end)}  ` : indentAt(text, body.first);
  return [{ offset, end: offset, text: statements.map((one) => indent + one + lineEnd).join("") }];
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
