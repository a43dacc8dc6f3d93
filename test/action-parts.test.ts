import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Api, openApi } from "../src/action/api.ts";
import { artifactReport } from "../src/action/artifact.ts";
import { deliver } from "../src/action/delivery.ts";
import { readEvent } from "../src/action/event.ts";
import { readInputs } from "../src/action/inputs.ts";
import { openLog } from "../src/action/log.ts";
import { byAge, keyOf, markerOf, stampOf } from "../src/action/marker.ts";
import { outputsOf, writeOutputs, writeReports, writeSummary } from "../src/action/outputs.ts";
import { endedDestination } from "../src/action/pull-request.ts";
import { withSettings } from "../src/action/settings.ts";
import { checkVerdict } from "../src/action/verdict.ts";
import { onlyFile } from "../src/action/zip.ts";
import { parseOutputs } from "./support/action.ts";
import { breaking, makeChange, mended, usageFile } from "./support/action-change.ts";
import { eventPayload } from "./support/github-event.ts";
import { type GitHubServer, repository, startGitHub } from "./support/github-server.ts";
import { hermeticEnv, removeFolders, temporaryFolder } from "./support/repository.ts";
import { world } from "./support/run.ts";
import { blocked } from "./support/sample-reports.ts";
import { zip } from "./support/zip.ts";

afterAll(removeFolders);

let github: GitHubServer;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  const { objections } = github;
  await github.close();
  expect(objections).toEqual([]);
});

const open = (): Api =>
  openApi({ url: `${github.url}/api`, graphql: `${github.url}/api/graphql`, token: github.token });

const head = "c".repeat(40);

function event(name: string, payload: unknown, env: Readonly<Record<string, string>> = {}) {
  const path = join(temporaryFolder(), "event.json");
  writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, ...env });
}

describe("the inputs", () => {
  test("are flags, one value each, however they begin", () => {
    const env = {
      INPUT_AGAINST: "tags:v*\n\n  --force \n",
      INPUT_MODE: "full",
      "INPUT_FAIL-ON": "risks",
      INPUT_PROVE: "FALSE",
    };
    expect(readInputs(env)).toMatchObject({
      flags: ["--against=tags:v*", "--against=--force", "--mode=full", "--fail-on=risks", "--no-prove"],
      ...{ comment: true, suggestions: false, token: "", report: "" },
    });
    expect(readInputs({ INPUT_PROVE: "true" }).flags).toEqual(["--prove"]);
    expect(() => readInputs({ INPUT_SUGGESTIONS: "yes" })).toThrow("the input suggestions is neither true nor false");
  });
});

describe("an event", () => {
  test("says where the verdict is told", () => {
    expect(event("pull_request", eventPayload("pull_request", { head }))).toMatchObject({
      pullRequest: { number: 7, headSha: head, author: "ada", isWithoutSecrets: false },
      baseBranch: "main",
    });
    expect(event("pull_request", eventPayload("pull_request_fork", { head })).pullRequest?.isWithoutSecrets).toBe(true);
    const bot = { GITHUB_ACTOR: "dependabot[bot]" };
    expect(event("pull_request", eventPayload("pull_request", { head }), bot).pullRequest?.isWithoutSecrets).toBe(true);
    expect(event("workflow_run", eventPayload("workflow_run", { head })).endedRun).toEqual({
      ...{ id: 4242, attempt: 1, headSha: head, headBranch: "patch-1" },
      ...{ headRepository: "contributor/schemas", isOfPullRequest: true },
    });
    expect(event("push", eventPayload("push_deleted")).isDeletion).toBe(true);
  });

  test("that is broken, or is none, says nothing", () => {
    for (const payload of [
      "{",
      "null",
      "[]",
      '{"pull_request":{"number":"7; id","head":{"sha":"$(id)"}}}',
      '{"pull_request":7}',
    ])
      expect(event("pull_request", payload)).toEqual({ name: "pull_request", isDeletion: false });
    expect(readEvent({})).toEqual({ name: "", isDeletion: false });
  });
});

test("what other people wrote stands between markers that they cannot know", () => {
  let written = "";
  const log = openLog((text) => {
    written += text;
  });
  log.print("");
  log.print("::error::x\n");
  log.trouble("50 % of\n::error::y ##[error]z");
  log.trouble("50 % of\n::error::y ##[error]z");
  log.fail("done");
  const [start, text, end, ...rest] = written.split("\n");
  expect(end).toBe(`::${start?.replace("::stop-commands::", "")}::`);
  expect([text, ...rest]).toEqual([
    "::error::x",
    "::warning title=schemactl::50 %25 of ::error::y # #[error]z",
    "::error title=schemactl::done",
    "",
  ]);
});

test("a comment's first line says which gate wrote it, for which run", () => {
  const gate = { workflow: "w", job: "j", matrix: "null", name: "" };
  const stamp = { key: keyOf(gate), headSha: head, run: 12, attempt: 3 };
  expect(stampOf(`${markerOf(stamp)}\nbody`)).toEqual(stamp);
  expect(stampOf(`quoted: ${markerOf(stamp)}`)).toBeUndefined();
  expect(keyOf({ ...gate, matrix: "{}" })).not.toBe(stamp.key);
  expect(Math.sign(byAge(stamp, { ...stamp, run: 13, attempt: 1 }))).toBe(-1);
  expect(Math.sign(byAge(stamp, { ...stamp, attempt: 2 }))).toBe(1);
});

test("git's settings are added to those that are there", () => {
  const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "a.b", GIT_CONFIG_VALUE_0: "c" };
  expect(withSettings(env, [["safe.directory", "/w"]])).toEqual({
    ...env,
    ...{ GIT_CONFIG_COUNT: "2", GIT_CONFIG_KEY_1: "safe.directory", GIT_CONFIG_VALUE_1: "/w" },
  });
});

test("an archive is read in memory, packed or not", () => {
  for (const method of [0, 8])
    expect(Buffer.from(onlyFile(zip({ name: "a.json", data: "{}", method }), "a.json", 10)).toString()).toBe("{}");
  expect(() => onlyFile(zip({ name: "a.json", data: "{}" }), "a.json", 1)).toThrow("a.json has 2 bytes, more than 1");
  expect(() => onlyFile(zip({ name: "a.json", data: "x".repeat(99), size: 1 }), "a.json", 10)).toThrow(
    "unpacks to more",
  );
  for (let end = 0; end < 100; end += 3)
    expect(() => onlyFile(zip({ name: "a.json", data: "{}" }).subarray(0, end), "a.json", 10)).toThrow("zip archive");
});

describe("the API", () => {
  test("lists all pages, and follows no list for ever", async () => {
    github.comments.push(...Array.from({ length: 201 }, (_, i) => ({ id: i + 1, body: "hi", user: { login: "ada" } })));
    expect(await open().list(`/repos/${repository}/issues/7/comments`)).toHaveLength(201);
    github.faults.push({ on: /^GET .*page=1/, status: 200, body: '{"message":"no list"}' });
    await expect(open().list(`/repos/${repository}/issues/7/comments`)).rejects.toThrow("something else than a list");
  });

  test("says in one clause what went wrong", async () => {
    for (const [fault, words] of [
      [{ status: 403, body: '{"message":"no"}' }, "GitHub answered 403 (no)"],
      [{ status: 500, body: "<html>" }, "GitHub answered 500"],
      [{ status: 200, body: "" }, "GitHub answered 200 with nothing"],
      [{ how: "hang-up" }, "GitHub could not be reached"],
    ] as const) {
      github.faults.splice(0, 9, { on: /graphql/, ...fault });
      await expect(open().query("query { viewer { login } }")).rejects.toThrow(words);
    }
  });

  test("hands over an artifact of a size that a report can have", async () => {
    const run = { id: 4242, attempt: 1, headSha: head, headBranch: "x", headRepository: "a/b", isOfPullRequest: true };
    const archive = zip({ name: "schemactl-report.json", data: "{}" });
    github.artifacts.push({ id: 5, name: "r", zip: archive, expired: true }, { id: 3, name: "r", zip: archive });
    expect(Buffer.from(await artifactReport(open(), repository, run, "r")).toString()).toBe("{}");
    await expect(artifactReport(open(), repository, run, "other")).rejects.toThrow("no artifact of that name");
    github.faults.push({ on: /zip$/, status: 200, body: "{}" });
    await expect(artifactReport(open(), repository, run, "r")).rejects.toThrow("does not say where the file is");
  });
});

describe("a verdict", () => {
  const inputs = { ...readInputs({ INPUT_SUGGESTIONS: "true" }), token: "t" };
  const env = { GITHUB_REPOSITORY: repository, GITHUB_WORKFLOW: "schemas", GITHUB_JOB: "check" };
  const to = { number: 7, headSha: head, author: "ada", run: 10, attempt: 1 };
  const passed = { ...blocked, outcome: "passed" as const, exitCode: 0 as const, subjects: [] };

  test("is told in one comment, and taken back there", async () => {
    github.pulls.push({ number: 7, state: "open", head: { sha: head, ref: "costs", repo: null } });
    await deliver(open(), to, { report: passed, page: {}, inputs, env });
    expect(github.comments).toEqual([]);
    await deliver(open(), to, { report: blocked, page: { note: "**note**" }, inputs, env });
    await deliver(open(), { ...to, run: 9 }, { report: passed, page: {}, inputs, env });
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining("**note**")]);
    await deliver(open(), { ...to, run: 11 }, { report: passed, page: {}, inputs, env });
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining("**Resolved:**")]);
  });

  test("of a fork goes to the one pull request that has its head", async () => {
    const run = event("workflow_run", eventPayload("workflow_run", { head })).endedRun;
    if (run === undefined) throw new Error("the payload has no run");
    expect(await endedDestination(open(), repository, run)).toBeUndefined();
    const pull = {
      number: 7,
      state: "open" as const,
      user: { login: "ada" },
      head: { sha: head, ref: "patch-1", repo: { full_name: "contributor/schemas" } },
    };
    github.pulls.push(pull);
    expect(await endedDestination(open(), repository, run)).toEqual({ ...to, run: 4242 });
    github.pulls.push({ ...pull, number: 8 });
    expect(await endedDestination(open(), repository, run)).toBeUndefined();
  });

  test("is written for later steps", async () => {
    const folder = temporaryFolder();
    const told: string[] = [];
    const trouble = (message: string): void => void told.push(message);
    const paths = await writeReports(blocked, folder, trouble);
    expect(Object.keys(paths)).toEqual(["report-path", "sarif-path", "summary-path", "junit-path"]);
    const file = join(folder, "output");
    writeOutputs(file, { ...outputsOf(blocked), ...paths }, trouble);
    writeSummary(file.replace("output", "summary"), "page\n", trouble);
    const outputs = parseOutputs((await import("node:fs")).readFileSync(file, "utf8"));
    expect(outputs).toMatchObject({ ...paths, result: "failed", "changed-subjects": '["llm.cost.TokenUsage"]' });
    expect(told).toEqual([]);
    mkdirSync(join(folder, "place"));
    writeSummary(join(folder, "place"), "page\n", trouble);
    writeSummary(undefined, "page\n", trouble);
    await writeReports(blocked, join(folder, "gone"), trouble);
    expect(told).toHaveLength(3);
  });

  test("names at most 256 subjects for a matrix, in JSON without anything that a line ends at", () => {
    const [subject] = blocked.subjects;
    if (subject === undefined) throw new Error("the sample has no subject");
    const subjects = Array.from({ length: 300 }, (_, i) => ({ ...subject, subject: `S\u2028${i}`, findings: [] }));
    const { "changed-subjects": names = "" } = outputsOf({ ...blocked, subjects });
    expect(JSON.parse(names)).toHaveLength(256);
    expect(names).not.toMatch(/[\n\r\u2028]/);
  });

  test("is what check says in the checkout, with what it lacked fetched beside it", async () => {
    const change = makeChange(github, { [usageFile]: mended });
    const tip = change.made.commit("break", { [usageFile]: breaking });
    for (const key of ["uploadpack.allowAnySHA1InWant", "uploadpack.allowFilter"])
      change.made.git("config", key, "true");
    github.repositories.set(repository, join(change.made.path, ".git"));
    const shallow = change.made.clone("--depth=1", "--branch=costs");
    const asked = {
      ...{ cwd: shallow.path, flags: [], trouble: () => {}, io: { ...world().io, env: { ...hermeticEnv() } } },
      origin: { server: `${github.url}/git`, repository, token: github.token, temporary: temporaryFolder() },
    };
    const push = event("push", eventPayload("push", { before: change.head, head: tip }));
    const env = { ...hermeticEnv(), GITHUB_REF: "refs/heads/costs", GITHUB_BASE_REF: "main" };
    const verdict = await checkVerdict({ ...asked, event: push, io: { ...asked.io, env } });
    expect(verdict.report).toMatchObject({ exitCode: 1, baselines: [{ commits: [change.commits.base] }] });
    expect(shallow.git("rev-parse", "--is-shallow-repository")).toBe("true");
    const elsewhere = await checkVerdict({ ...asked, cwd: temporaryFolder(), event: push });
    expect(elsewhere.report).toMatchObject({ outcome: "error", exitCode: 2 });
  });
});
