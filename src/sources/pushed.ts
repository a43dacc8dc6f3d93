import { SchemactlError } from "../errors.ts";
import type { Env } from "./git.ts";
import { defaultBranch } from "./remote.ts";
import type { Repository } from "./repository.ts";

/** What a push is about to send. */
export interface Pushed {
  /** A full commit id. */
  readonly commit: string;
  /** What the remote's main branch has now; undefined for a push elsewhere, which is held against the merge-base like a pull request. */
  readonly over: string | undefined;
}

/**
 * The commit that pre-commit says is pushed, else HEAD. What another branch of the remote has already does not count: a field that never left
 * the branch may go again.
 */
export async function pushedFrom(repository: Repository, env: Env): Promise<Pushed> {
  const commit = await commitOf(repository, env.PRE_COMMIT_TO_REF || "HEAD");
  const { PRE_COMMIT_FROM_REF: from, PRE_COMMIT_REMOTE_BRANCH: target } = env;
  const main = from && target ? await defaultBranch(repository) : undefined;
  const isMain = main?.title.endsWith(`/${(target ?? "").replace(/^refs\/heads\//, "")}`) === true;
  return { commit, over: from && isMain ? await commitOf(repository, from) : undefined };
}

async function commitOf(repository: Repository, ref: string): Promise<string> {
  const answer = await repository.git.run(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`], {
    allow: [1],
  });
  const id = answer.toString("utf8").trim();
  if (id !== "") return id;
  throw new SchemactlError("undecided", `\`${ref}\` is no commit here: what is pushed cannot be read`, {
    hint: "run it in the repository that is pushed from",
  });
}
