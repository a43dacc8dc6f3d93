import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ActionBundle, type ActionRequest, type ActionRun, buildAction, runAction } from "./support/action.ts";
import { breaking, makeChange, mended, pullRequestRun, pushChange, sound, usageFile } from "./support/action-change.ts";
import { bot, type Fault, type GitHubServer, startGitHub } from "./support/github-server.ts";
import { removeFolders } from "./support/repository.ts";

let bundle: ActionBundle;
let github: GitHubServer;
beforeAll(async () => {
  bundle = await buildAction();
});
afterAll(() => {
  bundle.remove();
  removeFolders();
});
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  const { objections } = github;
  await github.close();
  expect(objections).toEqual([]);
});

const act = (request: Omit<ActionRequest, "github">): Promise<ActionRun> => runAction(bundle, { github, ...request });
const bodies = (): readonly string[] => github.comments.map(({ body }) => body);
const writes = (): readonly string[] =>
  github.requests.filter(({ method, path }) => method !== "GET" && path !== "/graphql").map(({ method }) => method);

describe("the one comment", () => {
  test("is made for a break, follows the pull request, and is resolved when it is mended", async () => {
    const first = makeChange(github, { [usageFile]: breaking });
    expect(await act({ ...pullRequestRun(first), runId: 100 })).toMatchObject({ code: 1 });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toMatch(
      new RegExp(`^<!-- schemactl [0-9a-f]{20} head=${first.head} run=100 attempt=1 -->\n## ❌ `),
    );
    expect(bodies()[0]).toContain("cost_usd");

    const second = pushChange(github, first, { [usageFile]: mended });
    expect(await act({ ...pullRequestRun(second), runId: 101 })).toMatchObject({ code: 0 });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain(`head=${second.head} run=101`);
    expect(bodies()[0]).toContain("**Resolved:**");
    expect(bodies()[0]).toContain("## ✅ ");

    const third = pushChange(github, second, { [usageFile]: breaking });
    await act({ ...pullRequestRun(third), runId: 102 });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).not.toContain("Resolved");
  });

  test("is not made for a change that breaks nobody", async () => {
    const change = makeChange(github, { [usageFile]: mended });
    expect(await act(pullRequestRun(change))).toMatchObject({ code: 0, outputs: { checked: "1" } });
    expect(writes()).toEqual([]);
  });

  test("says that nothing could be decided rather than that all is well", async () => {
    const first = makeChange(github, { [usageFile]: breaking });
    await act({ ...pullRequestRun(first), runId: 100 });
    const run = await act({ ...pullRequestRun(first), runId: 101, env: { GITHUB_BASE_REF: "gone" } });
    expect(run).toMatchObject({ code: 3 });
    expect(bodies()[0]).toContain("could not decide");
    expect(bodies()[0]).not.toContain("Resolved");
  });

  test("is off by input", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    expect(await act({ ...pullRequestRun(change), inputs: { comment: "false" } })).toMatchObject({ code: 1 });
    expect(github.requests).toEqual([]);
  });

  test("of another workflow, job, matrix or name is another", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    const run = pullRequestRun(change);
    await act(run);
    await act({ ...run, env: { ...run.env, GITHUB_WORKFLOW: "nightly" } });
    await act({ ...run, env: { ...run.env, GITHUB_JOB: "strict" } });
    await act({ ...run, inputs: { matrix: '{"team": "cost"}' } });
    await act({ ...run, inputs: { name: "registry" } });
    expect(bodies()).toHaveLength(5);
    await act({ ...run, inputs: { name: "registry" }, runId: 101 });
    expect(bodies()).toHaveLength(5);
  });

  test("is found on any page, and never taken for somebody else's copy of its marker", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    await act({ ...pullRequestRun(change), runId: 100 });
    const [own] = github.comments.splice(0);
    const chatter = Array.from({ length: 250 }, (_, i) => ({ id: i + 1, body: `hi ${i}`, user: { login: "ada" } }));
    const copy = { id: 400, body: String(own?.body), user: { login: "mallory" } };
    github.comments.push(...chatter, copy, { id: 999, body: String(own?.body), user: { login: bot } });
    await act({ ...pullRequestRun(change), runId: 101 });
    expect(github.comments).toHaveLength(252);
    expect(github.comments.find(({ id }) => id === 999)?.body).toContain("run=101");
    expect(copy.body).toContain("run=100");
  });

  test("of a newer run is left alone by an older one", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    await act({ ...pullRequestRun(change), runId: 200, attempt: 2 });
    for (const [runId, attempt] of [
      [199, 9],
      [200, 1],
    ] as const)
      await act({ ...pullRequestRun(change), runId, attempt });
    expect(writes()).toEqual(["POST"]);
    expect(bodies()[0]).toContain("run=200 attempt=2");
  });

  test("is left to the run of the newer head, where the pull request has moved on", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    github.pulls.splice(0, 1, { number: 7, state: "open", head: { sha: "a".repeat(40), ref: "costs", repo: null } });
    expect(await act(pullRequestRun(change))).toMatchObject({ code: 1 });
    expect(writes()).toEqual([]);
  });

  test("made twice in a race is folded into the oldest, with the newest text", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    await act({ ...pullRequestRun(change), runId: 300 });
    const [own] = github.comments.splice(0);
    const text = String(own?.body);
    for (const [other, kept] of [
      [299, 301],
      [302, 302],
    ] as const) {
      github.comments.splice(0);
      github.beforeComment = () => {
        github.comments.push({ id: 500, body: text.replace("run=300", `run=${other}`), user: { login: bot } });
        github.beforeComment = undefined;
      };
      await act({ ...pullRequestRun(change), runId: 301 });
      expect(github.comments.map(({ id }) => id)).toEqual([500]);
      expect(bodies()[0]).toContain(`run=${kept}`);
    }
  });

  test("fits the platform, however much is broken", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 150 }, (_, i) => [`schemas/s${i}.avsc`, { ...(sound as object), name: `Usage${i}` }]),
    );
    const change = makeChange(github, files);
    change.made.git("checkout", "--quiet", "main");
    change.made.git("merge", "--quiet", "--ff-only", "costs");
    change.made.git("checkout", "--quiet", "costs");
    const wide = Object.fromEntries(
      Object.keys(files).map((path, i) => [path, { ...(breaking as object), name: `Usage${i}` }]),
    );
    const run = await act(pullRequestRun(pushChange(github, change, wide)));
    expect(run).toMatchObject({ code: 1, outputs: { breaks: "150" } });
    expect(bodies()[0]?.length).toBeGreaterThan(50_000);
    expect(bodies()[0]?.length).toBeLessThan(65_536);
    expect(bodies()[0]).toMatch(/left out here/);
    expect(run.commands.filter((line) => line.startsWith("::error"))).toHaveLength(10);
    expect(JSON.parse(run.outputs["changed-subjects"] ?? "")).toHaveLength(150);
  }, 60_000);
});

test("what loosens the gate is told with the author of the pull request", async () => {
  const change = makeChange(github, { [usageFile]: breaking, "schemactl.yaml": "version: 1\ncompatibility: NONE\n" });
  const run = await act(pullRequestRun(change));
  expect(run).toMatchObject({ code: 1, outputs: { result: "failed" } });
  for (const page of [run.summary, bodies()[0]]) {
    expect(page).toContain("config/loosened");
    expect(page).toContain("- **asked for in:** the pull request of ada");
  }
  expect(run.commands.filter((line) => line.includes("asked for in the pull request of ada"))).toHaveLength(1);
  expect(Number(run.outputs.loosened)).toBeGreaterThan(0);
});

describe("without secrets", () => {
  test.each(["pull_request_fork", "pull_request_dependabot"])(
    "no comment is tried (%s), and all else is as ever",
    async (name) => {
      const change = makeChange(github, { [usageFile]: breaking });
      const run = await act(pullRequestRun(change, name));
      expect(run).toMatchObject({ code: 1, outputs: { result: "failed", unchecked: "[]" } });
      expect(run.summary).toContain("cost_usd");
      expect(run.commands.some((line) => line.startsWith("::warning"))).toBe(false);
      expect(github.requests).toEqual([]);
    },
  );

  test("nor without a token", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    expect(await act({ ...pullRequestRun(change), inputs: { token: "" } })).toMatchObject({ code: 1 });
    expect(github.requests).toEqual([]);
  });
});

describe("when the API fails", () => {
  const forbidden = JSON.stringify({
    message: "Resource not accessible by integration ##[error]::add-mask::x\n::error::y",
  });
  const faults: readonly (readonly [string, Omit<Fault, "on">, RegExp])[] = [
    ["403", { status: 403, body: forbidden }, /GitHub answered 403 \(Resource not accessible/],
    ["404", { status: 404, body: '{"message":"Not Found"}' }, /GitHub answered 404 \(Not Found\)/],
    ["422", { status: 422, body: '{"message":"Validation Failed"}' }, /GitHub answered 422/],
    ["429", { status: 429, headers: { "retry-after": "3600" } }, /GitHub answered 429/],
    ["500", { status: 500, body: "<html>oops</html>" }, /GitHub answered 500/],
    ["HTML", { status: 200, body: "<html>login</html>" }, /something else than JSON/],
    ["nothing", { status: 200, body: "" }, /with nothing/],
    ["a hang-up", { how: "hang-up" }, /could not be reached/],
    ["silence", { how: "silence" }, /did not answer in time/],
  ];
  const requests = ["POST /graphql", "GET .*/issues/7/comments", "POST .*/issues/7/comments"];

  test.each(faults)(
    "with %s, the verdict decides, the summary appears, and it is said once",
    async (_, fault, words) => {
      const change = makeChange(github, { [usageFile]: breaking });
      github.faults.push({ on: /^POST \/graphql/, ...fault });
      const run = await act(pullRequestRun(change));
      expect(run).toMatchObject({ code: 1, stderr: "", outputs: { result: "failed" } });
      expect(run.summary).toContain("cost_usd");
      const told = run.commands.filter((line) => line.startsWith("::warning"));
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(words);
      expect(run.commands.every((line) => /^::(error|warning|notice)[ :]/.test(line) && !line.includes("##["))).toBe(
        true,
      );
    },
    60_000,
  );

  test.each(requests)("wherever it does (%s)", async (request) => {
    const change = makeChange(github, { [usageFile]: breaking });
    github.faults.push({ on: new RegExp(`^${request}`), status: 403, body: forbidden });
    const run = await act(pullRequestRun(change));
    expect(run).toMatchObject({ code: 1, outputs: { result: "failed" } });
    expect(run.commands.filter((line) => line.startsWith("::warning"))).toHaveLength(1);
  });

  test("for a moment, it is asked again, but nothing that may have happened is done twice", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    github.faults.push({ on: /^GET .*issues/, status: 502, times: 2 });
    expect((await act(pullRequestRun(change))).commands.some((line) => line.startsWith("::warning"))).toBe(false);
    expect(bodies()).toHaveLength(1);
    github.comments.splice(0);
    github.faults.push({ on: /^POST .*issues/, status: 502, times: 1 });
    expect((await act(pullRequestRun(change))).commands.some((line) => line.startsWith("::warning"))).toBe(true);
    expect(bodies()).toHaveLength(0);
    github.faults.push({ on: /^POST .*issues/, status: 429, headers: { "retry-after": "1" }, times: 1 });
    await act(pullRequestRun(change));
    expect(bodies()).toHaveLength(1);
  });
});

test("a pass stays a pass when nothing can be told", async () => {
  const change = makeChange(github, { [usageFile]: mended });
  github.faults.push({ on: /./, status: 500 });
  const run = await act(pullRequestRun(change));
  expect(run).toMatchObject({ code: 0, outputs: { result: "passed" } });
});
