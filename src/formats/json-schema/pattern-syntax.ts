/** What a regular expression is made of. `has` speaks of one code point. */
export type PatternNode =
  | { readonly kind: "char"; readonly has: (code: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly branches: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly least: number; readonly most: number }
  /** `end`: also before a line terminator that ends the text, as in Java. */
  | { readonly kind: "assertion"; readonly holds: "start" | "end" | "very-end" | "boundary" | "no-boundary" }
  | { readonly kind: "ahead"; readonly part: PatternNode; readonly negated: boolean };

type Has = (code: number) => boolean;

/** Thrown within this file for what has no bounded reading: back references, possessive quantifiers, look-behind. */
class NotBounded extends Error {}

const deepest = 200;

/** Reads a pattern as Java does; undefined for one that is broken, or has what cannot be matched in bounded time. */
export function readPattern(source: string): PatternNode | undefined {
  try {
    const reader = { codes: [...source], at: 0, depth: 0, fold: false };
    const node = choice(reader);
    return reader.at < reader.codes.length ? undefined : node;
  } catch (error) {
    if (error instanceof NotBounded) return undefined;
    throw error;
  }
}

interface Reader {
  readonly codes: readonly string[];
  at: number;
  depth: number;
  /** Whether letters are taken in either case. */
  fold: boolean;
}

const refuse = (): never => {
  throw new NotBounded();
};

const takes = (reader: Reader, text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) if (reader.codes[reader.at + i] !== text[i]) return false;
  reader.at += text.length;
  return true;
};

function choice(reader: Reader): PatternNode {
  reader.depth += 1;
  if (reader.depth > deepest) refuse();
  const fold = reader.fold;
  const branches = [sequence(reader)];
  while (takes(reader, "|")) branches.push(sequence(reader));
  reader.fold = fold;
  reader.depth -= 1;
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : { kind: "choice", branches };
}

function sequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = [];
  for (;;) {
    const next = reader.codes[reader.at];
    if (next === undefined || next === "|" || next === ")") break;
    if (takes(reader, "\\Q")) parts.push(...quoted(reader));
    else parts.push(repeated(reader, atom(reader)));
  }
  return { kind: "sequence", parts };
}

function quoted(reader: Reader): PatternNode[] {
  const parts: PatternNode[] = [];
  while (reader.at < reader.codes.length && !takes(reader, "\\E")) parts.push(literal(reader, next(reader)));
  return parts;
}

const next = (reader: Reader): string => {
  const code = reader.codes[reader.at] ?? refuse();
  reader.at += 1;
  return code;
};

function repeated(reader: Reader, part: PatternNode): PatternNode {
  let node = part;
  for (;;) {
    const bounds = quantifier(reader);
    if (bounds === undefined) return node;
    takes(reader, "?");
    if (takes(reader, "+")) refuse();
    node = { kind: "repeat", part: node, least: bounds[0], most: bounds[1] };
  }
}

function quantifier(reader: Reader): readonly [number, number] | undefined {
  if (takes(reader, "*")) return [0, Number.POSITIVE_INFINITY];
  if (takes(reader, "+")) return [1, Number.POSITIVE_INFINITY];
  if (takes(reader, "?")) return [0, 1];
  if (reader.codes[reader.at] !== "{") return undefined;
  const end = reader.codes.indexOf("}", reader.at);
  const match = /^\{(\d+)(?:(,)(\d*))?$/.exec(reader.codes.slice(reader.at, Math.max(end, reader.at)).join(""));
  if (match === null) return refuse();
  reader.at = end + 1;
  const least = Number(match[1]);
  const most = match[2] === undefined ? least : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
  return most < least ? refuse() : [least, most];
}

function atom(reader: Reader): PatternNode {
  const code = next(reader);
  if (code === "(") return group(reader);
  if (code === "[") return { kind: "char", has: charClass(reader) };
  if (code === ".") return { kind: "char", has: (one) => !isLineTerminator(one) };
  if (code === "^") return { kind: "assertion", holds: "start" };
  if (code === "$") return { kind: "assertion", holds: "end" };
  if (code === "\\") return escaped(reader);
  if ("*+?{".includes(code)) refuse();
  return literal(reader, code);
}

export const isLineTerminator: Has = (code) =>
  code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;

const literal = (reader: Reader, text: string): PatternNode => ({ kind: "char", has: one(reader, codeOf(text)) });

const codeOf = (text: string): number => text.codePointAt(0) ?? 0;

const one = (reader: Reader, wanted: number): Has => folded(reader, (code) => code === wanted);

function folded({ fold }: Reader, has: Has): Has {
  if (!fold) return has;
  return (code) => has(code) || has(otherCase(code));
}

const otherCase = (code: number): number =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? code ^ 0x20 : code;

function group(reader: Reader): PatternNode {
  if (takes(reader, "?")) {
    const ahead = takes(reader, "=") ? "=" : takes(reader, "!") ? "!" : undefined;
    if (ahead !== undefined) return { kind: "ahead", part: closed(reader), negated: ahead === "!" };
    if (takes(reader, "i)")) {
      reader.fold = true;
      return { kind: "sequence", parts: [] };
    }
    if (takes(reader, "<")) {
      const end = reader.codes.indexOf(">", reader.at);
      if (end < 0 || !/^[A-Za-z][A-Za-z0-9]*$/.test(reader.codes.slice(reader.at, end).join(""))) refuse();
      reader.at = end + 1;
    } else if (!takes(reader, ":")) refuse();
  }
  return closed(reader);
}

function closed(reader: Reader): PatternNode {
  const node = choice(reader);
  return takes(reader, ")") ? node : refuse();
}

const assertions: Readonly<Record<string, "start" | "end" | "very-end" | "boundary" | "no-boundary">> = {
  A: "start",
  Z: "end",
  z: "very-end",
  b: "boundary",
  B: "no-boundary",
};

function escaped(reader: Reader): PatternNode {
  const holds = assertions[reader.codes[reader.at] ?? ""];
  if (holds !== undefined) {
    reader.at += 1;
    return { kind: "assertion", holds };
  }
  if (takes(reader, "R")) return lineBreak;
  return { kind: "char", has: escapedChar(reader) };
}

const lineBreak: PatternNode = {
  kind: "choice",
  branches: [
    {
      kind: "sequence",
      parts: [0x0d, 0x0a].map((wanted) => ({ kind: "char", has: (code: number) => code === wanted })),
    },
    { kind: "char", has: (code) => isLineTerminator(code) || code === 0x0b || code === 0x0c },
  ],
};

const among =
  (low: number, high: number): Has =>
  (code) =>
    code >= low && code <= high;
const any =
  (...parts: readonly Has[]): Has =>
  (code) =>
    parts.some((has) => has(code));
const not =
  (has: Has): Has =>
  (code) =>
    !has(code);

const digit = among(0x30, 0x39);
const upper = among(0x41, 0x5a);
const lower = among(0x61, 0x7a);
const letter = any(upper, lower);
const space: Has = (code) => code === 0x20 || (code >= 9 && code <= 13);
const horizontal: Has = (code) =>
  [9, 0x20, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000].includes(code) || (code >= 0x2000 && code <= 0x200a);
/** A letter, a digit or an underscore, of ASCII as in Java. */
export const isWord: Has = any(digit, letter, (code) => code === 0x5f);

const shorthands: Readonly<Record<string, Has>> = {
  d: digit,
  w: isWord,
  s: space,
  h: horizontal,
  v: any(among(0x0a, 0x0d), isLineTerminator),
};

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/** What stands after a backslash, in a class or outside. */
function escapedChar(reader: Reader): Has {
  const code = next(reader);
  const shorthand = shorthands[code.toLowerCase()];
  if (shorthand !== undefined) return code === code.toLowerCase() ? shorthand : not(shorthand);
  if (code === "p" || code === "P") {
    const has = property(reader);
    return code === "p" ? has : not(has);
  }
  const control = controls[code];
  if (control !== undefined) return one(reader, control);
  if (code === "x" || code === "u" || code === "0" || code === "c") return one(reader, numbered(reader, code));
  return /[A-Za-z0-9]/.test(code) ? refuse() : one(reader, codeOf(code));
}

function numbered(reader: Reader, kind: "x" | "u" | "0" | "c"): number {
  if (kind === "c") return codeOf(next(reader)) ^ 0x40;
  const rest = reader.codes.slice(reader.at, reader.at + 12).join("");
  const form =
    kind === "0"
      ? /^([0-3]?[0-7]{1,2})/
      : kind === "u"
        ? /^([0-9a-fA-F]{4})/
        : /^([0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,8}\})/;
  const text = form.exec(rest)?.[1] ?? refuse();
  reader.at += text.length;
  const code = Number.parseInt(text.replace(/[{}]/g, ""), kind === "0" ? 8 : 16);
  // Half of a character beyond the basic plane counts together with its other half.
  const low =
    kind === "u" && code >= 0xd800 && code < 0xdc00 ? /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(rest.slice(4)) : null;
  if (low === null) return code;
  reader.at += 6;
  return (code - 0xd800) * 0x400 + (Number.parseInt(low[1] ?? "", 16) - 0xdc00) + 0x10000;
}

const posix: Readonly<Record<string, Has>> = {
  Lower: lower,
  Upper: upper,
  ASCII: among(0, 0x7f),
  Alpha: letter,
  Digit: digit,
  Alnum: any(letter, digit),
  Punct: any(among(0x21, 0x2f), among(0x3a, 0x40), among(0x5b, 0x60), among(0x7b, 0x7e)),
  Graph: among(0x21, 0x7e),
  Print: among(0x20, 0x7e),
  Blank: (code) => code === 9 || code === 0x20,
  Cntrl: any(among(0, 0x1f), (code) => code === 0x7f),
  XDigit: any(digit, among(0x41, 0x46), among(0x61, 0x66)),
  Space: space,
};

function property(reader: Reader): Has {
  let name = next(reader);
  if (name === "{") {
    const end = reader.codes.indexOf("}", reader.at);
    if (end < 0) refuse();
    name = reader.codes.slice(reader.at, end).join("");
    reader.at = end + 1;
  }
  const known = posix[name];
  if (known !== undefined) return known;
  if (!/^[A-Za-z][A-Za-z_0-9]*(=[A-Za-z_0-9]+)?$/.test(name)) refuse();
  const bare = name.replace(/^Is/, "");
  for (const written of [bare, `Script=${bare}`]) {
    try {
      const single = new RegExp(`^\\p{${written}}$`, "u");
      return (code) => single.test(String.fromCodePoint(code));
    } catch {
      // Not a property of that sort: the next reading may be it.
    }
  }
  return refuse();
}

/** A class after its `[`: ranges, classes inside it, and `&&`. */
function charClass(reader: Reader): Has {
  reader.depth += 1;
  if (reader.depth > deepest) refuse();
  const negated = takes(reader, "^");
  const operands: Has[] = [];
  let parts: Has[] = [];
  for (let first = true; ; first = false) {
    if (reader.at >= reader.codes.length) refuse();
    if (!first && takes(reader, "]")) break;
    if (takes(reader, "&&")) {
      operands.push(any(...parts));
      parts = [];
    } else parts.push(takes(reader, "[") ? charClass(reader) : range(reader));
  }
  operands.push(any(...parts));
  reader.depth -= 1;
  const has: Has = folded(reader, (code) => operands.every((operand) => operand(code)));
  return negated ? not(has) : has;
}

function range(reader: Reader): Has {
  const low = member(reader);
  const isRange = reader.codes[reader.at] === "-" && ![undefined, "]", "["].includes(reader.codes[reader.at + 1]);
  if (typeof low !== "number") return low;
  if (!isRange) return (code) => code === low;
  reader.at += 1;
  const high = member(reader);
  if (typeof high === "number") return high < low ? refuse() : among(low, high);
  return any((code) => code === low || code === 0x2d, high);
}

/** One member of a class: a code point where it is one, else what it stands for. */
function member(reader: Reader): number | Has {
  const code = next(reader);
  if (code !== "\\") return codeOf(code);
  const after = reader.codes[reader.at] ?? refuse();
  if (/[dDwWsShHvVpP]/.test(after)) return escapedChar(reader);
  reader.at += 1;
  const control = controls[after];
  if (control !== undefined) return control;
  if (after === "x" || after === "u" || after === "0" || after === "c") return numbered(reader, after);
  return /[A-Za-z0-9]/.test(after) ? refuse() : codeOf(after);
}
