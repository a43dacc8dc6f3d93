import { approvalFolder } from "../config/approval-path.ts";
import { sharedEndingOf } from "../formats/extensions.ts";
import { type Baseline, chooseBaselines } from "../sources/base.ts";
import { compareTrees, directoryTree } from "../sources/directory.ts";
import { isClean } from "../sources/index-tree.ts";
import type { FileChange, Tree } from "../sources/tree.ts";
import { governed } from "./governance.ts";
import type { ChangesSince, Difference, Run } from "./run.ts";

/** What the candidates are held against, by the command line or the configuration. */
export async function baselinesOf(run: Run, changesSince = changesIn(run)): Promise<readonly Baseline[]> {
  const { inspection, config } = run;
  return await chosen(run, inspection.against.length > 0 ? undefined : config.baseline, changesSince);
}

/** The baselines of these names as the configuration would have them; of the command line where there are none. */
export async function chosen(
  run: Run,
  names: readonly string[] | undefined,
  changesSince: ChangesSince,
): Promise<readonly Baseline[]> {
  const { repository, inspection, tree } = run;
  const [against, configured] = names === undefined ? [inspection.against, []] : [[], names];
  const isTagged = [...against, ...configured].some((name) => name.startsWith("tags:"));
  const globs = isTagged ? await import("../config/globs.ts") : undefined;
  // An approval is no change of its own: it comes after the break that it lets pass, and must not hide where that was made.
  const isChange = (changes: readonly FileChange[]): Promise<readonly FileChange[]> =>
    relevant(
      run,
      repository.head,
      changes.filter(({ path }) => !path.startsWith(`${approvalFolder}/`)),
    );
  return chooseBaselines(repository, {
    ...{ against, configured, cwd: inspection.cwd, env: inspection.env },
    isClean: () =>
      isClean(repository, { ...tree, changesFrom: (commit) => changesSince(commit) }, run.selection, isChange),
    matcher: (glob) => {
      const list = globs?.compileGlobs([glob]);
      return (name) => list?.(name) !== undefined;
    },
  });
}

/** Schemas and the gate's own files are asked for together: that costs no process more than schemas alone. */
export function changesIn({ repository, inspection, tree, selection }: Run): ChangesSince {
  const { files, folders } = governed(repository.root, inspection);
  const known = new Map<string | undefined, Promise<readonly FileChange[]>>();
  return (commit) => {
    const changes = known.get(commit) ?? tree.changesFrom(commit, { ...selection, files, folders });
    known.set(commit, changes);
    return changes;
  };
}

/** The gate's own files have no ending of a schema. */
function hasEnding({ selection }: Run): (change: FileChange) => boolean {
  return ({ path }) => selection.extensions.some((extension) => path.endsWith(extension));
}

/** What differs, once for each state that the candidate must get along with: while a merge is in progress a baseline has several. */
export async function differencesOf(
  run: Run,
  baselines: readonly Baseline[],
  changesSince: ChangesSince,
): Promise<readonly Difference[]> {
  const { tree, selection } = run;
  const differences: Difference[] = [];
  for (const baseline of baselines) {
    if (baseline.kind === "directory") {
      const from = directoryTree(baseline.path);
      differences.push({
        baseline,
        from,
        changes: await relevant(run, from, await compareTrees(from, tree, selection)),
      });
      continue;
    }
    const commits =
      baseline.kind === "tags"
        ? [baseline.tags.at(-1)?.commit]
        : baseline.kind === "empty"
          ? [undefined]
          : baseline.commits;
    for (const from of commits) {
      const changes = await relevant(run, from, (await changesSince(from)).filter(hasEnding(run)));
      differences.push({ baseline, from, changes });
    }
  }
  return differences;
}

/** What may be a schema among the files that changed: most files of some endings are none. */
async function relevant(
  run: Run,
  from: Tree | string | undefined,
  changes: readonly FileChange[],
): Promise<readonly FileChange[]> {
  if (changes.every(({ path }) => sharedEndingOf(path) === undefined)) return changes;
  return (await import("./relevance.ts")).relevantChanges(run, from, changes);
}
