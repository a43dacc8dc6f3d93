import { SchemactlError } from "../errors.ts";
import { fetchHistory } from "./fetch-command.ts";
import { readGitFile } from "./git-file.ts";
import type { Repository } from "./repository.ts";

/** The commits that a merge in progress brings in; none where there is no merge. */
export function mergeHeads({ gitDir, env }: Repository): readonly string[] {
  const recorded = idsIn(readGitFile(gitDir, "MERGE_HEAD"));
  if (recorded.length > 0) return recorded;
  // While `git merge` runs its hooks it has not written the file yet, and names the commits in its environment.
  return Object.keys(env).flatMap((name) => idsIn(name.startsWith("GITHEAD_") ? name.slice("GITHEAD_".length) : ""));
}

function idsIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(line));
}

/**
 * The best common ancestors of the base and of HEAD, as it will be once a merge in progress is committed. Histories that
 * cross have several, and the candidate must get along with each.
 */
export async function mergeBases(
  repository: Repository,
  base: { readonly title: string; readonly commit: string },
  head: string,
  merged: readonly string[],
): Promise<readonly [string, ...string[]]> {
  if (base.commit === head) return [head];
  const output = await repository.git.run(["merge-base", "--all", base.commit, head, ...merged], { allow: [1] });
  const [first, ...rest] = [...idsIn(output.toString("latin1"))].sort();
  if (first !== undefined) return [first, ...rest];
  if (repository.isShallow) {
    const message = `this shallow clone does not reach back to where HEAD left ${base.title}`;
    throw new SchemactlError("undecided", message, { hint: fetchHistory(repository) });
  }
  throw new SchemactlError("undecided", `HEAD and ${base.title} have no commit in common`, {
    hint: "compare with another ref: --against REF, or with files: --against dir:PATH",
  });
}
