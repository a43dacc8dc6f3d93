import { createScanner } from "jsonc-parser";
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
  return (offset) => {
    if (starts === undefined) {
      starts = [text.charCodeAt(0) === byteOrderMark ? 1 : 0];
      for (const end of text.matchAll(/\r\n?|\n/g)) starts.push(end.index + end[0].length);
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

// The scanner's kinds of token: its own names for them are constants that exist for its compiler only.
const tokens = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  firstTrivia: 12,
  lastTrivia: 15,
  end: 17,
} as const;

/** By the scanner's number for the fault. */
const scanErrors: readonly (string | undefined)[] = [
  undefined,
  "a comment is not closed",
  "a string is not closed",
  "a number is not complete",
  "a \\u escape needs four hexadecimal digits",
  "a string has an escape that JSON does not know",
  "a string has a control character; write it as an escape",
];

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

function read(text: string, file: string | undefined): JsonText {
  const positionOf = positions(text, file);
  const scanner = createScanner(text, false);
  if (text.charCodeAt(0) === byteOrderMark) scanner.setPosition(1);
  let token = -1;
  let depth = 0;

  const at = (kind: number): boolean => token === kind;
  const fail = (message: string, offset = scanner.getTokenOffset()): never => {
    throw new SchemactlError("schema", `not valid JSON: ${message}`, { file, ...positionOf(offset) });
  };
  const next = (): void => {
    // Left to pass over comments itself, the scanner would forget that one is not closed.
    do {
      token = scanner.scan();
      const problem = scanErrors[scanner.getTokenError()];
      if (problem !== undefined) fail(problem);
    } while (token >= tokens.firstTrivia && token <= tokens.lastTrivia);
  };
  const expected = (what: string): never => {
    const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    return fail(`expected ${what}, found ${at(tokens.end) ? "the end of the text" : `\`${token.slice(0, 40)}\``}`);
  };
  const open = (): void => {
    depth += 1;
    if (depth > deepestNesting) fail(`it is nested deeper than ${deepestNesting} levels`);
    next();
  };
  const close = (): number => {
    const end = scanner.getTokenOffset() + 1;
    depth -= 1;
    next();
    return end;
  };
  const separator = (first: boolean, closing: string): void => {
    if (first) return;
    if (!at(tokens.comma)) expected(`\`,\` or \`${closing}\``);
    next();
  };

  const object = (offset: number): JsonNode => {
    const members: JsonMember[] = [];
    open();
    while (!at(tokens.closeBrace)) {
      separator(members.length === 0, "}");
      if (!at(tokens.string)) expected("a key in double quotes");
      const [key, keyOffset] = [scanner.getTokenValue(), scanner.getTokenOffset()];
      if (key.length > longestKey) fail(`a key is longer than ${longestKey} characters`);
      next();
      if (!at(tokens.colon)) expected("`:`");
      next();
      members.push({ key, keyOffset, value: value() });
    }
    return { kind: "object", offset, end: close(), members };
  };
  const array = (offset: number): JsonNode => {
    const items: JsonNode[] = [];
    open();
    while (!at(tokens.closeBracket)) {
      separator(items.length === 0, "]");
      items.push(value());
    }
    return { kind: "array", offset, end: close(), items };
  };
  const leaf = (offset: number): JsonNode => {
    const end = offset + scanner.getTokenLength();
    switch (token) {
      case tokens.string:
        return { kind: "string", value: scanner.getTokenValue(), offset, end };
      case tokens.number: {
        const number = scanner.getTokenValue();
        if (number.length > mostDigits && number.replace(/\D/g, "").length > mostDigits) {
          fail(`a number has more than ${mostDigits} digits`);
        }
        return { kind: "number", text: number, offset, end };
      }
      case tokens.true:
      case tokens.false:
        return { kind: "boolean", value: token === tokens.true, offset, end };
      case tokens.null:
        return { kind: "null", offset, end };
      default:
        return expected("a value");
    }
  };
  const value = (): JsonNode => {
    const offset = scanner.getTokenOffset();
    if (at(tokens.openBrace)) return object(offset);
    if (at(tokens.openBracket)) return array(offset);
    const node = leaf(offset);
    next();
    return node;
  };

  next();
  if (at(tokens.end)) fail("the text is empty", 0);
  const root = value();
  if (!at(tokens.end)) fail("there is text after the end of the JSON value");
  return { text, root, positionOf };
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

/** JSON with sorted keys, no white space and number texts as written; of duplicate keys the last. */
export function sortedJson(node: JsonNode): string {
  return sortedPart(node);
}

/** What `sortedPart` leaves out: strings under a key, in the root and in what these keys lead to from there. */
export interface LeftOut {
  readonly key: string;
  readonly within: ReadonlySet<string>;
  /** Told of each, as JSON, with a number for its place in what is written. */
  readonly tell: (value: string, place: number) => void;
}

/** The same without some of it. */
export function sortedPart(node: JsonNode, leftOut?: LeftOut): string {
  const pieces: string[] = [];
  writeSorted(node, pieces, leftOut);
  // One piece of text: a chain of them would take ten times the memory for as long as somebody keeps it.
  return pieces.join("");
}

function writeSorted(node: JsonNode, pieces: string[], leftOut: LeftOut | undefined): void {
  switch (node.kind) {
    case "object": {
      let before = "{";
      for (const { key, value } of inOrder(node.members)) {
        if (key === leftOut?.key && value.kind === "string") {
          leftOut.tell(quoted(value.value), pieces.length);
          continue;
        }
        pieces.push(before, quoted(key), ":");
        writeSorted(value, pieces, leftOut?.within.has(key) === true ? leftOut : undefined);
        before = ",";
      }
      pieces.push(before === "{" ? "{}" : "}");
      return;
    }
    case "array": {
      let before = "[";
      for (const item of node.items) {
        pieces.push(before);
        writeSorted(item, pieces, leftOut);
        before = ",";
      }
      pieces.push(before === "[" ? "[]" : "]");
      return;
    }
    case "string":
      pieces.push(quoted(node.value));
      return;
    case "number":
      pieces.push(node.text);
      return;
    case "boolean":
      pieces.push(String(node.value));
      return;
    case "null":
      pieces.push("null");
  }
}

const unescaped = /^[\w .,:/-]*$/;

/** As JSON.stringify writes it, which takes longer where there is nothing to escape. */
function quoted(text: string): string {
  return unescaped.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Members by their keys, the last of each. Long histories are told apart by this, so it makes no more than it must. */
function inOrder(members: readonly JsonMember[]): readonly JsonMember[] {
  if (members.every(({ key }, i) => i === 0 || (members[i - 1]?.key ?? "") < key)) return members;
  const sorted = members.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return sorted.filter((member, i) => sorted[i + 1]?.key !== member.key);
}
