// What `fix` writes into JSON Schemas, byte for byte.
import { afterAll, describe, expect, test } from "vitest";
import { applyPatch, changed, command, type Remedy, rulesIn } from "./support/fixing.ts";
import { removeFolders } from "./support/repository.ts";

const path = "schemas/cost/usage.schema.json";
const schema = (...members: readonly string[]): string =>
  [
    "{",
    '    "$schema": "http://json-schema.org/draft-07/schema#",',
    '    "type": "object",',
    members.map((member) => `    ${member}`).join(",\n"),
    "}",
    "",
  ].join("\n");
const tokens = '"tokens": {"type": "integer"}';
const cost = '"cost_usd": {"type": "number"}';
const closed = '"additionalProperties": false';

const remedies: readonly Remedy[] = [
  {
    rule: "json-schema/required-attribute-added",
    path,
    before: schema(`"properties": {${tokens}, ${cost}}`, '"required": ["tokens"]'),
    after: schema(`"properties": {${tokens}, ${cost}}`, '"required": ["tokens", "cost_usd"]'),
    fixed: schema(`"properties": {${tokens}, ${cost}}`, '"required": ["tokens"]'),
  },
  {
    rule: "json-schema/required-attribute-added",
    path,
    before: schema(`"properties": {${tokens}}`),
    after: schema('"required": ["tokens"]', `"properties": {${tokens}}`),
    fixed: schema(`"properties": {${tokens}}`),
  },
  {
    rule: "json-schema/required-property-added-to-unopen-content-model",
    path,
    before: schema(`"properties": {${tokens}}`, closed),
    after: schema(`"properties": {${tokens}, ${cost}}`, closed, '"required": ["cost_usd", "tokens"]'),
    fixed: schema(`"properties": {${tokens}, ${cost}}`, closed),
  },
  {
    rule: "json-schema/optional-property-added-to-open-content-model",
    path,
    before: schema(`"properties": {${tokens}}`),
    after: schema(`"properties": {${tokens}, ${cost}}`),
    fixed: schema(`"properties": {${tokens}}`, '"patternProperties": {"^cost_usd$": {"type": "number"}}'),
  },
  {
    rule: "json-schema/optional-property-added-to-open-content-model",
    path,
    before: schema(`"properties": {${tokens}}`),
    after: schema(`"properties": {${cost}, ${tokens}}`, '"patternProperties": {"^x-": {}}'),
    fixed: schema(`"properties": {${tokens}}`, '"patternProperties": {"^x-": {}, "^cost_usd$": {"type": "number"}}'),
  },
  {
    rule: "json-schema/optional-property-added-to-open-content-model",
    path,
    mode: "FORWARD",
    before: schema(`"properties": {${tokens}, ${cost}}`),
    after: schema(`"properties": {${tokens}}`),
    fixed: schema(`"properties": {${tokens}}`, closed),
    chosen: "a closed content model",
  },
  {
    rule: "json-schema/required-outside-properties",
    path,
    before: schema(`"properties": {${tokens}}`, '"required": ["tokens"]'),
    after: schema(`"properties": {${tokens}}`, '"required": ["tokens", "trace_id"]'),
    fixed: schema(`"properties": {${tokens}}`, '"required": ["tokens"]'),
  },
  {
    rule: "json-schema/required-with-default",
    path,
    before: schema('"properties": {"tokens": {"type": "integer", "default": 0}}'),
    after: schema('"properties": {"tokens": {"type": "integer", "default": 0}}', '"required": ["tokens"]'),
    fixed: schema('"properties": {"tokens": {"type": "integer", "default": 0}}'),
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
