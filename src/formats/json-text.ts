import { SchemactlError } from "../errors.ts";
import type { Position } from "../model.ts";

/** Deeper texts are refused: walkers over schemas are recursive, and no schema written by a person comes near it. */
export const deepestNesting = 1000;

/** Longer numbers and keys are refused, as the registry's JSON parser refuses them. */
const mostDigits = 1000;
const longestKey = 50_000;

interface Span {
  /** UTF-16 offsets into the text; `end` is exclusive. */
  readonly offset: number;
  readonly end: number;
}

export type JsonNode =
  | (Span & { readonly kind: "object"; readonly members: readonly JsonMember[] })
  | (Span & { readonly kind: "array"; readonly items: readonly JsonNode[] })
  | (Span & { readonly kind: "string"; readonly value: string })
  /** Numbers keep their text: a 64-bit long has no place in a double. */
  | (Span & { readonly kind: "number"; readonly text: string })
  | (Span & { readonly kind: "boolean"; readonly value: boolean })
  | (Span & { readonly kind: "null" });

export interface JsonMember {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: JsonNode;
}

export interface JsonText {
  readonly text: string;
  readonly root: JsonNode;
  readonly positionOf: (offset: number) => Position;
}

const byteOrderMark = 0xfeff;

/** Turns offsets of a text into lines and columns; LF, CRLF and a lone CR end a line, a byte order mark takes no column. */
export function positions(text: string, file?: string): (offset: number) => Position {
  let starts: number[] | undefined;
  let counted = 0;
  return (offset) => {
    starts ??= [text.charCodeAt(0) === byteOrderMark ? 1 : 0];
    // Most questions are about the top of a text: the rest is not counted for them.
    for (const end = Math.min(offset, text.length); counted < end; counted += 1) {
      const char = text.charCodeAt(counted);
      const endsLine =
        char === code.lineFeed || (char === code.carriageReturn && text.charCodeAt(counted + 1) !== code.lineFeed);
      if (endsLine) starts.push(counted + 1);
    }
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = Math.max(offset - (starts[low] ?? 0), 0) + 1;
    return file === undefined ? { line: low + 1, column } : { line: low + 1, column, file };
  };
}

const code = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  slash: 0x2f,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/**
 * Reads JSON with comments allowed, keeping offsets, number texts, the order of members and duplicates.
 * A leading byte order mark is skipped. Throws a SchemactlError of code `schema` at the offending token, with `file`
 * where one is given.
 */
export function readJson(text: string, file?: string): JsonText {
  const before = last?.text === text ? last : first.get(text);
  if (before !== undefined) return file === undefined ? before : { ...before, positionOf: positions(text, file) };
  const json = read(text, file);
  last = file === undefined ? json : { ...json, positionOf: positions(text) };
  if (first.size < mostRemembered && text.length <= longestRemembered) first.set(text, last);
  return json;
}

/**
 * One text is asked for several times: for its outline, for its identity, as a schema, and as what others refer to. In a long history that is
 * all at once, and trees that are kept for longer burden the collector; a run over a few texts comes back to each of them.
 */
let last: JsonText | undefined;
const first = new Map<string, JsonText>();

/** Trees are many times as large as their texts. */
const mostRemembered = 16;
const longestRemembered = 20_000;

/** A text that is being read. Every character passes through it, so it is one object that changes. */
interface Reading {
  readonly text: string;
  readonly file: string | undefined;
  readonly positionOf: (offset: number) => Position;
  offset: number;
  depth: number;
}

function read(text: string, file: string | undefined): JsonText {
  const positionOf = positions(text, file);
  const offset = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  const reading: Reading = { text, file, positionOf, offset, depth: 0 };
  const here = next(reading);
  if (reading.offset === text.length) fail(reading, "the text is empty", 0);
  const root = readValue(reading, here);
  next(reading);
  if (reading.offset < text.length) fail(reading, "there is text after the end of the JSON value");
  return { text, root, positionOf };
}

/** Each reader of a value begins on its first character, which is `here`, and ends behind its last. */
function readValue(reading: Reading, here: number): JsonNode {
  const { offset } = reading;
  if (here === code.openBrace) return readObject(reading);
  if (here === code.openBracket) return readArray(reading);
  if (here === code.quote) return { kind: "string", value: readString(reading), offset, end: reading.offset };
  if (here === code.minus || (here >= code.zero && here <= code.nine)) return readNumber(reading);
  return readWord(reading);
}

function readObject(reading: Reading): JsonNode {
  const { offset } = reading;
  const members: JsonMember[] = [];
  let here = open(reading);
  while (here !== code.closeBrace) {
    if (members.length > 0) here = behind(reading, here, code.comma, "`,` or `}`");
    if (here !== code.quote) expected(reading, "a key in double quotes");
    const keyOffset = reading.offset;
    const key = readString(reading);
    if (key.length > longestKey) fail(reading, `a key is longer than ${longestKey} characters`, keyOffset);
    here = behind(reading, next(reading), code.colon, "`:`");
    members.push({ key, keyOffset, value: readValue(reading, here) });
    here = next(reading);
  }
  return { kind: "object", offset, end: close(reading), members };
}

function readArray(reading: Reading): JsonNode {
  const { offset } = reading;
  const items: JsonNode[] = [];
  let here = open(reading);
  while (here !== code.closeBracket) {
    if (items.length > 0) here = behind(reading, here, code.comma, "`,` or `]`");
    items.push(readValue(reading, here));
    here = next(reading);
  }
  return { kind: "array", offset, end: close(reading), items };
}

function open(reading: Reading): number {
  reading.depth += 1;
  if (reading.depth > deepestNesting) fail(reading, `it is nested deeper than ${deepestNesting} levels`);
  reading.offset += 1;
  return next(reading);
}

function close(reading: Reading): number {
  reading.depth -= 1;
  reading.offset += 1;
  return reading.offset;
}

/** What stands behind a character that has to be here. */
function behind(reading: Reading, here: number, wanted: number, what: string): number {
  if (here !== wanted) expected(reading, what);
  reading.offset += 1;
  return next(reading);
}

/** Passes over white space and comments to what stands behind them; NaN at the end. */
function next(reading: Reading): number {
  const { text } = reading;
  let { offset } = reading;
  for (;;) {
    const here = text.charCodeAt(offset);
    if (here === code.space || here === code.lineFeed || here === code.carriageReturn || here === code.tab) {
      offset += 1;
      continue;
    }
    reading.offset = offset;
    if (here !== code.slash) return here;
    offset = commentEnd(reading);
    if (offset === reading.offset) return here;
  }
}

/** The offset behind a comment, which is this one where none begins. */
function commentEnd(reading: Reading): number {
  const { text, offset } = reading;
  if (text.startsWith("/*", offset)) {
    const end = text.indexOf("*/", offset + 2);
    return end === -1 ? fail(reading, "a comment is not closed") : end + 2;
  }
  let end = offset;
  if (text.startsWith("//", offset)) while (end < text.length && !isLineEnd(text.charCodeAt(end))) end += 1;
  return end;
}

function isLineEnd(character: number): boolean {
  return character === code.lineFeed || character === code.carriageReturn;
}

function readString(reading: Reading): string {
  const { text, offset: start } = reading;
  let offset = start + 1;
  let isEscaped = false;
  for (let here = text.charCodeAt(offset); here !== code.quote; here = text.charCodeAt(offset)) {
    if (here === code.backslash) {
      isEscaped = true;
      offset = escapeEnd(reading, offset);
    } else if (here >= code.space) offset += 1;
    else if (offset === text.length || isLineEnd(here)) fail(reading, "a string is not closed");
    else fail(reading, "a string has a control character; write it as an escape");
  }
  reading.offset = offset + 1;
  return isEscaped ? JSON.parse(text.slice(start, offset + 1)) : text.slice(start + 1, offset);
}

/** What may stand behind a backslash, but for the `u` of four hexadecimal digits. */
const escapes = '"\\/bfnrt';
const fourHexadecimals = /[\da-fA-F]{4}/y;

function escapeEnd(reading: Reading, offset: number): number {
  const kind = reading.text.charAt(offset + 1);
  if (kind === "") fail(reading, "a string is not closed");
  if (escapes.includes(kind)) return offset + 2;
  if (kind !== "u") fail(reading, "a string has an escape that JSON does not know");
  if (matchAt(fourHexadecimals, reading.text, offset + 2) === undefined)
    fail(reading, "a \\u escape needs four hexadecimal digits");
  return offset + 6;
}

const wholeNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const unfinished = /[.eE]/y;

function readNumber(reading: Reading): JsonNode {
  const { text, offset } = reading;
  const number = matchAt(wholeNumber, text, offset) ?? expected(reading, "a value");
  const end = offset + number.length;
  if (matchAt(unfinished, text, end) !== undefined) fail(reading, "a number is not complete");
  if (number.length > mostDigits && number.replace(/\D/g, "").length > mostDigits)
    fail(reading, `a number has more than ${mostDigits} digits`);
  reading.offset = end;
  return { kind: "number", text: number, offset, end };
}

function readWord(reading: Reading): JsonNode {
  const { text, offset } = reading;
  const word = words.find((word) => text.startsWith(word, offset)) ?? expected(reading, "a value");
  const end = offset + word.length;
  reading.offset = end;
  return word === "null" ? { kind: word, offset, end } : { kind: "boolean", value: word === "true", offset, end };
}

const words = ["null", "true", "false"] as const;

function expected(reading: Reading, what: string): never {
  const found = matchAt(piece, reading.text, reading.offset)?.slice(0, 40);
  return fail(reading, `expected ${what}, found ${found === undefined ? "the end of the text" : `\`${found}\``}`);
}

/** As much as a person takes for one piece of a text. */
const piece = /"(?:[^"\\\r\n]|\\.){0,40}"?|\d{1,40}|[^\s{}[\]",:/]{1,40}|[\s\S]/y;

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

function fail(reading: Reading, message: string, at = reading.offset): never {
  throw new SchemactlError("schema", `not valid JSON: ${message}`, { file: reading.file, ...reading.positionOf(at) });
}

/** The value of a key, the last one where a key stands twice, as every JSON parser of the field reads it. */
export function memberOf(node: JsonNode, key: string): JsonMember | undefined {
  if (node.kind !== "object") return undefined;
  for (let i = node.members.length - 1; i >= 0; i -= 1) {
    const member = node.members[i];
    if (member?.key === key) return member;
  }
  return undefined;
}

/** Every member whose key an earlier member of the same object has, at any depth, in the order of the text. */
export function duplicateMembers(node: JsonNode): readonly JsonMember[] {
  if (node.kind === "array") return node.items.flatMap(duplicateMembers);
  if (node.kind !== "object") return [];
  const seen = new Set<string>();
  return node.members.flatMap((member) => {
    const again = seen.has(member.key) ? [member] : [];
    seen.add(member.key);
    return [...again, ...duplicateMembers(member.value)];
  });
}
