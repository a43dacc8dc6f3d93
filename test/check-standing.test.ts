// What is already merged fails nobody again, and nothing is stored for it.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { problems, statuses } from "./support/approvals.ts";
import { check, checkAt, findingsOf, record, verdicts } from "./support/check.ts";
import { createRepository, removeFolders, type TestRepository, temporaryFolder } from "./support/repository.ts";
import { run } from "./support/run.ts";

afterAll(removeFolders);

const rule = "avro/reader-field-missing-default-value";
const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const cost = { name: "cost_usd", type: "double" };
const region = { name: "region", type: "string" };
const team = { name: "team", type: "string", default: "" };

/** main has a break of its first version in it, tagged before and after; somebody works on a branch. */
function broken(config = "version: 1\ncompatibility: BACKWARD_TRANSITIVE\n"): TestRepository {
  const repository = createRepository();
  repository.commit("start", { "schemactl.yaml": config, "usage.avsc": usage() });
  repository.tag("v1.0.0");
  repository.commit("price", { "usage.avsc": usage(cost) });
  repository.branch("work");
  return repository;
}

/** `version rule status` of every finding. */
const against = (checked: Awaited<ReturnType<typeof check>>): readonly string[] =>
  findingsOf(checked).map(({ version, path, status }) => `${version} ${path} ${status ?? "counts"}`);

describe("a finding against an older version", () => {
  it("is standing where the merge-base's own version has it against the same one", async () => {
    const repository = broken();
    const [first, second] = ["main~1", "main"].map((ref) => repository.git("rev-parse", "--short=7", ref));
    repository.write({ "usage.avsc": usage(cost, team) });
    const passes = await check(repository);
    expect([passes.code, against(passes), verdicts(passes)]).toEqual([
      0,
      [`${first} /fields/1 standing`],
      { "llm.cost.TokenUsage": "incompatible" },
    ]);
    repository.write({ "usage.avsc": usage(cost, region) });
    const blocked = await check(repository);
    expect(blocked.code).toBe(1);
    expect([...against(blocked)].sort()).toEqual(
      [`${first} /fields/1 standing`, `${first} /fields/2 counts`, `${second} /fields/2 counts`].sort(),
    );
  });

  it("is told in one line for people, with what a registry will do", async () => {
    const repository = broken();
    repository.write({ "usage.avsc": usage(cost, team) });
    const { stdout, stderr, code } = await run(["check"], {
      cwd: repository.path,
      env: { ...repository.env } as Record<string, string>,
    });
    expect(code).toBe(0);
    expect(stdout).not.toContain("cost_usd");
    expect(stderr).toContain("1 finding against older versions is standing");
    expect(stderr).toContain("a registry in this mode will still refuse the version");
  });

  it("counts where the place is changed again", async () => {
    const repository = broken();
    repository.write({ "usage.avsc": usage({ ...cost, type: "float" }) });
    const checked = await check(repository);
    expect(checked.code).toBe(1);
    expect(against(checked).filter((line) => line.endsWith("counts")).length).toBeGreaterThan(0);
  });

  it("counts where only the change's own history has it", async () => {
    const repository = createRepository();
    repository.commit("start", {
      "schemactl.yaml": "version: 1\ncompatibility: BACKWARD_TRANSITIVE\n",
      "usage.avsc": usage(),
    });
    repository.branch("work");
    repository.commit("price", { "usage.avsc": usage(cost) });
    repository.commit("more", { "usage.avsc": usage(cost, team) });
    const checked = await check(repository);
    expect([checked.code, statuses(checked)]).toEqual([1, [rule]]);
  });

  it("lets the transitive mode be entered where the past is broken", async () => {
    const repository = broken("version: 1\n");
    repository.write({
      "schemactl.yaml": "version: 1\ncompatibility: BACKWARD_TRANSITIVE\n",
      "usage.avsc": usage(cost, team),
    });
    const checked = await check(repository);
    expect([checked.code, statuses(checked)]).toEqual([0, [`${rule} standing`]]);
  });

  it("is standing against tags and directories too, and counts where the change makes it", async () => {
    const repository = broken("version: 1\n");
    const published = createRepository();
    published.write({ "usage.avsc": usage() });
    for (const baseline of ["tags:v*", `dir:${published.path}`]) {
      repository.write({ "usage.avsc": usage(cost, team) });
      const passes = await check(repository, "--against", baseline);
      expect([passes.code, statuses(passes)]).toEqual([0, [`${rule} standing`]]);
      repository.write({ "usage.avsc": usage(cost, region) });
      const blocked = await check(repository, "--against", baseline);
      expect([blocked.code, [...statuses(blocked)].sort()]).toEqual([1, [rule, `${rule} standing`]]);
    }
  });

  it("is standing where the file moved since", async () => {
    const repository = broken();
    repository.git("mv", "usage.avsc", "tokens.avsc");
    repository.write({ "tokens.avsc": usage(cost, team) });
    const checked = await check(repository);
    expect([checked.code, statuses(checked)]).toEqual([0, [`${rule} standing`]]);
  });
});

describe("what is merged of the gate's own findings, held against a tag", () => {
  const changes: readonly [string, Readonly<Record<string, object | string | null>>, string][] = [
    ["a deletion", { "policy.avsc": null }, "subject/deleted"],
    ["a new name", { "policy.avsc": record("llm.safety.Policy", "id") }, "subject/renamed"],
    ["a version of a frozen subject", { "policy.avsc": record("llm.Policy", "id", team) }, "subject/frozen"],
    [
      "a text that is no schema",
      { "policy.avsc": '{ "type": "record", "name": "P", "fields": [{}] }' },
      "schema/invalid",
    ],
  ];
  it.each(changes)("%s is standing", async (name, change, gateRule) => {
    const isFrozen = name.includes("frozen");
    const repository = createRepository();
    const config = isFrozen
      ? "version: 1\nschemas: [{ files: policy.avsc, compatibility: DISABLED }]\n"
      : "version: 1\n";
    repository.commit("start", {
      "schemactl.yaml": config,
      "usage.avsc": usage(),
      "policy.avsc": record("llm.Policy", "id"),
    });
    repository.tag("v1.0.0");
    repository.branch("first");
    repository.write(change);
    const made = await check(repository, "--against", "tags:v*");
    expect([made.code, statuses(made)]).toEqual([1, [gateRule]]);
    repository.commit("made");
    repository.git("checkout", "--quiet", "main");
    repository.merge("first");
    repository.branch("work");
    repository.write({ "usage.avsc": usage(team) });
    const next = await check(repository, "--against", "tags:v*");
    expect([next.code, statuses(next)]).toEqual([0, [`${gateRule} standing`]]);
  });
});

describe("without a merge-base", () => {
  it("nothing tells whether the gate is loosened, and the run says so", async () => {
    const repository = broken("version: 1\n");
    const shallow = repository.clone("--depth=1", "--branch=work", "--single-branch");
    const env = { GITHUB_BASE_REF: "main" };
    const checked = await checkAt(shallow, { env }, "--against", `dir:${repository.path}`);
    expect(checked.code).toBe(3);
    expect(problems(checked)[0]).toContain("whether this change loosens the gate cannot be told");
  });
});

describe("a change that touches nothing of the gate's own", () => {
  /** The commands that git was asked for, in order. */
  async function commandsOf(repository: TestRepository): Promise<readonly string[]> {
    const folder = temporaryFolder();
    const log = join(folder, "log");
    writeFileSync(log, "");
    const git = repository.git("--exec-path").length > 0 ? (process.env.PATH ?? "") : "";
    writeFileSync(join(folder, "git"), `#!/bin/sh\necho "$*" >> ${log}\nPATH='${git}' exec git "$@"\n`);
    chmodSync(join(folder, "git"), 0o755);
    await checkAt(repository, { env: { PATH: `${folder}:${git}` } });
    const known = /(rev-parse|cat-file|diff-index|ls-files|merge-base|diff-tree|rev-list|log|for-each-ref|config|grep)/;
    return readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => known.exec(line.replace(/-c \S+ /g, ""))?.[1] ?? line)
      .sort();
  }

  it("costs no process more with a configuration and approvals than without", async () => {
    const [bare, governed] = [createRepository(), createRepository()];
    const config = "version: 1\napprovals: { max-days: 30 }\n";
    bare.commit("start", { "usage.avsc": usage() });
    governed.commit("start", {
      "usage.avsc": usage(),
      "schemactl.yaml": config,
      ".schemactl/approvals/old.yaml": "this is no approval\n",
    });
    const commands = [];
    for (const repository of [bare, governed]) {
      repository.branch("work");
      repository.write({ "usage.avsc": usage(team) });
      commands.push(await commandsOf(repository));
    }
    expect(commands[0]?.length).toBeGreaterThan(2);
    expect(commands[1]).toEqual(commands[0]);
  });
});
