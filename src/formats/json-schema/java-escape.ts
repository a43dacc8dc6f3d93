/** What the readers of a pattern's parts share. */
export interface Reading {
  readonly source: string;
  readonly fail: (message: string) => never;
  /** The groups named so far. */
  readonly names: ReadonlySet<string>;
  /** Notes that what was read has no greatest length. */
  readonly endless: () => void;
}

const categories = new Set(
  "Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S LC LD L1 all ASCII".split(
    " ",
  ),
);
const posix = new Set("Alnum Alpha Blank Cntrl Digit Graph Lower Print Punct Space Upper XDigit".split(" "));
const javaMethods = new Set(
  `LowerCase UpperCase Alphabetic Ideographic TitleCase Digit Defined Letter LetterOrDigit JavaIdentifierStart JavaIdentifierPart
  UnicodeIdentifierStart UnicodeIdentifierPart IdentifierIgnorable SpaceChar Whitespace ISOControl Mirrored`.split(
    /\s+/,
  ),
);
const binaries = new Set(
  `ALPHABETIC LETTER IDEOGRAPHIC LOWERCASE UPPERCASE TITLECASE WHITE_SPACE WHITESPACE CONTROL PUNCTUATION HEX_DIGIT HEXDIGIT
  ASSIGNED NONCHARACTER_CODE_POINT NONCHARACTERCODEPOINT DIGIT ALNUM BLANK GRAPH PRINT WORD JOIN_CONTROL JOINCONTROL EMOJI
  EMOJI_PRESENTATION EMOJI_MODIFIER EMOJI_MODIFIER_BASE EMOJI_COMPONENT EXTENDED_PICTOGRAPHIC`.split(/\s+/),
);

// Sticky expressions for what follows the backslash.
const forms: readonly { readonly form: RegExp; readonly inClass: boolean }[] = [
  { form: /[^A-Za-z0-9]/suy, inClass: true },
  { form: /[aefnrtdDhHsSvVwW]/y, inClass: true },
  { form: /0(?:[0-3]?[0-7])?[0-7]/y, inClass: true },
  { form: /u[0-9A-Fa-f]{4}/y, inClass: true },
  { form: /x[0-9A-Fa-f]{2}/y, inClass: true },
  { form: /x\{0*(?:10|[0-9A-Fa-f])?[0-9A-Fa-f]{1,4}\}/y, inClass: true },
  { form: /c./sy, inClass: true },
  { form: /N\{[A-Z0-9 -]+\}/y, inClass: true },
  { form: /b\{g\}/y, inClass: false },
  { form: /b(?!\{)/y, inClass: false },
  { form: /[ABGRZz]/y, inClass: false },
];

/** Reads what stands after a backslash; answers with where it ends. */
export function escapeEnd(reading: Reading, at: number, inClass: boolean): number {
  const { source, fail, names, endless } = reading;
  const char = source[at + 1];
  if (char === undefined) return fail("it ends with a backslash");
  if (char === "Q") {
    const end = source.indexOf("\\E", at + 2);
    return end < 0 ? source.length : end + 2;
  }
  if (char === "p" || char === "P") return propertyEnd(reading, at);
  if (!inClass && /[1-9]/.test(char)) {
    endless();
    return at + 2;
  }
  if (!inClass && char === "X") {
    endless();
    return at + 2;
  }
  if (!inClass && char === "k") {
    const name = /k<([a-zA-Z][a-zA-Z0-9]*)>/y;
    name.lastIndex = at + 1;
    const match = name.exec(source);
    if (match?.[1] === undefined || !names.has(match[1])) return fail("`\\k` names no group that stands before it");
    endless();
    return name.lastIndex;
  }
  for (const { form, inClass: always } of forms) {
    if (inClass && !always) continue;
    form.lastIndex = at + 1;
    if (form.test(source)) return form.lastIndex;
  }
  return fail(`\`\\${char}\` is no escape that Java knows`);
}

function propertyEnd({ source, fail }: Reading, at: number): number {
  const form = /[pP](?:\{(\^?)([^{}]*)\}|([A-Z]))/y;
  form.lastIndex = at + 1;
  const match = form.exec(source);
  const name = match?.[2] ?? match?.[3];
  if (name === undefined || match?.[1] === "^" || !isProperty(name)) {
    return fail(`\`${source.slice(at, at + 12)}\` names no property of characters`);
  }
  return form.lastIndex;
}

function isProperty(name: string): boolean {
  const [key = "", value] = name.split("=");
  if (value !== undefined) {
    if (/^(?:sc|script)$/i.test(key)) return isScript(value);
    if (/^(?:gc|general_category)$/i.test(key)) return categories.has(value);
    return /^(?:blk|block)$/i.test(key) && isBlock(value);
  }
  if (name.startsWith("In")) return isBlock(name.slice(2));
  if (name.startsWith("Is")) {
    const rest = name.slice(2);
    return binaries.has(rest.toUpperCase()) || categories.has(rest) || isScript(rest);
  }
  if (name.startsWith("java")) return javaMethods.has(name.slice(4));
  return categories.has(name) || posix.has(name);
}

/** The names of blocks are a long list that grows: what looks like one is taken for one. */
function isBlock(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9 _-]*$/.test(name);
}

/** Java takes scripts by their long and short names in any case; the engine below knows the same ones. */
function isScript(name: string): boolean {
  if (!/^[A-Za-z_]+$/.test(name)) return false;
  const spelled = name
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_, start: string, letter: string) => start + letter.toUpperCase());
  try {
    new RegExp(`\\p{Script=${spelled}}`, "u");
    return true;
  } catch {
    return false;
  }
}
