import { readFileSync } from "node:fs";
import { member, numberOf, textOf } from "./json.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The pull request that a run is for. */
export interface PullRequest {
  readonly number: number;
  readonly headSha: string;
  /** The login of who opened it. */
  readonly author: string | undefined;
  /** From another repository, or started by Dependabot: the run has no secrets, and a token that cannot write. */
  readonly isWithoutSecrets: boolean;
}

/** The run of another workflow that ended, and started this one. */
export interface EndedRun {
  readonly id: number;
  readonly attempt: number;
  readonly headSha: string;
  readonly headBranch: string;
  /** `owner/name` of where the branch is; a fork that is gone has none. */
  readonly headRepository: string | undefined;
  readonly isOfPullRequest: boolean;
}

/** What happened, as far as it decides where a verdict is told. What it is compared with is the command's to read. */
export interface GitHubEvent {
  readonly name: string;
  readonly pullRequest?: PullRequest;
  readonly endedRun?: EndedRun;
  /** A push that removed the ref: there is nothing to check. */
  readonly isDeletion: boolean;
  /** The commit to compare with, where the event itself names one. */
  readonly baseSha?: string;
  /** The branch that the change wants to go into, without `refs/heads/`. */
  readonly baseBranch?: string;
}

/** Reads the event of a run. A payload that is broken is one that says nothing: the command tells what is wrong with it. */
export function readEvent(env: Env): GitHubEvent {
  const name = env.GITHUB_EVENT_NAME ?? "";
  const payload = readPayload(env.GITHUB_EVENT_PATH);
  const baseSha = name === "merge_group" ? sha(payload, "merge_group", "base_sha") : sha(payload, "before");
  const baseBranch = baseBranchOf(name, payload);
  return {
    name,
    ...(name === "pull_request" ? pullRequestOf(payload, env) : {}),
    ...(name === "workflow_run" ? endedRunOf(payload) : {}),
    isDeletion: name === "push" && member(payload, "deleted") === true,
    ...(baseSha === undefined || !["merge_group", "push"].includes(name) ? {} : { baseSha }),
    ...(baseBranch === undefined ? {} : { baseBranch }),
  };
}

function readPayload(path: string | undefined): unknown {
  try {
    return path === undefined ? undefined : JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function pullRequestOf(payload: unknown, env: Env): { readonly pullRequest?: PullRequest } {
  const number = numberOf(payload, "pull_request", "number");
  const headSha = sha(payload, "pull_request", "head", "sha");
  if (number === undefined || headSha === undefined) return {};
  const author = textOf(payload, "pull_request", "user", "login");
  const isFork =
    textOf(payload, "pull_request", "head", "repo", "full_name") !== textOf(payload, "repository", "full_name");
  const isBot = [env.GITHUB_ACTOR, textOf(payload, "sender", "login")].includes("dependabot[bot]");
  return { pullRequest: { number, headSha, author, isWithoutSecrets: isFork || isBot } };
}

function endedRunOf(payload: unknown): { readonly endedRun?: EndedRun } {
  const id = numberOf(payload, "workflow_run", "id");
  const headSha = sha(payload, "workflow_run", "head_sha");
  const headBranch = textOf(payload, "workflow_run", "head_branch");
  if (id === undefined || headSha === undefined || headBranch === undefined) return {};
  const attempt = numberOf(payload, "workflow_run", "run_attempt") ?? 1;
  const headRepository = textOf(payload, "workflow_run", "head_repository", "full_name");
  const isOfPullRequest = member(payload, "workflow_run", "event") === "pull_request";
  return { endedRun: { id, attempt, headSha, headBranch, headRepository, isOfPullRequest } };
}

function baseBranchOf(name: string, payload: unknown): string | undefined {
  if (name === "pull_request") return textOf(payload, "pull_request", "base", "ref");
  if (name === "push") return textOf(payload, "repository", "default_branch");
  return name === "merge_group" ? textOf(payload, "merge_group", "base_ref")?.replace(/^refs\/heads\//, "") : undefined;
}

/** All zeros stand for no commit. */
function sha(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = textOf(value, ...keys);
  return found !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(found) && !/^0+$/.test(found) ? found : undefined;
}
