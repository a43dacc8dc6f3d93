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

/** More wildcards than this within one name, more choices, or repetitions inside one another, can make a backtracking engine try for minutes. */
const mostWildcards = 6;
const nestedRepetition = /[*+]\([^)]*[*+?@!]\(|[*+]\([^)]*\*/;

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
  try {
    const matches = picomatch(positive, options);
    const crowded = positive.split("/").some((name) => (name.match(/\*+/g)?.length ?? 0) > mostWildcards);
    const wandering = (positive.match(/\*\*/g)?.length ?? 0) > mostWildcards;
    const branching = (positive.match(/[({]/g)?.length ?? 0) > mostWildcards;
    if (!crowded && !wandering && !branching && !nestedRepetition.test(positive))
      return { negated, matches: (path) => matches(path) };
  } catch (error) {
    return syntaxFault(error);
  }
  return {
    message: "has wildcards or repetitions that could take minutes to match",
    hint: "write several globs, each with fewer `*`",
  };
}

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
