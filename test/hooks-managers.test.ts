// The hooks as pre-commit and prek install and run them: the real tools, real commits, no network.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record } from "./support/check.ts";
import { type HookTool, hookToolsProblem, installHooks, offlineEnv, publishedHooks } from "./support/hook-tools.ts";
import { createRepository, type GitOutcome, removeFolders, type TestRepository } from "./support/repository.ts";

const usage = record("llm.cost.TokenUsage", "model_id");
const breaking = record("llm.cost.TokenUsage", "model_id", { name: "cost_usd", type: "double" });
const harmless = record("llm.cost.TokenUsage", "model_id", { name: "cost_usd", type: "double", default: 0 });
const rule = "avro/reader-field-missing-default-value";
const path = "schemas/cost/usage.avsc";
const other = "schemas/cost/price.avsc";

const problem = hookToolsProblem();
const tools: readonly HookTool[] = ["pre-commit", "prek"];

afterAll(removeFolders);

describe.skipIf(problem !== undefined).each(tools)(
  `%s${problem === undefined ? "" : ` (not run: ${problem})`}`,
  (tool) => {
    let published: TestRepository;
    let env: Readonly<Record<string, string>>;
    beforeAll(async () => {
      published = await publishedHooks();
      env = offlineEnv();
    }, 120_000);

    /** A clone on a branch, with a remote that has `main`, and both hooks. */
    function project(): TestRepository {
      const origin = createRepository("--bare");
      const repository = createRepository();
      const hooks = "  - hooks: [{id: schemactl-check}, {id: schemactl-check-push}]\n";
      repository.commit("as it was", {
        [path]: usage,
        [other]: record("llm.cost.Price", "currency"),
        ".pre-commit-config.yaml": `repos:\n${hooks}    repo: ${published.path}\n    rev: v1.0.0\n`,
      });
      repository.git("remote", "add", "origin", origin.path);
      repository.git("push", "--quiet", "origin", "main");
      repository.git("fetch", "--quiet", "origin");
      repository.branch("change");
      installHooks(tool, repository, env);
      return repository;
    }

    function blocked(repository: TestRepository, outcome: GitOutcome, reason: string, before: string): void {
      expect(outcome.stdout + outcome.stderr).toContain(reason);
      expect(outcome.status).not.toBe(0);
      expect(repository.git("rev-parse", "HEAD")).toBe(before);
    }

    const head = (repository: TestRepository): string => repository.git("rev-parse", "HEAD");

    test("a commit that breaks is stopped, and one that does not is let through", () => {
      const repository = project();
      const before = head(repository);
      repository.write({ [path]: breaking });
      repository.git("add", "--all");
      blocked(repository, repository.tryGit(["commit", "-m", "pricing"], env), rule, before);
      // Only what is staged counts.
      repository.write({ [path]: harmless });
      repository.git("add", "--all");
      repository.write({ [path]: breaking });
      expect(repository.tryGit(["commit", "-m", "pricing"], env)).toMatchObject({ status: 0 });
      expect(head(repository)).not.toBe(before);
    });

    test("a commit that only deletes a schema is stopped", () => {
      const repository = project();
      repository.git("rm", "--quiet", path);
      blocked(
        repository,
        repository.tryGit(["commit", "-m", "away with it"], env),
        "subject/deleted",
        head(repository),
      );
    });

    test("a commit that only edits the configuration is stopped where that cannot be used", () => {
      const repository = project();
      repository.write({ "schemactl.yaml": "version: 1\ncompatibility: SIDEWAYS\n" });
      repository.git("add", "--all");
      blocked(repository, repository.tryGit(["commit", "-m", "configure"], env), "SIDEWAYS", head(repository));
    });

    test("a commit that touches no schema passes", () => {
      const repository = project();
      repository.write({ "README.md": "Tokens and what they cost.\n" });
      repository.git("add", "--all");
      expect(repository.tryGit(["commit", "-m", "explain"], env)).toMatchObject({ status: 0 });
    });

    test("`git commit -a` hands the hook another index, and that one is checked", () => {
      const repository = project();
      repository.write({ [path]: breaking });
      blocked(repository, repository.tryGit(["commit", "-a", "-m", "pricing"], env), rule, head(repository));
      repository.write({ [path]: harmless });
      expect(repository.tryGit(["commit", "-a", "-m", "pricing"], env)).toMatchObject({ status: 0 });
    });

    test("`git commit -- PATH` is judged by what it commits, and not by what else is staged", () => {
      const repository = project();
      repository.write({
        [path]: breaking,
        [other]: record("llm.cost.Price", "currency", { name: "per", type: "int", default: 1 }),
      });
      repository.git("add", path);
      blocked(repository, repository.tryGit(["commit", "-m", "both", "--", path], env), rule, head(repository));
      expect(repository.tryGit(["commit", "-m", "the one", "--", other], env)).toMatchObject({ status: 0 });
    });

    test("a linked work tree has the same hooks", () => {
      const linked = project().worktree("linked");
      linked.write({ [path]: breaking });
      linked.git("add", "--all");
      blocked(linked, linked.tryGit(["commit", "-m", "pricing"], env), rule, head(linked));
    });

    test("a push is judged by the commits that it sends, whatever the work tree looks like", () => {
      const repository = project();
      repository.commit("pricing", { [path]: breaking });
      repository.write({ [path]: usage });
      const stopped = repository.tryGit(["push", "origin", "change"], env);
      expect(stopped.stdout + stopped.stderr).toContain(rule);
      expect(stopped.status).not.toBe(0);
      repository.commit("pricing that is safe", { [path]: harmless });
      repository.write({ [path]: breaking });
      expect(repository.tryGit(["push", "origin", "change"], env)).toMatchObject({ status: 0 });
    });

    test("a push of a branch that is not checked out, and one of the main branch, are judged too", () => {
      const repository = project();
      repository.commit("pricing", { [path]: breaking });
      repository.git("checkout", "--quiet", "main");
      const other = repository.tryGit(["push", "origin", "change"], env);
      expect(other.stdout + other.stderr).toContain(rule);
      expect(other.status).not.toBe(0);
      const main = repository.tryGit(["push", "origin", "change:main"], env);
      expect(main.stdout + main.stderr).toContain(rule);
      expect(main.status).not.toBe(0);
    });
  },
);

describe("what the hooks are", () => {
  test("neither filters files, and both run once whatever is committed", async () => {
    const { parse } = await import("yaml");
    const { readFileSync } = await import("node:fs");
    const hooks = parse(readFileSync(".pre-commit-hooks.yaml", "utf8")) as Record<string, unknown>[];
    expect(hooks.map(({ id }) => id)).toEqual(["schemactl-check", "schemactl-check-push"]);
    for (const hook of hooks) {
      expect(hook).toMatchObject({ always_run: true, pass_filenames: false, require_serial: true, language: "node" });
      expect(
        Object.keys(hook).filter((key) => /^(files|exclude|types|types_or|exclude_types|args)$/.test(key)),
      ).toEqual([]);
    }
  });

  test("installing them runs no script of the package and brings no other one", async () => {
    const { readFileSync } = await import("node:fs");
    const { scripts, dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, object>;
    const run = ["prepare", "prepack", "build", "preinstall", "install", "postinstall"];
    expect(Object.keys(scripts ?? {}).filter((name) => run.includes(name))).toEqual([]);
    expect(dependencies).toEqual({});
  });
});
