import { readFileSync } from "node:fs";
import { SchemactlError } from "../errors.ts";
import type { Env } from "./git.ts";

/** What a CI system says of the change that it runs for. */
export interface TargetBranch {
  /** The variable that named it. */
  readonly variable: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** A commit that stands in for the branch where that was not fetched. */
  readonly commit: string | undefined;
}

interface TargetVariable {
  readonly variable: string;
  /** Where the variable means something else when the run is not for a pull request. */
  readonly isPullRequest?: (env: Env) => boolean;
  /** The variable that holds the commit at which the change left the branch. */
  readonly commit?: string;
}

/** Where each CI system names the branch that a pull request wants to go into. */
const targets: readonly TargetVariable[] = [
  // GitHub Actions, Gitea, Forgejo
  { variable: "GITHUB_BASE_REF" },
  { variable: "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", commit: "CI_MERGE_REQUEST_DIFF_BASE_SHA" },
  { variable: "SYSTEM_PULLREQUEST_TARGETBRANCH" },
  { variable: "BITBUCKET_PR_DESTINATION_BRANCH" },
  // Jenkins
  { variable: "CHANGE_TARGET" },
  { variable: "BUILDKITE_PULL_REQUEST_BASE_BRANCH" },
  { variable: "TRAVIS_BRANCH", isPullRequest: (env) => (env.TRAVIS_PULL_REQUEST ?? "false") !== "false" },
  { variable: "DRONE_TARGET_BRANCH", isPullRequest: (env) => env.DRONE_BUILD_EVENT === "pull_request" },
  // Woodpecker
  { variable: "CI_COMMIT_TARGET_BRANCH" },
  { variable: "CIRRUS_BASE_BRANCH" },
  { variable: "APPVEYOR_REPO_BRANCH", isPullRequest: (env) => isSet(env.APPVEYOR_PULL_REQUEST_NUMBER) },
  { variable: "SEMAPHORE_GIT_BRANCH", isPullRequest: (env) => env.SEMAPHORE_GIT_REF_TYPE === "pull-request" },
  {
    variable: "CODEBUILD_WEBHOOK_BASE_REF",
    isPullRequest: (env) => env.CODEBUILD_WEBHOOK_EVENT?.startsWith("PULL_REQUEST") === true,
  },
];

/** The branch that the pull request of this run wants to go into; undefined outside of one. */
export function targetBranch(env: Env): TargetBranch | undefined {
  for (const { variable, isPullRequest, commit } of targets) {
    const branch = env[variable];
    if (!isSet(branch) || isPullRequest?.(env) === false) continue;
    return { variable, branch: branch.replace(/^refs\/heads\//, ""), commit: commit && (env[commit] || undefined) };
  }
  return undefined;
}

/**
 * Whether HEAD, a merge, is the one that CI made of the target branch (its first parent) and the pull request. A job may
 * have checked out the pull request's own head instead, which can be a merge of another kind: the commit of the run decides.
 */
export function isPullRequestMerge(env: Env, head: string): boolean {
  const isOf = (commit: string | undefined): boolean => !isSet(commit) || commit === head;
  const event = env.GITHUB_EVENT_NAME ?? "";
  if (/^pull_request(?!_target)/.test(event) || /^refs\/pull\/\d+\/merge$/.test(env.GITHUB_REF ?? ""))
    return isOf(env.GITHUB_SHA);
  if (/^(merged_result|merge_train)$/.test(env.CI_MERGE_REQUEST_EVENT_TYPE ?? "")) return isOf(env.CI_COMMIT_SHA);
  return /^refs\/pull\/\d+\/merge$/.test(env.BUILD_SOURCEBRANCH ?? "") && isOf(env.BUILD_SOURCEVERSION);
}

/** The tip of the pull request of this run, as GitHub's event has it; its `base.sha` is stale, and never used. */
export function pullRequestHead(env: Env): string | undefined {
  if (!/^pull_request(?!_target)/.test(env.GITHUB_EVENT_NAME ?? "")) return undefined;
  const head = memberOf(memberOf(eventOf(env), "pull_request"), "head");
  const sha = memberOf(head, "sha");
  return isCommitId(sha) ? sha : undefined;
}

/** The branch that pushed work goes into at last, and whether that is where it was pushed; undefined outside of a push. */
export function defaultBranchOfPush(env: Env): { readonly branch: string; readonly isPushed: boolean } | undefined {
  const [branch, pushed] =
    env.GITHUB_EVENT_NAME === "push"
      ? [memberOf(memberOf(eventOf(env), "repository"), "default_branch"), env.GITHUB_REF]
      : [env.CI_DEFAULT_BRANCH, isSet(env.CI_COMMIT_BRANCH) ? `refs/heads/${env.CI_COMMIT_BRANCH}` : undefined];
  if (typeof branch !== "string" || branch === "" || !isSet(pushed)) return undefined;
  return { branch, isPushed: pushed === `refs/heads/${branch}` };
}

/** The event of a run that is about no change: nobody pushed or proposed anything. */
export function eventWithoutChange(env: Env): string | undefined {
  const event = env.GITHUB_EVENT_NAME ?? "";
  return ["schedule", "workflow_dispatch"].includes(event) ? event : undefined;
}

/** The commit that a pushed branch was at before; undefined outside of a push and for a branch that is new. */
export function pushedBefore(env: Env): string | undefined {
  const before =
    env.GITHUB_EVENT_NAME === "push" ? eventOf(env).before : (env.CI_COMMIT_BEFORE_SHA ?? env.DRONE_COMMIT_BEFORE);
  return isCommitId(before) ? before : undefined;
}

/** The commit that a merge queue puts this run's changes on; undefined outside of one. */
export function mergeQueueBase(env: Env): string | undefined {
  if (env.GITHUB_EVENT_NAME !== "merge_group") return undefined;
  const base = memberOf(memberOf(eventOf(env), "merge_group"), "base_sha");
  return isCommitId(base) ? base : undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** All zeros stand for no commit. */
function isCommitId(value: unknown): value is string {
  return typeof value === "string" && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value) && !/^0+$/.test(value);
}

/** The payload of GitHub's event. Without it nobody knows what was pushed, and less would be compared than was asked for. */
function eventOf(env: Env): Readonly<Record<string, unknown>> {
  const path = env.GITHUB_EVENT_PATH;
  if (!isSet(path)) return {};
  try {
    const event: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof event === "object" && event !== null ? { ...event } : {};
  } catch (cause) {
    throw new SchemactlError("undecided", `the event that GITHUB_EVENT_PATH names cannot be read: \`${path}\``, {
      hint: "say what to compare with: --against REF",
      cause,
    });
  }
}
