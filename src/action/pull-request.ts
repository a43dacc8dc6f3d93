import { type Api, ApiError } from "./api.ts";
import type { EndedRun, GitHubEvent } from "./event.ts";
import { member, numberOf, textOf } from "./json.ts";

/** Where a verdict is told, and which run gave it. */
export interface Destination {
  readonly number: number;
  readonly headSha: string;
  /** The login of who opened it. */
  readonly author: string | undefined;
  readonly run: number;
  readonly attempt: number;
}

/** The pull request of the event itself; it had a token that may write there. */
export function ownDestination({ pullRequest }: GitHubEvent, run: number, attempt: number): Destination | undefined {
  if (pullRequest === undefined || pullRequest.isWithoutSecrets) return undefined;
  const { number, headSha, author } = pullRequest;
  return { number, headSha, author, run, attempt };
}

/**
 * The one open pull request that the ended run was for, told from the event alone: nothing that the run itself wrote counts. None or several:
 * undefined, and nothing is posted.
 */
export async function endedDestination(
  api: Api,
  repository: string,
  ended: EndedRun,
): Promise<Destination | undefined> {
  const { headRepository, headBranch, headSha } = ended;
  if (headRepository === undefined || !ended.isOfPullRequest) return undefined;
  const head = encodeURIComponent(`${headRepository.split("/")[0]}:${headBranch}`);
  const open = await api.list(`/repos/${repository}/pulls?state=open&head=${head}`);
  const heads = open.filter((pull) => {
    return (
      textOf(pull, "state") === "open" &&
      textOf(pull, "head", "sha") === headSha &&
      textOf(pull, "head", "ref") === headBranch &&
      textOf(pull, "head", "repo", "full_name")?.toLowerCase() === headRepository.toLowerCase()
    );
  });
  const [pull] = heads;
  const number = numberOf(pull, "number");
  if (number === undefined || heads.length > 1) return undefined;
  return { number, headSha, author: textOf(pull, "user", "login"), run: ended.id, attempt: ended.attempt };
}

/** Whether the pull request has moved on since: then the run of its new head tells. */
export async function isOutdated(api: Api, repository: string, { number, headSha }: Destination): Promise<boolean> {
  const head = textOf(await api.send("GET", `/repos/${repository}/pulls/${number}`), "head", "sha");
  if (head === undefined) throw new ApiError("GitHub answered with something else than a pull request");
  return head !== headSha;
}

/** Whose token this is. An App's own login has `[bot]` behind it in what it writes, and nobody else's has. */
export async function loginsOf(api: Api): Promise<readonly string[]> {
  const login = textOf(await api.query("query { viewer { login } }"), "data", "viewer", "login");
  if (login === undefined) throw new ApiError("GitHub does not say whose token this is");
  return login.endsWith("[bot]") ? [login] : [login, `${login}[bot]`];
}

/** Whether something was written by one of these. */
export function isBy(item: unknown, logins: readonly string[]): boolean {
  const login = textOf(member(item, "user"), "login");
  return login !== undefined && logins.includes(login);
}
