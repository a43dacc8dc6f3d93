import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { deliveryInputs, verdictInputs } from "../src/action/inputs.ts";
import { outputsOf } from "../src/action/outputs.ts";
import { checkSpec } from "../src/commands/check-options.ts";
import { type ActionBundle, buildAction, runAction } from "./support/action.ts";
import { breaking, makeChange, pullRequestRun, usageFile } from "./support/action-change.ts";
import { startGitHub } from "./support/github-server.ts";
import { removeFolders } from "./support/repository.ts";
import { blocked } from "./support/sample-reports.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const metadata = parse(read("action.yml")) as Metadata;

describe("action.yml", () => {
  test("has the inputs that the Action reads, and no other", () => {
    expect(Object.keys(metadata.inputs).sort()).toEqual([...verdictInputs, ...deliveryInputs].sort());
  });

  test("has every flag of check that touches the verdict of a checkout", () => {
    const delivery = ["format", "report", "color"];
    const ofHooks = ["staged", "pushed"];
    const flags = Object.keys(checkSpec.options).filter((name) => ![...delivery, ...ofHooks].includes(name));
    expect([...verdictInputs].sort()).toEqual(flags.sort());
  });

  test("has the outputs that the Action writes, and no other", () => {
    const paths = ["report-path", "sarif-path", "summary-path", "junit-path"];
    expect(Object.keys(metadata.outputs).sort()).toEqual([...Object.keys(outputsOf(blocked)), ...paths].sort());
  });

  test("runs the committed bundle on Node 24, with the job's own token, and tells the jobs of a matrix apart", () => {
    expect(metadata.runs).toEqual({ using: "node24", main: "dist/action.js" });
    expect(metadata.inputs.token?.default).toBe("$".concat("{{ github.token }}"));
    expect(metadata.inputs.matrix?.default).toBe("$".concat("{{ toJSON(matrix) }}"));
  });
});

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs?: Readonly<Record<string, Job>>;
}

const documentation = read(".github/ci.md");
const blocks = [...documentation.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text);
const documented = blocks.map((text) => parse(text) as Workflow);
const own = readdirSync(fileURLToPath(new URL("../.github/workflows", import.meta.url))).map((name) => ({
  name,
  text: read(`.github/workflows/${name}`),
}));
const workflows = [...documented, ...own.map(({ text }) => parse(text) as Workflow)].filter(
  ({ on }) => on !== undefined,
);

describe("workflows, ours and those in the documentation", () => {
  test("are YAML", () => {
    for (const text of [...blocks, ...own.map((one) => one.text)])
      expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
    expect(workflows.length).toBeGreaterThan(3);
  });

  test("name every action by its full commit", () => {
    const used = [...[...blocks, ...own.map(({ text }) => text)].join("\n").matchAll(/uses: (\S+)(.*)/g)];
    expect(used.length).toBeGreaterThan(8);
    for (const [, action, comment] of used)
      expect([action, comment]).toEqual([
        expect.stringMatching(/^\.\/$|@[0-9a-f]{40}$|^schemactl\/schemactl@COMMIT$/),
        action === "./" ? "" : expect.stringMatching(/^ # (v\d+\.\d+\.\d+|the full SHA of a release)$/),
      ]);
  });

  test("never give a pull request's code secrets: no pull_request_target, and no checkout where workflow_run starts them", () => {
    for (const { on = {}, jobs = {} } of workflows) {
      expect(on).not.toHaveProperty("pull_request_target");
      if (!("workflow_run" in on)) continue;
      const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
      expect(steps.some(({ uses }) => uses?.includes("checkout"))).toBe(false);
    }
  });

  test("put no expression into a script", () => {
    const steps = workflows.flatMap(({ jobs = {} }) => Object.values(jobs).flatMap((job) => job.steps ?? []));
    for (const { run = "" } of steps) expect(run).not.toContain("$".concat("{{"));
  });

  test("say what they may, and keep no credentials", () => {
    for (const { permissions, jobs = {} } of workflows) {
      expect(permissions).toBeDefined();
      const checkouts = Object.values(jobs)
        .flatMap((job) => job.steps ?? [])
        .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
      for (const step of checkouts) expect(step.with).toMatchObject({ "persist-credentials": false });
    }
  });

  test("run the gate on pull requests and merge queues, whatever files changed", () => {
    const gates = workflows.filter(({ jobs = {} }) => "schemactl" in jobs && !("notify" in jobs));
    expect(gates.length).toBeGreaterThan(1);
    for (const { on = {}, jobs = {} } of gates) {
      expect(Object.keys(on)).toEqual(expect.arrayContaining(["pull_request", "merge_group", "push"]));
      expect(JSON.stringify(on)).not.toContain("paths");
      expect(jobs.schemactl?.if).toBeUndefined();
      expect(jobs.schemactl?.permissions).toEqual({ contents: "read", "pull-requests": "write" });
    }
  });

  test("post a fork's comment with two permissions, from the gate's own path", () => {
    const [second, ...others] = workflows.filter(({ on = {} }) => "workflow_run" in on);
    expect(others).toEqual([]);
    const job = second?.jobs?.comment;
    expect(second?.permissions).toEqual({});
    expect(job?.permissions).toEqual({ actions: "read", "pull-requests": "write" });
    expect(job?.if).toContain("github.event.workflow_run.path == '.github/workflows/schemas.yml'");
    expect(job?.steps?.map((step) => step.with)).toEqual([{ report: "artifact:schemactl-report" }]);
  });
});

describe("the Node that the runner brings", () => {
  let bundle: ActionBundle;
  beforeAll(async () => {
    bundle = await buildAction();
  });
  afterAll(() => {
    bundle.remove();
    removeFolders();
  });

  const other = process.env.SCHEMACTL_RUNNER_NODE ?? "";
  const nodes = [
    { name: "that of the tests", path: process.execPath },
    { name: "that of GitHub's runner, where SCHEMACTL_RUNNER_NODE names one", path: other },
  ];

  const present = nodes.filter(({ path }) => existsSync(path));
  const absent = nodes.filter(({ path }) => !existsSync(path));

  // Counted as skipped, so that nobody takes one Node for two.
  for (const { name } of absent) test.skip(`is ${name} (skipped: it names none here)`);

  test.each(present)("is $name", async ({ path }) => {
    const github = await startGitHub();
    const change = makeChange(github, { [usageFile]: breaking });
    const run = await runAction(bundle, { github, node: path, ...pullRequestRun(change) });
    expect(run).toMatchObject({ code: 1, stderr: "", outputs: { result: "failed" } });
    expect(github.comments).toHaveLength(1);
    expect(github.objections).toEqual([]);
    await github.close();
  });
});
