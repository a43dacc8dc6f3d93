import { remoteOf } from "./remote.ts";
import type { Repository } from "./repository.ts";

/** The remote that a command in a hint names. */
function remoteName(repository: Repository): string {
  return remoteOf(repository.upstream) ?? "origin";
}

/** The command that fetches a commit by its id. */
export function fetchCommit(repository: Repository, id: string): string {
  // A depth would make a whole clone shallow.
  const depth = repository.isShallow ? "--depth=1 " : "";
  return `fetch it: git fetch --no-tags ${depth}${quoted(remoteName(repository))} ${id}`;
}

/** The command that fetches a branch with its history. */
export function fetchBranch(repository: Repository, remote: string, branch: string): string {
  const unshallow = repository.isShallow ? "--unshallow " : "";
  const refspec = `+refs/heads/${branch}:refs/remotes/${remote}/${branch}`;
  return `fetch it: git fetch --no-tags ${unshallow}${quoted(remote)} ${quoted(refspec)}`;
}

/** The command that fetches the whole history of a shallow clone. */
export function fetchHistory(repository: Repository): string {
  return `fetch the whole history: git fetch --unshallow ${quoted(remoteName(repository))}`;
}

/** The command that fetches the tags, and the history that tells which of them HEAD can reach. */
export function fetchTags(repository: Repository): string {
  const unshallow = repository.isShallow ? "--unshallow " : "";
  return `fetch them: git fetch ${unshallow}--tags ${quoted(remoteName(repository))}`;
}

/** A word of a shell command. */
function quoted(word: string): string {
  return /^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
