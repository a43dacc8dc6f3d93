import picomatch from "picomatch";
import { SchemactlError } from "../errors.ts";
import { type Fault, longestText } from "./text-syntax.ts";

/** Says which glob of a list takes a path in, if any. */
export type GlobList = (path: string) => string | undefined;

/**
 * Paths always have `/`, so that a configuration means the same on every system; they may have line ends, hence `s`.
 * `debug` makes a glob that compiles to nothing throw.
 */
const options: picomatch.PicomatchOptions = {
  dot: true,
  nocase: false,
  flags: "s",
  windows: false,
  strictBrackets: true,
  maxLength: longestText,
  debug: true,
};

/** So many `*` within one name, `**` in all and groups in all are matched in time by a backtracking engine, on paths as repositories have them. */
const most = { stars: 4, globstars: 3, groups: 6 };
/** Repetitions that read one text in several ways: of wildcards or groups, of a group as a whole, or of one letter. */
const manyWays = /[*+]\([^)]*[*?([{+]|[)}\]][+*?]|[*+]\((?:[^)]*\|)?([^|)]+)(?:[^|)]*\|)(?:[^)]*\|)?\1/;

interface Glob {
  readonly matches: (path: string) => boolean;
  /** Begins with `!`: it takes out what it names. */
  readonly negated: boolean;
}

/** What is wrong with a glob that its characters alone do not show; undefined when it can be used. */
export function globFault(glob: string): Fault | undefined {
  const compiled = compile(glob);
  return "message" in compiled ? compiled : undefined;
}

/**
 * Compiles a list of globs: a path is in when a glob matches it, and a glob that begins with `!` takes out again what stands after the `!`;
 * the last that says anything decides. A list that begins with `!` starts with every path. Throws a usage error for a glob that has a fault:
 * those of a configuration were refused when it was read.
 */
export function compileGlobs(globs: readonly string[]): GlobList {
  const compiled = globs.map((glob) => {
    const result = compile(glob);
    if ("message" in result) throw new SchemactlError("usage", `\`${glob}\` ${result.message}`, { hint: result.hint });
    return { glob, ...result };
  });
  const first = compiled[0];
  return (path) => {
    let decided = first?.negated === true ? first.glob : undefined;
    for (const { glob, negated, matches } of compiled) if (matches(path)) decided = negated ? undefined : glob;
    return decided;
  };
}

function compile(glob: string): Glob | Fault {
  const negated = /^!(?!\()/.test(glob);
  const positive = negated ? glob.slice(1) : glob;
  if (isCostly(positive)) return tooCostly;
  try {
    return { negated, matches: picomatch(positive, options) };
  } catch (error) {
    return syntaxFault(error);
  }
}

function isCostly(glob: string): boolean {
  const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const withoutEnd = glob.replace(/\/\*\*$/, "");
  if (count(withoutEnd, /\*\*/g) > most.globstars || count(glob, /[({]/g) > most.groups) return true;
  return manyWays.test(glob) || glob.split("/").some((name) => count(name, /\*+/g) > most.stars);
}

const tooCostly: Fault = {
  message: "has wildcards or repetitions that could take minutes to match",
  hint: `write several globs, each with at most ${most.stars} \`*\` in a name, ${most.globstars} \`**/\` and ${most.groups} groups`,
};

function syntaxFault(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const bracket = /^Missing (?:opening|closing): "(.)"/.exec(message)?.[1];
  return bracket === undefined
    ? {
        message: `is no glob: ${message.replace(/^.*: /s, "").toLowerCase()}`,
        hint: "for a range write the lower end first",
      }
    : { message: `is no glob: a \`${bracket}\` is missing`, hint: "for a bracket that the name has write `?`" };
}
