import { statSync } from "node:fs";
import { resolve } from "node:path";
import { SchemactlError } from "../errors.ts";
import {
  defaultBranchOfPush,
  eventWithoutChange,
  isPullRequestMerge,
  mergeQueueBase,
  pullRequestHead,
  pushedBefore,
  targetBranch,
} from "./ci.ts";
import { fetchBranch, fetchCommit } from "./fetch-command.ts";
import type { Env } from "./git.ts";
import { mergeBases, mergeHeads } from "./merge-base.ts";
import { defaultBranch, findBranch, remoteNames } from "./remote.ts";
import type { Repository } from "./repository.ts";
import { reachableTags, type Tag } from "./tags.ts";

/** One thing that the candidates are held against, and the rule that chose it. */
export type Baseline = BaselineText &
  (
    | { readonly kind: "commit"; readonly commits: readonly [string, ...string[]] }
    /** Oldest first; modes that are not transitive take the last. */
    | {
        readonly kind: "tags";
        readonly tags: readonly [Tag, ...Tag[]];
        readonly commits: readonly [string, ...string[]];
      }
    /** An absolute path. */
    | { readonly kind: "directory"; readonly path: string; readonly commits: readonly [] }
    /** Nothing earlier exists: every subject is new. */
    | { readonly kind: "empty"; readonly commits: readonly [] }
  );

interface BaselineText {
  /** As asked for: `merge-base`, a ref, `tags:v*`, `dir:PATH`. */
  readonly name: string;
  /** Which rule chose it, in words: "the merge-base of HEAD and origin/main". */
  readonly rule: string;
  /** `origin/main@3f2c1a9`: what a person calls it. */
  readonly label: string;
  /** Something a report should mention: a glob that matches no tag. */
  readonly notice?: string;
}

export interface BaselineRequest {
  /** `--against`, in order. */
  readonly against?: readonly string[];
  /** `baseline` of the configuration; used where there is no `--against`. */
  readonly configured?: readonly string[];
  /** The folder that `dir:` of `--against` is relative to; that of the configuration is relative to the root. */
  readonly cwd: string;
  readonly env: Env;
  /** Whether nothing is being added on top of HEAD: see `isClean`. Asked only where the merge-base is HEAD itself. */
  readonly isClean: () => Promise<boolean>;
  /** A glob as the configuration's globs are: picomatch. */
  readonly matcher: (glob: string) => (name: string) => boolean;
}

/** Chooses what to compare with: at least one baseline, in the order asked for. */
export async function chooseBaselines(repository: Repository, request: BaselineRequest): Promise<readonly Baseline[]> {
  const { against = [], configured = [], cwd } = request;
  const [names, folder] = against.length > 0 ? [against, cwd] : [configured, repository.root];
  const search: Search = { repository, request, folder };
  const baselines: Baseline[] = [];
  for (const name of new Set(names.length > 0 ? names : [byDefault])) baselines.push(await choose(search, name));
  return baselines;
}

/** The name of the baseline that nobody had to ask for. */
const byDefault = "merge-base";

interface Search {
  readonly repository: Repository;
  readonly request: BaselineRequest;
  readonly folder: string;
}

/** A base that a rule found: a branch to take the merge-base with, or a commit to compare with as it is. */
interface Base {
  readonly title: string;
  readonly commit: string;
  /** Says why this very commit, where no merge-base is taken. */
  readonly exactly?: string;
  readonly notice?: string;
}

/** The default's rules, in order: the first that finds something decides. */
const rules: readonly ((search: Search, head: string) => Promise<Base | undefined>)[] = [
  headWithoutChange,
  baseOfMergeQueue,
  parentOfPullRequestMerge,
  targetOfPullRequest,
  defaultBranchOfPushed,
  defaultBranchOfRepository,
  headItself,
];

async function choose(search: Search, name: string): Promise<Baseline> {
  if (name.startsWith("tags:")) return tagsBaseline(search, name);
  if (name.startsWith("dir:")) return directoryBaseline(search, name);
  const { head } = search.repository;
  if (name !== byDefault) {
    const base = await namedBase(search.repository, name);
    if (head === undefined) return commitBaseline(name, { ...base, exactly: `${name} itself, as HEAD has no commit` });
    return fromBase(search, name, base, head);
  }
  if (head === undefined) return emptyBaseline(name, "HEAD has no commit yet, so every subject is new");
  for (const rule of rules) {
    const base = await rule(search, head);
    if (base !== undefined) return fromBase(search, name, base, head);
  }
  throw new TypeError("the last rule always finds something");
}

async function baseOfMergeQueue({ repository, request }: Search): Promise<Base | undefined> {
  const commit = mergeQueueBase(request.env);
  if (commit === undefined) return undefined;
  await insistOnCommit(repository, commit);
  return { title: "merge-queue", commit, exactly: "the commit that the merge queue puts the change on" };
}

/** A schedule has no change of its own; with tags or a registry it would tell what came since. */
async function headWithoutChange({ request }: Search, head: string): Promise<Base | undefined> {
  const event = eventWithoutChange(request.env);
  if (event === undefined || (request.against ?? []).length > 0) return undefined;
  const notice = `nothing was compared: a \`${event}\` run has no change of its own, and no tags or registry are configured as its baseline`;
  return {
    title: "HEAD",
    commit: head,
    exactly: `HEAD itself, as a \`${event}\` run has no change of its own`,
    notice,
  };
}

/**
 * GitHub's merge commit has the pull request's head and the base it was made with for parents. The event names the head; where
 * that is no parent of HEAD, the job has checked out something else.
 */
async function parentOfPullRequestMerge({ repository, request }: Search, head: string): Promise<Base | undefined> {
  const tip = pullRequestHead(request.env);
  if (tip === undefined && !isPullRequestMerge(request.env, head)) return undefined;
  const parents = (await repository.objects.readCommit(head))?.parents ?? [];
  const [first, second] = parents;
  if (first === undefined || second === undefined || (tip !== undefined && !parents.includes(tip))) return undefined;
  const [commit, title] = tip === first ? [second, "HEAD^2"] : [first, "HEAD^1"];
  await insistOnCommit(repository, commit);
  return { title, commit, exactly: `${title}, as HEAD is the merge commit of a pull request` };
}

async function targetOfPullRequest({ repository, request }: Search): Promise<Base | undefined> {
  const target = targetBranch(request.env);
  if (target === undefined) return undefined;
  const { branch, variable, commit } = target;
  const found = await findBranch(repository, branch);
  if (found !== undefined) return found;
  if (commit !== undefined && (await repository.objects.readCommit(commit)) !== undefined)
    return { title: branch, commit };
  const [remote = "origin"] = await remoteNames(repository);
  throw new SchemactlError("undecided", `the target branch \`${branch}\` (${variable}) is not in this clone`, {
    hint: fetchBranch(repository, remote, branch),
  });
}

/** What is pushed elsewhere is held against where it left the default branch, whatever other branches this clone has. */
async function defaultBranchOfPushed({ repository, request }: Search, head: string): Promise<Base | undefined> {
  const target = defaultBranchOfPush(request.env);
  if (target === undefined) return undefined;
  const found = await findBranch(repository, target.branch);
  if (found !== undefined) return found;
  if (target.isPushed) return { title: target.branch, commit: head };
  const [remote = "origin"] = await remoteNames(repository);
  throw new SchemactlError("undecided", `the default branch \`${target.branch}\` is not in this clone`, {
    hint: fetchBranch(repository, remote, target.branch),
  });
}

async function defaultBranchOfRepository({ repository }: Search): Promise<Base | undefined> {
  return defaultBranch(repository);
}

/** Without a main branch anywhere, what HEAD holds is what there was. */
async function headItself(_: Search, head: string): Promise<Base> {
  return { title: "HEAD", commit: head };
}

/** A ref that somebody named. */
async function namedBase(repository: Repository, name: string): Promise<Base> {
  const found = await repository.objects.readCommit(name);
  if (found !== undefined) return { title: name, commit: found.id };
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) await insistOnCommit(repository, name);
  const [, remote, branch] = /^(?:refs\/remotes\/)?([^/]+)\/(.+)$/.exec(name) ?? [];
  const isRemote = remote !== undefined && branch !== undefined && (await remoteNames(repository)).includes(remote);
  throw new SchemactlError("usage", `there is no ref or commit \`${name}\``, {
    hint: isRemote ? fetchBranch(repository, remote, branch) : "name a branch, a tag or a commit of this repository",
  });
}

async function fromBase(search: Search, name: string, base: Base, head: string): Promise<Baseline> {
  const { repository, request } = search;
  if (base.exactly !== undefined) return commitBaseline(name, base);
  const merged = mergeHeads(repository);
  const commits = await mergeBases(repository, base, head, merged);
  const others = merged.length > 0 ? "HEAD, MERGE_HEAD" : "HEAD";
  const rule = `the merge-base of ${others} and ${base.title}`;
  if (!commits.includes(head))
    return baselineOf(name, commits.length > 1 ? `${rule}: there are ${commits.length}` : rule, base.title, commits);
  // What a person calls HEAD is meant as it is; where a branch stands at HEAD, the question is what came last.
  if (isHead(name)) return baselineOf(name, "HEAD", base.title, [head]);
  if (merged.length === 0 && (await request.isClean())) return lastStep(search, name, base, head);
  const itself = base.title === "HEAD" ? "HEAD, as there is no main branch" : `${rule}, which is HEAD itself`;
  return baselineOf(name, itself, base.title, [head]);
}

function isHead(name: string): boolean {
  return name === "HEAD" || name === "@";
}

/** HEAD is its own base and nothing is added to it: what is checked is what brought it there. */
async function lastStep({ repository, request }: Search, name: string, base: Base, head: string): Promise<Baseline> {
  const why = base.title === "HEAD" ? "there is no main branch" : `HEAD is in ${base.title}`;
  const before = pushedBefore(request.env);
  if (before !== undefined && before !== head) {
    await insistOnCommit(repository, before);
    return baselineOf(name, `where the branch was before this push, as ${why}`, "before", [before]);
  }
  const parent = (await repository.objects.readCommit(head))?.parents[0];
  if (parent === undefined) return emptyBaseline(name, "HEAD is the first commit, so every subject is new");
  await insistOnCommit(repository, parent);
  return baselineOf(name, `HEAD^1, as ${why} and nothing is changed`, "HEAD^1", [parent]);
}

async function tagsBaseline({ repository, request }: Search, name: string): Promise<Baseline> {
  const glob = given(name, "tags:");
  const [first, ...rest] = await reachableTags(repository, request.matcher(glob), glob);
  if (first === undefined) {
    const notice = `no tag that HEAD can reach matches \`${glob}\`, so every subject is new`;
    return { ...emptyBaseline(name, notice), notice };
  }
  const tags = [first, ...rest] as const;
  const commits = [first.commit, ...rest.map(({ commit }) => commit)] as const;
  const last = rest.at(-1) ?? first;
  const rule = `the ${tags.length === 1 ? "tag" : `${tags.length} tags`} of \`${glob}\` that HEAD can reach`;
  return { kind: "tags", name, rule, label: `${last.name}@${last.commit.slice(0, 7)}`, tags, commits };
}

function directoryBaseline({ folder }: Search, name: string): Baseline {
  const directory = given(name, "dir:");
  const path = resolve(folder, directory);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new SchemactlError("usage", `there is no directory \`${directory}\` to compare with`);
  return { kind: "directory", name, rule: `the directory ${directory}`, label: name, path, commits: [] };
}

function given(name: string, kind: "tags:" | "dir:"): string {
  if (name.length > kind.length) return name.slice(kind.length);
  throw new SchemactlError("usage", `\`${name}\` says nothing to compare with`, {
    hint: kind === "dir:" ? "name a directory: dir:PATH" : "give a glob: tags:v*",
  });
}

function emptyBaseline(name: string, rule: string): Baseline {
  return { kind: "empty", name, rule, label: "nothing", commits: [] };
}

function commitBaseline(name: string, { title, commit, exactly = title, notice }: Base): Baseline {
  const baseline = baselineOf(name, exactly, title, [commit]);
  return notice === undefined ? baseline : { ...baseline, notice };
}

function baselineOf(name: string, rule: string, title: string, commits: readonly [string, ...string[]]): Baseline {
  const ids = commits.map((commit) => commit.slice(0, 7)).join(",");
  return { kind: "commit", name, rule, label: `${title}@${ids}`, commits };
}

/** A commit that is known by its id and may have been left out of a shallow clone. */
async function insistOnCommit(repository: Repository, id: string): Promise<void> {
  if ((await repository.objects.readCommit(id)) !== undefined) return;
  throw new SchemactlError("undecided", `the commit ${id} to compare with is not in this clone`, {
    hint: fetchCommit(repository, id),
  });
}
