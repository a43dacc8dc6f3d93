// What `fix` writes into Avro schemas, byte for byte, and how it behaves whatever the language.
import { afterAll, describe, expect, test } from "vitest";
import { applyPatch, changed, command, type Remedy, rulesIn } from "./support/fixing.ts";
import { createRepository, removeFolders } from "./support/repository.ts";

const path = "schemas/cost/usage.avsc";

/** A record with a comment on a line of its own and one behind a field. */
const usage = (...fields: readonly string[]): string =>
  [
    "{",
    '  "type": "record",',
    '  "name": "TokenUsage",',
    '  "namespace": "llm.cost",',
    '  "fields": [',
    "    // who asked",
    ...fields,
    "  ]",
    "}",
    "",
  ].join("\n");
const model = '    {"name": "model_id", "type": "string"}';

const added = (type: string, then: string): Omit<Remedy, "rule" | "chosen"> => ({
  path,
  before: usage(model),
  after: usage(`${model}, // as the provider calls it`, `    {"name": "cost_usd", "type": ${type}}`),
  fixed: usage(`${model}, // as the provider calls it`, `    {"name": "cost_usd", "type": ${then}}`),
});

const role = (symbols: string, more = ""): string =>
  `{\r\n\t"type": "enum",\r\n\t"name": "Role", "namespace": "llm.chat",\r\n\t"symbols": [${symbols}]${more} // who speaks\r\n}\r\n`;
const price = (field: string): string => `{"type":"record","name":"Price","fields":[${field}]}`;

const remedies: readonly Remedy[] = [
  {
    rule: "avro/reader-field-missing-default-value",
    ...added('"double"', '"double", "default": 0'),
    chosen: "0 is the zero of double",
  },
  {
    rule: "avro/reader-field-missing-default-value",
    ...added('["null", "double"]', '["null", "double"], "default": null'),
  },
  {
    rule: "avro/reader-field-missing-default-value",
    ...added('["double", "null"]', '["null", "double"], "default": null'),
  },
  {
    rule: "avro/reader-field-missing-default-value",
    ...added('"string"', '"string", "default": ""'),
    chosen: '"" is the zero of string',
  },
  {
    rule: "avro/reader-field-missing-default-value",
    ...added('{"type": "array", "items": "string"}', '{"type": "array", "items": "string"}, "default": []'),
    chosen: "[] is the zero of array",
  },
  {
    rule: "avro/type-mismatch",
    path,
    before: usage(model),
    after: usage(
      `${model},`,
      '    {"name": "tier", "type": {"type": "enum", "name": "Tier", "symbols": ["FREE", "PAID"], "default": "FREE"}}',
    ),
    fixed: usage(
      `${model},`,
      '    {"name": "tier", "type": {"type": "enum", "name": "Tier", "symbols": ["FREE", "PAID"], "default": "FREE"}, "default": "FREE"}',
    ),
    chosen: '"FREE" is a symbol of llm.cost.Tier',
  },
  {
    rule: "avro/missing-enum-symbols",
    path: "schemas/chat/role.avsc",
    before: role('"USER", "ASSISTANT", "TOOL"'),
    after: role('"USER", "ASSISTANT"'),
    fixed: `{\r\n\t"type": "enum",\r\n\t"name": "Role", "namespace": "llm.chat",\r\n\t"symbols": ["USER", "ASSISTANT"], // who speaks\r\n\t"default": "USER"\r\n}\r\n`,
    chosen: "USER is the first symbol of `Role`",
  },
  {
    rule: "avro/name-mismatch",
    path,
    before: usage('    {"name": "price", "type": {"type": "record", "name": "Price", "fields": []}}'),
    after: usage('    {"name": "price", "type": {"type": "record", "name": "Cost", "fields": []}}'),
    fixed: usage(
      '    {"name": "price", "type": {"type": "record", "name": "Cost", "fields": [], "aliases": ["llm.cost.Price"]}}',
    ),
  },
  {
    rule: "avro/missing-union-branch",
    path,
    before: usage('    {"name": "error", "type": ["null", "string"]}'),
    after: usage('    {"name": "error", "type": ["null", "int"]}'),
    fixed: usage('    {"name": "error", "type": ["null", "int", "string"]}'),
  },
  {
    rule: "avro/missing-union-branch",
    path,
    before: usage('    {"name": "price", "type": ["null", {"type": "record", "name": "Price", "fields": []}]}'),
    after: usage(
      '    {"name": "price", "type": ["null", {"type": "record", "name": "Price", "fields": [{"name": "cents", "type": "long"}]}]}',
    ),
    fixed: usage(
      '    {"name": "price", "type": ["null", {"type": "record", "name": "Price", "fields": [{"name": "cents", "type": "long", "default": 0}]}]}',
    ),
    chosen: "0 is the zero of long",
  },
  {
    rule: "avro/ambiguous-field-alias",
    path: "price.avsc",
    before: price('{"name":"list","type":"double"},{"name":"cost","type":"double"}'),
    after: price('{"name":"cost","type":"double","aliases":["paid","list"]}'),
    fixed: price('{"name":"cost","type":"double","aliases":["paid"]}'),
  },
  {
    rule: "avro/unusable-default",
    path: "price.avsc",
    before: price('{"name":"list","type":"double"}'),
    after: price(
      '{"name":"list","type":"double"},{"name":"tier","type":{"type":"enum","name":"Tier","symbols":["FREE","PAID"]},"default":"GOLD"}',
    ),
    fixed: price(
      '{"name":"list","type":"double"},{"name":"tier","type":{"type":"enum","name":"Tier","symbols":["FREE","PAID"]},"default":"FREE"}',
    ),
    chosen: '"FREE" is a symbol of Tier',
  },
  {
    rule: "avro/union-branch-namespace-changed",
    path: "price.avsc",
    before: price(
      '{"name":"tier","type":["null",{"type":"enum","name":"Tier","namespace":"llm.cost","symbols":["FREE"]}]}',
    ),
    after: price(
      '{"name":"tier","type":["null",{"type":"enum","name":"Tier","namespace":"llm.plan","symbols":["FREE"]},"string"]}',
    ),
    fixed: price(
      '{"name":"tier","type":["null",{"type":"enum","name":"Tier","namespace":"llm.plan","symbols":["FREE"],"aliases":["llm.cost.Tier"]},"string"]}',
    ),
  },
  {
    rule: "avro/field-alias-out-of-reach",
    path: "price.avsc",
    before: price('{"name":"list","type":"double"}'),
    after: price('{"name":"cost","type":"double","aliases":["list"],"default":1}').replace(
      '"fields"',
      '"namespace":"llm.cost","fields"',
    ),
    fixed: price('{"name":"cost","type":"double","aliases":["list"],"default":1}')
      .replace('"fields"', '"namespace":"llm.cost","fields"')
      .replace(/}$/, ',"aliases":[".Price"]}'),
  },
  {
    rule: "avro/field-alias-taken",
    path: "price.avsc",
    before: price('{"name":"list","type":"double"}'),
    after: price('{"name":"list","type":"double"},{"name":"cost","type":"double","aliases":["list"],"default":1}'),
    fixed: price('{"name":"list","type":"double"},{"name":"cost","type":"double","aliases":[],"default":1}'),
  },
];

afterAll(removeFolders);

describe.each(remedies)("$rule", (remedy) => {
  test("is told, mended, and told no more", async () => {
    const repository = changed(remedy);
    expect(await rulesIn(repository)).toContain(remedy.rule);
    const result = await command(repository, "fix");
    expect(repository.read(remedy.path)).toBe(remedy.fixed);
    expect(await rulesIn(repository)).not.toContain(remedy.rule);
    if (remedy.chosen === undefined) expect(result.stdout).not.toContain("chosen");
    else expect(result.stdout).toContain(remedy.chosen);
  });

  test("is written by `git apply` just as well", async () => {
    const repository = changed(remedy);
    const { stdout } = await command(repository, "fix", "--dry-run");
    expect(repository.read(remedy.path)).toBe(remedy.after);
    applyPatch(repository, stdout);
    expect(repository.read(remedy.path)).toBe(remedy.fixed);
  });
});

describe("schemactl fix", () => {
  test("mends several findings of one line at once, and says what each one got", async () => {
    const repository = changed({
      path: "price.avsc",
      before: price(""),
      after: price('{"name":"a","type":"int"},{"name":"b","type":["string","null"]}'),
    });
    const result = await command(repository, "fix");
    expect(repository.read("price.avsc")).toBe(
      price('{"name":"a","type":"int","default":0},{"name":"b","type":["null","string"],"default":null}'),
    );
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("2 findings mended in 1 file");
  });

  test("leaves alone what takes a decision, and ends as `check` would", async () => {
    const after = price('{"name":"list","type":"string"}');
    const repository = changed({ path: "price.avsc", before: price('{"name":"list","type":"double"}'), after });
    const result = await command(repository, "fix");
    expect(repository.read("price.avsc")).toBe(after);
    expect(result.stdout).toBe("nothing to write · 1 finding left that you have to decide: schemactl check\n");
    expect(result.code).toBe(1);
  });

  test("says nothing of a repository in which nothing breaks", async () => {
    const repository = changed({ path: "price.avsc", before: price(""), after: price("") });
    expect(await command(repository, "fix")).toEqual({ stdout: "nothing to write\n", stderr: "", code: 0 });
  });

  test("--dry-run prints nothing but the patch to standard output", async () => {
    const repository = changed({
      path: "price.avsc",
      before: price(""),
      after: price('{"name":"cents","type":"long"}'),
    });
    const { stdout, stderr, code } = await command(repository, "fix", "--dry-run");
    expect(stdout).toBe(
      [
        "# 0 is the zero of long and nobody's choice: write what `cents` was before",
        "--- a/price.avsc",
        "+++ b/price.avsc",
        "@@ -1,1 +1,1 @@",
        `-${price('{"name":"cents","type":"long"}')}`,
        "\\ No newline at end of file",
        `+${price('{"name":"cents","type":"long","default":0}')}`,
        "\\ No newline at end of file",
        "",
      ].join("\n"),
    );
    expect(stderr).toContain("1 finding mended in 1 file, not written");
    expect(code).toBe(0);
  });

  test("mends what both directions ask where one edit does, and only the files that were named", async () => {
    const repository = createRepository();
    const files = { "a.avsc": price(""), "b.avsc": price("").replace("Price", "Cost") };
    repository.commit("as it was", files);
    repository.branch("change");
    const more = (text: string): string => text.replace("[]", '[{"name":"cents","type":"long"}]');
    repository.write({ "a.avsc": more(files["a.avsc"]), "b.avsc": more(files["b.avsc"]) });
    const result = await command(repository, "fix", "b.avsc", "--mode", "FULL");
    expect(result.code).toBe(0);
    expect(repository.read("a.avsc")).toBe(more(files["a.avsc"]));
    expect(repository.read("b.avsc")).toContain('"default":0');
  });

  test.each(["a price\twith\nnewlines.avsc", 'tier "gold".avsc', "Preis für Zeichen.avsc"])(
    "a file may be called %j",
    async (name) => {
      const repository = changed({ path: name, before: price(""), after: price('{"name":"cents","type":"long"}') });
      const { stdout } = await command(repository, "fix", "--dry-run");
      applyPatch(repository, stdout);
      expect(await rulesIn(repository)).toEqual([]);
      const again = changed({ path: name, before: price(""), after: price('{"name":"cents","type":"long"}') });
      expect((await command(again, "fix")).code).toBe(0);
      expect(again.read(name)).toBe(repository.read(name));
    },
  );

  test("a byte order mark stays where it is", async () => {
    const repository = changed({
      path: "price.avsc",
      before: price(""),
      after: `\ufeff${price('{"name":"cents","type":"long"}')}`,
    });
    await command(repository, "fix");
    expect(repository.read("price.avsc")).toBe(`\ufeff${price('{"name":"cents","type":"long","default":0}')}`);
  });

  test("a configuration that cannot be used is told, and nothing is written", async () => {
    const repository = changed({
      path: "price.avsc",
      before: price(""),
      after: price('{"name":"cents","type":"long"}'),
    });
    repository.write({ "schemactl.yaml": "version: 1\ncompatibility: SIDEWAYS\n" });
    const result = await command(repository, "fix");
    expect(result.code).toBe(2);
    expect(result.stderr + result.stdout).toContain("SIDEWAYS");
    expect(repository.read("price.avsc")).not.toContain("default");
  });
});
