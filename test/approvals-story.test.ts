// One break, from the first refusal to the second: what an approval lets through, and what it does not.
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it } from "vitest";
import { reportSchema } from "../src/reporters/json-schema.ts";
import { approve, approveAll, checkOn, problems, soon, statuses, today } from "./support/approvals.ts";
import { check, record } from "./support/check.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { run } from "./support/run.ts";

afterAll(removeFolders);

const rule = "avro/reader-field-missing-default-value";
const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const cost = { name: "cost_usd", type: "double" };
const note = (doc: string) => ({ name: "team", type: "string", default: "", doc });

/** A repository with one schema on main, and a branch on which somebody works. */
function atWork(mode: string): TestRepository {
  const repository = createRepository();
  repository.commit("start", { "schemactl.yaml": `version: 1\ncompatibility: ${mode}\n`, "usage.avsc": usage() });
  repository.branch("price");
  return repository;
}

/** Merges a branch as a platform does, and begins the next one. */
function mergeAndGoOn(repository: TestRepository, branch: string, next: string): void {
  repository.commit(branch);
  repository.git("checkout", "--quiet", "main");
  repository.merge(branch);
  repository.branch(next);
}

describe.each(["BACKWARD", "BACKWARD_TRANSITIVE", "FULL_TRANSITIVE"])("under %s, a break", (mode) => {
  it("is blocked, approved, passes, is merged, fails nobody again, and is blocked when it is made again", async () => {
    const repository = atWork(mode);
    repository.write({ "usage.avsc": usage(cost) });
    expect(await check(repository)).toMatchObject({ code: 1 });

    await approveAll(repository);
    const passes = await checkOn(repository, today);
    expect([passes.code, statuses(passes)]).toEqual([0, [`${rule} approved`]]);
    expect(passes.report.subjects[0]?.verdict).toBe("incompatible");
    expect(passes.report.subjects[0]?.findings[0]?.approval).toEqual({
      who: "Ada <ada@example.com>",
      reason: "the old ingester is switched off",
      until: soon,
      file: `.schemactl/approvals/${passes.report.subjects[0]?.findings[0]?.fingerprint}.yaml`,
    });

    mergeAndGoOn(repository, "price", "team");
    repository.write({ "usage.avsc": usage(cost, note("who pays")) });
    const next = await checkOn(repository, today);
    expect(next.code).toBe(0);
    expect(statuses(next)).toEqual(mode === "BACKWARD" ? [] : [`${rule} standing`]);
    if (mode !== "BACKWARD") expect(next.report.subjects[0]?.verdict).toBe("incompatible");

    mergeAndGoOn(repository, "team", "revert");
    repository.write({ "usage.avsc": usage() });
    // In a mode that also looks forward the revert breaks in its own right.
    if ((await check(repository)).code !== 0) await approveAll(repository);
    expect(await check(repository)).toMatchObject({ code: 0 });

    mergeAndGoOn(repository, "revert", "again");
    repository.write({ "usage.avsc": usage(cost) });
    const again = await checkOn(repository, today);
    expect(again.code).toBe(1);
    expect(statuses(again)).toContain(rule);
    expect(problems(again)).toEqual([]);

    await approveAll(repository);
    expect(await checkOn(repository, soon)).toMatchObject({ code: 0 });
    const late = await checkOn(repository, "2026-04-01");
    expect(late.code).toBe(1);
    expect(statuses(late)).toContain(rule);
    expect(problems(late)).toContain(
      `approval: the approval ended on ${soon}, and today is 2026-04-01: it lets nothing through`,
    );
  });
});

describe("the report", () => {
  it("has the published shape with findings that are approved, standing and loosened", async () => {
    const repository = atWork("BACKWARD_TRANSITIVE");
    repository.write({ "usage.avsc": usage(cost) });
    await approveAll(repository);
    mergeAndGoOn(repository, "price", "next");
    const region = { name: "region", type: "string" };
    repository.write({ "usage.avsc": usage(cost, region) });
    await approveAll(repository);
    repository.write({ "schemactl.yaml": "version: 1\ncompatibility: BACKWARD\nmode: warn\n" });
    const checked = await checkOn(repository, today);
    expect(new Set(statuses(checked))).toEqual(new Set(["config/loosened", `${rule} approved`, `${rule} standing`]));
    const validate = new Ajv2020({ strict: false }).compile(reportSchema);
    expect([validate(checked.report), validate.errors]).toEqual([true, null]);
  });
});

describe("before the first commit", () => {
  it("an approval is new, as everything is", async () => {
    const repository = createRepository();
    repository.write({ "usage.avsc": "{ no schema" });
    expect(await check(repository)).toMatchObject({ code: 1 });
    await approveAll(repository);
    expect(await check(repository)).toMatchObject({ code: 0 });
  });
});

describe("the failure", () => {
  it("prints the command that approves it", async () => {
    const repository = atWork("BACKWARD");
    repository.write({ "usage.avsc": usage(cost) });
    const { report } = await check(repository);
    const env = { ...repository.env } as Record<string, string>;
    const { stderr } = await run(["check"], { cwd: repository.path, env });
    const print = report.subjects[0]?.findings[0]?.fingerprint ?? "";
    expect(stderr).toContain(`schemactl approve ${print.slice(0, 12)} --reason "…" --until DATE`);
    const args = [print.slice(0, 12), "--reason", "nobody reads it yet", "--until", soon, "--who", "Ada"];
    expect(await approve(repository, ...args)).toMatchObject({ code: 0 });
    expect(repository.read(`.schemactl/approvals/${print}.yaml`)).toContain('reason: "nobody reads it yet"');
    expect(await check(repository)).toMatchObject({ code: 0 });
  });
});
