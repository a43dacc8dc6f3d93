// A pull request of an LLM platform, checked out with its history: what the Action's tests of its delivery start from.
import { eventPayload } from "./github-event.ts";
import { type GitHubServer, repository } from "./github-server.ts";
import { createRepository, type TestRepository } from "./repository.ts";

export const usageFile = "schemas/usage.avsc";

const usage = (...fields: readonly object[]): object => ({
  type: "record",
  name: "TokenUsage",
  namespace: "llm.cost",
  fields: [{ name: "model_id", type: "string" }, { name: "tokens", type: "long" }, ...fields],
});

export const sound = usage();
export const breaking = usage({ name: "cost_usd", type: "double" });
export const mended = usage({ name: "cost_usd", type: "double", default: 0 });

export interface Change {
  readonly made: TestRepository;
  readonly head: string;
  /** For the payload of an event of its pull request. */
  readonly commits: Readonly<Record<string, string>>;
}

/** The pull request 7, open on the server, with these files changed on its branch. */
export function makeChange(github: GitHubServer, files: Readonly<Record<string, string | object | null>>): Change {
  const made = createRepository();
  const base = made.commit("base", { [usageFile]: sound });
  made.branch("costs");
  const head = made.commit("change", files);
  return openPull(github, { made, head, commits: { head, base } });
}

/** One more commit on the branch, pushed. */
export function pushChange(github: GitHubServer, change: Change, files: Readonly<Record<string, object>>): Change {
  const head = change.made.commit("more", files);
  return openPull(github, { ...change, head, commits: { ...change.commits, head } });
}

function openPull(github: GitHubServer, change: Change): Change {
  const head = { sha: change.head, ref: "costs", repo: { full_name: repository } };
  github.pulls.splice(0, github.pulls.length, { number: 7, state: "open", head });
  return change;
}

/** What the runner says of the pull request's run. */
export function pullRequestRun({ made, commits }: Change, name = "pull_request") {
  return {
    cwd: made.path,
    event: "pull_request",
    payload: eventPayload(name, commits),
    env: { GITHUB_BASE_REF: "main" },
  };
}
