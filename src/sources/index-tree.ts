import { objectTree } from "./object-tree.ts";
import { isSelected, pathspecs, splitNul } from "./path-bytes.ts";
import { type RawChange, readRawDiff } from "./raw-diff.ts";
import type { Repository } from "./repository.ts";
import { defaultSizeLimit, type FileChange, type Selection, type Tree } from "./tree.ts";

/** The index as git sees it (honouring `GIT_INDEX_FILE`): what the next commit would hold. */
export function indexTree(repository: Repository, limit = defaultSizeLimit): Tree {
  const source = {
    label: "the index",
    searched: "--cached",
    prefix: ":0:",
    commit: repository.head,
    changes: () => staged(repository),
    diff: async (from: string, selection: Selection) =>
      from === repository.head
        ? (await staged(repository)).filter(({ path }) => isSelected(path, selection))
        : diffIndex(repository, from, pathspecs(selection)),
  };
  return objectTree(repository, source, limit);
}

/**
 * Whether nothing is being added on top of HEAD: nothing at all is staged, and the tree that is checked has no selected
 * file that differs from HEAD.
 *
 * Anything staged means that a commit is being made, whose parent will be HEAD; so a hook compares with the commit that
 * CI will compare with, even where no schema is staged. What is only in the work tree counts when it is selected: a lock
 * file that a CI job rewrites must not turn the comparison with the last push into one with HEAD, which would find
 * nothing; `relevant` takes out what has a selected ending and is no schema. The answer is the same with and without `--staged` wherever index and work tree agree.
 */
export async function isClean(
  repository: Repository,
  tree: Tree,
  selection: Selection,
  relevant: (changes: readonly FileChange[]) => Promise<readonly FileChange[]> = async (changes) => changes,
): Promise<boolean> {
  if ((await staged(repository)).length > 0) return false;
  return (await relevant(await tree.changesFrom(repository.head, selection))).length === 0;
}

const known = new WeakMap<Repository, Promise<readonly RawChange[]>>();

/** Everything that the index changes in HEAD: one process answers what is staged and whether anything is. */
function staged(repository: Repository): Promise<readonly RawChange[]> {
  const changes = known.get(repository) ?? askedEarly(repository) ?? stagedOver(repository);
  known.set(repository, changes);
  return changes;
}

function stagedOver(repository: Repository): Promise<readonly RawChange[]> {
  return diffIndex(repository, repository.head ?? repository.emptyTree, []);
}

/** An unborn HEAD has no answer, and what else may be wrong is told by the question that knows its repository. */
function askedEarly(repository: Repository): Promise<readonly RawChange[]> | undefined {
  return repository.early?.then(
    (output) => readRawDiff(splitNul(output)),
    () => stagedOver(repository),
  );
}

/** An intent-to-add entry stands in the index and is not part of the next commit; plumbing shows it unless told not to. */
const diffCached = ["diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--ita-invisible-in-index"];

/** The question that a repository may be opened with: the answer comes while the configuration is read and the baseline is chosen. */
export const whatIsStaged = [...diffCached, "HEAD", "--"];

async function diffIndex({ git }: Repository, from: string, specs: readonly string[]): Promise<readonly RawChange[]> {
  return readRawDiff(splitNul(await git.run([...diffCached, from, "--", ...specs])));
}
