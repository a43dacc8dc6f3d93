import { SchemactlError } from "../errors.ts";
import type { Problem } from "../model.ts";
import type { Baseline } from "../sources/base.ts";
import type { Run } from "./run.ts";

/** The states that have already been let through: what they hold of approvals is spent, their configuration has a say, and what they break is standing. */
export interface Anchors {
  readonly anchors: readonly Anchor[];
  /** Why they could not be told: nothing then says whether the gate was loosened. */
  readonly undecided: readonly Problem[];
}

/** A full commit id; undefined for the state before the first commit, which holds nothing. */
export type Anchor = string | undefined;

/** The baseline that nobody can choose otherwise by an edit of the configuration. */
const trusted = "merge-base";

/**
 * The commits that the change goes onto: those of the refs on the command line, which the candidate has no hand in, else the merge-base with the
 * base branch, whatever the configuration compares with.
 */
export async function anchorsOf(
  { inspection }: Run,
  baselines: readonly Baseline[],
  choose: (names: readonly string[]) => Promise<readonly Baseline[]>,
): Promise<Anchors> {
  const isNamed = ({ kind, name }: Baseline): boolean =>
    name === trusted || (inspection.against.length > 0 && kind === "commit");
  const named = baselines.filter(isNamed);
  try {
    const chosen = named.length > 0 ? named : await choose([trusted]);
    const commits = new Set(chosen.flatMap((baseline) => baseline.commits));
    return { anchors: commits.size === 0 ? [undefined] : [...commits], undecided: [] };
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "undecided") throw error;
    const { message, hint } = error;
    const problem: Problem = {
      severity: "error",
      code: "undecided",
      message: `whether this change loosens the gate cannot be told, as there is no merge-base: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    };
    return { anchors: [], undecided: [problem] };
  }
}
