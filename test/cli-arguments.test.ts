import { parseArgs } from "node:util";
import { describe, expect, test } from "vitest";
import { type Arguments, optionTypes, readArguments } from "../src/commands/arguments.ts";
import { checkSpec } from "../src/commands/check-options.ts";
import type { CommandSpec } from "../src/commands/command.ts";
import { diff } from "../src/commands/diff.ts";
import { SchemactlError } from "../src/errors.ts";

function read(spec: CommandSpec, ...args: readonly string[]): Arguments {
  const options = optionTypes(spec);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  return readArguments(spec, tokens);
}

function refusal(spec: CommandSpec, ...args: readonly string[]): string {
  try {
    read(spec, ...args);
  } catch (error) {
    expect(error).toBeInstanceOf(SchemactlError);
    const { code, message, hint } = error as SchemactlError;
    expect(code).toBe("usage");
    return `${message}; ${hint}`;
  }
  throw new Error(`accepted: ${args.join(" ")}`);
}

describe("what a command line says", () => {
  test("nothing: every option has its default, and a list is empty", () => {
    const { values, args, help } = read(checkSpec);
    expect(values).toEqual({
      against: [],
      staged: false,
      pushed: false,
      mode: undefined,
      policy: undefined,
      "fail-on": undefined,
      prove: undefined,
      config: undefined,
      format: "text",
      report: [],
      color: "auto",
    });
    expect([args, help]).toEqual([[], false]);
  });

  test.each([
    { args: ["--mode", "FULL"], values: { mode: "FULL" } },
    { args: ["--mode=FULL"], values: { mode: "FULL" } },
    { args: ["--mode", "full_transitive"], values: { mode: "FULL_TRANSITIVE" } },
    { args: ["--staged"], values: { staged: true } },
    { args: ["--against", "main", "--against=tags:v*"], values: { against: ["main", "tags:v*"] } },
    { args: ["--against=--odd"], values: { against: ["--odd"] } },
    { args: ["--prove"], values: { prove: true } },
    { args: ["--no-prove"], values: { prove: false } },
    { args: ["--format=json", "--format", "JSON"], values: { format: "json" } },
    { args: ["--config=a=b.yaml"], values: { config: "a=b.yaml" } },
  ])("options: $args", ({ args, values }) => {
    expect(read(checkSpec, ...args).values).toMatchObject(values);
  });

  test.each([
    { args: ["schemas/cost", "schemas/policy"], paths: ["schemas/cost", "schemas/policy"] },
    { args: ["schemas", "--staged", "fixtures"], paths: ["schemas", "fixtures"] },
    { args: ["--staged", "--", "--mode", "-x"], paths: ["--mode", "-x"] },
  ])("arguments: $args", ({ args, paths }) => {
    expect(read(checkSpec, ...args).args).toEqual(paths);
  });

  test("a lone dash is an argument, as everywhere", () => {
    expect(read(diff, "-", "usage.avsc").args).toEqual(["-", "usage.avsc"]);
  });

  test.each([["--help"], ["-h"], ["--mode", "nonsense", "--help"], ["--bogus", "-h"]])(
    "asks for help: %s %s",
    (...args) => {
      expect(read(checkSpec, ...args).help).toBe(true);
    },
  );
});

describe("what a command line cannot say", () => {
  test.each([
    { args: ["--stagd"], says: "`check` has no option `--stagd`; did you mean `--staged`?" },
    { args: ["--fail_on", "breaks"], says: "`check` has no option `--fail_on`; did you mean `--fail-on`?" },
    { args: ["--no-staged"], says: "`check` has no option `--no-staged`; did you mean `--staged`?" },
    { args: ["-x"], says: "`check` has no option `-x`; run `schemactl check --help`" },
    { args: ["--__proto__=1"], says: "`check` has no option `--__proto__`; run `schemactl check --help`" },
    { args: ["--constructor"], says: "`check` has no option `--constructor`; run `schemactl check --help`" },
    { args: ["--mode"], says: /^`--mode` needs a value; write `--mode NONE\|DISABLED\|BACKWARD\|.*`$/ },
    { args: ["--against", "--staged"], says: "`--against` needs a value; write `--against BASELINE`" },
    { args: ["--against="], says: "`--against` needs a value; write `--against BASELINE`" },
    { args: ["--config", "--", "a.yaml"], says: "`--config` needs a value; write `--config FILE`" },
    {
      args: ["--mode", "BACKWARDS"],
      says: /^`--mode` cannot be `BACKWARDS`; did you mean `BACKWARD`\? One of: NONE, /,
    },
    { args: ["--fail-on", "everything"], says: "`--fail-on` cannot be `everything`; one of: breaks, risks, never" },
    { args: ["--staged=yes"], says: "`--staged` takes no value; write `--staged` alone" },
    { args: ["--no-prove=1"], says: "`--no-prove` takes no value; write `--no-prove` alone" },
    { args: ["--prove", "--no-prove"], says: "`--prove` and `--no-prove` exclude each other; give one of them" },
    { args: ["--mode=FULL", "--mode=NONE"], says: "`--mode` is given twice: `FULL` and `NONE`; give it once" },
  ])("$args", ({ args, says }) => {
    if (typeof says === "string") expect(refusal(checkSpec, ...args)).toBe(says);
    else expect(refusal(checkSpec, ...args)).toMatch(says);
  });

  test("too few and too many arguments", () => {
    expect(refusal(diff, "old.avsc")).toBe("`diff` needs NEW: the schema as it is to be; run `schemactl diff --help`");
    expect(refusal(diff, "a", "b", "c")).toBe("`diff` takes no argument `c`; run `schemactl diff --help`");
  });
});
