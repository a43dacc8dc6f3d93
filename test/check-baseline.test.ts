import { afterAll, describe, expect, it } from "vitest";
import { check, checkAt, findingsOf, places, record, subjectOf, verdicts } from "./support/check.ts";
import { createRepository, removeFolders } from "./support/repository.ts";

afterAll(removeFolders);

const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const required = { name: "cost_usd", type: "double" };
const optional = { ...required, default: 0 };

describe("the baseline", () => {
  it("is the merge-base, so that what others added to the base is not taken for a deletion", async () => {
    const repository = createRepository();
    const start = repository.commit("start", { "usage.avsc": usage() });
    repository.branch("work");
    repository.commit("mine", { "budget.avsc": record("llm.Budget", "team") });
    repository.git("checkout", "--quiet", "main");
    repository.commit("theirs", { "policy.avsc": record("llm.Policy", "id") });
    repository.git("checkout", "--quiet", "work");
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ "llm.Budget": "new" });
    expect(checked.report.baselines).toEqual([
      {
        name: "merge-base",
        rule: "the merge-base of HEAD and main",
        commits: [start],
        label: `main@${start.slice(0, 7)}`,
        versions: 0,
      },
    ]);
  });

  it("may be several, each with a row of its own, and the candidate must get along with every one", async () => {
    const repository = createRepository();
    repository.commit("one", { "usage.avsc": usage(optional) });
    repository.tag("v1.0.0");
    repository.commit("two", { "usage.avsc": usage("tokens") });
    repository.branch("work");
    repository.write({ "usage.avsc": usage("tokens", "team") });
    const checked = await check(repository, "--against", "main", "--against", "tags:v*");
    expect(checked.report.baselines.map(({ name, versions }) => [name, versions])).toEqual([
      ["main", 1],
      ["tags:v*", 1],
    ]);
    const failed = findingsOf(checked).map(({ baseline, version, path }) => `${baseline} ${version} ${path}`);
    const main = repository.git("rev-parse", "main").slice(0, 7);
    expect(new Set(failed)).toEqual(
      new Set([`main ${main} /fields/2`, "tags:v* v1.0.0 /fields/1", "tags:v* v1.0.0 /fields/2"]),
    );
  });

  it("compares with the last tag, or with every tag in a transitive mode", async () => {
    const repository = createRepository();
    for (const [tag, schema] of [
      ["v1.9.0", usage()],
      ["v1.10.0", usage("tokens")],
      ["v2.0.0-rc.1", usage("tokens", optional)],
    ] as const) {
      repository.commit(tag, { "usage.avsc": schema });
      repository.tag(tag, { message: tag });
    }
    repository.branch("work");
    repository.write({ "usage.avsc": usage("tokens", required) });
    const last = await check(repository, "--against", "tags:v*");
    expect(
      subjectOf(last, "llm.cost.TokenUsage").comparisons.map(({ version, compatible }) => `${version} ${compatible}`),
    ).toEqual(["v2.0.0-rc.1 true"]);
    const all = await check(repository, "--against", "tags:v*", "--mode", "BACKWARD_TRANSITIVE");
    expect(
      subjectOf(all, "llm.cost.TokenUsage").comparisons.map(({ version, compatible }) => `${version} ${compatible}`),
    ).toEqual(["v2.0.0-rc.1 true", "v1.10.0 false", "v1.9.0 false"]);
  });

  it("may be a directory", async () => {
    const [repository, published] = [createRepository(), createRepository()];
    published.write({ "export/usage.avsc": usage(), "export/gone.avsc": record("llm.Gone", "id") });
    repository.commit("start", { "schemas/usage.avsc": usage(required) });
    const checked = await check(repository, "--against", `dir:${published.path}/export`);
    expect(verdicts(checked)).toEqual({ "llm.Gone": "deleted", "llm.cost.TokenUsage": "incompatible" });
  });

  it("on a main branch without changes is the commit before, and the push's own start in CI", async () => {
    const repository = createRepository();
    const first = repository.commit("one", { "usage.avsc": usage() });
    repository.commit("two", { "usage.avsc": usage(required) });
    repository.commit("three", { "other.avsc": record("llm.Other", "id") });
    expect(verdicts(await check(repository))).toEqual({ "llm.Other": "new" });
    const pushed = await checkAt(repository, { env: { CI: "true", GITLAB_CI: "true", CI_COMMIT_BEFORE_SHA: first } });
    expect(verdicts(pushed)).toEqual({ "llm.Other": "new", "llm.cost.TokenUsage": "incompatible" });
  });

  it("must be passed on both sides while a merge is in progress", async () => {
    const repository = createRepository();
    repository.commit("start", { "usage.avsc": usage(), "note.txt": "a" });
    repository.branch("theirs");
    repository.commit("theirs", { "usage.avsc": usage("team"), "note.txt": "b" });
    repository.git("checkout", "--quiet", "main");
    repository.commit("ours", { "note.txt": "c" });
    repository.tryGit(["merge", "--quiet", "theirs"]);
    repository.write({ "usage.avsc": usage("team"), "note.txt": "d" });
    repository.git("add", "--all");
    const checked = await check(repository, "--staged");
    expect(checked.report.baselines[0]?.rule).toContain("MERGE_HEAD");
    expect(places(checked)).toEqual(["usage.avsc:11:15 avro/reader-field-missing-default-value"]);
  });

  it("that is out of reach is exit 3 with the command that brings it; one that never was is exit 2", async () => {
    const repository = createRepository();
    repository.commit("one", { "usage.avsc": usage() });
    repository.commit("two", { "usage.avsc": usage(optional) });
    repository.commit("three", { "usage.avsc": usage("tokens", optional) });
    const shallow = repository.clone("--depth=2");
    shallow.branch("work");
    shallow.write({ "usage.avsc": usage("tokens", required) });
    const transitive = await check(shallow, "--mode", "FULL_TRANSITIVE");
    expect(transitive.code).not.toBe(0);
    expect(JSON.stringify(transitive.report.problems)).toMatch(/git fetch --unshallow/);
    const unknown = await check(shallow, "--against", "v9");
    expect([unknown.code, unknown.report.outcome]).toEqual([2, "error"]);
    const hostile = await check(shallow, "--against=--upload-pack=evil");
    expect(hostile.code).toBe(2);
  });

  it("is nothing on an unborn branch: every subject is new", async () => {
    const repository = createRepository();
    repository.write({ "usage.avsc": usage() });
    expect(verdicts(await check(repository))).toEqual({ "llm.cost.TokenUsage": "new" });
  });

  it("in two files with one change still decides what it can: an objection beats what could not be decided", async () => {
    const repository = createRepository();
    repository.commit("one", { "old.avsc": record("llm.Old", "id") });
    repository.commit("two", { "usage.avsc": usage() });
    const shallow = repository.clone("--depth=1");
    shallow.branch("work");
    shallow.write({ "usage.avsc": usage(required), "old.avsc": record("llm.Old", "id", optional) });
    const checked = await check(shallow, "--mode", "BACKWARD_TRANSITIVE");
    expect(verdicts(checked)).toMatchObject({ "llm.Old": "undecided" });
    expect(checked.code).toBe(1);
  });
});
