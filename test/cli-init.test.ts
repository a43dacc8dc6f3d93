// What `init` finds, proposes, shows and writes.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Prompts } from "../src/commands/command.ts";
import { init } from "../src/commands/init.ts";
import { record } from "./support/check.ts";
import { command } from "./support/fixing.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { world } from "./support/run.ts";

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
  repository.commit("usage", { "schemas/cost/usage.avsc": record("llm.cost.TokenUsage", "model_id") });
});
afterAll(removeFolders);

const yaml = (path: string): Record<string, unknown> => parse(repository.read(path)) as Record<string, unknown>;
const has = (path: string): boolean =>
  repository.tryGit(["ls-files", "--others", "--error-unmatch", path]).status === 0;

/** A person at a terminal, who answers in turn. */
async function atTerminal(answers: readonly (string | boolean | undefined)[], values: object = {}) {
  const asked: string[] = [];
  const left = [...answers];
  const answer = (question: string): unknown => {
    asked.push(question);
    return left.shift();
  };
  const prompts: Prompts = {
    select: async (question) => answer(question) as string | undefined,
    confirm: async (question) => answer(question) as boolean | undefined,
  };
  const { io, written } = world({ cwd: repository.path, env: repository.env as Record<string, string>, isTTY: true });
  const none = { mode: undefined, ci: undefined, hook: undefined, yes: false, force: false, "dry-run": false };
  const invocation = { values: { ...none, ...values }, args: [], io: { ...io, prompts: async () => prompts } };
  const code = await init.run({ ...invocation, commands: async () => [] } as never);
  return { code, asked, ...written };
}

describe("schemactl init", () => {
  test("without a terminal asks nothing, shows each file and writes what is proposed", async () => {
    const result = await command(repository, "init");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(yaml("schemactl.yaml")).toEqual({ version: 1, compatibility: "BACKWARD", soundness: "warn" });
    expect(yaml(".pre-commit-config.yaml")).toMatchObject({
      repos: [{ hooks: [{ id: "schemactl-check" }, { id: "schemactl-check-push" }] }],
    });
    for (const path of ["schemactl.yaml", ".github/workflows/schemactl.yml", ".pre-commit-config.yaml"]) {
      expect(result.stdout).toContain(`--- ${path}\n`);
      for (const line of repository.read(path).trimEnd().split("\n")) expect(result.stdout).toContain(`    ${line}\n`);
    }
  });

  test("writes a workflow that runs on pull requests and in merge queues, filters no paths, and may do little", async () => {
    await command(repository, "init");
    const workflow = yaml(".github/workflows/schemactl.yml");
    expect(workflow.on).toEqual({ pull_request: null, merge_group: null, push: { branches: ["main"] } });
    expect(workflow.permissions).toEqual({ contents: "read", "pull-requests": "write" });
    expect(JSON.stringify(workflow.jobs)).toMatch(/"actions\/checkout@[0-9a-f]{40}"/);
  });

  test("what it writes passes `check` and `doctor`", async () => {
    await command(repository, "init");
    repository.commit("the gate");
    expect((await command(repository, "check")).code).toBe(0);
    const doctor = await command(repository, "doctor");
    expect(doctor.stdout).not.toMatch(/^wrong/m);
    expect(doctor.code).toBe(0);
  });

  test("each question is an option", async () => {
    await command(repository, "init", "--mode", "full_transitive", "--ci", "gitlab", "--hook", "lefthook");
    expect(yaml("schemactl.yaml").compatibility).toBe("FULL_TRANSITIVE");
    expect(yaml("lefthook.yml")).toMatchObject({ "pre-commit": { commands: { schemactl: {} } } });
    expect(yaml(".gitlab-ci.yml")).toMatchObject({ schemactl: { variables: { GIT_DEPTH: 0 } } });
    expect(has(".github/workflows/schemactl.yml")).toBe(false);
    expect((await command(repository, "init", "--ci", "none", "--hook", "none")).code).toBe(0);
  });

  test("proposes what fits the schemas that there are", async () => {
    repository.commit("also Protobuf", { "proto/chunk.proto": 'syntax = "proto3";\nmessage Chunk {}\n' });
    await command(repository, "init", "--ci", "none", "--hook", "none");
    expect(yaml("schemactl.yaml")).toMatchObject({
      compatibility: "BACKWARD",
      schemas: [{ files: "**/*.proto", compatibility: "BACKWARD_TRANSITIVE" }],
    });
  });

  test("overwrites nothing without --force, and says twice what is as it should be", async () => {
    repository.write({ "schemactl.yaml": "version: 1\n", ".pre-commit-config.yaml": "repos: []\n" });
    const result = await command(repository, "init");
    expect(repository.read("schemactl.yaml")).toBe("version: 1\n");
    expect(result.stdout).toContain("--force overwrites it");
    expect(repository.read(".pre-commit-config.yaml")).toBe("repos: []\n");
    expect(result.stdout).toContain("add these lines to .pre-commit-config.yaml");
    await command(repository, "init", "--force");
    expect(yaml("schemactl.yaml").compatibility).toBe("BACKWARD");
    // A file of other tools is never replaced.
    expect(repository.read(".pre-commit-config.yaml")).toBe("repos: []\n");
    expect((await command(repository, "init")).stdout).toContain("schemactl.yaml is as it should be");
  });

  test("--dry-run writes nothing", async () => {
    const before = repository.git("status", "--porcelain");
    expect((await command(repository, "init", "--dry-run")).stdout).toContain("--- schemactl.yaml");
    expect(repository.git("status", "--porcelain")).toBe(before);
  });

  test("at a terminal asks for each choice, and before each file", async () => {
    const result = await atTerminal(["FORWARD", "github", "husky", true, false, true]);
    expect(result.code).toBe(0);
    expect(result.asked).toHaveLength(6);
    expect(yaml("schemactl.yaml").compatibility).toBe("FORWARD");
    expect(has(".github/workflows/schemactl.yml")).toBe(false);
    expect(repository.read(".husky/pre-commit")).toContain("schemactl@");
  });

  test("at a terminal asks before it overwrites, and not for what an option says", async () => {
    repository.write({ "schemactl.yaml": "version: 1\n" });
    const result = await atTerminal([false], { mode: "FULL", ci: "none", hook: "none" });
    expect(result.asked).toEqual(["Overwrite schemactl.yaml?"]);
    expect(repository.read("schemactl.yaml")).toBe("version: 1\n");
    expect((await atTerminal([], { yes: true, ci: "none", hook: "none" })).asked).toEqual([]);
  });

  test("a question that is waved away ends it", async () => {
    expect((await atTerminal([undefined])).code).toBe(130);
    expect(has("schemactl.yaml")).toBe(false);
    expect((await atTerminal(["FULL", "none", "none", undefined])).code).toBe(130);
    expect(has("schemactl.yaml")).toBe(false);
  });
});
