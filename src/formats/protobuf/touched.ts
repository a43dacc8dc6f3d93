import { SchemactlError } from "../../errors.ts";
import { deepestNesting, positions } from "../json-text.ts";
import { identity } from "./identity.ts";
import { advance, type Lexer, lexerOf, refuseAt, tokens } from "./tokens.ts";

const [openBrace, closeBrace, openBracket, closeBracket, semicolon, equals] = [123, 125, 91, 93, 59, 61];

/** What others get to know by its name alone: an extension has a number besides, and the rest of a file has a say in all that stands in it. */
const knownByName: ReadonlySet<string> = new Set(["message", "enum", "service"]);

/**
 * The names of what means something else in a later text of a file than it did: types that were added, removed or edited, and whatever in the file uses
 * those. Undefined where more than single types differ (syntax, package, imports, options, extensions), and where a text has no tokens.
 */
export function touched(earlier: string, later: string): ReadonlySet<string> | undefined {
  const [before, after] = [statementsOf(earlier), statementsOf(later)];
  if (before === undefined || after === undefined) return undefined;
  const [old, now] = [new Set(before), new Set(after)];
  const gone = before.filter((statement) => !now.has(statement));
  const come = after.filter((statement) => !old.has(statement));
  const names = new Set<string>();
  const changed = new Set([...otherThan(come, gone), ...otherThan(gone, come)]);
  for (const statement of changed) {
    const brought = read(statement);
    if (brought === undefined || brought.extending || !knownByName.has(brought.keyword)) return undefined;
    for (const name of brought.names) names.add(name);
  }
  spread(
    names,
    after.filter((statement) => !changed.has(statement)),
  );
  return names;
}

/** Those that differ from all of the others in more than white space and comments. */
function otherThan(others: readonly string[], statements: readonly string[]): readonly string[] {
  const known = new Set(others.map(identity));
  return statements.filter((statement) => !known.has(identity(statement)));
}

/** What uses a name that means something else means something else itself. */
function spread(names: Set<string>, others: readonly string[]): void {
  if (!others.some((statement) => mentions(statement, (word) => names.has(word)))) return;
  const brought = others.map((statement) => read(statement)?.names ?? []);
  const users = new Map<string, (readonly string[])[]>(brought.flat().map((name) => [name, []]));
  for (const name of names) users.set(name, []);
  for (const [i, statement] of others.entries())
    for (const word of new Set(wordsOf(statement))) users.get(word)?.push(brought[i] ?? []);
  // A set is gone through to what is added meanwhile.
  for (const name of names) for (const own of users.get(name) ?? []) for (const each of own) names.add(each);
}

/** Whether a text has such a word anywhere, be it in a comment. */
export function mentions(text: string, isSought: (word: string) => boolean): boolean {
  return wordsOf(text).some(isSought);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
}

/** The statements at the top of a file, each from its first token to its last; undefined for a text that has no tokens. */
function statementsOf(text: string): readonly string[] | undefined {
  return reading(text, (lexer) => {
    const statements: string[] = [];
    for (let [start, depth] = [lexer.start, 0]; lexer.kind !== tokens.end; ) {
      const { kind, end } = lexer;
      if (kind === openBrace) depth += 1;
      else if (kind === closeBrace) depth -= 1;
      advance(lexer);
      const isWhole = depth <= 0 && (kind === semicolon || kind === closeBrace);
      if (!isWhole && lexer.kind !== tokens.end) continue;
      statements.push(text.slice(start, end));
      [start, depth] = [lexer.start, 0];
    }
    return statements;
  });
}

function reading<T>(text: string, read: (lexer: Lexer) => T): T | undefined {
  try {
    return read(lexerOf(text, positions(text)));
  } catch (error) {
    if (error instanceof SchemactlError) return undefined;
    throw error;
  }
}

/** What a statement at the top of a file brings. */
interface Brought {
  /** What it declares (`message`), or what it begins with (`import`). */
  readonly keyword: string;
  /** Simple names: of types, also inside of types, of values of enums and of extensions. */
  readonly names: readonly string[];
  /** Whether it extends something, itself or inside. */
  readonly extending: boolean;
}

function read(statement: string): Brought | undefined {
  const [names, keywords]: [string[], Set<string>] = [[], new Set()];
  return reading(statement, (lexer) => ({
    keyword: readStatement(lexer, names, keywords, []),
    names,
    extending: keywords.has("extend"),
  }));
}

/** Reads one statement and what is inside of it, whatever it is; `around` are the keywords of those that it stands in. Its own keyword is the answer. */
function readStatement(lexer: Lexer, names: string[], keywords: Set<string>, around: readonly string[]): string {
  if (around.length > deepestNesting) refuseAt(lexer, lexer.start, "this is nested too deep");
  let keyword = wordAt(lexer);
  const isEmpty = lexer.kind === semicolon;
  advance(lexer);
  if (isEmpty) return "";
  if ((keyword === "export" || keyword === "local") && lexer.kind === tokens.word) {
    keyword = wordAt(lexer);
    advance(lexer);
  }
  keywords.add(keyword);
  const parent = around.at(-1);
  if (knownByName.has(keyword)) names.push(wordAt(lexer));
  if (parent === "enum" && keyword !== "option" && keyword !== "reserved") names.push(keyword);
  let [last, isNamed, brackets] = [keyword, false, 0];
  for (; lexer.kind !== tokens.end && lexer.kind !== closeBrace; advance(lexer)) {
    if (lexer.kind === openBrace) {
      const inner = [...around, keyword];
      advance(lexer);
      while (lexer.kind !== tokens.end && lexer.kind !== closeBrace) readStatement(lexer, names, keywords, inner);
      // The braces of a value end no statement.
      if (brackets > 0 || keyword === "option") continue;
      advance(lexer);
      break;
    }
    if (lexer.kind === openBracket) brackets += 1;
    else if (lexer.kind === closeBracket) brackets -= 1;
    else if (lexer.kind === equals && parent === "extend" && !isNamed) {
      names.push(last);
      isNamed = true;
    } else if (lexer.kind === semicolon && brackets <= 0) {
      advance(lexer);
      break;
    }
    const word = wordAt(lexer);
    // The field that a group makes is called like it, in small letters.
    if (last === "group" && word !== "") names.push(word, word.toLowerCase());
    last = word;
  }
  return keyword;
}

function wordAt({ text, start, end, kind }: Lexer): string {
  return kind === tokens.word ? text.slice(start, end) : "";
}
