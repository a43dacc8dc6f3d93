import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type ActionBundle,
  type ActionRequest,
  type ActionRun,
  buildAction,
  parseOutputs,
  runAction,
} from "./support/action.ts";
import { breaking, makeChange, mended, pullRequestRun, usageFile } from "./support/action-change.ts";
import { type GitHubServer, startGitHub } from "./support/github-server.ts";
import { removeFolders, temporaryFolder } from "./support/repository.ts";

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

const evil = [
  "a\n::error::injected",
  "b\r::add-mask::secret",
  "c\u2028::set-output name=result::passed",
  "##[error]d",
  "##[add-mask]e",
  "`f` ``` ~~~",
  "<!-- g --> </details><img src=x onerror=y>",
  "@everyone #1 $(id) `id` $IFS;id '\"",
] as const;

describe("text of a pull request", () => {
  test("in file names and docs is text in the log, the summary and the comment", async () => {
    const files = Object.fromEntries(
      evil.map((text, i) => [
        `schemas/${text.replaceAll("/", "∕")}/${i}.avsc`,
        {
          type: "record",
          name: `N${i}`,
          doc: text,
          fields: [
            { name: "a", type: "long", doc: text },
            { name: "b", type: `no ${text}` },
          ],
        },
      ]),
    );
    const change = makeChange(github, { [usageFile]: breaking, ...files });
    const run = await act(pullRequestRun(change));
    expect(run.code).toBe(1);
    expect(run.stderr).toBe("");
    for (const line of run.commands) {
      expect(line).toMatch(/^::(error|warning|notice) (file=[^:]*,)?[^:]*title=[^:]*::/);
      expect(line).not.toContain("##[");
    }
    const body = github.comments[0]?.body.replace(/^<!--.*-->\n/, "") ?? "";
    for (const page of [run.summary, body]) {
      expect(page).not.toMatch(/<!--|-->|<img|[\r\u2028]/);
      expect(page.replace(/<pre>[^<]*<\/pre>/g, "")).not.toContain("@everyone");
      expect(page.split("\n").filter((line) => /^\s*::/.test(line))).toEqual([]);
    }
  });

  test("in a branch name is text too", async () => {
    const change = makeChange(github, { [usageFile]: breaking });
    const run = await act({ ...pullRequestRun(change), env: { GITHUB_BASE_REF: "x\n::error::injected ##[error]y" } });
    expect(run.code).toBe(2);
    expect(run.commands.filter((line) => /injected/.test(line)).every((line) => /^::error title=/.test(line))).toBe(
      true,
    );
    expect(run.commands.join("\n")).not.toContain("##[");
  });

  test("in an input that is wrong is text in an error", async () => {
    const change = makeChange(github, { [usageFile]: mended });
    const run = await act({ ...pullRequestRun(change), inputs: { mode: "SIDEWAYS\n::error::injected" } });
    expect(run).toMatchObject({ code: 2, outputs: { result: "error" } });
    expect(run.commands.some((line) => line.startsWith("::error::"))).toBe(false);
    const other = await act({ ...pullRequestRun(change), inputs: { comment: "perhaps" } });
    expect(other.summary).toContain("neither true nor false");
    expect(other).toMatchObject({
      code: 2,
      outputs: { result: "error" },
      commands: ["::error title=schemactl::the input comment is neither true nor false"],
    });
  });

  test("in outputs stays inside of them, and is JSON", async () => {
    const name = "N\"; id; '$(id)";
    const change = makeChange(github, {
      "schemactl.yaml": `version: 1\nschemas:\n  - files: "**/*.avsc"\n    subject: ${JSON.stringify(`${name}{name}`)}\n`,
      "schemas/new.avsc": { type: "record", name: "Fresh", fields: [] },
    });
    const run = await act(pullRequestRun(change));
    const subjects = JSON.parse(run.outputs["changed-subjects"] ?? "") as readonly string[];
    expect(subjects).toContain(`${name}Fresh`);
    expect(run.outputs["changed-subjects"]).not.toContain("\n");
    for (const [key, value] of Object.entries(run.outputs))
      if (!/-path$|^changed-subjects$|^unchecked$/.test(key))
        expect([key, value]).toEqual([key, expect.stringMatching(/^[a-z0-9]+$/)]);
  });
});

test("a value cannot end before its end", () => {
  expect(parseOutputs("result<<end-1\npassed\nend-1\nname<<x\n\nx\n")).toEqual({ result: "passed", name: "" });
});

test("the token stands in no line, no page and no file of ours", async () => {
  const change = makeChange(github, { [usageFile]: breaking });
  const run = await act(pullRequestRun(change));
  expect(JSON.stringify([run, github.comments])).not.toContain(github.token);
});

describe("when the runner's files cannot be written", () => {
  test.each(["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "RUNNER_TEMP"])(
    "(%s) the verdict decides, and it is said once",
    async (name) => {
      const change = makeChange(github, { [usageFile]: breaking });
      const place = join(temporaryFolder(), "folder");
      mkdirSync(place);
      if (name === "RUNNER_TEMP") chmodSync(place, 0o500);
      const run = await act({
        ...pullRequestRun(change),
        env: { GITHUB_BASE_REF: "main", [name]: name === "RUNNER_TEMP" ? join(place, "gone") : place },
      });
      expect(run.code).toBe(1);
      expect(run.commands.filter((line) => line.startsWith("::warning"))).toHaveLength(1);
      if (name !== "GITHUB_STEP_SUMMARY") expect(run.summary).toContain("cost_usd");
      if (name !== "GITHUB_OUTPUT") expect(run.outputs.result).toBe("failed");
      expect(github.comments).toHaveLength(1);
    },
  );
});
