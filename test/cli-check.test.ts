// What a person sees of `check`; what it decides is tested in the check-*.test.ts files.
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { reportSchema } from "../src/reporters/json-schema.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { type Run, run, transcript } from "./support/run.ts";

const usage = (...fields: readonly object[]): object => ({
  type: "record",
  name: "TokenUsage",
  namespace: "llm.cost",
  fields: [{ name: "model_id", type: "string" }, { name: "tokens", type: "int" }, ...fields],
});
const span = {
  type: "record",
  name: "Span",
  namespace: "llm.telemetry",
  fields: [{ name: "usage", type: "llm.cost.TokenUsage" }],
};

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
  repository.commit("usage and spans", { "schemas/cost/usage.avsc": usage(), "schemas/telemetry/span.avsc": span });
  repository.branch("pricing");
});
afterAll(removeFolders);

const check = (...args: readonly string[]): Promise<Run> =>
  run(["check", ...args], { cwd: repository.path, env: { ...repository.env } as Record<string, string> });

async function snapshot(name: string, result: Run, ...args: readonly string[]): Promise<void> {
  await expect(transcript(["schemactl check", ...args].join(" "), result)).toMatchFileSnapshot(
    `transcripts/check-${name}.txt`,
  );
}

describe("schemactl check", () => {
  test("a blocked change is explained on its line, proved, and told once", async () => {
    repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) });
    const result = await check();
    expect(result.code).toBe(1);
    await snapshot("blocked", result);
  });

  test("a change that is safe is told in a line for each subject", async () => {
    repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double", default: 0 }) });
    repository.write({
      "schemas/policy/decision.avsc": { type: "enum", name: "Decision", symbols: ["ALLOW", "DENY"] },
    });
    const result = await check();
    expect(result.code).toBe(0);
    await snapshot("passed", result);
  });

  test("--staged says nothing at all when it passes, and everything when it does not", async () => {
    repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double", default: 0 }) });
    repository.git("add", "--all");
    repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) });
    expect(await check("--staged")).toEqual({ code: 0, stdout: "", stderr: "" });
    repository.git("add", "--all");
    const result = await check("--staged");
    expect(result).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("cost_usd"),
      stderr: expect.stringContaining("2 subjects break"),
    });
  });

  test("a configuration with mistakes lists them all", async () => {
    repository.write({ "schemactl.yaml": "version: 1\ncompatability: FULL\npolicy: lax\n" });
    const result = await check();
    expect(result.code).toBe(2);
    await snapshot("misconfigured", result);
  });

  test("a candidate that is no schema is an objection on its line", async () => {
    repository.write({
      "schemas/cost/usage.avsc":
        '{\n  "type": "record",\n  "name": "TokenUsage",\n  "namespace": "llm.cost",\n  "fields": [{ "name": "tokens", "type": "longg" }]\n}\n',
    });
    const result = await check();
    expect(result.code).toBe(1);
    await snapshot("invalid", result);
  });

  test("a ref that does not exist is a mistake of the person", async () => {
    const result = await check("--against", "v9.9.9");
    expect(result).toMatchObject({ code: 2, stdout: "" });
    await snapshot("no-such-ref", result, "--against v9.9.9");
  });

  test("in colour, the same words", async () => {
    repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
    const bare = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");
    const [plain, coloured] = [await check("--color", "never"), await check("--color=always")];
    expect(coloured.stdout).toContain("\u001b[1;31mbreaks\u001b[22;39m");
    expect({ stdout: bare(coloured.stdout), stderr: bare(coloured.stderr), code: coloured.code }).toEqual(plain);
  });
});

describe("--format json", () => {
  const validate = new Ajv2020().compile(reportSchema);
  const told = (result: Run): unknown => {
    expect(result.stderr).toBe("");
    const document: unknown = JSON.parse(result.stdout);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    return document;
  };

  test.each([
    {
      when: "nothing breaks",
      code: 0,
      outcome: "passed",
      args: [],
      change: { "schemas/cost/usage.avsc": usage({ name: "cached", type: "int", default: 0 }) },
    },
    {
      when: "something breaks",
      code: 1,
      outcome: "failed",
      args: [],
      change: { "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) },
    },
    {
      when: "breaks are let through",
      code: 0,
      outcome: "passed",
      args: ["--fail-on", "never"],
      change: { "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) },
    },
    { when: "the ref does not exist", code: 2, outcome: "error", args: ["--against", "v9.9.9"], change: {} },
    {
      when: "the configuration is wrong",
      code: 2,
      outcome: "error",
      args: [],
      change: { "schemactl.yaml": "version: 7\n" },
    },
  ])("is one valid document when $when", async ({ code, outcome, args, change }) => {
    repository.write(change);
    const result = await check("--format", "json", ...args);
    expect(result.code).toBe(code);
    expect(told(result)).toMatchObject({ outcome, exitCode: code });
    const staged = await check("--format", "json", "--staged", ...args);
    told(staged);
  });

  test("is one valid document when something needed could not be read", async () => {
    repository.commit("longer prompts", {
      "schemas/cost/usage.avsc": usage({ name: "cached", type: "int", default: 0 }),
    });
    repository.git("checkout", "--quiet", "main");
    repository.commit("other prompts", {
      "schemas/cost/usage.avsc": usage({ name: "reused", type: "int", default: 0 }),
    });
    expect(repository.tryGit(["merge", "pricing"]).status).not.toBe(0);
    const result = await check("--format", "json");
    expect(result.code).toBe(3);
    expect(told(result)).toMatchObject({ outcome: "undecided", exitCode: 3, problems: [{ severity: "error" }] });
  });

  test("has the same bytes twice", async () => {
    repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) });
    expect(await check("--format", "json")).toEqual(await check("--format", "json"));
  });
});
