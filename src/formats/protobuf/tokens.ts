import { SchemactlError } from "../../errors.ts";
import type { Position } from "../../model.ts";

/** What a token is. A symbol's kind is its character code. */
export const tokens = { end: 0, word: 1, integer: 2, float: 3, string: 4 } as const;

/** Reads one token after the other; kept as one mutable object because every character of a text passes through it. */
export interface Lexer {
  readonly text: string;
  readonly positionOf: (offset: number) => Position;
  kind: number;
  /** Of the current token; `end` is exclusive. */
  start: number;
  end: number;
}

const word = 1;
const digit = 2;
const space = 4;

/** What each ASCII character may be part of. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(char)) return word;
  if (/[0-9]/.test(char)) return digit;
  return code === 32 || (code >= 9 && code <= 13) ? space : 0;
});
const classAt = (text: string, at: number): number => classes[text.charCodeAt(at)] ?? 0;
const isHex = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);

const byteOrderMark = 0xfeff;
const [newline, slash, star, backslash, dot] = [10, 47, 42, 92, 46];
const [quote, apostrophe] = [34, 39];

/** A lexer that stands on the first token of a text. Throws a SchemactlError where a text has no token. */
export function lexerOf(text: string, positionOf: (offset: number) => Position): Lexer {
  const start = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  const nothing = text.indexOf("\0");
  if (nothing >= 0) refuseAt({ positionOf }, nothing, "there is a null character in the text");
  const lexer: Lexer = { text, positionOf, kind: tokens.end, start, end: start };
  advance(lexer);
  return lexer;
}

/** Refuses the text at an offset. */
export function refuseAt(lexer: Pick<Lexer, "positionOf">, offset: number, message: string, hint?: string): never {
  throw new SchemactlError("schema", message, { ...lexer.positionOf(offset), hint });
}

/** Goes to the next token; white space and comments are passed over. */
export function advance(lexer: Lexer): void {
  const { text } = lexer;
  let at = lexer.end;
  for (;;) {
    while (classAt(text, at) === space) at += 1;
    if (text.charCodeAt(at) !== slash) break;
    const after = text.charCodeAt(at + 1);
    if (after === slash) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (after === star) at = commentEnd(lexer, at);
    else break;
  }
  lexer.start = at;
  if (at >= text.length) {
    lexer.kind = tokens.end;
    lexer.end = at;
    return;
  }
  const code = text.charCodeAt(at);
  const kind = classes[code] ?? 0;
  if (kind === word) {
    lexer.kind = tokens.word;
    lexer.end = wordEnd(text, at + 1);
  } else if (kind === digit || (code === dot && classAt(text, at + 1) === digit)) number(lexer, at);
  else if (code === quote || code === apostrophe) string(lexer, at, code);
  else symbol(lexer, at, code);
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (((classes[text.charCodeAt(at)] ?? 0) & (word | digit)) !== 0) at += 1;
  return at;
}

function commentEnd(lexer: Lexer, at: number): number {
  const { text } = lexer;
  const end = text.indexOf("*/", at + 2);
  if (end < 0) refuseAt(lexer, at, "a comment is not closed");
  const nested = text.slice(at + 2, end + 1).indexOf("/*");
  if (nested >= 0) refuseAt(lexer, at + 2 + nested, "a comment is opened inside a comment; comments do not nest");
  return end + 2;
}

function symbol(lexer: Lexer, at: number, code: number): void {
  if (code < 32 || code === 127) refuseAt(lexer, at, "there is a control character outside of strings and comments");
  if (code > 127) refuseAt(lexer, at, "there is a character beyond ASCII outside of strings and comments");
  lexer.kind = code;
  lexer.end = at + 1;
}

function number(lexer: Lexer, from: number): void {
  const { text } = lexer;
  let at = from;
  let kind: number = tokens.integer;
  if (text.charCodeAt(at) === 48 && (text.charCodeAt(at + 1) | 32) === 120) {
    at += 2;
    const first = at;
    while (isHex(text.charCodeAt(at))) at += 1;
    if (at === first) refuseAt(lexer, from, "a number starts with `0x` and has no hexadecimal digits");
  } else {
    at = digitsEnd(text, at);
    const octal = text.charCodeAt(from) === 48 && at > from + 1;
    if (text.charCodeAt(at) === dot) {
      kind = tokens.float;
      at = digitsEnd(text, at + 1);
    }
    if ((text.charCodeAt(at) | 32) === 101) {
      kind = tokens.float;
      at += 1;
      const sign = text.charCodeAt(at);
      if (sign === 43 || sign === 45) at += 1;
      if (classAt(text, at) !== digit) refuseAt(lexer, from, "a number has an `e` and no exponent");
      at = digitsEnd(text, at);
    }
    if (octal && (kind === tokens.float || /[89]/.test(text.slice(from, at))))
      refuseAt(lexer, from, "a number with a leading zero is octal, and this one is not");
  }
  if (classAt(text, at) === word) refuseAt(lexer, at, "there is no space between a number and a word");
  if (text.charCodeAt(at) === dot) refuseAt(lexer, at, "a number has a second point");
  lexer.kind = kind;
  lexer.end = at;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (classAt(text, at) === digit) at += 1;
  return at;
}

function string(lexer: Lexer, from: number, closing: number): void {
  const { text } = lexer;
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === closing) break;
    if (code === newline || Number.isNaN(code)) refuseAt(lexer, from, "a string is not closed on its line");
    if (code === backslash) at += escapeLength(lexer, at);
    else at += 1;
  }
  lexer.kind = tokens.string;
  lexer.end = at + 1;
}

/** `\n`, `\x41`, `\101`, `\u00e9`, `\U0001F600`: how many characters belong to the backslash. */
function escapeLength(lexer: Lexer, at: number): number {
  const { text } = lexer;
  const code = text.charCodeAt(at + 1);
  const hex = (count: number): boolean => {
    for (let i = 0; i < count; i += 1) if (!isHex(text.charCodeAt(at + 2 + i))) return false;
    return true;
  };
  switch (code) {
    case 120:
    case 88:
      if (hex(1)) return 3;
      break;
    case 117:
      if (hex(4)) return 6;
      break;
    case 85:
      if (hex(8) && Number.parseInt(text.slice(at + 2, at + 10), 16) <= 0x10ffff) return 10;
      break;
    default:
      if ("abfnrtv\\?'\"01234567".includes(text.charAt(at + 1)) && at + 1 < text.length) return 2;
  }
  return refuseAt(lexer, at, "a string has an escape that Protobuf does not know");
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** What a string token stands for; escaped bytes are read as UTF-8. */
export function unquote(token: string): string {
  const inner = token.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  const bytes: number[] = [];
  const put = (text: string): void => {
    for (const byte of encoder.encode(text)) bytes.push(byte);
  };
  const encoder = new TextEncoder();
  const pattern = /\\(?:[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))|[^\\]+/gs;
  for (const [all, hex, short, long, octal, plain] of inner.matchAll(pattern)) {
    const code = short ?? long;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
    else if (code !== undefined) put(String.fromCodePoint(Number.parseInt(code, 16)));
    else put(plain === undefined ? all : (simpleEscapes[plain] ?? plain));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
