import { approvalFolder } from "../config/approval-path.ts";
import { configFiles } from "../config/read.ts";
import type { EnforcementSettings } from "../gate.ts";
import type { Problem } from "../model.ts";
import type { FileChange, Selection } from "../sources/tree.ts";
import type { Anchor } from "./anchors.ts";
import type { TouchedApproval } from "./approvals.ts";
import type { Base, ChangesSince, Inspection, Run } from "./run.ts";

/** The gate's own files as a change finds and leaves them. */
export interface Governance {
  /** Every configuration of the merge-base that may differ from the candidate's. */
  readonly bases: readonly Base[];
  readonly approvals: readonly TouchedApproval[];
  /** The most days ahead that an approval may end. */
  readonly maxDays: number;
  readonly problems: readonly Problem[];
  /** Approvals that do not parse: then nothing is checked. */
  readonly faults: readonly Problem[];
}

/** The folder of what GitHub runs. */
const workflowFolder = ".github/workflows";

/** What a run watches beside schemas: its configuration, its approvals, and the workflows that may run it. */
export function governed(root: string, { config, cwd, staged, pushed = false }: Inspection): Required<Selection> {
  const files = configFiles({ root, path: config, cwd, isStored: staged || pushed });
  return { extensions: [], files, folders: [approvalFolder, workflowFolder] };
}

/** Whether nothing of the gate's own is touched: then nothing more is read, and the run judges once. */
function untouched(changes: readonly (readonly FileChange[])[], { files, folders }: Required<Selection>): boolean {
  return changes.every((some) =>
    some.every(({ path }) => !files.includes(path) && !folders.some((folder) => path.startsWith(`${folder}/`))),
  );
}

/** Reads what a change does to the gate itself, since each state of the merge-base. */
export async function governanceOf(
  run: Run,
  anchors: readonly Anchor[],
  changesSince: ChangesSince,
): Promise<Governance> {
  const changes = await Promise.all(anchors.map(changesSince));
  const { config, inspection, repository } = run;
  const selection = governed(repository.root, inspection);
  const nothing = { bases: [], approvals: [], maxDays: config.approvals.maxDays, problems: [], faults: [] };
  if (untouched(changes, selection)) return nothing;
  const { baseAt, workflowNotices } = await import("./governed-files.ts");
  const bases: Base[] = [];
  const problems: Problem[] = [...(await workflowNotices(run, changes, workflowFolder))];
  for (const [i, commit] of anchors.entries()) {
    const some = changes[i] ?? [];
    if (commit === undefined || !some.some(({ path }) => selection.files.includes(path))) continue;
    const { base, problem } = await baseAt(run, commit, selection.files, some);
    if (base !== undefined) bases.push(base);
    if (problem !== undefined) problems.push(problem);
  }
  const limits = bases.map((base) => base.config.approvals.maxDays);
  const maxDays = limits.length === 0 ? config.approvals.maxDays : Math.min(...limits);
  const { touchedApprovals } = await import("./approvals.ts");
  const terms = { today: inspection.today, maxDays };
  const { touched, faults } = await touchedApprovals(run, changes, terms);
  return { bases, approvals: touched, maxDays, problems, faults };
}

/** Every configuration that has a say in whether a run fails. */
export function settingsOf({ config }: Run, { bases }: Governance): readonly EnforcementSettings[] {
  return [config, ...bases.map((base) => base.config)];
}
