import { afterAll, describe, expect, it } from "vitest";
import { check, checkAt, findingsOf, places, record, subjectOf, verdicts } from "./support/check.ts";
import { createRepository, removeFolders } from "./support/repository.ts";

afterAll(removeFolders);

const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const cost = { name: "cost_usd", type: "double" };

describe("with no configuration", () => {
  it("finds tracked schemas, and untracked ones that are not ignored", async () => {
    const repository = createRepository();
    repository.commit("start", { ".gitignore": "node_modules/\n", "schemas/usage.avsc": usage() });
    repository.branch("work");
    repository.write({
      "schemas/usage.avsc": usage(cost),
      "schemas/new.avsc": record("llm.cost.Budget", "team"),
      "node_modules/dependency/schema.avsc": record("other.Thing", "id"),
      "notes.txt": "cost_usd",
    });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ "llm.cost.Budget": "new", "llm.cost.TokenUsage": "incompatible" });
    expect(checked.code).toBe(1);
  });

  it("covers the whole repository from any folder, and reports on the named paths only", async () => {
    const repository = createRepository();
    repository.commit("start", { "cost/usage.avsc": usage(), "telemetry/span.avsc": record("llm.Span", "id") });
    repository.branch("work");
    repository.write({ "cost/usage.avsc": usage(cost), "telemetry/span.avsc": record("llm.Span", "id", cost) });
    const everywhere = await checkAt(repository, { folder: "telemetry" });
    expect(Object.keys(verdicts(everywhere))).toEqual(["llm.Span", "llm.cost.TokenUsage"]);
    const there = await checkAt(repository, { folder: "telemetry" }, ".");
    expect(Object.keys(verdicts(there))).toEqual(["llm.Span"]);
    const named = await checkAt(repository, { folder: "telemetry" }, "../cost/usage.avsc");
    expect(places(named)).toEqual(["cost/usage.avsc:11:15 avro/reader-field-missing-default-value"]);
    const wrong = await check(repository, "schemas");
    expect([wrong.code, wrong.report.problems[0]?.message]).toEqual([2, "there is nothing at `schemas`"]);
  });

  it("names .avdl and .avpr as not supported, once", async () => {
    const repository = createRepository();
    repository.commit("start");
    repository.branch("work");
    repository.write({ "a.avdl": "protocol A {}", "b.avdl": "protocol B {}", "c.avsc": usage() });
    const checked = await check(repository);
    expect(checked.report.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "unsupported: `a.avdl` and 1 more like it is not supported yet and was not checked",
    ]);
    expect(checked.code).toBe(0);
  });
});

describe("subjects", () => {
  it("are the full name, or the path without its extension where the top level has no name", async () => {
    const repository = createRepository();
    repository.commit("start");
    repository.branch("work");
    repository.write({ "schemas/usage.avsc": usage(), "schemas/batch.avsc": { type: "array", items: "string" } });
    expect(Object.keys(verdicts(await check(repository)))).toEqual(["llm.cost.TokenUsage", "schemas/batch"]);
  });

  it("refuse a template that asks an unnamed schema for its name, and name the file", async () => {
    const repository = createRepository();
    repository.commit("start");
    repository.branch("work");
    repository.write({
      "schemactl.yaml": 'version: 1\nschemas:\n  - files: "**/*.avsc"\n    subject: "{name}-value"\n',
      "batch.avsc": { type: "array", items: "string" },
    });
    const checked = await check(repository);
    expect(checked.code).toBe(2);
    expect(checked.report.outcome).toBe("error");
    expect(checked.report.problems[0]?.message).toContain("`batch.avsc`");
  });

  it("take copies of one schema as one, and object only where a change makes them differ", async () => {
    const repository = createRepository();
    repository.commit("start", { "a/usage.avsc": usage(), "b/usage.avsc": usage() });
    repository.branch("work");
    repository.write({ "a/usage.avsc": usage({ ...cost, default: 0 }) });
    const apart = await check(repository);
    expect(places(apart)).toEqual(["a/usage.avsc:3:11 subject/copies-differ"]);
    expect(apart.code).toBe(1);
    repository.write({ "b/usage.avsc": usage({ ...cost, default: 0 }) });
    const together = await check(repository);
    expect(findingsOf(together)).toEqual([]);
    expect(subjectOf(together, "llm.cost.TokenUsage").files).toEqual(["a/usage.avsc", "b/usage.avsc"]);
  });

  it("warn once about copies that differed before, and check each against its own past", async () => {
    const repository = createRepository();
    repository.commit("start", { "a/usage.avsc": usage(), "b/usage.avsc": usage("team") });
    repository.branch("work");
    repository.write({ "a/usage.avsc": usage({ ...cost, default: 0 }), "b/usage.avsc": usage("team", cost) });
    const checked = await check(repository);
    expect(places(checked)).toEqual(["b/usage.avsc:15:15 avro/reader-field-missing-default-value"]);
    expect(checked.report.problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning subject/copies-differ",
    ]);
  });
});

describe("names defined in other files", () => {
  const money = (...more: readonly (string | object)[]) =>
    record("llm.shared.Money", { name: "micros", type: "long" }, ...more);
  const invoice = record("llm.cost.Invoice", { name: "total", type: "llm.shared.Money" });
  const month = record("llm.cost.Month", { name: "invoices", type: { type: "array", items: "Invoice" } });

  it("resolve across folders in any order, and a change reaches every schema that is built from the changed one", async () => {
    const repository = createRepository();
    repository.commit("start", { "z/money.avsc": money(), "a/month.avsc": month, "b/invoice.avsc": invoice });
    repository.branch("work");
    repository.write({ "z/money.avsc": money("currency") });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({
      "llm.cost.Invoice": "incompatible",
      "llm.cost.Month": "incompatible",
      "llm.shared.Money": "incompatible",
    });
    expect(new Set(places(checked))).toEqual(new Set(["z/money.avsc:11:15 avro/reader-field-missing-default-value"]));
  });

  it("resolve in the tree of their own side", async () => {
    const repository = createRepository();
    repository.commit("start", { "money.avsc": money(), "invoice.avsc": invoice });
    repository.branch("work");
    repository.git("mv", "money.avsc", "currency.avsc");
    repository.write({ "currency.avsc": money({ name: "currency", type: "string", default: "USD" }) });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ "llm.cost.Invoice": "compatible", "llm.shared.Money": "compatible" });
  });

  it("mean their own file first, and object at the reference where several files differ about one", async () => {
    const repository = createRepository();
    repository.commit("start", { "money.avsc": money(), "invoice.avsc": invoice });
    repository.branch("work");
    repository.write({ "other.avsc": record("llm.Other", { name: "price", type: money("currency") }) });
    const checked = await check(repository);
    expect(places(checked)).toEqual(["invoice.avsc:8:15 schema/invalid"]);
    expect(findingsOf(checked)[0]?.message).toMatch(/`llm.shared.Money`.*`money.avsc`.*`other.avsc`/);
  });

  it("object at the reference where a definition is missing, or files need each other in a circle", async () => {
    const repository = createRepository();
    repository.commit("start", { "money.avsc": money(), "invoice.avsc": invoice });
    repository.branch("work");
    repository.git("rm", "--quiet", "money.avsc");
    const missing = await check(repository);
    expect(places(missing)).toContain("invoice.avsc:8:15 schema/invalid");
    repository.git("reset", "--quiet", "--hard");
    repository.write({ "money.avsc": money({ name: "invoice", type: ["null", "llm.cost.Invoice"], default: null }) });
    const circle = await check(repository);
    expect(places(circle).filter((place) => place.endsWith("schema/invalid"))).not.toEqual([]);
    expect(circle.code).toBe(1);
  });
});
