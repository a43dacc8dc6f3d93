// What `doctor` objects to, each with its line and its fix.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { record } from "./support/check.ts";
import { command } from "./support/fixing.ts";
import { createRepository, type FileContents, removeFolders, type TestRepository } from "./support/repository.ts";

const pin = "0123456789abcdef0123456789abcdef01234567";
const workflow = (trigger: string, job = "", step = ""): string =>
  `on:\n${trigger}jobs:\n  gate:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - uses: schemactl/schemactl@${pin}\n${step}`;
const both = "  pull_request:\n  merge_group:\n";
const path = ".github/workflows/gate.yml";

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
  repository.commit("usage", {
    "schemas/cost/usage.avsc": record("llm.cost.TokenUsage", "model_id"),
    [path]: workflow(both),
    "lefthook.yml": "pre-commit:\n  commands:\n    gate:\n      run: npx schemactl check --staged\n",
  });
  repository.commit("one more");
});
afterAll(removeFolders);

interface Told {
  readonly state: string;
  readonly about: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly fix?: string;
}

async function told(
  files: Readonly<Record<string, FileContents>> = {},
): Promise<{ code: number; findings: readonly Told[] }> {
  repository.write(files);
  const { stdout, code } = await command(repository, "doctor", "--format", "json");
  const { findings } = JSON.parse(stdout) as { findings: Told[] };
  for (const { state, fix } of findings) expect(fix === undefined).toBe(state === "ok");
  return { code, findings: findings.filter(({ state }) => state !== "ok") };
}

describe("schemactl doctor", () => {
  test("has nothing to say against a gate that stands", async () => {
    expect(await told()).toEqual({ code: 0, findings: [] });
    const { stdout, code } = await command(repository, "doctor");
    expect(code).toBe(0);
    expect(stdout.split("\n").map((line) => line.slice(0, 20).trim())).toEqual([
      ...[
        "ok     configuration",
        "ok     schemas",
        "ok     base",
        "ok     gate",
        "ok     hook",
        "ok     approvals",
        "",
      ],
    ]);
  });

  test.each([
    ["`paths`", workflow("  pull_request:\n    paths: [schemas/**]\n  merge_group:\n"), 3, /paths/],
    ["`paths-ignore`", workflow("  pull_request:\n    paths-ignore: [docs/**]\n  merge_group:\n"), 3, /paths-ignore/],
    [
      "`types` without later commits",
      workflow("  pull_request:\n    types: [opened]\n  merge_group:\n"),
      3,
      /later commits/,
    ],
    ["an `if` of the job", workflow(both, "    if: github.actor != 'dependabot[bot]'\n"), 7, /skipped by its `if`/],
    ["an `if` of the step", workflow(both, "", "        if: github.event_name == 'push'\n"), 9, /skipped by its `if`/],
    ["`continue-on-error` of the job", workflow(both, "    continue-on-error: true\n"), 7, /run passes/],
    ["`continue-on-error` of the step", workflow(both, "", "        continue-on-error: true\n"), 9, /run passes/],
    ["`needs`", workflow(both, "    needs: build\n"), 7, /skipped when `build` fails/],
    [
      "`fail-on: never`",
      workflow(both, "", "        with:\n          fail-on: never\n"),
      8,
      /passes whatever is found/,
    ],
    ["`|| true`", workflow(both, "", "      - run: npx schemactl check || true\n"), 9, /passes whatever is found/],
  ])("%s in the workflow is wrong", async (_, text, line, message) => {
    const { code, findings } = await told({ [path]: text });
    expect(code).toBe(1);
    expect(findings).toMatchObject([{ state: "wrong", about: "gate", file: path, line }]);
    expect(findings[0]?.message).toMatch(message);
  });

  test.each(["always()", "!cancelled()", "$".concat("{{ always() }}")])(
    "an `if: %s` skips nothing",
    async (condition) => {
      expect(
        await told({ [path]: workflow(both, `    needs: build\n    if: ${JSON.stringify(condition)}\n`) }),
      ).toEqual({
        code: 0,
        findings: [],
      });
    },
  );

  test("triggers may be a word or a list, and a merge queue is a note", async () => {
    for (const on of ["on: pull_request\n", "on: [push, pull_request]\n"]) {
      const { code, findings } = await told({ [path]: workflow(both).replace(`on:\n${both}`, on) });
      expect(code).toBe(0);
      expect(findings).toMatchObject([{ state: "note", about: "gate" }]);
      expect(findings[0]?.message).toContain("merge queue");
    }
  });

  test("no workflow at all, one that runs on pushes only, and one that is another's", async () => {
    expect((await told({ [path]: null })).findings).toMatchObject([
      { state: "wrong", about: "gate", fix: "schemactl init writes one" },
    ]);
    const pushes = await told({ [path]: workflow("  push:\n") });
    expect(pushes).toMatchObject({
      code: 1,
      findings: [{ state: "wrong", file: path, fix: "add `pull_request:` under `on:`" }],
    });
    const other = "# schemactl is elsewhere\non: pull_request\njobs: {lint: {steps: [{run: npm run lint}]}}\n";
    expect((await told({ [path]: other })).findings).toMatchObject([{ fix: "schemactl init writes one" }]);
    expect((await told({ [path]: "on: [\n# schemactl" })).code).toBe(1);
  });

  test("a pull request's code next to the repository's secrets is wrong", async () => {
    const text = workflow(
      "  pull_request_target:\n  pull_request:\n  merge_group:\n",
      "",
      "      - uses: actions/checkout@v6\n",
    );
    const { findings } = await told({ [path]: text });
    expect(findings).toMatchObject([{ state: "wrong", line: 2 }]);
    expect(findings[0]?.message).toContain("secrets");
  });

  test("an action that is not pinned is a note", async () => {
    const { code, findings } = await told({ [path]: workflow(both).replace(pin, "v1") });
    expect({ code, findings }).toMatchObject({ code: 0, findings: [{ state: "note", line: 8 }] });
  });

  test("GitLab's jobs are looked at in the same way", async () => {
    const job = (more: string): string => `gate:\n  script:\n    - npx schemactl check\n${more}`;
    const files = (more: string) => ({ [path]: null, ".gitlab-ci.yml": job(more) });
    expect(await told(files(""))).toEqual({ code: 0, findings: [] });
    for (const more of ["  allow_failure: true\n", "  when: manual\n", "  rules:\n    - changes: [schemas/**]\n"])
      expect(await told(files(more))).toMatchObject({
        code: 1,
        findings: [{ state: "wrong", file: ".gitlab-ci.yml" }],
      });
  });

  test("a configuration that cannot be used, on its line", async () => {
    const { code, findings } = await told({ "schemactl.yaml": "version: 1\ncompatibility: SIDEWAYS\n" });
    expect(code).toBe(1);
    expect(findings).toMatchObject([{ state: "wrong", about: "configuration", file: "schemactl.yaml", line: 2 }]);
  });

  test("a repository in which no schema is found", async () => {
    const { code, findings } = await told({ "schemas/cost/usage.avsc": null });
    expect({ code, findings }).toMatchObject({ code: 1, findings: [{ state: "wrong", about: "schemas" }] });
  });

  test("a base that is out of reach", async () => {
    const { code, findings } = await told({ "schemactl.yaml": "version: 1\nbaseline: release-1\n" });
    expect(code).toBe(1);
    expect(findings).toMatchObject([{ state: "wrong", about: "base" }]);
    expect(findings[0]?.message).toContain("release-1");
  });

  test("approvals that git ignores, that cannot be read, and that are stale", async () => {
    const folder = ".schemactl/approvals";
    const ignored = await told({ ".gitignore": ".schemactl\n" });
    expect(ignored).toMatchObject({
      code: 1,
      findings: [{ state: "wrong", about: "approvals", fix: `add to .gitignore: !${folder}/` }],
    });
    const broken = await told({ ".gitignore": null, [`${folder}/${"a".repeat(64)}.yaml`]: "<<<<<<< HEAD\n" });
    expect(broken.findings).toMatchObject([{ state: "wrong", about: "approvals" }]);
    expect(broken.code).toBe(1);
  });

  test("no hook is a note", async () => {
    expect(await told({ "lefthook.yml": null })).toMatchObject({
      code: 0,
      findings: [{ state: "note", about: "hook" }],
    });
  });
});
