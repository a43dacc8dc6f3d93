import { suggest } from "./suggest.ts";
import { placeholderNames } from "./templates.ts";

/** Why a text is refused: a clause that follows its key, what to write instead, and how far into the text the fault is. */
export interface Fault {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at?: number;
}

/** What a text must look like. One pattern decides, here and in editors; the fault explains. */
export interface TextSyntax {
  /** A regular expression with the `u` flag over the whole text. */
  readonly pattern: string;
  readonly fault: (text: string) => Fault;
}

export const longestText = 1000;
const control = "\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029";
const printable = `[^${control}]`;
const globBody = `(?!!$)(?!!?\\.{0,2}/)(?!.*/$)(?!.*\\(\\?[!=<:])[^\\\\${control}]{1,${longestText}}`;
const folderBody = `(?!\\.{0,2}/)(?!.*//)(?!.*/\\.{1,2}(?:/|$))(?!\\.\\.$)(?!.*/$)[^\\\\${control}]{1,${longestText}}`;
const refBody = `(?!-)(?!.*\\.\\.)[^\\s:?*[\\\\${control}]{1,${longestText}}`;

const dateBody =
  "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))";

export const textSyntaxes = {
  name: { pattern: `^${printable}{1,${longestText}}$`, fault: commonFault },
  subject: {
    pattern: `^(?:[^{}${control}]|\\{(?:${placeholderNames.join("|")})\\}){1,${longestText}}$`,
    fault: subjectFault,
  },
  glob: { pattern: `^${globBody}$`, fault: (text) => globTextFault(text) },
  folder: { pattern: `^${folderBody}$`, fault: folderFault },
  date: {
    pattern: `^${dateBody}$`,
    fault: () => ({ message: "is no day", hint: "write year, month and day: 2027-01-31" }),
  },
  fingerprint: {
    pattern: "^[0-9a-f]{64}$",
    fault: () => ({ message: "is no fingerprint", hint: "it has 64 hexadecimal digits: schemactl approve writes it" }),
  },
  /** Words: a name or a reason must say something. */
  words: { pattern: `^(?=.*[\\p{L}\\p{N}])${printable}{1,${longestText}}$`, fault: wordsFault },
  baseline: { pattern: `^(?:tags:${globBody}|dir:${printable}{1,${longestText}}|${refBody})$`, fault: baselineFault },
} as const satisfies Readonly<Record<string, TextSyntax>>;

export type TextSyntaxName = keyof typeof textSyntaxes;

/** What is wrong with a text of that syntax; undefined when nothing is. */
export function faultOf(syntax: TextSyntaxName, text: string): Fault | undefined {
  const { pattern, fault } = textSyntaxes[syntax];
  return new RegExp(pattern, "u").test(text) ? undefined : fault(text);
}

function isTooLong(text: string): boolean {
  return text.length > longestText && [...text].length > longestText;
}

function wordsFault(text: string): Fault {
  const fault = commonFault(text);
  return fault.at === undefined && !isTooLong(text) && !/[\p{L}\p{N}]/u.test(text)
    ? { message: "says nothing" }
    : fault;
}

function commonFault(text: string): Fault {
  if (text === "") return { message: "is empty" };
  const at = text.search(new RegExp(`[${control}]`, "u"));
  if (at >= 0)
    return {
      message: `holds the control character U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0")}`,
      at,
    };
  return { message: `is longer than ${longestText} characters` };
}

function subjectFault(text: string): Fault {
  if (isTooLong(text)) return commonFault(text);
  const known = placeholderNames.map((name) => `\`{${name}}\``).join(", ");
  for (const match of text.matchAll(/\{([^{}]*)(\}?)|\}/g)) {
    const [whole, name, end] = match;
    if (whole === "}")
      return { message: "has a `}` without a `{`", hint: `placeholders are ${known}`, at: match.index };
    if (end === "")
      return { message: "has a `{` that is not closed", hint: `placeholders are ${known}`, at: match.index };
    if (placeholderNames.some((placeholder) => placeholder === name)) continue;
    const meant = suggest(name ?? "", placeholderNames);
    return {
      message: `has the unknown placeholder \`${whole}\``,
      hint: meant === undefined ? `placeholders are ${known}` : `did you mean \`{${meant}}\`?`,
      at: match.index,
    };
  }
  return commonFault(text);
}

function globTextFault(text: string, reason = "globs begin at the repository's root: "): Fault {
  const glob = text.replace(/^!/, "");
  const sign = text.slice(0, text.length - glob.length);
  if (text === "" || isTooLong(text) || new RegExp(`[${control}]`, "u").test(text)) return commonFault(text);
  if (glob === "") return { message: "takes out nothing", hint: "write a glob after the `!`" };
  if (text.includes("\\"))
    return {
      message: "has a backslash",
      hint: `paths have \`/\` on every system: write \`${text.replaceAll(/\\+/g, "/")}\``,
      at: text.indexOf("\\"),
    };
  if (/^\.\.\//.test(glob)) return { message: "leaves the repository", hint: "globs begin at the repository's root" };
  if (/^\.?\//.test(glob)) {
    const start = glob.startsWith("/") ? "/" : "./";
    return {
      message: `begins with \`${start}\``,
      hint: `${reason}write \`${sign}${glob.replace(/^[./]*\//, "")}\``,
    };
  }
  if (glob.endsWith("/"))
    return { message: "ends with `/` and so matches no file", hint: `write \`${text.replace(/\/+$/, "")}/**\`` };
  if (/\(\?[!=<:]/.test(text))
    return {
      message: "has a group of a regular expression",
      hint: "write `@(a|b)` for one of two, `!(a)` for anything else",
      at: text.search(/\(\?/),
    };
  return commonFault(text);
}

function folderFault(text: string): Fault {
  if (text === "" || isTooLong(text) || new RegExp(`[${control}]`, "u").test(text)) return commonFault(text);
  if (text.includes("\\"))
    return {
      message: "has a backslash",
      hint: `paths have \`/\` on every system: write \`${text.replaceAll(/\\+/g, "/")}\``,
      at: text.indexOf("\\"),
    };
  const plain: string[] = [];
  for (const part of text.split("/")) {
    if (part === ".." && plain.pop() === undefined)
      return { message: "leaves the repository", hint: "folders begin at the repository's root" };
    if (part !== "" && part !== "." && part !== "..") plain.push(part);
  }
  return {
    message: "is no plain path from the repository's root",
    hint: `write \`${plain.length === 0 ? "." : plain.join("/")}\``,
  };
}

function baselineFault(text: string): Fault {
  if (text === "" || isTooLong(text)) return commonFault(text);
  const forms = "write `merge-base`, a branch, tag or commit, `tags:GLOB` or `dir:PATH`";
  const [, kind, rest] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (kind === undefined || rest === undefined) {
    if (text.startsWith("-")) return { message: "begins with `-`, as no branch, tag or commit does", hint: forms };
    if (text.includes("..")) return { message: "is a range of commits", hint: forms, at: text.indexOf("..") };
    const at = text.search(/[\s?*[\\]/);
    if (at < 0) return commonFault(text);
    const glob = /[?*[]/.test(text) ? `for tags that match write \`tags:${text}\`` : forms;
    return {
      message: `has ${text.charAt(at) === " " ? "a space" : `\`${text.charAt(at)}\``}, which no branch, tag or commit may have`,
      hint: glob,
      at,
    };
  }
  if (kind === "tags" || kind === "dir") {
    if (rest === "")
      return {
        message: `says nothing after \`${kind}:\``,
        hint: kind === "tags" ? "write `tags:v*`" : "write `dir:snapshots`",
      };
    const fault = kind === "tags" ? globTextFault(rest, "") : commonFault(rest);
    return { ...fault, at: (fault.at ?? 0) + kind.length + 1 };
  }
  const meant = suggest(kind, ["tags", "dir"]);
  return {
    message: `has the unknown kind \`${kind}:\``,
    hint: meant === undefined ? forms : `did you mean \`${meant}:${rest}\`?`,
  };
}

/** A size as people write it (`8MB`, `512 KiB`) in bytes; undefined for what is none. */
export function bytesOf(text: string): number | undefined {
  const [, amount, prefix, binary] = new RegExp(sizePattern, "u").exec(text) ?? [];
  if (amount === undefined) return undefined;
  const base = binary === "i" || binary === "I" ? 1024 : 1000;
  return Number(amount) * base ** ["", "K", "M"].indexOf((prefix ?? "").toUpperCase());
}

/** Below 100 MB: a schema is read as one string. */
export const sizePattern =
  "^(?:(?=[0-9]{1,8} ?[Bb])|(?=[0-9]{1,5} ?[Kk])|(?=[0-9]{1,2} ?[Mm]))([1-9][0-9]*) ?([KkMm]?)([Ii]?)[Bb]$";
export const largestSize = 99_999_999;

/** A regular expression for a word in upper case, lower case or any mixture of ASCII's. */
export function inAnyCase(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}
