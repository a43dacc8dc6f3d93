import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../src/model.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { run } from "./support/run.ts";

afterAll(removeFolders);

const file = "schemas/usage.avsc";
const usage = (...fields: readonly object[]): object => ({
  type: "record",
  name: "TokenUsage",
  namespace: "llm.cost",
  fields: [{ name: "model_id", type: "string" }, ...fields],
});
const cost = { name: "cost_usd", type: "double" };
const region = { name: "region", type: "string", default: "eu" };

/** main: a, b (a field with a default); `costs` leaves it at a, with a break in c. */
function project() {
  const origin = createRepository();
  const a = origin.commit("a", { [file]: usage() });
  const b = origin.commit("b", { [file]: usage(region), "README.md": "schemas\n" });
  origin.branch("costs", a);
  const c = origin.commit("c", { [file]: usage(cost) });
  return { origin, a, b, c };
}

/** What GitLab's runner fetches: all branches with GIT_DEPTH 0, else so many commits of the pipeline's own ref. */
function checkout(origin: TestRepository, commit: string, depth: 0 | 1): TestRepository {
  const made = createRepository();
  made.git("remote", "add", "origin", `file://${origin.path}`);
  origin.git("update-ref", "refs/pipelines/31", commit);
  const branches = depth === 0 ? ["+refs/heads/*:refs/remotes/origin/*"] : ["--depth=1"];
  made.git("fetch", "--quiet", "--no-tags", "origin", "+refs/pipelines/31:refs/pipelines/31", ...branches);
  made.git("checkout", "--quiet", "--detach", commit);
  return made;
}

async function check(made: TestRepository, variables: Readonly<Record<string, string>>) {
  const env = { GITLAB_CI: "true", CI: "true", CI_DEFAULT_BRANCH: "main", ...variables };
  const { stdout, code } = await run(["check", "--format", "json"], { cwd: made.path, env });
  const report = JSON.parse(stdout) as Report;
  return { code, commits: report.baselines.flatMap(({ commits }) => commits), problems: report.problems };
}

const mergeRequest = (commit: string, a: string): Readonly<Record<string, string>> => ({
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_MERGE_REQUEST_IID: "7",
  CI_MERGE_REQUEST_EVENT_TYPE: "detached",
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "costs",
  CI_MERGE_REQUEST_DIFF_BASE_SHA: a,
  CI_COMMIT_SHA: commit,
  CI_COMMIT_REF_NAME: "costs",
});

describe("in GitLab CI", () => {
  test("a merge request is held against the merge-base with its target branch", async () => {
    const { origin, a, c } = project();
    const answer = await check(checkout(origin, c, 0), mergeRequest(c, a));
    expect(answer).toMatchObject({ code: 1, commits: [a] });
  });

  test.each(["merged_result", "merge_train"])(
    "a pipeline of merged results is held against what it is put on (%s)",
    async (type) => {
      const { origin, a, b, c } = project();
      origin.git("checkout", "--quiet", "--detach", b);
      origin.tryGit(["merge", "--quiet", "--no-ff", "--no-commit", c]);
      const merged = origin.commit("merged", { [file]: usage(region, cost) });
      expect(origin.git("rev-list", "--parents", "-1", merged).split(" ")).toHaveLength(3);
      const variables = { ...mergeRequest(merged, a), CI_MERGE_REQUEST_EVENT_TYPE: type };
      expect(await check(checkout(origin, merged, 0), variables)).toMatchObject({ code: 1, commits: [b] });
    },
  );

  test("a push to the default branch is held against the commit before", async () => {
    const { origin, a, b } = project();
    const push = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main", CI_COMMIT_SHA: b, CI_COMMIT_BEFORE_SHA: a };
    expect(await check(checkout(origin, b, 0), push)).toMatchObject({ code: 0, commits: [a] });
  });

  test("a push elsewhere is held against where the branch left the default branch, not where it was before", async () => {
    const { origin, a, c } = project();
    const d = origin.commit("d", { "README.md": "more\n" });
    const push = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "costs", CI_COMMIT_SHA: d, CI_COMMIT_BEFORE_SHA: c };
    expect(await check(checkout(origin, d, 0), push)).toMatchObject({ code: 1, commits: [a] });
  });

  test.each([
    ["a merge request", (c: string, a: string) => mergeRequest(c, a)],
    [
      "a push elsewhere",
      (c: string, a: string) => ({ CI_COMMIT_BRANCH: "costs", CI_COMMIT_SHA: c, CI_COMMIT_BEFORE_SHA: a }),
    ],
  ])("%s in a clone that ends too early cannot be decided, and the fetch is named", async (_, variables) => {
    const { origin, a, c } = project();
    const answer = await check(checkout(origin, c, 1), variables(c, a));
    expect(answer).toMatchObject({ code: 3, problems: [{ hint: expect.stringContaining("git fetch") }] });
  });
});
