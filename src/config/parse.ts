import type { Problem } from "../model.ts";
import type { Config, ConfigReading } from "./config.ts";
import { configKeys, type Keys } from "./definition.ts";
import { decodeConfig, positionsIn, type TextFault } from "./text.ts";
import { type Validation, validate } from "./validate.ts";
import { readTree, type Tree } from "./yaml-tree.ts";

/** A list longer than this helps nobody. */
const mostProblems = 100;

const byteOrderMark: TextFault = {
  offset: 0,
  message: "the file begins with a byte order mark",
  hint: "save it as UTF-8 without one",
};

/** Reads the text of a configuration; `file` is its name in problems. Every problem is told at once, in the order of the text; nothing is thrown. */
export function parseConfig(source: Uint8Array | string, file: string): ConfigReading {
  const { values, positions, problems } = readDocument(source, file, configKeys);
  if (values === undefined) return { config: undefined, problems };
  return { config: { ...(values as unknown as Omit<Config, "file" | "positions">), file, positions }, problems };
}

/** What a YAML file of one map says by its keys. */
export interface DocumentReading {
  /** Undefined where at least one problem is an error. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly positions: Config["positions"];
  readonly problems: readonly Problem[];
}

/** Reads the text of a file as its keys define it; a `version` among them must be one that is known. */
export function readDocument(source: Uint8Array | string, file: string, keys: Keys): DocumentReading {
  const { text, isMarked, fault } = decodeConfig(source);
  const positionOf = positionsIn(text);
  const problem = (severity: Problem["severity"], { offset, message, hint }: TextFault): Problem => ({
    ...{ severity, code: "config", message, ...(hint === undefined ? {} : { hint }) },
    ...{ file, ...positionOf(offset) },
  });
  const warnings = isMarked ? [problem("warning", byteOrderMark)] : [];
  const { values, faults, offsets } = fault === undefined ? readText(text, keys) : refused([fault]);
  if (faults.length > 0) {
    const problems = [...faults].sort((a, b) => a.offset - b.offset).map((each) => problem("error", each));
    return { values: undefined, positions: new Map(), problems: [...warnings, ...shortened(problems)] };
  }
  const positions = new Map([...offsets].map(([pointer, offset]) => [pointer, positionOf(offset)]));
  return { values, positions, problems: warnings };
}

function readText(text: string, keys: Keys): Validation {
  const { root, faults } = readTree(text);
  if (root === undefined) return refused(faults);
  const newer = newerVersion(root);
  const validation = newer === undefined ? validate(root, keys) : refused([newer]);
  return { ...validation, faults: [...faults, ...validation.faults] };
}

function refused(faults: readonly TextFault[]): Validation {
  return { values: {}, faults, offsets: new Map() };
}

/** What a later version of the file holds cannot be judged here, so that its version is the only fault. */
function newerVersion(root: Tree): TextFault | undefined {
  const version = root.kind === "map" ? root.pairs.find((pair) => pair.key === "version")?.value : undefined;
  const known = configKeys.version.shape.value;
  if (version?.kind !== "scalar" || !Number.isInteger(version.value) || Number(version.value) <= known)
    return undefined;
  const message = `the file is of version ${version.value}, and this schemactl reads version ${known}`;
  return { offset: version.offset, message, hint: "upgrade schemactl" };
}

function shortened(problems: readonly Problem[]): readonly Problem[] {
  const last = problems[mostProblems];
  if (last === undefined) return problems;
  const message = `${problems.length - mostProblems} more problems from here on`;
  return [...problems.slice(0, mostProblems), { ...last, message, hint: "mend the ones above first" }];
}
