import { advance, type Lexer, refuseAt, tokens, unquote } from "./tokens.ts";
import type {
  Extension,
  Features,
  Field,
  MapType,
  Member,
  Message,
  Method,
  ProtobufFile,
  SingleType,
} from "./types.ts";

/** An element while it is being made: its lists and maps still grow. */
export type Open<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[]
    ? Item[]
    : T[Key] extends ReadonlyMap<infer Name, infer Value>
      ? Map<Name, Value>
      : T[Key];
};

/** The elements of a list that the model shows as finished, while they are still being made. */
export function opened<Item>(items: readonly Item[]): readonly Open<Item>[] {
  return items as readonly Open<Item>[];
}

/** A mention of a type, to be resolved when all names are known. */
export type Mention = {
  readonly written: string;
  readonly at: number;
  /** Where the name is looked up from: undefined for the top of the file. */
  readonly scope: Message | undefined;
} & (
  | {
      readonly of: "field";
      readonly field: Open<Field>;
      readonly map: MapType | undefined;
    }
  | { readonly of: "extendee"; readonly extensions: readonly Open<Extension>[] }
  | { readonly of: "input" | "output"; readonly method: Open<Method> }
);

/** What stands before the braces of a message or group. */
export interface MessageHead {
  readonly name: string;
  readonly at: number;
  readonly parent: Open<Message> | undefined;
  readonly group: boolean;
  readonly visibility: "export" | "local" | undefined;
}

/** One text on its way to a file of the model. */
export interface Reading {
  readonly lexer: Lexer;
  readonly file: Open<ProtobufFile>;
  readonly mentions: Mention[];
  /** What holds where nothing is said. */
  readonly defaults: Features;
  depth: number;
  /** Reads the braces of a message: a group, which is a field, has them too. */
  readonly readBody: (reading: Reading, head: MessageHead) => Open<Message>;
}

/** What stands in the place of a type, a message and a file until the mentions of them are resolved. */
export const unresolved: SingleType = { kind: "scalar", name: "bytes" };
export const unresolvedMessage = {} as Message;
export const unresolvedFile = {} as ProtobufFile;

/** The current token's text. */
export function current({ text, start, end }: Lexer): string {
  return text.slice(start, end);
}

/** The current token in words, for messages. */
export function described(lexer: Lexer): string {
  return lexer.kind === tokens.end ? "the end of the file" : `\`${shortened(current(lexer))}\``;
}

const longestQuote = 60;
function shortened(token: string): string {
  return token.length <= longestQuote ? token : `${token.slice(0, longestQuote)}…`;
}

export function refuseToken({ lexer }: Reading, wanted: string, hint?: string): never {
  return refuseAt(lexer, lexer.start, `${wanted} is expected here, not ${described(lexer)}`, hint);
}

/** Whether the current token is that word. */
export function atWord({ lexer }: Reading, word: string): boolean {
  return (
    lexer.kind === tokens.word && lexer.end - lexer.start === word.length && lexer.text.startsWith(word, lexer.start)
  );
}

/** Whether the current token is that symbol. */
export function at({ lexer }: Reading, symbol: string): boolean {
  return lexer.kind === symbol.charCodeAt(0) && lexer.kind > 4;
}

/** Whether one of these comes after the current token. */
export function followedBy({ lexer }: Reading, ...wanted: readonly string[]): boolean {
  const { kind, start, end } = lexer;
  advance(lexer);
  const follows = wanted.includes(current(lexer));
  Object.assign(lexer, { kind, start, end });
  return follows;
}

/** Passes over a symbol if it is there. */
export function taken(reading: Reading, symbol: string): boolean {
  if (!at(reading, symbol)) return false;
  advance(reading.lexer);
  return true;
}

export function takenWord(reading: Reading, word: string): boolean {
  if (!atWord(reading, word)) return false;
  advance(reading.lexer);
  return true;
}

export function demand(reading: Reading, symbol: string): void {
  if (!taken(reading, symbol)) refuseToken(reading, `\`${symbol}\``);
}

export function demandWord(reading: Reading, word: string): void {
  if (!takenWord(reading, word)) refuseToken(reading, `\`${word}\``);
}

/** A word, whatever it is; `what` names it for the message. */
export function identifier(reading: Reading, what: string): string {
  const { lexer } = reading;
  if (lexer.kind !== tokens.word) refuseToken(reading, what);
  const word = current(lexer);
  advance(lexer);
  return word;
}

/** `a.b.C`, with a leading dot where one is allowed and written. */
export function dottedName(reading: Reading, what: string, leadingDot: boolean): string {
  let name = leadingDot && taken(reading, ".") ? "." : "";
  name += identifier(reading, what);
  while (taken(reading, ".")) name += `.${identifier(reading, what)}`;
  return name;
}

/** One or more string tokens, which make one string. */
export function stringValue(reading: Reading, what: string): string {
  const { lexer } = reading;
  if (lexer.kind !== tokens.string) refuseToken(reading, what);
  let value = "";
  while (lexer.kind === tokens.string) {
    value += unquote(current(lexer));
    advance(lexer);
  }
  return value;
}

/** The value of an integer token: decimal, hexadecimal or octal. */
export function integerOf(token: string): bigint {
  const octal = token.length > 1 && token.startsWith("0") && token.charAt(1) !== "x" && token.charAt(1) !== "X";
  return BigInt(octal ? `0o${token.slice(1)}` : token);
}

/** The same for a token that is short enough for a number. */
function numberOf(token: string): number {
  return token.startsWith("0") ? Number(integerOf(token)) : Number(token);
}

const greatestInt32 = 2147483647;

/** A number of 31 bits, negative where that is allowed. */
export function numberAt(reading: Reading, what: string, negative = false): number {
  const { lexer } = reading;
  const sign = negative && taken(reading, "-") ? -1 : 1;
  if (lexer.kind !== tokens.integer) refuseToken(reading, what);
  const token = current(lexer);
  const value = token.length < 16 ? numberOf(token) : Number.POSITIVE_INFINITY;
  if (value > greatestInt32 + (sign < 0 ? 1 : 0)) refuseAt(lexer, lexer.start, `${what} does not fit into 32 bits`);
  advance(lexer);
  return sign < 0 && value !== 0 ? -value : value;
}

/** Gives a member its name in a message, or in the file where `parent` is none; a name may stand once. */
export function declare(
  reading: Reading,
  members: Map<string, Member>,
  member: Member,
  name: string,
  at: number,
  parent: Message | undefined,
): void {
  const before = members.get(name);
  if (before === undefined) {
    members.set(name, member);
    return;
  }
  const [a, b] = [before.kind, member.kind];
  const both = a === b ? `two ${a === "enum value" ? "enum values" : `${a}s`}` : `${aKind(a)} and ${aKind(b)}`;
  const hint =
    a === "enum value" || b === "enum value"
      ? "the values of an enum share the scope of the enum itself: prefix them with its name"
      : "rename one of them";
  refuseAt(reading.lexer, at, `${both} have the name \`${name}\` in ${scopeTitle(reading, parent)}`, hint);
}

export function aKind(kind: Member["kind"]): string {
  return `${/^[aeio]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** The full name of something in a file or message. */
export function fullNameIn(reading: Reading, parent: Message | undefined, name: string): string {
  const around = parent === undefined ? reading.file.package : parent.fullName;
  return around === undefined || around === "" ? name : `${around}.${name}`;
}

/** Where a name is declared, in words. */
function scopeTitle(reading: Reading, parent: Message | undefined): string {
  if (parent !== undefined) return `message \`${parent.fullName}\``;
  return reading.file.package === undefined ? "this file" : `package \`${reading.file.package}\``;
}
