import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../src/cli.ts";
import { allRules } from "../src/commands/rule-list.ts";
import { run } from "./support/run.ts";

const shells = ["bash", "zsh", "fish", "powershell"] as const;
const has = (program: string): boolean => spawnSync(program, ["--version"], { encoding: "utf8" }).status === 0;

let folder: string;
const script = (shell: string): string => join(folder, `schemactl.${shell}`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "schemactl-completion-"));
  for (const shell of shells) writeFileSync(script(shell), (await run(["completion", shell])).stdout);
  writeFileSync(join(folder, "usage.avsc"), "{}");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a shell's own completion offers for a line whose last word is being typed. */
function offered(program: string, args: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").filter((line) => line !== "");
}

const modes = [
  "NONE",
  "DISABLED",
  "BACKWARD",
  "BACKWARD_TRANSITIVE",
  "FORWARD",
  "FORWARD_TRANSITIVE",
  "FULL",
  "FULL_TRANSITIVE",
];

const lines = [
  { line: "", offers: [...Object.keys(commands), "help", "--help", "--version"] },
  { line: "exp", offers: ["explain"] },
  { line: "check --pol", offers: ["--policy"] },
  { line: "check --no", offers: ["--no-prove"] },
  { line: "check --mode ", offers: modes },
  { line: "check --staged --mode FULL", offers: ["FULL", "FULL_TRANSITIVE"] },
  { line: "check --fail-on ", offers: ["breaks", "risks", "never"] },
  { line: "check --format ", offers: ["text", "json", "markdown", "github", "sarif", "junit", "gitlab"] },
  { line: "rules --format j", offers: ["json"] },
  { line: "explain subject/del", offers: ["subject/deleted"] },
  { line: "explain ", offers: (await allRules()).map(({ id }) => id) },
  { line: "completion ", offers: [...shells] },
  { line: "help ", offers: Object.keys(commands) },
];

/** bash splits at `=` before a completion sees the words, and this does it the same way. */
function bash(line: string): readonly string[] {
  const words = `schemactl ${line}`.split(/ |(=)/).filter((word) => word !== undefined);
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const lookup = `source "$1"; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _schemactl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return offered("bash", ["--norc", "-c", lookup, "bash", script("bash")]);
}

describe.runIf(has("bash"))("in bash (where it is installed)", () => {
  test.each(lines)("schemactl $line", ({ line, offers }) => {
    expect([...bash(line)].sort()).toEqual([...offers].sort());
  });

  test("schemactl check --mode=FORW", () => {
    expect(bash("check --mode=FORW")).toEqual(["FORWARD", "FORWARD_TRANSITIVE"]);
    expect([...bash("check --mode=")].sort()).toEqual([...modes].sort());
  });

  test("leaves files to bash", () => {
    expect(bash("diff us")).toEqual([]);
    expect(offered("bash", ["--norc", "-c", 'source "$1"; complete -p schemactl', "bash", script("bash")])).toEqual([
      "complete -o bashdefault -o default -F _schemactl schemactl",
    ]);
  });
});

describe.runIf(has("fish"))("in fish (where it is installed)", () => {
  test.each(lines)("schemactl $line", ({ line, offers }) => {
    const lookup = `source ${script("fish")}; complete -C 'schemactl ${line}'`;
    const found = offered("fish", ["--no-config", "-c", lookup]).map((row) => row.split("\t")[0]);
    // fish offers flags only once a dash is typed.
    expect(found.sort()).toEqual(offers.filter((word) => line.includes("-") || !word.startsWith("-")).sort());
  });
});

describe.runIf(has("zsh"))("in zsh (where it is installed)", () => {
  test("the script is one that zsh can read", () => {
    expect(offered("zsh", ["-f", "-n", script("zsh")])).toEqual([]);
  });
});

describe.runIf(has("pwsh"))("in PowerShell (where it is installed)", () => {
  test.each(lines)("schemactl $line", ({ line, offers }) => {
    const input = `schemactl ${line}`;
    const lookup = `. ${script("powershell")}; (TabExpansion2 '${input}' ${input.length}).CompletionMatches.CompletionText`;
    expect([...offered("pwsh", ["-NoProfile", "-Command", lookup])].sort()).toEqual([...offers].sort());
  });
});

describe("every shell's script", () => {
  test.each(shells)("%s: is what a reviewer reads here", async (shell) => {
    const { stdout, code } = await run(["completion", shell]);
    expect(code).toBe(0);
    // The rules are listed by `schemactl rules`; here they would only hide what changes.
    const rules = (await allRules()).map(({ id }) => id);
    const readable = stdout.replace(rules.join(" "), "RULES").replace(rules.map((id) => `'${id}'`).join(", "), "RULES");
    await expect(readable).toMatchFileSnapshot(`transcripts/completion.${shell}`);
  });

  test.each(shells)("%s: knows every command and every option of the table", async (shell) => {
    const { stdout } = await run(["completion", shell]);
    for (const load of Object.values(commands)) {
      const { name, options } = await load();
      expect(stdout).toContain(name);
      for (const option of Object.keys(options)) expect(stdout).toContain(option);
    }
  });
});
