import { afterAll, describe, expect, it } from "vitest";
import { modeNames } from "../src/compatibility/modes.ts";
import { check, findingsOf, places, record, subjectOf, verdicts } from "./support/check.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";

afterAll(removeFolders);

const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const required = { name: "cost_usd", type: "double" };
const optional = { ...required, default: 0 };

/** Three versions on main: the second adds an optional field, the third drops it again. A branch then stands on the third. */
function threeVersions(): TestRepository {
  const repository = createRepository();
  repository.commit("one", { "usage.avsc": usage("tokens") });
  repository.commit("two", { "usage.avsc": usage("tokens", optional) });
  repository.commit("three", { "usage.avsc": usage("tokens") });
  repository.branch("work");
  return repository;
}

describe("the eight modes", () => {
  const pairs = (checked: Awaited<ReturnType<typeof check>>) =>
    subjectOf(checked, "llm.cost.TokenUsage").comparisons.map(
      ({ direction, compatible }) => `${direction} ${compatible}`,
    );

  it("ask what they promise, of the versions they promise", async () => {
    const repository = threeVersions();
    repository.write({ "usage.avsc": usage("tokens", { name: "cost_usd", type: "string", default: "" }) });
    const asked: Record<string, readonly string[]> = {};
    for (const mode of modeNames.filter((name) => name !== "DISABLED"))
      asked[mode] = pairs(await check(repository, "--mode", mode));
    expect(asked).toEqual({
      NONE: [],
      BACKWARD: ["backward true"],
      BACKWARD_TRANSITIVE: ["backward true", "backward false"],
      FORWARD: ["forward true"],
      FORWARD_TRANSITIVE: ["forward true", "forward false"],
      FULL: ["forward true", "backward true"],
      FULL_TRANSITIVE: ["forward true", "backward true", "forward false", "backward false"],
    });
  });

  it("lock a subject that is DISABLED, but for a new one and for the same text in another layout", async () => {
    const repository = threeVersions();
    repository.write({ "usage.avsc": usage("tokens", optional), "new.avsc": record("llm.New", "id") });
    const locked = await check(repository, "--mode", "DISABLED");
    expect(verdicts(locked)).toEqual({ "llm.New": "new", "llm.cost.TokenUsage": "frozen" });
    expect(places(locked)).toEqual(["usage.avsc:3:11 subject/frozen"]);
    repository.write({ "usage.avsc": JSON.stringify(usage("tokens")) });
    expect(verdicts(await check(repository, "--mode", "DISABLED"))["llm.cost.TokenUsage"]).toBe("unchanged");
  });

  it("report every failing version of a transitive mode, newest first, each with its commit", async () => {
    const repository = createRepository();
    const commits = [usage(), usage("tokens"), usage("tokens", "team")].map((schema, i) =>
      repository.commit(`version ${i}`, { "usage.avsc": schema }),
    );
    repository.branch("work");
    repository.write({ "usage.avsc": usage("tokens", "team", required) });
    const checked = await check(repository, "--mode", "BACKWARD_TRANSITIVE");
    const found = findingsOf(checked).filter(({ path }) => path === "/fields/3");
    expect(found.map(({ version }) => version)).toEqual(commits.toReversed().map((commit) => commit.slice(0, 7)));
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(found.map(({ proof }) => proof?.kind)).toEqual(["witness", undefined, undefined]);
  });
});

describe("versions that differ in their docs only", () => {
  it("are versions of their own, and each is told what it shows", async () => {
    const told = (doc: string) => ({ ...usage({ name: "tokens", type: "long", doc }), doc });
    const repository = createRepository();
    const commits = ["", "First.", "Second."].map((doc, i) =>
      repository.commit(`version ${i}`, { "usage.avsc": doc === "" ? usage("tokens") : told(doc) }),
    );
    repository.commit("another", { "usage.avsc": usage("tokens", optional) });
    repository.branch("work");
    repository.write({ "usage.avsc": usage("tokens", required) });
    const checked = await check(repository, "--mode", "FULL_TRANSITIVE");
    expect(subjectOf(checked, "llm.cost.TokenUsage").comparisons.length).toBe(8);
    const found = findingsOf(checked).filter(({ rule }) => rule === "avro/reader-field-missing-default-value");
    expect(found.map(({ version }) => version)).toEqual(commits.toReversed().map((commit) => commit.slice(0, 7)));
    const alike = found.map(({ version: _, proof, ...finding }) => finding);
    expect(alike).toEqual([alike[0], alike[0], alike[0]]);
    expect(found.map(({ proof }) => proof?.kind)).toEqual(["witness", undefined, undefined]);
  });
});

describe("exit codes", () => {
  it("are 0 without objections, 1 for a break, and follow --fail-on", async () => {
    const repository = threeVersions();
    expect((await check(repository)).code).toBe(0);
    repository.write({ "usage.avsc": usage("tokens", required) });
    const failed = await check(repository);
    expect([failed.code, failed.report.exitCode, failed.report.outcome]).toEqual([1, 1, "failed"]);
    const never = await check(repository, "--fail-on", "never");
    expect([never.code, never.report.outcome, findingsOf(never).length]).toEqual([0, "passed", 1]);
  });

  it("let risks pass, fail for --fail-on risks and soundness: error, and hide them with soundness: off", async () => {
    const repository = createRepository();
    const at = (logicalType: string) => usage({ name: "at", type: { type: "long", logicalType } });
    repository.commit("start", { "usage.avsc": at("timestamp-millis") });
    repository.branch("work");
    repository.write({ "usage.avsc": at("timestamp-micros") });
    const warned = await check(repository);
    expect([warned.code, findingsOf(warned).map(({ effect }) => effect)]).toEqual([0, ["risks"]]);
    expect((await check(repository, "--fail-on", "risks")).code).toBe(1);
    repository.write({ "schemactl.yaml": "version: 1\nsoundness: error\n" });
    expect((await check(repository)).code).toBe(1);
    const careless = createRepository();
    careless.commit("start", {
      "schemactl.yaml": "version: 1\nsoundness: off\n",
      "usage.avsc": at("timestamp-millis"),
    });
    careless.branch("work");
    careless.write({ "usage.avsc": at("timestamp-micros") });
    const off = await check(careless);
    expect([off.code, findingsOf(off)]).toEqual([0, []]);
  });

  it("count a candidate that is no valid schema as an objection on its line, and go on with the rest", async () => {
    const repository = threeVersions();
    repository.write({
      "usage.avsc": usage("tokens", required),
      "broken.avsc": '{\n  "type": "record",\n  "name": "Broken",\n  "fields": [}\n}\n',
    });
    const checked = await check(repository);
    expect(places(checked)).toEqual([
      "broken.avsc:4:14 schema/invalid",
      "usage.avsc:15:15 avro/reader-field-missing-default-value",
    ]);
    expect(checked.code).toBe(1);
  });

  it("judge a candidate strictly and a baseline as the registry reads it", async () => {
    const repository = createRepository();
    const wrong = usage({ name: "tokens", type: "int", default: "many" });
    repository.commit("start", { "usage.avsc": wrong });
    repository.branch("work");
    repository.write({ "usage.avsc": usage({ name: "tokens", type: "int", default: 0 }) });
    const mended = await check(repository);
    expect([mended.code, verdicts(mended)]).toEqual([0, { "llm.cost.TokenUsage": "compatible" }]);
    repository.commit("mend");
    repository.git("checkout", "--quiet", "main");
    repository.git("merge", "--quiet", "work");
    repository.branch("again");
    repository.write({ "usage.avsc": wrong });
    expect(places(await check(repository))).toEqual(["usage.avsc:13:18 schema/invalid"]);
  });
});

describe("the subject as a whole", () => {
  it("objects to a deletion at the old path, unless the mode is NONE", async () => {
    const repository = threeVersions();
    repository.git("rm", "--quiet", "usage.avsc");
    const gone = await check(repository);
    expect([gone.code, places(gone)]).toEqual([1, ["usage.avsc:3:11 subject/deleted"]]);
    expect((await check(repository, "--mode", "NONE")).code).toBe(0);
  });

  it("takes a full name changed in place as one renaming, and `was` as consent", async () => {
    const repository = threeVersions();
    repository.write({ "usage.avsc": record("llm.billing.TokenUsage", "model_id", "tokens") });
    const renamed = await check(repository);
    expect(places(renamed)).toEqual(["usage.avsc:3:11 subject/renamed"]);
    expect(verdicts(renamed)).toEqual({ "llm.billing.TokenUsage": "renamed" });
    repository.write({
      "schemactl.yaml": 'version: 1\nschemas:\n  - files: usage.avsc\n    was: ["llm.cost.TokenUsage"]\n',
    });
    expect(verdicts(await check(repository))).toEqual({ "llm.billing.TokenUsage": "compatible" });
  });

  it("follows a moved file where the subject comes from its content", async () => {
    const repository = threeVersions();
    repository.git("mv", "usage.avsc", "moved.avsc");
    repository.write({ "moved.avsc": usage("tokens", required) });
    expect(verdicts(await check(repository))).toEqual({ "llm.cost.TokenUsage": "incompatible" });
  });

  it("takes a move as a new subject where the subject comes from the path, unless `was` says otherwise", async () => {
    const repository = threeVersions();
    const configure = (was: string) => `version: 1\nschemas:\n  - files: "*.avsc"\n    subject: "{file}-value"\n${was}`;
    repository.git("mv", "usage.avsc", "moved.avsc");
    repository.write({ "schemactl.yaml": configure("") });
    expect(verdicts(await check(repository))).toEqual({ "moved-value": "new", "usage-value": "deleted" });
    repository.write({ "schemactl.yaml": configure('    was: ["usage-value"]\n') });
    expect(verdicts(await check(repository))).toEqual({ "moved-value": "unchanged" });
  });

  it("follows a moved file through its history in a transitive mode", async () => {
    const repository = createRepository();
    repository.commit("one", { "a.avsc": usage() });
    repository.git("mv", "a.avsc", "b.avsc");
    repository.commit("move", { "b.avsc": usage({ ...required, default: 0 }) });
    repository.commit("three", {
      "b.avsc": usage({ ...required, default: 0 }, { name: "team", type: "string", default: "" }),
    });
    repository.branch("work");
    repository.write({ "b.avsc": usage(required, { name: "team", type: "string", default: "" }) });
    const checked = await check(repository, "--mode", "BACKWARD_TRANSITIVE");
    expect(subjectOf(checked, "llm.cost.TokenUsage").comparisons.map(({ compatible }) => compatible)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("takes the newest valid version where the file was no valid schema at the baseline, so that a fix can be merged", async () => {
    const repository = createRepository();
    repository.commit("good", { "usage.avsc": usage("tokens") });
    repository.commit("broken", { "usage.avsc": "{ not a schema" });
    repository.branch("work");
    repository.write({ "usage.avsc": usage("tokens", required) });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ "llm.cost.TokenUsage": "incompatible" });
    expect(checked.report.problems.map(({ code }) => code)).toEqual(["baseline-invalid"]);
    repository.write({ "usage.avsc": usage("tokens") });
    expect((await check(repository)).code).toBe(0);
  });

  it("counts a version that only a referenced file changed", async () => {
    const repository = createRepository();
    const invoice = record("llm.Invoice", { name: "total", type: "llm.Money" });
    repository.commit("one", { "money.avsc": record("llm.Money", "amount"), "invoice.avsc": invoice });
    repository.commit("two", {
      "money.avsc": record("llm.Money", "amount", { name: "currency", type: "string", default: "USD" }),
    });
    repository.branch("work");
    repository.write({ "money.avsc": record("llm.Money", "amount", "currency") });
    const checked = await check(repository, "--mode", "BACKWARD_TRANSITIVE");
    expect(subjectOf(checked, "llm.Invoice").comparisons.map(({ compatible }) => compatible)).toEqual([true, false]);
  });

  it("tells versions apart by everything but layout: a default is part of a version", async () => {
    const repository = createRepository();
    repository.commit("one", { "usage.avsc": usage("tokens") });
    repository.commit("two", { "usage.avsc": usage({ name: "tokens", type: "string", default: "" }) });
    repository.commit("three", {
      "usage.avsc": JSON.stringify(usage({ name: "tokens", type: "string", default: "" })),
    });
    repository.branch("work");
    repository.write({ "usage.avsc": usage() });
    const checked = await check(repository, "--mode", "FORWARD_TRANSITIVE");
    expect(subjectOf(checked, "llm.cost.TokenUsage").comparisons.map(({ compatible }) => compatible)).toEqual([
      true,
      false,
    ]);
  });
});

describe("the same answer", () => {
  it("for the index and the work tree of one tree, byte for byte", async () => {
    const repository = threeVersions();
    repository.write({ "usage.avsc": usage("tokens", required), "other.avsc": record("llm.Other", "id") });
    repository.git("add", "--all");
    const [staged, plain] = [await check(repository, "--staged"), await check(repository)];
    expect(staged.stdout).toBe(plain.stdout);
    expect(staged.code).toBe(1);
  });
});
