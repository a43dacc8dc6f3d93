import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { editOf, liesWithin } from "../src/action/hunks.ts";
import type { Report, ReportedFinding } from "../src/model.ts";
import { type ActionBundle, type ActionRun, buildAction, runAction } from "./support/action.ts";
import { breaking, makeChange, pullRequestRun, usageFile } from "./support/action-change.ts";
import { type GitHubServer, startGitHub } from "./support/github-server.ts";
import { removeFolders } from "./support/repository.ts";
import { blocked, missingDefault } from "./support/sample-reports.ts";

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

const patch = [
  `--- a/${usageFile}`,
  `+++ b/${usageFile}`,
  "@@ -4,3 +4,3 @@",
  '     {"name": "tokens"},',
  '-    {"name": "cost_usd"}',
  '+    {"name": "cost_usd", "default": 0}',
  "   ]",
  "",
].join("\n");

/** What the pull request changes, as the platform gives it. */
const diff = [
  "@@ -1,4 +1,5 @@ {",
  ' {"name": "TokenUsage",',
  '   "fields": [',
  '     {"name": "model_id"},',
  '-    {"name": "tokens"}',
  '+    {"name": "tokens"},',
  '+    {"name": "cost_usd"}',
].join("\n");

const remedied = (more: Partial<ReportedFinding> = {}): ReportedFinding => ({
  ...missingDefault,
  file: usageFile,
  patch,
  ...more,
});

const reportOf = (...findings: readonly ReportedFinding[]): Report => ({
  ...blocked,
  subjects: blocked.subjects.map((subject) => ({ ...subject, findings })),
});

/** Delivers a saved report in the pull request 7, with suggestions. */
async function suggest(report: Report, more: Readonly<Record<string, string>> = {}): Promise<ActionRun> {
  const change = makeChange(github, { [usageFile]: breaking });
  change.made.write({ "report.json": report });
  const inputs = { suggestions: "true", comment: "false", report: "report.json", ...more };
  return runAction(bundle, { github, ...pullRequestRun(change), inputs });
}

interface Review {
  readonly commit_id: string;
  readonly event: string;
  readonly comments: readonly { readonly path: string; readonly line: number; readonly body: string }[];
}

const reviews = (): readonly Review[] => github.reviews as readonly Review[];

describe("a suggestion", () => {
  test("is one review comment on the lines that it replaces", async () => {
    github.files.push({ filename: usageFile, patch: diff });
    expect(await suggest(reportOf(remedied()))).toMatchObject({ code: 1 });
    expect(reviews()).toHaveLength(1);
    expect(reviews()[0]).toMatchObject({ event: "COMMENT", comments: [{ path: usageFile, line: 5, side: "RIGHT" }] });
    expect(reviews()[0]?.comments[0]?.body).toMatch(/^<!-- schemactl [0-9a-f]{20} suggests [0-9a-f]{64} -->\n/);
    expect(reviews()[0]?.comments[0]?.body).toContain('```suggestion\n    {"name": "cost_usd", "default": 0}\n```');
  });

  test("is posted once", async () => {
    github.files.push({ filename: usageFile, patch: diff });
    await suggest(reportOf(remedied()));
    await suggest(reportOf(remedied()));
    expect(reviews()).toHaveLength(1);
  });

  test("is made at most ten times in a pull request", async () => {
    github.files.push({ filename: usageFile, patch: diff });
    const many = Array.from({ length: 14 }, (_, i) =>
      remedied({ fingerprint: i.toString(16).padStart(64, "0"), path: `/${i}` }),
    );
    await suggest(reportOf(...many));
    await suggest(reportOf(...many));
    expect(reviews().map(({ comments }) => comments.length)).toEqual([10]);
  });

  test("is not asked for unless it is", async () => {
    github.files.push({ filename: usageFile, patch: diff });
    await suggest(reportOf(remedied()), { suggestions: "" });
    expect(github.requests).toEqual([]);
  });

  test.each<readonly [string, () => void, Partial<ReportedFinding>]>([
    ["outside of the diff", () => github.files.push({ filename: "schemas/other.avsc", patch: diff }), {}],
    [
      "on lines that are others now",
      () => github.files.push({ filename: usageFile, patch: diff.replace("cost_usd", "cost_eur") }),
      {},
    ],
    ["for a file too large to show", () => github.files.push({ filename: usageFile }), {}],
    ["for what was approved", () => github.files.push({ filename: usageFile, patch: diff }), { status: "approved" }],
  ])("is not made %s", async (_, arrange, facts) => {
    arrange();
    await suggest(reportOf(remedied(facts)));
    expect(reviews()).toEqual([]);
  });

  test("cannot be ended by what is in it", async () => {
    const evil = patch.replace('"default": 0', '"doc": "```` ~~~ @everyone"');
    github.files.push({ filename: usageFile, patch: diff });
    await suggest(reportOf(remedied({ patch: evil, message: "`a` @everyone\n<!-- -->" })));
    const body = reviews()[0]?.comments[0]?.body ?? "";
    expect(body).toMatch(/\n`````suggestion\n[^\n]*\n`````$/);
    expect(body.split("`````")[0]?.replace(/^<!--.*-->\n/, "")).not.toMatch(/@everyone|<!--/);
  });
});

test("of a real check stands on the line that breaks, and mends it", async () => {
  const change = makeChange(github, { [usageFile]: breaking });
  const whole = change.made.git("diff", "main...costs", "--", usageFile);
  github.files.push({ filename: usageFile, patch: whole.slice(whole.indexOf("@@")) });
  const run = await runAction(bundle, { github, ...pullRequestRun(change), inputs: { suggestions: "true" } });
  expect(run).toMatchObject({ code: 1, stderr: "" });
  expect(github.comments).toHaveLength(1);
  const [suggestion, ...others] = reviews()[0]?.comments ?? [];
  expect(others).toEqual([]);
  const {
    line = 0,
    start_line: first = line,
    body = "",
  } = suggestion as { line?: number; start_line?: number; body?: string };
  const after = /```suggestion\n(.*)\n```$/s.exec(body)?.[1]?.split("\n") ?? [];
  const lines = change.made.read(usageFile).split("\n");
  change.made.write({ [usageFile]: [...lines.slice(0, first - 1), ...after, ...lines.slice(line)].join("\n") });
  expect(JSON.parse(change.made.read(usageFile))).toMatchObject({ fields: [{}, {}, { name: "cost_usd", default: 0 }] });
});

describe("an edit", () => {
  const lines = (...rows: readonly string[]): string => rows.join("\n");

  test("is the fewest lines that change", () => {
    expect(editOf(patch)).toEqual({
      start: 5,
      end: 5,
      before: ['    {"name": "cost_usd"}'],
      after: ['    {"name": "cost_usd", "default": 0}'],
    });
  });

  test("that only inserts takes a line beside it along", () => {
    expect(editOf(lines("@@ -3,2 +3,3 @@", " a", "+b", " c"))).toEqual({
      start: 3,
      end: 3,
      before: ["a"],
      after: ["a", "b"],
    });
    expect(editOf(lines("@@ -3,1 +3,2 @@", "+b", " c"))).toEqual({
      start: 3,
      end: 3,
      before: ["c"],
      after: ["b", "c"],
    });
    expect(editOf(lines("@@ -0,0 +1,1 @@", "+b"))).toBeUndefined();
  });

  test("of several pieces, or of none, is no suggestion", () => {
    expect(editOf(lines("@@ -1 +1 @@", "-a", "+b", "@@ -9 +9 @@", "-c", "+d"))).toBeUndefined();
    expect(editOf("")).toBeUndefined();
  });

  test("lies within a diff only with every line", () => {
    const edit = { start: 2, end: 3, before: ["b", "c"], after: ["x"] };
    expect(liesWithin(edit, lines("@@ -1,2 +1,3 @@", " a", "+b", " c"))).toBe(true);
    expect(liesWithin(edit, lines("@@ -1,2 +1,2 @@", " a", " b"))).toBe(false);
    expect(liesWithin(edit, lines("@@ -1,3 +1,2 @@", " a", "-b", " c"))).toBe(false);
    expect(liesWithin(edit, "")).toBe(false);
  });
});
