import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Report } from "../src/model.ts";
import { type ActionBundle, type ActionRun, buildAction, runAction } from "./support/action.ts";
import { eventPayload } from "./support/github-event.ts";
import { type FakeArtifact, type FakePull, type GitHubServer, startGitHub } from "./support/github-server.ts";
import { removeFolders, temporaryFolder } from "./support/repository.ts";
import { blocked, gated } from "./support/sample-reports.ts";
import { type ZipEntry, zip } from "./support/zip.ts";

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
  github.pulls.push(pull());
});
afterEach(async () => {
  const { objections } = github;
  await github.close();
  expect(objections).toEqual([]);
});

const head = "c".repeat(40);
const name = "schemactl-report.json";

const pull = (facts: Partial<FakePull["head"]> = {}, number = 7): FakePull => ({
  number,
  state: "open",
  head: { sha: head, ref: "patch-1", repo: { full_name: "contributor/schemas" }, ...facts },
});

const report = (value: object = blocked): ZipEntry => ({ name, data: JSON.stringify(value) });

function artifact(archive: Uint8Array, more: Partial<FakeArtifact> = {}): void {
  github.artifacts.push({ id: 31, name: "schemactl-report", zip: archive, ...more });
}

const request = () => ({
  ...{
    cwd: temporaryFolder(),
    github,
    event: "workflow_run",
    payload: eventPayload("workflow_run", { head }) as unknown,
  },
  ...{ inputs: { report: "artifact:schemactl-report", name: "fork" }, runId: 9000 },
});

const relay = (more: object = {}): Promise<ActionRun> => runAction(bundle, { ...request(), ...more });

describe("the report of a fork's run", () => {
  test("names who opened the pull request beside what loosens the gate", async () => {
    artifact(zip(report(gated)));
    github.pulls.splice(0, 1, { ...pull(), user: { login: "mallory" } });
    await relay();
    expect(github.comments[0]?.body).toContain("- **asked for in:** the pull request of mallory");
    expect(github.comments[0]?.body).toMatch(/^- \*\*approved:\*\* by .+, in the pull request of mallory, until /m);
  });

  test("is posted where the event says, in words of our own, as the fork's own word", async () => {
    artifact(zip(report()));
    const run = await relay();
    expect(run).toMatchObject({ code: 0, stderr: "", outputs: { result: "failed", breaks: "1" } });
    expect(run.commands).toEqual([]);
    expect(github.comments).toHaveLength(1);
    const [comment] = github.comments;
    expect(comment?.body).toMatch(new RegExp(`^<!-- schemactl [0-9a-f]{20} head=${head} run=4242 attempt=1 -->`));
    expect(comment?.body).toContain("Reported by the fork's own run");
    expect(comment?.body).toContain("cost_usd");
    expect(run.summary).toContain("Reported by the fork's own run");
  });

  test("never goes where the report itself wants it", async () => {
    artifact(zip(report({ ...blocked, number: 1, pull_request: 1, issue: { number: 1 }, head_sha: "d".repeat(40) })));
    github.pulls.push(pull({ ref: "main", sha: "d".repeat(40) }, 1));
    await relay();
    const posted = github.requests.filter(({ method, path }) => method === "POST" && path !== "/graphql");
    expect(posted.map(({ path }) => path)).toEqual(["/repos/llm-platform/schemas/issues/7/comments"]);
  });

  test("is shown as text, whatever it says", async () => {
    const evil =
      "</details><script>x</script> <!-- --> @everyone `` ` \r\n\u2028::error::x\n##[add-mask]y #1 ![](https://evil.example/a)";
    const hostile = JSON.parse(
      JSON.stringify(blocked).replaceAll("cost_usd", JSON.stringify(evil).slice(1, -1)),
    ) as Report;
    artifact(zip(report({ ...hostile, subjects: hostile.subjects.map((one) => ({ ...one, subject: evil })) })));
    const run = await relay();
    const body = github.comments[0]?.body.replace(/^<!--.*-->\n/, "") ?? "";
    expect(body).not.toMatch(/<script|<!--|-->|\u2028|\r/);
    // Neither Markdown nor a mention means anything in <pre>, and nothing can end it.
    expect(body.replace(/<pre>[^<]*<\/pre>/g, "")).not.toMatch(/@everyone|!\[|https:\/\/evil/);
    expect(body.split("\n").some((line) => line.startsWith("::"))).toBe(false);
    expect(run.commands).toEqual([]);
    expect(run.summary).not.toMatch(/<script|<!--/);
  });

  const nowhere: readonly (readonly [string, () => object | undefined])[] = [
    ["the head has moved on", () => void github.pulls.splice(0, 1, pull({ sha: "d".repeat(40) }))],
    ["the pull request is closed", () => void github.pulls.splice(0, 1, { ...pull(), state: "closed" })],
    [
      "the branch is another repository's",
      () => void github.pulls.splice(0, 1, pull({ repo: { full_name: "contributor/other" } })),
    ],
    ["the fork is gone", () => void github.pulls.splice(0, 1, pull({ repo: null }))],
    ["several pull requests have that head", () => void github.pulls.push(pull({}, 8))],
    [
      "the run was for a push",
      () => {
        const payload = eventPayload("workflow_run", { head }) as { workflow_run: Record<string, unknown> };
        return { payload: { ...payload, workflow_run: { ...payload.workflow_run, event: "push" } } };
      },
    ],
  ];
  test.each(nowhere)("is posted nowhere where %s", async (_, arrange) => {
    artifact(zip(report()));
    const run = await relay(arrange() ?? {});
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("nothing is posted");
    expect(github.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  const bad: readonly (readonly [string, () => void, RegExp])[] = [
    ["a path that climbs out", () => artifact(zip({ ...report(), name: `../../${name}` })), /something else than/],
    ["an absolute path", () => artifact(zip({ ...report(), name: `/tmp/${name}` })), /something else than/],
    ["a second file", () => artifact(zip(report(), { name: "other.json", data: "{}" })), /more or less than one file/],
    ["no file", () => artifact(zip()), /more or less than one file/],
    ["a link", () => artifact(zip({ ...report(), data: "/etc/passwd", mode: 0o120777 })), /no plain file/],
    ["a folder", () => artifact(zip({ ...report(), data: "", mode: 0o040755 })), /no plain file/],
    ["a gigabyte of zeros", () => artifact(zip({ name, data: Buffer.alloc(1 << 30) })), /more than 5000000/],
    [
      "a gigabyte of zeros that says it is small",
      () => artifact(zip({ name, data: Buffer.alloc(1 << 30), size: 100 })),
      /unpacks to more than 5000000 bytes/,
    ],
    ["more than any report, packed", () => artifact(Buffer.alloc(6_000_000)), /more than any report/],
    ["more than it says, packed", () => artifact(Buffer.alloc(6_000_000), { size: 10 }), /more than 5000000 bytes/],
    ["another sum", () => artifact(zip({ ...report(), crc: 1 })), /damaged/],
    ["another way of packing", () => artifact(zip({ ...report(), method: 12 })), /not known/],
    ["a secret", () => artifact(zip({ ...report(), flags: 1 })), /encrypted/],
    ["no archive", () => artifact(Buffer.from("<html>")), /no zip archive/],
    ["half an archive", () => artifact(zip(report()).subarray(100)), /no zip archive/],
    ["no JSON", () => artifact(zip({ name, data: "{" })), /no report of schemactl/],
    ["another JSON", () => artifact(zip(report({ subjects: "all" }))), /no report of schemactl/],
    ["an expired artifact", () => artifact(zip(report()), { expired: true }), /no artifact of that name/],
    ["no artifact", () => undefined, /no artifact of that name/],
  ];
  test.each(bad)(
    "is refused with %s, and that fails nobody",
    async (_, arrange, words) => {
      arrange();
      const run = await relay();
      expect(run).toMatchObject({ code: 0, stderr: "", outputs: {} });
      expect(run.commands).toHaveLength(1);
      expect(run.commands[0]).toMatch(/^::warning /);
      expect(run.commands[0]).toMatch(words);
      expect(github.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    },
    60_000,
  );

  test("never touches the disk", async () => {
    artifact(zip({ ...report(), name: `../${name}` }));
    const { cwd, ...rest } = request();
    await runAction(bundle, { cwd, ...rest });
    expect(readdirSync(cwd)).toEqual([]);
    expect(existsSync(join(cwd, "..", name))).toBe(false);
  });
});

describe("a report of an earlier step", () => {
  const deliver = (file: string, cwd: string): Promise<ActionRun> =>
    runAction(bundle, { cwd, github, event: "push", payload: eventPayload("push"), inputs: { report: file } });

  test("is delivered instead of checking, with its exit code", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "saved.json"), JSON.stringify(blocked));
    const run = await deliver("saved.json", cwd);
    expect(run).toMatchObject({ code: 1, outputs: { result: "failed", breaks: "1" } });
    expect(run.summary).toContain("cost_usd");
    expect(run.commands[0]).toMatch(/^::error file=schemas\/cost\/usage\.avsc/);
  });

  test("is no link, and of the published shape", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "saved.json"), JSON.stringify(blocked));
    symlinkSync(join(cwd, "saved.json"), join(cwd, "link.json"));
    writeFileSync(join(cwd, "other.json"), '{"schemaVersion":1}');
    writeFileSync(join(cwd, "large.json"), " ".repeat(5_000_001));
    for (const file of ["link.json", "other.json", "large.json", "gone.json"]) {
      const run = await deliver(file, cwd);
      expect([file, run.code, run.commands.length]).toEqual([file, 2, 1]);
    }
  });
});
