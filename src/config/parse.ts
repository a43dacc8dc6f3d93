import type { Problem } from "../model.ts";
import type { Config, ConfigReading } from "./config.ts";
import { configKeys } from "./definition.ts";
import { decodeConfig, positionsIn } from "./text.ts";
import { validate } from "./validate.ts";
import { readTree, type Tree, type TreeFault } from "./yaml-tree.ts";

/** A list longer than this helps nobody. */
const mostProblems = 100;

/** Reads the text of a configuration; `file` is its name in problems. Every problem is told at once, in the order of the text; nothing is thrown. */
export function parseConfig(source: Uint8Array | string, file: string): ConfigReading {
  const decoded = decodeConfig(source, file);
  if (decoded.text === undefined) return { config: undefined, problems: [decoded.problem] };
  const positionOf = positionsIn(decoded.text);
  const tree = readTree(decoded.text);
  const root: Tree = tree.root ?? { kind: "map", offset: 0, pairs: [] };
  const newer = newerVersion(root);
  const { values, faults, offsets } =
    newer !== undefined || (tree.root === undefined && tree.faults.length > 0)
      ? { values: {}, faults: newer ?? [], offsets: new Map() }
      : validate(root, configKeys);
  const problems = [...tree.faults, ...faults]
    .sort((a, b) => a.offset - b.offset)
    .map(
      ({ offset, ...fault }): Problem => ({ severity: "error", code: "config", ...fault, file, ...positionOf(offset) }),
    );
  if (problems.length > 0) return { config: undefined, problems: [...decoded.warnings, ...shortened(problems)] };
  const positions = new Map([...offsets].map(([pointer, offset]) => [pointer, positionOf(offset)]));
  return {
    config: { ...(values as unknown as Omit<Config, "file" | "positions">), file, positions },
    problems: decoded.warnings,
  };
}

/** What a later version of the file holds cannot be judged here, so that its version is the only fault. */
function newerVersion(root: Tree): readonly TreeFault[] | undefined {
  const version = root.kind === "map" ? root.pairs.find((pair) => pair.key === "version")?.value : undefined;
  const known = configKeys.version.shape.value;
  if (version?.kind !== "scalar" || !Number.isInteger(version.value) || Number(version.value) <= known)
    return undefined;
  return [
    {
      offset: version.offset,
      message: `the file is of version ${version.value}, and this schemactl reads version ${known}`,
      hint: "upgrade schemactl",
    },
  ];
}

function shortened(problems: readonly Problem[]): readonly Problem[] {
  const last = problems[mostProblems];
  if (last === undefined) return problems;
  return [
    ...problems.slice(0, mostProblems),
    {
      ...last,
      message: `${problems.length - mostProblems} more problems from here on`,
      hint: "mend the ones above first",
    },
  ];
}
