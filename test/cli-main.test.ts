import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { commands, main } from "../src/cli.ts";
import { reportSchema } from "../src/reporters/json-schema.ts";
import { run, transcript, world } from "./support/run.ts";

declare const SCHEMACTL_VERSION: string;

const names = Object.keys(commands);
const words = (line: string): readonly string[] => line.split(" ").slice(1);

describe("help", () => {
  test.each(["schemactl --help", "schemactl check --help", "schemactl diff --help", "schemactl completion --help"])(
    "%s",
    async (line) => {
      const file = line.replace(/ --help$/, "").replaceAll(" ", "-");
      const result = await run(words(line));
      await expect(transcript(line, result)).toMatchFileSnapshot(`transcripts/help-${file}.txt`);
      expect(result).toMatchObject({ code: 0, stderr: "" });
    },
  );

  test("without a command it is an error to be seen, on standard error: a pipeline that lost its command must not pass", async () => {
    const [bare, asked] = [await run([]), await run(["--help"])];
    expect(bare).toEqual({ code: 2, stdout: "", stderr: asked.stdout });
  });

  test.each(names)("of `%s` is reached in three ways and shows an example", async (name) => {
    const { stdout, code } = await run([name, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`usage: schemactl ${name}`);
    expect(stdout).toMatch(/\nExamples:\n {2}\$ /);
    expect((await run([name, "-h"])).stdout).toBe(stdout);
    expect((await run(["help", name])).stdout).toBe(stdout);
  });

  test.each(names)("of `%s` fits a terminal, and its examples are commands that parse", async (name) => {
    const { stdout } = await run([name, "--help"]);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
    const examples = [...stdout.matchAll(/^ {2}\$ (.*)$/gm)].map(([, example]) => example ?? "");
    for (const example of examples) expect(example).toContain(`schemactl ${name}`);
  });

  test("lists every command", async () => {
    const { stdout } = await run(["--help"]);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\w`, "m"));
  });
});

test.each(["--version", "-V"])("%s", async (flag) => {
  expect(await run([flag])).toEqual({ code: 0, stdout: `schemactl ${SCHEMACTL_VERSION}\n`, stderr: "" });
});

describe("wrong usage", () => {
  test.each([
    "schemactl chekc",
    "schemactl register",
    "schemactl --format json check",
    "schemactl check --stagd",
    "schemactl check --mode BACKWARDS",
    "schemactl check --against",
    "schemactl check --prove --no-prove",
    "schemactl diff usage.avsc",
    "schemactl completion tcsh",
    "schemactl help chekc",
  ])("%s", async (line) => {
    const result = await run(words(line));
    expect(result.code).toBe(2);
    const file = line.replace(/^schemactl /, "").replace(/[^a-zA-Z]+/g, "-");
    const asJson = line.includes("json");
    expect(asJson ? result.stderr : result.stdout).toBe("");
    await expect(transcript(line, result)).toMatchFileSnapshot(`transcripts/usage-${file}.txt`);
  });

  test.each(["__proto__", "constructor", "toString"])("`%s` is no command", async (name) => {
    expect(await run([name])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`there is no command \`${name}\``),
    });
  });

  test("a hostile word is shown, not obeyed", async () => {
    const { stderr } = await run(["\u001b[2J\nerror: all is well"]);
    expect(stderr).toContain("there is no command `\\u{1b}[2J\\nerror: all is well`");
    expect(stderr.split("\n").filter((line) => line.startsWith("error:"))).toHaveLength(1);
  });
});

describe("--format json is one document, whatever happens", () => {
  const validate = new Ajv2020().compile(reportSchema);

  test.each([
    { line: "check --format json --stagd", code: 2, says: "`check` has no option `--stagd`" },
    { line: "check --stagd --format=JSON", code: 2, says: "`check` has no option `--stagd`" },
    { line: "check --mode X --format json", code: 2, says: "`--mode` cannot be `X`" },
    { line: "chekc --format json", code: 2, says: "there is no command `chekc`" },
    { line: "diff --format json", code: 2, says: "`diff` needs OLD: the schema as it was" },
    { line: "check --format json --format text", code: 2, says: "`--format` is given twice: `json` and `text`" },
  ])("$line", async ({ line, code, says }) => {
    const result = await run(line.split(" "));
    const document: unknown = JSON.parse(result.stdout);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(document).toMatchObject({
      outcome: "error",
      exitCode: code,
      problems: [{ severity: "error", message: says }],
    });
    expect(result).toMatchObject({ code, stderr: "" });
  });

  test("even for a defect of this program", async () => {
    const { io, written } = world();
    const broken = { ...io, stdin: () => Promise.reject(new TypeError("the pipe is haunted")) };
    const code = await main(["diff", "-", "/dev/null", "--as", "avro", "--format", "json"], broken);
    expect(code).toBe(3);
    expect(JSON.parse(written.stdout)).toMatchObject({
      outcome: "error",
      exitCode: 3,
      problems: [{ code: "internal", message: "internal error: the pipe is haunted" }],
    });
  });

  test("after `--` nothing is a flag", async () => {
    const { stdout, stderr } = await run(["diff", "--", "--format", "json", "third"]);
    expect([stdout, stderr]).toEqual(["", expect.stringContaining("takes no argument `third`")]);
  });
});

describe("a defect of this program", () => {
  const broken = (env: Readonly<Record<string, string>>) => {
    const { io, written } = world({ env });
    const stdin = () => Promise.reject(new TypeError("the pipe is haunted"));
    return { written, code: main(["diff", "-", "/dev/null", "--as", "avro"], { ...io, stdin }) };
  };

  test("is told without a stack trace", async () => {
    const { written, code } = broken({});
    expect(await code).toBe(3);
    expect(written).toEqual({
      stdout: "",
      stderr:
        "error: internal error: the pipe is haunted\n  hint: please report it with the command that you ran; SCHEMACTL_DEBUG=1 shows where it happened\n",
    });
  });

  test("and with one when asked", async () => {
    const { written, code } = broken({ SCHEMACTL_DEBUG: "1" });
    expect(await code).toBe(3);
    expect(written.stderr).toMatch(/TypeError: the pipe is haunted\n {4}at .*cli-main\.test\.ts/);
  });
});
