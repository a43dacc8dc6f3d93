import { characterClassEnd } from "./java-character-class.ts";
import { escapeEnd, type Reading } from "./java-escape.ts";

// The registry compiles every pattern with Java's regular expressions (java.util.regex.Pattern) and refuses a schema with one
// that they do not take. Only the syntax is looked at here: nothing is run.

interface Group {
  /** Where its parenthesis stands; -1 for the pattern itself. */
  readonly at: number;
  readonly behind: boolean;
  /** Whether what it matches has no greatest length. */
  endless: boolean;
  /** Flags end with the group that they stand in. */
  readonly comments: boolean;
}

const openings = /\(\?(?:(<[=!])|<([a-zA-Z][a-zA-Z0-9]*)>|[:=!>]|([idmsuxU]*(?:-[idmsuxU]*)?)([:)]))/y;
const counted = /\{(\d+)(,(\d*))?\}/y;
const mostRepeats = 2 ** 31 - 1;

/** What Java would say against a regular expression; undefined where it takes it. */
export function javaPatternFault(source: string): string | undefined {
  try {
    check(source);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class Fault extends Error {}

function fail(message: string): never {
  throw new Fault(message);
}

function check(source: string): void {
  const names = new Set<string>();
  const groups: Group[] = [];
  let group: Group = { at: -1, behind: false, endless: false, comments: false };
  let comments = false;
  /** Whether the last thing may be repeated, and is itself without end. */
  let atom: { endless: boolean } | undefined;
  const reading: Reading = {
    source,
    fail,
    names,
    endless: () => {
      group.endless = true;
    },
  };

  const open = (at: number): number => {
    groups.push(group);
    if (source[at + 1] !== "?") {
      group = { at, behind: false, endless: false, comments };
      return at + 1;
    }
    openings.lastIndex = at;
    const match = openings.exec(source) ?? fail(`\`${source.slice(at, at + 4)}\` opens no group that Java knows`);
    const [whole, behind, name, flags, end] = match;
    if (name !== undefined) {
      if (names.has(name)) fail(`two groups have the name \`${name}\``);
      names.add(name);
    }
    group = { at, behind: behind !== undefined, endless: false, comments };
    const [on = "", off = ""] = (flags ?? "").split("-");
    if (on.includes("x")) comments = true;
    if (off.includes("x")) comments = false;
    // Flags alone are no group: they hold until the group around them ends.
    if (end === ")") group = groups.pop() ?? group;
    return at + whole.length;
  };
  const close = (at: number): number => {
    const outer = groups.pop() ?? fail("a `)` closes nothing");
    if (group.behind && group.endless) fail("what a look-behind looks for must have a greatest length");
    comments = group.comments;
    atom = { endless: group.endless };
    // Until it is repeated, what a group takes is what the group around it takes.
    if (group.endless) outer.endless = true;
    group = outer;
    return at + 1;
  };
  const repeat = (at: number): number => {
    let end = at + 1;
    if (source[at] === "{") {
      counted.lastIndex = at;
      const [whole, least = "", more, most = ""] =
        counted.exec(source) ?? fail("a `{` that counts nothing must be escaped");
      if (Number(least) > mostRepeats || Number(most) > mostRepeats) fail(`\`${whole}\` counts too far`);
      if (most !== "" && Number(most) < Number(least)) fail(`\`${whole}\` counts backwards`);
      if (more !== undefined && most === "") group.endless = true;
      end = at + whole.length;
    } else {
      if (atom === undefined) fail(`a \`${source[at]}\` repeats nothing`);
      if (source[at] !== "?") group.endless = true;
    }
    if (source[end] === "?" || source[end] === "+") end += 1;
    atom = undefined;
    return end;
  };

  for (let at = 0; at < source.length; ) {
    const char = source[at] ?? "";
    if (comments && /\s/.test(char)) at += 1;
    else if (comments && char === "#") at = lineEnd(source, at);
    else if (char === "(") {
      at = open(at);
      atom = undefined;
    } else if (char === ")") at = close(at);
    else if ("*+?{".includes(char)) at = repeat(at);
    else {
      atom = char === "|" ? undefined : { endless: false };
      if (char === "[") at = characterClassEnd(reading, at, comments);
      else at = char === "\\" ? escapeEnd(reading, at, false) : at + 1;
    }
  }
  if (groups.length > 0) fail("a group is not closed");
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end + 1;
}
