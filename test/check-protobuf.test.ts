import { afterAll, describe, expect, it } from "vitest";
import { check as checkLibrary } from "../src/index.ts";
import { check, findingsOf, places, subjectOf, verdicts } from "./support/check.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";

afterAll(removeFolders);

const proto = (...lines: readonly string[]): string => `syntax = "proto3";\npackage llm.cost;\n${lines.join("\n")}\n`;
const money = (type = "int64") => proto("message Money {", `  ${type} micros = 1;`, "}");
const usage = (...fields: readonly string[]) =>
  proto(
    'import "shared/money.proto";',
    "message Usage {",
    "  Money cost = 1;",
    ...fields.map((field) => `  ${field}`),
    "}",
  );
const trace = (...fields: readonly string[]) => proto("message Trace {", ...fields.map((field) => `  ${field}`), "}");

function repositoryOf(files: Readonly<Record<string, string>>): TestRepository {
  const repository = createRepository();
  repository.commit("start", files);
  repository.branch("work");
  return repository;
}

describe("imports", () => {
  const files = { "proto/shared/money.proto": money(), "proto/cost/usage.proto": usage() };

  it("are found in the folders around a file, and a change is judged in all that are built from it", async () => {
    const repository = repositoryOf(files);
    repository.write({ "proto/shared/money.proto": money("string") });
    const checked = await check(repository);
    expect(verdicts(checked)).toMatchObject({ "shared/money": "incompatible" });
    expect(Object.keys(verdicts(checked))).toEqual(["cost/usage", "shared/money"]);
    expect(checked.code).toBe(1);
  });

  it("are found below the configured roots, and nowhere else", async () => {
    const config = "version: 1\nprotobuf:\n  roots: [contracts, vendor]\n";
    const repository = repositoryOf({
      "schemactl.yaml": config,
      "vendor/shared/money.proto": money(),
      "contracts/cost/usage.proto": usage(),
    });
    repository.write({ "contracts/cost/usage.proto": usage("int32 tokens = 2;") });
    expect(verdicts(await check(repository))).toEqual({ "cost/usage": "compatible" });
    repository.write({ "schemactl.yaml": config.replace(", vendor", "") });
    const lost = await check(repository);
    // The subject that lay below the root has another name without it, which the configuration at the merge-base objects to.
    expect(verdicts(lost)).toEqual({ "cost/usage": "invalid", "shared/money": "unchanged" });
    const finding = findingsOf(lost).find(({ rule }) => rule !== "config/loosened");
    expect(finding).toMatchObject({ rule: "schema/invalid", file: "contracts/cost/usage.proto", line: 3 });
    expect(finding?.remedy).toContain("looked for at `contracts/shared/money.proto`");
  });

  it("that may mean two files which differ are an error that names both, and alike ones are not", async () => {
    const repository = repositoryOf(files);
    repository.write({ "proto/cost/usage.proto": usage("int32 tokens = 2;"), "shared/money.proto": money() });
    expect(verdicts(await check(repository))["cost/usage"]).toBe("compatible");
    repository.write({ "shared/money.proto": money("string") });
    const checked = await check(repository);
    const [finding] = subjectOf(checked, "cost/usage").findings;
    expect(finding).toMatchObject({ rule: "schema/invalid", file: "proto/cost/usage.proto", line: 3 });
    expect(finding?.message).toContain("`proto/shared/money.proto` or `shared/money.proto`");
  });

  it("are followed where nothing but a distant one changed", async () => {
    const repository = repositoryOf({
      ...files,
      "proto/bill/invoice.proto": proto('import "cost/usage.proto";', "message Invoice {", "  Usage usage = 1;", "}"),
      "proto/trace.proto": trace("string id = 1;"),
    });
    repository.write({ "proto/shared/money.proto": money("string") });
    expect(Object.keys(verdicts(await check(repository)))).toEqual(["bill/invoice", "cost/usage", "shared/money"]);
  });

  it("that lead deeper than anybody compares leave their own subject undecided, and no other", async () => {
    const deep = (type: string): string =>
      proto(...Array.from({ length: 1100 }, (_, i) => `message M${i} { ${i === 1099 ? type : `M${i + 1}`} x = 1; }`));
    const near = proto('import "deep.proto";', "message Near { M0 x = 1; }");
    const repository = repositoryOf({
      "deep.proto": deep("int64"),
      "near.proto": near,
      "trace.proto": trace("string id = 1;"),
    });
    repository.write({ "deep.proto": deep("string"), "trace.proto": trace("bytes id = 1;", "int32 more = 2;") });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ deep: "incompatible", near: "undecided", trace: "compatible" });
    expect(checked.report.problems).toEqual([
      expect.objectContaining({ severity: "error", code: "undecided", file: "near.proto" }),
    ]);
  });

  describe("of which only a part changed", () => {
    const rate = (type: string): string => `message Rate { ${type} value = 1; }`;
    const shared = (type: string, ...more: readonly string[]): string =>
      `${money()}${[rate(type), ...more].join("\n")}\n`;
    const quote = proto('import "shared/money.proto";', "message Quote {", "  Rate rate = 1;", "}");
    const bill = proto('import "cost/quote.proto";', "message Bill {", "  Quote q = 1;", "}");
    const before = { ...files, "proto/shared/money.proto": shared("int64"), "proto/cost/quote.proto": quote };
    const subjects = async (
      edited: string,
      more: Readonly<Record<string, string>> = {},
      ...args: readonly string[]
    ) => {
      const repository = repositoryOf({ ...before, ...more });
      repository.write({ "proto/shared/money.proto": edited });
      return verdicts(await check(repository, ...args));
    };

    it("are judged in those that use it, directly or not", async () => {
      expect(await subjects(shared("string"), { "proto/bill.proto": bill })).toEqual({
        "shared/money": "incompatible",
        "cost/quote": "incompatible",
        bill: "incompatible",
      });
    });

    it("are judged in those that use it over a public import", async () => {
      const around = proto('import public "shared/money.proto";', "message Around {}");
      const far = proto('import "around.proto";', "message Far {", "  Rate rate = 1;", "}");
      const more = { "proto/around.proto": around, "proto/far.proto": far };
      expect(Object.keys(await subjects(shared("string"), more))).toEqual(["cost/quote", "far", "shared/money"]);
    });

    it.each([
      ["a comment", shared("int64", "// In millionths.")],
      ["a new message", shared("int64", "message Budget { Money limit = 1; }")],
    ])("concern nobody else with %s", async (_, edited) => {
      expect(Object.keys(await subjects(edited))).toEqual(["shared/money"]);
    });

    it.each([
      ["the syntax", shared("int64").replace("proto3", "proto2").replaceAll(" int64", " optional int64")],
      [
        "an extension",
        shared("int64", "extend Rate { optional string note = 100; }")
          .replace("proto3", "proto2")
          .replaceAll(" int64", " optional int64"),
      ],
      ["an import", shared("int64").replace("message Money", 'import "google/protobuf/any.proto";\nmessage Money')],
    ])("concern all with %s", async (_, edited) => {
      expect(Object.keys(await subjects(edited))).toEqual(["cost/quote", "cost/usage", "shared/money"]);
    });

    it("concern who reads it together with another file that has the new name", async () => {
      const both = proto('import "shared/money.proto";', 'import "other.proto";', "message Both {}");
      const more = { "proto/other.proto": proto("message Budget {}"), "proto/both.proto": both };
      expect(await subjects(shared("int64", "message Budget {}"), more)).toMatchObject({ both: "invalid" });
    });

    it("concern who may mean a copy of it, which is no copy any more", async () => {
      const more = { "shared/money.proto": shared("int64") };
      const told = await subjects(shared("int64", "// In millionths."), more);
      expect(told).toMatchObject({ "cost/usage": "invalid", "cost/quote": "invalid" });
    });

    it("are told where they are invalid, and by each that refers to them where only that is asked about", async () => {
      const spoilt = shared("int64", "message Budget { Unknown limit = 1; }");
      expect(await subjects(spoilt)).toEqual({ "shared/money": "invalid" });
      expect(await subjects(spoilt, {}, "proto/cost/usage.proto")).toEqual({ "cost/usage": "invalid" });
    });
  });

  it("that are gone make who needs them invalid", async () => {
    const repository = repositoryOf(files);
    repository.write({ "proto/shared/money.proto": null });
    expect(verdicts(await check(repository))).toEqual({ "cost/usage": "invalid", "shared/money": "deleted" });
  });

  it("are followed into the history in a transitive mode", async () => {
    const repository = createRepository();
    repository.commit("one", { ...files, "proto/shared/money.proto": money("string") });
    repository.commit("two", files);
    repository.branch("work");
    repository.write({ "proto/cost/usage.proto": usage("int32 tokens = 2;") });
    const checked = await check(repository, "--mode", "BACKWARD_TRANSITIVE");
    expect(subjectOf(checked, "cost/usage").comparisons).toHaveLength(2);
  });
});

describe("a subject", () => {
  it("is the path without its root and ending, and stays where the file moves to another root", async () => {
    const repository = repositoryOf({ "proto/llm/trace.proto": trace("string id = 1;") });
    repository.git("mv", "proto/llm/trace.proto", "trace.proto");
    repository.write({ "protos/llm/trace.proto": trace("string id = 1;", "int32 tokens = 2;"), "trace.proto": null });
    expect(verdicts(await check(repository))).toEqual({ "llm/trace": "compatible" });
  });

  it("of a file that moved is reported as renamed, and the file is compared all the same", async () => {
    const repository = repositoryOf({ "proto/llm/trace.proto": trace("string id = 1;", "int64 at = 2;") });
    repository.write({
      "proto/llm/trace.proto": null,
      "proto/llm/v1/trace.proto": trace("string id = 1;", "string at = 2;"),
    });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ "llm/v1/trace": "incompatible" });
    const rules = findingsOf(checked).map(({ rule }) => rule);
    expect(rules).toContain("subject/renamed");
    expect(rules).toContain("protobuf/field-scalar-kind-changed");
  });

  it("does not become a new one by a new package", async () => {
    const repository = repositoryOf({ "proto/trace.proto": trace("string id = 1;") });
    repository.write({ "proto/trace.proto": trace("string id = 1;").replace("llm.cost", "llm.telemetry") });
    const checked = await check(repository);
    expect(places(checked)).toEqual(["proto/trace.proto:2:9 protobuf/package-changed"]);
    expect(verdicts(checked)).toEqual({ trace: "incompatible" });
  });

  it("has copies where two files differ only in their root", async () => {
    const repository = repositoryOf({
      "proto/trace.proto": trace("string id = 1;"),
      "third_party/trace.proto": trace("string id = 1;"),
    });
    repository.write({ "proto/trace.proto": trace("string id = 1;", "int32 tokens = 2;") });
    const checked = await check(repository);
    expect(findingsOf(checked).map(({ rule }) => rule)).toEqual(["subject/copies-differ"]);
    repository.write({ "third_party/trace.proto": trace("string id = 1;", "int32 tokens = 2;") });
    expect((await check(repository)).code).toBe(0);
  });
});

describe("a field number that was used with another meaning", () => {
  const versions = [trace("string id = 1;", "string team = 2;"), trace("string id = 1;"), trace("string id = 1;")];
  const reused = trace("string id = 1;", "int32 tokens = 2;");

  it.each(["BACKWARD", "FORWARD", "FULL", "NONE"])("is told whatever the mode: %s", async (mode) => {
    const repository = createRepository();
    for (const [i, text] of versions.entries()) repository.commit(`version ${i}`, { "trace.proto": text });
    repository.branch("work");
    repository.write({ "trace.proto": reused });
    const checked = await check(repository, "--mode", mode);
    const found = findingsOf(checked).filter(({ rule }) => rule === "protobuf/field-number-reused");
    expect(new Set(found.map(({ version }) => version))).toEqual(
      new Set([repository.git("rev-parse", "--short=7", "main~2")]),
    );
    expect(found.every(({ effect }) => effect === "risks")).toBe(true);
    expect(checked.code).toBe(0);
    repository.write({ "schemactl.yaml": "version: 1\nsoundness: error\n" });
    expect((await check(repository, "--mode", mode)).code).toBe(1);
  });

  it("is no question of a change that brings no field, nor of a locked subject", async () => {
    const repository = createRepository();
    for (const [i, text] of versions.entries()) repository.commit(`version ${i}`, { "trace.proto": text });
    repository.branch("work");
    repository.write({ "trace.proto": trace("string id = 1;", "reserved 2;") });
    expect(findingsOf(await check(repository)).map(({ rule }) => rule)).not.toContain("protobuf/field-number-reused");
    repository.write({ "trace.proto": reused });
    expect(verdicts(await check(repository, "--mode", "DISABLED"))).toEqual({ trace: "frozen" });
  });

  it("is told by the library too", async () => {
    const history = versions.map((text, i) => ({ version: i + 1, text }));
    const checked = await checkLibrary({ format: "protobuf", candidate: { text: reused }, history, mode: "BACKWARD" });
    expect(checked.compatible).toBe(true);
    const told = checked.comparisons.filter(({ findings }) =>
      findings.some(({ rule }) => rule === "protobuf/field-number-reused"),
    );
    expect(told.map(({ version }) => version)).toEqual([1]);
  });

  it("warns where a shallow clone ends before the older versions", async () => {
    const repository = createRepository();
    for (const [i, text] of versions.entries())
      repository.commit(`version ${i}`, { "trace.proto": `${text}// ${i}\n` });
    const clone = repository.clone("--depth", "1");
    clone.branch("work");
    clone.write({ "trace.proto": reused });
    const checked = await check(clone);
    expect([checked.code, verdicts(checked)]).toEqual([0, { trace: "compatible" }]);
    expect(checked.report.problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning undecided"]);
  });
});
