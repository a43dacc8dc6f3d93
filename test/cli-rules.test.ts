import { describe, expect, test } from "vitest";
import { allRules } from "../src/commands/rule-list.ts";
import type { RuleInfo } from "../src/model.ts";
import { run, transcript } from "./support/run.ts";

const rules = await allRules();

describe("schemactl rules", () => {
  test("lists every rule once, with what it does", async () => {
    const { stdout, stderr, code } = await run(["rules"]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.split(/ +/).slice(0, 2))).toEqual(rules.map(({ id, effect }) => [id, effect]));
    expect(new Set(lines.map((line) => line.search(/ {2}(breaks|risks|safe)/) > 0)).size).toBe(1);
    await expect(transcript("schemactl rules", { stdout, stderr, code })).toMatchFileSnapshot("transcripts/rules.txt");
  });

  test("tells a machine everything", async () => {
    const { stdout, code } = await run(["rules", "--format", "json"]);
    const document = JSON.parse(stdout) as { readonly schemaVersion: number; readonly rules: readonly RuleInfo[] };
    expect(code).toBe(0);
    expect(document).toEqual({ schemaVersion: 1, rules: JSON.parse(JSON.stringify(rules)) as unknown });
  });

  test("names are unique, whole, and lower case", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id } of rules) expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
  });
});

describe("schemactl explain", () => {
  test.each(["avro/reader-field-missing-default-value", "subject/deleted"])("%s", async (id) => {
    const result = await run(["explain", id]);
    const file = id.replace("/", "-");
    await expect(transcript(`schemactl explain ${id}`, result)).toMatchFileSnapshot(`transcripts/explain-${file}.txt`);
  });

  test.each(rules.map(({ id }) => id))("%s: meaning, both examples, and the specification", async (id) => {
    const { stdout, code } = await run(["explain", id]);
    expect(code).toBe(0);
    expect(stdout.startsWith(id)).toBe(true);
    const rule = rules.find((one) => one.id === id);
    const flat = stdout.replace(/\s+/g, "");
    for (const part of [
      rule?.summary,
      rule?.meaning,
      rule?.example.bad,
      rule?.example.good,
      rule?.example.writer,
      rule?.specification,
    ])
      expect(flat).toContain(part?.replace(/\s+/g, ""));
  });

  test("takes the registry's name, in any case, and the name without the format", async () => {
    const { stdout } = await run(["explain", "avro/reader-field-missing-default-value"]);
    expect((await run(["explain", "READER_FIELD_MISSING_DEFAULT_VALUE"])).stdout).toBe(stdout);
    expect((await run(["explain", "reader-field-missing-default-value"])).stdout).toBe(stdout);
    expect((await run(["explain", "Avro/Reader-Field-Missing-Default-Value"])).stdout).toBe(stdout);
  });

  test("tells every rule that a name of the registry covers", async () => {
    const shared = rules.find(
      ({ errorType }) => rules.filter((rule) => rule.errorType === errorType && errorType !== undefined).length > 1,
    );
    const name = shared?.errorType ?? rules.find(({ errorType }) => errorType !== undefined)?.errorType ?? "";
    const { stdout } = await run(["explain", name, "--format", "json"]);
    const document = JSON.parse(stdout) as { readonly rules: readonly RuleInfo[] };
    expect(document.rules.map(({ id }) => id)).toEqual(
      rules.filter(({ errorType }) => errorType === name).map(({ id }) => id),
    );
  });

  test.each([
    { word: "avro/reader-field-missing-default", hint: "did you mean `avro/reader-field-missing-default-value`?" },
    { word: "NAME_MISSMATCH", hint: "did you mean `name-mismatch`?" },
    { word: "quantum", hint: "`schemactl rules` lists them all" },
  ])("does not know $word", async ({ word, hint }) => {
    expect(await run(["explain", word])).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: there is no rule \`${word}\`\n  hint: ${hint}\n`,
    });
  });
});
