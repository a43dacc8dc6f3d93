import { afterAll, describe, expect, it } from "vitest";
import { check, findingsOf, subjectOf, verdicts } from "./support/check.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { run } from "./support/run.ts";

afterAll(removeFolders);

const draft7 = "http://json-schema.org/draft-07/schema#";
const schema = (rest: object, $schema: string | undefined = draft7): object => ({
  ...($schema === undefined ? {} : { $schema }),
  type: "object",
  ...rest,
});
const usage = (tokens: object, more: object = {}) => schema({ properties: { tokens }, ...more });
const integer = { type: "integer" };
const text = { type: "string" };

function repositoryOf(files: Readonly<Record<string, string | object>>): TestRepository {
  const repository = createRepository();
  repository.commit("start", files);
  repository.branch("work");
  return repository;
}

describe("a `.json` file", () => {
  it("is a schema where it names a meta-schema, is called one, or is listed", async () => {
    const repository = repositoryOf({
      "schemas/usage.json": usage(integer),
      "schemas/trace.schema.json": { type: "object", properties: { id: text } },
      "contracts/policy.json": { type: "object", properties: { name: text } },
      "schemactl.yaml": 'version: 1\nschemas:\n  - files: "contracts/*.json"\n',
    });
    repository.write({
      "schemas/usage.json": usage(text),
      "schemas/trace.schema.json": { type: "object", properties: { id: integer } },
      "contracts/policy.json": { type: "object", properties: { name: integer } },
    });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({
      "contracts/policy": "incompatible",
      "schemas/trace": "incompatible",
      "schemas/usage": "incompatible",
    });
    expect(new Set(findingsOf(checked).map(({ rule }) => rule))).toEqual(new Set(["json-schema/type-changed"]));
  });

  it("of another kind is nothing to a run, in any of its states", async () => {
    const files = {
      "package.json": { name: "platform", type: "module", dependencies: {} },
      "tsconfig.json": { $schema: "https://json.schemastore.org/tsconfig", compilerOptions: {} },
      "package-lock.json": { lockfileVersion: 3, packages: {} },
    };
    const repository = repositoryOf({ ...files, "broken.json": "{" });
    repository.write({
      "package.json": { ...files["package.json"], version: "2.0.0" },
      "tsconfig.json": { ...files["tsconfig.json"], include: ["src"] },
      "package-lock.json": null,
      "broken.json": "{{",
      "data.json": new Uint8Array([0, 1, 2, 255]),
    });
    const checked = await check(repository);
    expect([checked.code, checked.report.subjects, checked.report.problems]).toEqual([0, [], []]);
    repository.write({ "schemactl.yaml": 'version: 1\nschemas:\n  - files: "**"\n    owner: platform\n' });
    expect((await check(repository)).report.subjects).toEqual([]);
  });

  it("that a job rewrites is nothing added on top of a commit, unless it is a schema", async () => {
    const repository = createRepository();
    repository.commit("one", { "package-lock.json": { lockfileVersion: 2 }, "usage.json": usage(integer) });
    repository.commit("two", { "usage.json": usage(text) });
    repository.write({ "package-lock.json": { lockfileVersion: 3 } });
    const checked = await check(repository);
    expect(checked.report.baselines[0]?.rule).toContain("HEAD^1");
    expect(verdicts(checked)).toEqual({ usage: "incompatible" });
  });

  it("that is a schema no more is a subject that is gone, and one that became a schema is new", async () => {
    const repository = repositoryOf({ "usage.json": usage(integer), "trace.json": { hello: "world" } });
    repository.write({ "usage.json": { settings: true }, "trace.json": schema({ properties: { id: text } }) });
    expect(verdicts(await check(repository))).toEqual({ trace: "new", usage: "deleted" });
  });

  it("that was a schema and cannot be read is invalid", async () => {
    const repository = repositoryOf({ "usage.json": usage(integer), "trace.json": usage(integer) });
    repository.write({ "usage.json": '{ "type": "object", ', "trace.json": new Uint8Array([255, 254, 0]) });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ trace: "invalid", usage: "invalid" });
    expect(checked.code).toBe(1);
  });

  it("is listed by `subjects` where it is a schema", async () => {
    const repository = repositoryOf({
      "package.json": { name: "platform" },
      "schemas/usage.json": usage(integer),
      "schemas/trace.schema.json": { type: "object" },
      "notes.json": { see: "json-schema.org" },
    });
    const { stdout } = await run(["subjects", "--format", "json"], {
      cwd: repository.path,
      env: repository.env as Record<string, string>,
    });
    const listed = (JSON.parse(stdout) as { subjects: readonly { subject: string }[] }).subjects;
    expect(listed.map(({ subject }) => subject)).toEqual(["schemas/trace", "schemas/usage"]);
  });
});

describe("references", () => {
  const refers = (ref: string) => schema({ properties: { cost: { $ref: ref } } });

  it("are followed by path, into files that are no schemas by themselves", async () => {
    const repository = repositoryOf({
      "schemas/usage.json": refers("../shared/money.json#/definitions/amount"),
      "schemas/other.json": schema({}),
      "shared/money.json": { definitions: { amount: integer } },
    });
    repository.write({ "shared/money.json": { definitions: { amount: text } } });
    const checked = await check(repository);
    expect(verdicts(checked)).toEqual({ "schemas/usage": "incompatible" });
    expect(subjectOf(checked, "schemas/usage").findings[0]?.file).toBe("shared/money.json");
  });

  it("are followed by `$id`, wherever the file stands", async () => {
    const $id = "https://llm.example/shared/amount.json";
    const repository = repositoryOf({
      "schemas/usage.json": refers($id),
      "elsewhere/money.json": { $schema: draft7, $id, ...integer },
    });
    repository.write({ "elsewhere/money.json": { $schema: draft7, $id, ...text } });
    expect(verdicts(await check(repository))).toEqual({
      "elsewhere/money": "incompatible",
      "schemas/usage": "incompatible",
    });
  });

  it("may form a circle", async () => {
    const repository = repositoryOf({ "a.json": refers("b.json"), "b.json": refers("a.json") });
    repository.write({ "b.json": schema({ properties: { cost: { $ref: "a.json" }, tokens: integer } }) });
    expect(Object.keys(verdicts(await check(repository)))).toEqual(["a", "b"]);
  });

  it("that lead nowhere are an error that says where it was looked", async () => {
    const repository = repositoryOf({ "schemas/usage.json": schema({}) });
    repository.write({ "schemas/usage.json": refers("../shared/money.json") });
    const [finding] = findingsOf(await check(repository));
    expect(finding).toMatchObject({ rule: "schema/invalid", file: "schemas/usage.json" });
    expect(finding?.remedy).toContain("`shared/money.json`");
  });
});

it("a new `$id` does not make a new subject", async () => {
  const repository = repositoryOf({ "usage.json": usage(integer, { $id: "https://llm.example/v1/usage.json" }) });
  repository.write({ "usage.json": usage(text, { $id: "https://llm.example/v2/usage.json" }) });
  const checked = await check(repository);
  expect(verdicts(checked)).toEqual({ usage: "incompatible" });
});

it("a check of an Avro schema reads no JSON", async () => {
  const repository = repositoryOf({
    "usage.avsc": { type: "record", name: "Usage", fields: [] },
    "usage.json": usage(integer),
  });
  repository.write({
    "usage.avsc": { type: "record", name: "Usage", fields: [{ name: "at", type: "long", default: 0 }] },
  });
  expect(verdicts(await check(repository))).toEqual({ Usage: "compatible" });
});
