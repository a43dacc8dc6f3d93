import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ActionBundle, type ActionRequest, type ActionRun, buildAction, runAction } from "./support/action.ts";
import { eventPayload } from "./support/github-event.ts";
import { type GitHubServer, repository, startGitHub } from "./support/github-server.ts";
import { createRepository, removeFolders, type TestRepository, temporaryFolder } from "./support/repository.ts";

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

const usage = (...fields: readonly object[]) => ({
  type: "record",
  name: "TokenUsage",
  namespace: "llm.cost",
  fields: [{ name: "model_id", type: "string" }, ...fields],
});
const tokens = { name: "tokens", type: "long" };
const cost = { name: "cost_usd", type: "double" };
const region = { name: "region", type: "string", default: "eu" };
const file = "schemas/usage.avsc";

/** A repository on GitHub: main is a, b (which adds a field); the branch `costs` leaves it at a and breaks old writers with c. */
function hosted() {
  const origin = createRepository();
  const a = origin.commit("a", { [file]: usage(tokens) });
  const b = origin.commit("b", { [file]: usage(tokens, region), "README.md": "schemas\n" });
  origin.branch("costs", a);
  const c = origin.commit("c", { "schemas/other.avsc": { ...usage(tokens), name: "Invoice" } });
  const d = origin.commit("d", { "schemas/other.avsc": { ...usage(tokens, cost), name: "Invoice" } });
  origin.git("checkout", "--quiet", "--detach", b);
  const merge = origin.merge(d);
  origin.git("update-ref", "refs/pull/7/merge", merge);
  serve(origin);
  return { origin, a, b, c, d, merge };
}

function serve(origin: TestRepository): void {
  for (const key of ["uploadpack.allowAnySHA1InWant", "uploadpack.allowFilter", "http.uploadpack"])
    origin.git("config", key, "true");
  github.repositories.set(repository, join(origin.path, ".git"));
}

/** What actions/checkout leaves by default: one commit, without credentials. */
function checkout(origin: TestRepository, ref: string, ...options: readonly string[]): TestRepository {
  const made = createRepository();
  made.git("remote", "add", "origin", `file://${origin.path}`);
  made.git("fetch", "--quiet", ...(options.length > 0 ? options : ["--no-tags", "--depth=1"]), "origin", ref);
  made.git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  made.git("remote", "set-url", "origin", "https://nowhere.invalid/schemas");
  return made;
}

const act = (made: TestRepository, request: Omit<ActionRequest, "cwd" | "github">): Promise<ActionRun> =>
  runAction(bundle, { cwd: made.path, github, ...request });

/** The line of the summary that says what was compared with. */
function ground(run: ActionRun): string {
  const line = /<sub>(.*)<\/sub>\s*$/s.exec(run.summary)?.[1] ?? run.summary;
  return line.replaceAll("&#8203;", "").replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

describe("a pull request", () => {
  test("whose merge commit is checked out is held against its parent that is not the head, and never against base.sha", async () => {
    const { origin, a, b, d, merge } = hosted();
    const made = checkout(origin, "refs/pull/7/merge");
    const payload = eventPayload("pull_request", { head: d, "stale-base": a });
    const run = await act(made, {
      event: "pull_request",
      payload,
      env: { GITHUB_SHA: merge, GITHUB_BASE_REF: "main" },
    });
    expect(run.stderr).toBe("");
    expect(ground(run)).toContain(`HEAD^1@${b.slice(0, 7)}`);
    // Invoice is new: it is broken only within the pull request, and nothing of it was published.
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", breaks: "0" } });
    expect(made.git("rev-parse", "--is-shallow-repository")).toBe("true");
    expect(made.tryGit(["cat-file", "-e", b]).status).not.toBe(0);
    expect(github.gitCredentials).toContain(
      `basic ${Buffer.from(`x-access-token:${github.token}`).toString("base64")}`,
    );
  });

  test("whose own head is checked out is held against the merge-base, for which the history is fetched", async () => {
    const { origin, a, d } = hosted();
    const made = checkout(origin, d);
    const payload = eventPayload("pull_request", { head: d });
    const run = await act(made, {
      event: "pull_request",
      payload,
      env: { GITHUB_SHA: "1".repeat(40), GITHUB_BASE_REF: "main" },
    });
    expect(ground(run)).toContain(`origin/main@${a.slice(0, 7)}`);
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed" } });
    expect(made.git("for-each-ref")).toBe("");
  });

  test("that breaks somebody fails, and says so in every place", async () => {
    const { origin, a } = hosted();
    origin.git("checkout", "--quiet", "costs");
    const head = origin.commit("e", { [file]: usage(tokens, cost) });
    const made = checkout(origin, head);
    const payload = eventPayload("pull_request", { head });
    const run = await act(made, { event: "pull_request", payload, env: { GITHUB_BASE_REF: "main" } });
    expect(run).toMatchObject({
      code: 1,
      outputs: { result: "failed", breaks: "1", "changed-subjects": '["llm.cost.Invoice","llm.cost.TokenUsage"]' },
    });
    expect(ground(run)).toContain(a.slice(0, 7));
    expect(run.commands[0]).toMatch(/^::error file=schemas\/usage\.avsc,line=\d+/);
    expect(run.commands.at(-1)).toBe("::error title=schemactl::1 subject breaks · 2 checked");
    expect(run.summary).toContain("cost_usd");
  });

  test("that changes no schema passes at once, and says so", async () => {
    const { origin, b } = hosted();
    origin.git("checkout", "--quiet", "-b", "docs", b);
    const head = origin.commit("f", { "README.md": "how to\n" });
    const made = checkout(origin, head, "--no-tags");
    made.git("fetch", "--quiet", `file://${origin.path}`, "+refs/heads/*:refs/remotes/origin/*");
    const payload = eventPayload("pull_request", { head });
    const run = await act(made, { event: "pull_request", payload, env: { GITHUB_BASE_REF: "main" } });
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "0", "changed-subjects": "[]" } });
    expect(run.summary).toContain("no schema changed");
    expect(github.gitCredentials).toEqual([]);
    expect(github.comments).toEqual([]);
  });
});

describe("in a transitive mode", () => {
  test("the history is fetched without the contents that are no schema, beside the checkout", async () => {
    const origin = createRepository();
    origin.commit("one", { [file]: usage(tokens, cost), "model.bin": "weights\n" });
    origin.commit("two", { [file]: usage({ ...tokens, default: 0 }), "model.bin": "other weights\n" });
    const base = origin.commit("three", {
      [file]: usage({ ...tokens, default: 0 }, { ...cost, type: "string", default: "" }),
    });
    origin.branch("costs");
    const head = origin.commit("four", {
      [file]: usage({ ...tokens, default: 1 }, { ...cost, type: "string", default: "" }),
    });
    serve(origin);
    const made = checkout(origin, head);
    const payload = eventPayload("pull_request", { head });
    const request = { event: "pull_request", payload, env: { GITHUB_BASE_REF: "main" } };
    const untouched = made.git("count-objects", "-v");
    const latest = await act(made, request);
    expect(latest).toMatchObject({ code: 0, outputs: { result: "passed" } });
    expect(ground(latest)).toContain(base.slice(0, 7));
    const all = await act(made, { ...request, inputs: { mode: "BACKWARD_TRANSITIVE" } });
    expect(all.stderr).toBe("");
    expect(all.outputs.result).not.toBe("undecided");
    expect(ground(all)).toContain("3 versions compared");
    expect(made.git("count-objects", "-v")).toBe(untouched);
  });

  test("and the tags with it, where they are the baseline", async () => {
    const origin = createRepository();
    origin.commit("one", { [file]: usage(tokens) });
    origin.tag("v1.0.0");
    origin.commit("two", { [file]: usage(tokens, region) });
    origin.tag("v1.1.0", { message: "release" });
    const head = origin.commit("three", {
      [file]: usage(tokens, region, cost),
      "schemactl.yaml": "version: 1\nbaseline: 'tags:v*'\n",
    });
    serve(origin);
    const made = checkout(origin, head);
    const payload = eventPayload("workflow_dispatch");
    const run = await act(made, { event: "workflow_dispatch", payload });
    // HEAD is merged already, so what it breaks since the release stands, and fails nobody again.
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "1", standing: "1" } });
    expect(ground(run)).toContain("v1.1.0@");
    expect(made.git("tag")).toBe("");
  });
});

describe("a merge queue", () => {
  test("is held against its base, and no comment is tried", async () => {
    const { origin, b } = hosted();
    origin.git("checkout", "--quiet", "--detach", b);
    const head = origin.commit("queued", { [file]: usage(tokens, region, cost) });
    const made = checkout(origin, head);
    const run = await act(made, { event: "merge_group", payload: eventPayload("merge_group", { base: b, head }) });
    expect(run).toMatchObject({ code: 1, outputs: { result: "failed", breaks: "1" } });
    expect(ground(run)).toContain(`merge-queue@${b.slice(0, 7)}`);
    expect(github.requests).toEqual([]);
  });
});

describe("a push", () => {
  const main = { GITHUB_REF: "refs/heads/main", GITHUB_REF_NAME: "main" };

  test("to the default branch is held against where it was", async () => {
    const { origin, a, b } = hosted();
    const made = checkout(origin, b);
    const run = await act(made, { event: "push", payload: eventPayload("push", { before: a, head: b }), env: main });
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "1" } });
    expect(ground(run)).toContain(`before@${a.slice(0, 7)}`);
  });

  test("that forced away what was there cannot be decided", async () => {
    const { origin, b } = hosted();
    const made = checkout(origin, b);
    const payload = eventPayload("push", { before: "d".repeat(40), head: b });
    const run = await act(made, { event: "push", payload, env: main });
    expect(run).toMatchObject({ code: 3, outputs: { result: "undecided" } });
    expect(run.summary).toContain("d".repeat(40));
    expect(run.commands.filter((line) => line.includes("could not be fetched"))).toHaveLength(1);
  });

  test("that made the default branch has nothing before it but HEAD's parent", async () => {
    const { origin, a, b } = hosted();
    const made = checkout(origin, b);
    const payload = eventPayload("push", { before: "0".repeat(40), head: b });
    const run = await act(made, { event: "push", payload, env: main });
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "1" } });
    expect(ground(run)).toContain(`HEAD^1@${a.slice(0, 7)}`);
  });

  test("elsewhere is held against where it left the default branch, not where the branch was", async () => {
    const { origin, a, c, d } = hosted();
    const made = checkout(origin, d);
    const payload = eventPayload("push", { before: c, head: d });
    const run = await act(made, { event: "push", payload, env: { GITHUB_REF: "refs/heads/costs" } });
    expect(ground(run)).toContain(`origin/main@${a.slice(0, 7)}`);
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "1" } });
  });

  test("that deletes a ref leaves nothing to check", async () => {
    const { origin, b } = hosted();
    const made = checkout(origin, b);
    const run = await act(made, {
      event: "push",
      payload: eventPayload("push_deleted"),
      env: { GITHUB_REF: "refs/heads/costs" },
    });
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", "changed-subjects": "[]" } });
    expect(run.summary).toContain("the ref was deleted");
  });
});

describe("a run without a change of its own", () => {
  test.each(["schedule", "workflow_dispatch"])("compares nothing on %s, and says so", async (event) => {
    const { origin, b } = hosted();
    const made = checkout(origin, b);
    const run = await act(made, { event, payload: eventPayload(event) });
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "0" } });
    expect(run.summary).toContain("nothing was compared");
  });

  test("compares with what --against names", async () => {
    const { origin, a, b } = hosted();
    const made = checkout(origin, b, "--no-tags");
    const run = await act(made, {
      event: "workflow_dispatch",
      payload: eventPayload("workflow_dispatch"),
      inputs: { against: a },
    });
    expect(run).toMatchObject({ code: 0, outputs: { result: "passed", checked: "1" } });
  });
});

test("a container's user trusts the checkout without any configuration being written", async () => {
  const { origin, b } = hosted();
  const made = checkout(origin, b, "--no-tags");
  const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };
  const run = await act(made, { event: "schedule", payload: eventPayload("schedule"), env });
  expect(run).toMatchObject({ code: 0, outputs: { result: "passed" } });
  expect(made.tryGit(["status"], env).stderr).toContain("dubious ownership");
});

test("without an event that can be read the verdict is undecided, and the summary says why", async () => {
  const { origin, b } = hosted();
  const made = checkout(origin, b);
  const run = await act(made, { event: "push", payload: "{", env: { GITHUB_REF: "refs/heads/main" } });
  expect(run).toMatchObject({ code: 3, outputs: { result: "undecided" } });
  expect(run.summary).toContain("GITHUB_EVENT_PATH");
});

test("in a folder below the repository, and in one reached through a link, the same is checked", async () => {
  const { origin, a, b } = hosted();
  const made = checkout(origin, b);
  const payload = eventPayload("push", { before: a, head: b });
  const env = { GITHUB_REF: "refs/heads/main" };
  const inputs = { "working-directory": "schemas" };
  expect(await act(made, { event: "push", payload, env, inputs })).toMatchObject({
    code: 0,
    outputs: { checked: "1" },
  });
  const link = join(temporaryFolder(), "link");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(made.path, link);
  const linked = await runAction(bundle, { cwd: link, github, event: "push", payload, env });
  expect(linked).toMatchObject({ code: 0, outputs: { checked: "1" } });
});
