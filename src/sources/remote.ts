import { readGitFile } from "./git-file.ts";
import type { Repository } from "./repository.ts";

/**
 * The remotes in the order in which they are asked for the main branch: one called `upstream` (the `origin` of a fork
 * lags behind it), that of the current branch, `origin`, any other.
 */
export async function remoteNames(repository: Repository): Promise<readonly string[]> {
  const output = await repository.git.run(
    ["config", "--local", "--null", "--name-only", "--get-regexp", "^remote\\..*\\.url$"],
    { allow: [1] },
  );
  const names = output
    .toString("utf8")
    .split("\0")
    .filter((name) => name !== "");
  const configured = new Set(names.map((name) => name.slice("remote.".length, -".url".length)));
  const preferred = usualRemotes(repository).filter((name) => configured.has(name));
  return [...new Set([...preferred, ...configured])];
}

function usualRemotes({ upstream }: Repository): readonly string[] {
  const own = remoteOf(upstream);
  return [...new Set(["upstream", ...(own === undefined ? [] : [own]), "origin"])];
}

/** The remote of `refs/remotes/NAME/branch`. */
export function remoteOf(ref: string | undefined): string | undefined {
  return /^refs\/remotes\/([^/]+)\//.exec(ref ?? "")?.[1];
}

/** A branch as a remote has it, `origin` first, else as it is here. */
export async function findBranch(repository: Repository, branch: string): Promise<Branch | undefined> {
  const nearest = [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`];
  const others = async (): Promise<readonly string[]> =>
    (await remoteNames(repository)).map((remote) => `refs/remotes/${remote}/${branch}`);
  return (await firstOf(repository, nearest)) ?? (await firstOf(repository, await others()));
}

export interface Branch {
  /** `origin/main`. */
  readonly title: string;
  readonly commit: string;
}

/** The first ref that leads to a commit. All are asked for in one go: the answers cost next to nothing, waiting for each would. */
async function firstOf(repository: Repository, refs: readonly string[]): Promise<Branch | undefined> {
  const commits = await Promise.all(refs.map((ref) => repository.objects.readCommit(ref)));
  const first = commits.findIndex((commit) => commit !== undefined);
  const [ref, commit] = [refs[first], commits[first]];
  return ref === undefined || commit === undefined ? undefined : { title: titleOf(repository, ref), commit: commit.id };
}

/** What a remote's main branch may be called, its HEAD first. */
const mainBranches = ["HEAD", "main", "master"];

/** The branch that work in this repository goes into: a remote's HEAD, main or master, else the local main or master. */
export async function defaultBranch(repository: Repository): Promise<Branch | undefined> {
  const usual = usualRemotes(repository);
  const local = ["refs/heads/main", "refs/heads/master"];
  const [known, here] = await Promise.all([firstOf(repository, usual.flatMap(branchesOf)), firstOf(repository, local)]);
  if (known !== undefined || !hasRemotes(repository)) return known ?? here;
  const others = (await remoteNames(repository)).filter((name) => !usual.includes(name));
  return (await firstOf(repository, others.flatMap(branchesOf))) ?? here;
}

/** Most repositories without a known remote have none, and this way that costs no process. */
function hasRemotes({ commonDir }: Repository): boolean {
  return /\[\s*(remote|include)/i.test(readGitFile(commonDir, "config"));
}

function branchesOf(remote: string): readonly string[] {
  return mainBranches.map((branch) => `refs/remotes/${remote}/${branch}`);
}

/** `origin/main`, also where `origin/HEAD` points there. */
function titleOf({ commonDir }: Repository, ref: string): string {
  const target = ref.endsWith("/HEAD") ? /^ref: (refs\/remotes\/.+)/.exec(readGitFile(commonDir, ref))?.[1] : undefined;
  return (target ?? ref).replace(/^refs\/(remotes|heads)\//, "");
}
