import { afterAll, describe, expect, it } from "vitest";
import { check, findingsOf, places, record, verdicts } from "./support/check.ts";
import { createRepository, type FileContents, removeFolders, temporaryFolder } from "./support/repository.ts";
import { run } from "./support/run.ts";

afterAll(removeFolders);

const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);

/** What `check` says of one file beside a sound one, on a branch of a repository that has neither. */
async function checkFile(contents: FileContents) {
  const repository = createRepository();
  repository.commit("start");
  repository.branch("work");
  repository.write({ "bad.avsc": contents, "good.avsc": usage() });
  return await check(repository);
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

describe("a schema file", () => {
  const refused: Readonly<Record<string, readonly [FileContents, RegExp, string?]>> = {
    "that is empty": ["", /empty/],
    "that is UTF-16": [utf16(JSON.stringify(usage())), /UTF-16/],
    "that holds NUL bytes": [Buffer.from('"str\0ing"'), /NUL/],
    "that is not UTF-8": [Buffer.from([0x22, 0xff, 0x22]), /UTF-8/],
    "that is no JSON": ["{]", /JSON/, "1:2"],
    "with text after its end": ['"string" "int"', /after the end/, "1:10"],
    "that is nested deeper than 1,000 levels": ["[".repeat(1001) + "]".repeat(1001), /deeper than 1000/],
    "that is nested 100,000 levels deep": ["[".repeat(100_000) + "]".repeat(100_000), /deeper than 1000/],
    "with a key twice": ['{"type": "fixed",\n "name": "Hash", "size": 1,\n "size": 2}', /`size`/, "3:2"],
    "over 8 MB": [`"${"a".repeat(9_000_000)}"`, /8000000|8 MB/],
  };

  it.each(Object.entries(refused))(
    "%s is an objection on its line, and the rest is checked",
    async (_, [contents, message, at]) => {
      const checked = await checkFile(contents);
      expect(checked.code).toBe(1);
      expect(verdicts(checked)).toMatchObject({ "llm.cost.TokenUsage": "new" });
      const [finding] = findingsOf(checked);
      expect([finding?.rule, finding?.file]).toEqual(["schema/invalid", "bad.avsc"]);
      expect(finding?.message).toMatch(message);
      if (at !== undefined) expect(`${finding?.line}:${finding?.column}`).toBe(at);
    },
  );

  it("of 50 MB is refused by its size", async () => {
    const checked = await checkFile(Buffer.alloc(50_000_000, 0x20));
    expect(findingsOf(checked)[0]?.message).toMatch(/50000000 bytes/);
    expect(checked.code).toBe(1);
  });

  it("may be larger where the configuration says so", async () => {
    const repository = createRepository();
    repository.commit("start");
    repository.branch("work");
    const doc = "a".repeat(300);
    repository.write({
      "usage.avsc": { ...usage(), doc },
      "schemactl.yaml": "version: 1\nlimits: { file-size: 200 }\n",
    });
    expect((await check(repository)).code).toBe(1);
    repository.write({ "schemactl.yaml": "version: 1\nlimits: { file-size: 2KB }\n" });
    expect((await check(repository)).code).toBe(0);
  });

  it("with a byte order mark is read, with a warning", async () => {
    const checked = await checkFile(`\ufeff${JSON.stringify(usage("bom"))}`);
    expect(checked.report.problems.map(({ severity, code, file }) => [severity, code, file])).toContainEqual([
      "warning",
      "byte-order-mark",
      "bad.avsc",
    ]);
  });

  it("with comments is read, as the registry reads it", async () => {
    const checked = await checkFile(
      `// spans\n${JSON.stringify(record("llm.Span", "id")).replace("[", "[ /* fields */ ")}\n`,
    );
    expect([checked.code, verdicts(checked)]).toEqual([0, { "llm.Span": "new", "llm.cost.TokenUsage": "new" }]);
  });

  it("may use the names of what every object inherits", async () => {
    const repository = createRepository();
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const schema = (...more: object[]) => record("__proto__", ...names, ...more);
    repository.commit("start", { "usage.avsc": JSON.stringify(schema()) });
    repository.branch("work");
    repository.write({ "usage.avsc": JSON.stringify(schema({ name: "valueOf", type: "int" })) });
    const checked = await check(repository);
    expect(checked.report.subjects.map(({ subject, verdict }) => `${subject} ${verdict}`)).toEqual([
      "__proto__ incompatible",
    ]);
    expect(findingsOf(checked)[0]?.proof).toMatchObject({ kind: "witness" });
  });

  it("that is a link out of the repository is an objection; a link inside is the file that it points to", async () => {
    const outside = temporaryFolder();
    const repository = createRepository();
    repository.commit("start", { "usage.avsc": usage() });
    repository.branch("work");
    repository.symlink("schemas/inside.avsc", "../usage.avsc");
    expect((await check(repository)).code).toBe(0);
    repository.symlink("schemas/outside.avsc", `${outside}/usage.avsc`);
    repository.symlink("schemas/above.avsc", "../../usage.avsc");
    expect(places(await check(repository))).toEqual([
      "schemas/above.avsc:1:1 schema/invalid",
      "schemas/outside.avsc:1:1 schema/invalid",
    ]);
  });

  it("that was invalid before and is unchanged is a warning where a change reaches it", async () => {
    const repository = createRepository();
    const broken = record("llm.Invoice", { name: "total", type: "llm.Money" }, { name: "rate", type: "llm.Rate" });
    repository.commit("start", { "money.avsc": record("llm.Money", "amount"), "invoice.avsc": broken });
    repository.branch("work");
    repository.write({
      "money.avsc": record("llm.Money", "amount", { name: "currency", type: "string", default: "USD" }),
    });
    const checked = await check(repository);
    expect(checked.code).toBe(0);
    expect(checked.report.problems.map(({ severity, code, file }) => [severity, code, file])).toEqual([
      ["warning", "schema/invalid", "invoice.avsc"],
    ]);
  });
});

describe("a folder", () => {
  it("that is no repository is wrong usage, in one document", async () => {
    const outcome = await run(["check", "--format", "json"], { cwd: temporaryFolder() });
    expect([outcome.code, JSON.parse(outcome.stdout).outcome]).toEqual([2, "error"]);
  });

  it("that is an empty repository passes, saying so", async () => {
    const repository = createRepository();
    const outcome = await run(["check"], { cwd: repository.path });
    expect([outcome.code, outcome.stdout]).toEqual([0, ""]);
    expect(outcome.stderr).toContain("no schema changed");
  });
});

describe("odd names", () => {
  it("of files reach the report as they are", async () => {
    const repository = createRepository();
    const names = ["with space.avsc", "ünïcode/日本.avsc", "-dash.avsc", 'quote".avsc', ":(top)magic.avsc", "*.avsc"];
    repository.commit("start", Object.fromEntries(names.map((name, i) => [name, record(`llm.N${i}`, "id")])));
    repository.branch("work");
    repository.write(
      Object.fromEntries(names.map((name, i) => [name, record(`llm.N${i}`, "id", { name: "cost", type: "int" })])),
    );
    const checked = await check(repository);
    expect(new Set(findingsOf(checked).map(({ file }) => file))).toEqual(new Set(names));
  });
});
