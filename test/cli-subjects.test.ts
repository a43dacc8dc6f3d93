import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRepository, removeFolders, type TestRepository, temporaryFolder } from "./support/repository.ts";
import { run, transcript } from "./support/run.ts";

const record = (name: string, namespace: string): object => ({
  type: "record",
  name,
  namespace,
  fields: [{ name: "tokens", type: "long" }],
});

const config = `version: 1
compatibility: FORWARD
ignore: ["third_party/**"]
schemas:
  - files: "schemas/telemetry/**"
    subject: "{namespace}.{name}-value"
    compatibility: FULL_TRANSITIVE
    owner: observatory
    tags: [telemetry]
  - files: "schemas/telemetry/span.avsc"
    tags: [pii]
`;

let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
  repository.commit("an LLM platform", {
    "schemas/cost/usage.avsc": record("TokenUsage", "llm.cost"),
    "schemas/telemetry/span.avsc": record("Span", "llm.telemetry"),
    "schemas/prompt.avsc": { type: "map", values: "string" },
    "third_party/vendor.avsc": record("Vendor", "elsewhere"),
    "README.md": "not a schema",
  });
  repository.commit("and its rules", { "schemactl.yaml": config });
});
afterAll(removeFolders);

const subjects = (...args: readonly string[]) =>
  run(["subjects", ...args], { cwd: repository.path, env: { ...repository.env } as Record<string, string> });

describe("schemactl subjects", () => {
  test("lists file, subject, mode and baseline, and which line decided each", async () => {
    const result = await subjects();
    await expect(transcript("schemactl subjects", result)).toMatchFileSnapshot("transcripts/subjects.txt");
    expect(result.code).toBe(0);
  });

  test("the same for a machine", async () => {
    const { stdout, stderr, code } = await subjects("--format", "json");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const document = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    expect(Object.keys(document)).toEqual([
      "schemaVersion",
      "outcome",
      "exitCode",
      "baselines",
      "subjects",
      "ignored",
      "problems",
    ]);
    expect(document).toMatchObject({
      schemaVersion: 1,
      outcome: "passed",
      exitCode: 0,
      subjects: [
        { file: "schemas/cost/usage.avsc", subject: "llm.cost.TokenUsage", mode: "FORWARD", tags: [] },
        {
          file: "schemas/telemetry/span.avsc",
          subject: "llm.telemetry.Span-value",
          mode: "FULL_TRANSITIVE",
          baselines: ["merge-base"],
          owner: "observatory",
          tags: ["telemetry", "pii"],
          decidedBy: { subject: "schemactl.yaml:6 (entry 1)", mode: "schemactl.yaml:7 (entry 1)", policy: "default" },
        },
        {
          file: "schemas/prompt.avsc",
          subject: "schemas/prompt",
          decidedBy: { subject: "default", mode: "schemactl.yaml:2" },
        },
      ],
      ignored: [{ file: "third_party/vendor.avsc", glob: "third_party/**", decidedBy: "schemactl.yaml:3" }],
      problems: [],
    });
  });

  test("PATH limits the list", async () => {
    const { stdout } = await subjects("schemas/telemetry", "--format", "json");
    expect((JSON.parse(stdout) as { subjects: readonly { file: string }[] }).subjects.map(({ file }) => file)).toEqual([
      "schemas/telemetry/span.avsc",
    ]);
  });

  test("--against is what it lists as the baseline", async () => {
    const { stdout } = await subjects("--against", "HEAD~1", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      baselines: [{ name: "HEAD~1" }],
      subjects: [{ decidedBy: { baseline: "--against" } }, {}, {}],
    });
  });

  test("a configuration with mistakes lists them all and nothing else", async () => {
    repository.write({ "broken.yaml": "version: 1\ncompatability: FULL\npolicy: lax\n" });
    const result = await subjects("--config", "broken.yaml");
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr.match(/^error: /gm)).toHaveLength(2);
    expect(result.stderr).toContain("at broken.yaml:2:1");
    const asJson = await subjects("--config", "broken.yaml", "--format", "json");
    expect(JSON.parse(asJson.stdout)).toMatchObject({ outcome: "error", exitCode: 2, subjects: [] });
  });

  test("a subject that a file cannot have, and an entry that matches nothing, are told", async () => {
    repository.write({
      "named.yaml":
        'version: 1\nschemas:\n  - files: "**/*.avsc"\n    subject: "{name}"\n  - files: "schemas/polcy/**"\n    owner: trust\n',
    });
    const { code, stdout, stderr } = await subjects("--config", "named.yaml");
    expect(code).toBe(2);
    expect(stdout).toContain("schemas/cost/usage.avsc");
    expect(stderr).toContain("error: `schemas/prompt.avsc`: `{name}` has no value");
    expect(stderr).toContain("warning: `schemas/polcy/**` matches no schema file");
  });

  test("a file that is no text keeps its place in the list, and is told", async () => {
    repository.write({ "schemas/broken.avsc": "{ not json", "schemas/utf16.avsc": Buffer.from("\ufeff{}", "utf16le") });
    const { code, stdout, stderr } = await subjects("schemas");
    repository.write({ "schemas/broken.avsc": null, "schemas/utf16.avsc": null });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^schemas\/broken\.avsc +schemas\/broken /m);
    expect(stderr).toContain(
      "warning: the file is UTF-16: its subject is told by its path alone\n  at schemas/utf16.avsc",
    );
  });

  test("outside of a repository there is nothing to list", async () => {
    const result = await run(["subjects"], {
      cwd: temporaryFolder(),
      env: { ...repository.env } as Record<string, string>,
    });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(/^error: /);
  });
});

describe("what a file refers to", () => {
  test("is told as a registry is told it: the name by which it refers, and the subject that is kept under", async () => {
    const platform = createRepository();
    const proto = (...lines: readonly string[]) => `syntax = "proto3";\npackage llm;\n${lines.join("\n")}\n`;
    platform.commit("three languages", {
      "proto/llm/usage.proto": proto(
        'import "llm/model.proto";',
        'import "google/protobuf/timestamp.proto";',
        "message Usage { Model model = 1; google.protobuf.Timestamp at = 2; }",
      ),
      "proto/llm/model.proto": proto('import "llm/vendor.proto";', "message Model { Vendor vendor = 1; }"),
      "proto/llm/vendor.proto": proto("message Vendor { string name = 1; }"),
      "contracts/score.schema.json": { $schema: "http://json-schema.org/draft-07/schema#", type: "number" },
      "contracts/guardrail.schema.json": {
        $schema: "http://json-schema.org/draft-07/schema#",
        properties: { score: { $ref: "score.schema.json" } },
      },
      "avro/span.avsc": {
        ...record("Span", "llm.telemetry"),
        fields: [{ name: "usage", type: "llm.cost.TokenUsage" }],
      },
      "avro/usage.avsc": record("TokenUsage", "llm.cost"),
    });
    const surroundings = { cwd: platform.path, env: { ...platform.env } as Record<string, string> };
    const { stdout } = await run(["subjects", "--format", "json"], surroundings);
    const { subjects } = JSON.parse(stdout) as {
      readonly subjects: readonly { readonly subject: string; readonly references: readonly object[] }[];
    };
    expect(Object.fromEntries(subjects.map(({ subject, references }) => [subject, references]))).toEqual({
      "contracts/guardrail": [{ name: "score.schema.json", subject: "contracts/score" }],
      "contracts/score": [],
      "llm.cost.TokenUsage": [],
      "llm.telemetry.Span": [{ name: "llm.cost.TokenUsage", subject: "llm.cost.TokenUsage" }],
      "llm/model": [{ name: "llm/vendor.proto", subject: "llm/vendor" }],
      "llm/usage": [{ name: "llm/model.proto", subject: "llm/model" }],
      "llm/vendor": [],
    });
  });
});
