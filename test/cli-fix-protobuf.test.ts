// What `fix` writes into Protobuf files, byte for byte.
import { afterAll, describe, expect, test } from "vitest";
import { applyPatch, changed, command, type Remedy, rulesIn } from "./support/fixing.ts";
import { removeFolders } from "./support/repository.ts";

const path = "proto/llm/cost.proto";
const file = (syntax: string, ...lines: readonly string[]): string =>
  [`${syntax};`, "", "package llm.cost;", "", ...lines, ""].join("\n");
const proto3 = (...lines: readonly string[]): string => file('syntax = "proto3"', ...lines);
const proto2 = (...lines: readonly string[]): string => file('syntax = "proto2"', ...lines);

const usage = ["// What one inference used.", "message Usage { // per request"] as const;
const tokens = "  int64 tokens = 1; // in and out";
const role = (...values: readonly string[]): readonly string[] => [
  ...["enum Role {", "  ROLE_UNSPECIFIED = 0;", ...values, "}", ""],
  ...["message Chunk {", "  Role role = 1;", "}"],
];

const remedies: readonly Remedy[] = [
  {
    rule: "protobuf/field-removed-unreserved",
    path,
    before: proto3(...usage, tokens, "  string model = 2;", "}"),
    after: proto3(...usage, tokens, "  /* the model", "     is elsewhere now */", "}"),
    fixed: proto3(
      ...usage,
      tokens,
      "  reserved 2;",
      '  reserved "model";',
      "  /* the model",
      "     is elsewhere now */",
      "}",
    ),
  },
  {
    rule: "protobuf/field-removed-unreserved",
    path,
    before: proto3("message Usage { int64 tokens = 1; string model = 2; }"),
    after: proto3("message Usage { int64 tokens = 1; reserved 2; }"),
    fixed: proto3('message Usage { int64 tokens = 1; reserved 2; reserved "model"; }'),
  },
  {
    rule: "protobuf/field-removed-unreserved",
    path,
    before: file('edition = "2023"', "message Usage { string model = 2; }"),
    after: file('edition = "2023"', "message Usage {}"),
    fixed: file('edition = "2023"', "message Usage { reserved 2; reserved model; }"),
  },
  {
    rule: "protobuf/field-removed-unreserved",
    path,
    before: proto3(
      ...usage,
      tokens,
      "  message Span {",
      "    string name = 1;",
      "    int64 ms = 2;",
      "    int64 ns = 3;",
      "  }",
      "}",
    ).replaceAll("\n", "\r\n"),
    after: proto3(...usage, tokens, "  message Span {", "    string name = 1;", "  }", "}").replaceAll("\n", "\r\n"),
    fixed: proto3(
      ...usage,
      tokens,
      "  message Span {",
      "    string name = 1;",
      "    reserved 2;",
      '    reserved "ms";',
      "    reserved 3;",
      '    reserved "ns";',
      "  }",
      "}",
    ).replaceAll("\n", "\r\n"),
  },
  {
    rule: "protobuf/required-field-added",
    path,
    before: proto2("message Usage {", "  optional int64 tokens = 1;", "}"),
    after: proto2("message Usage {", "  optional int64 tokens = 1;", "  required string model = 2; // as called", "}"),
    fixed: proto2("message Usage {", "  optional int64 tokens = 1;", "  optional string model = 2; // as called", "}"),
  },
  {
    rule: "protobuf/field-became-required",
    path,
    before: proto2("message Usage {", "  optional string model = 1;", "}"),
    after: proto2("message Usage {", "  required  string model = 1;", "}"),
    fixed: proto2("message Usage {", "  optional  string model = 1;", "}"),
  },
  {
    rule: "protobuf/json-name-changed",
    path,
    before: proto3(...usage, tokens, "}"),
    after: proto3(...usage, "  int64 token_count = 1; // in and out", "}"),
    fixed: proto3(...usage, '  int64 token_count = 1 [json_name = "tokens"]; // in and out', "}"),
  },
  {
    rule: "protobuf/json-name-changed",
    path,
    before: proto3(...usage, tokens, "}"),
    after: proto3(...usage, "  int64 token_count = 0x1 [deprecated = true];", "}"),
    fixed: proto3(...usage, '  int64 token_count = 0x1 [json_name = "tokens", deprecated = true];', "}"),
  },
  {
    rule: "protobuf/json-name-changed",
    path,
    before: proto3(...usage, tokens, "}"),
    after: proto3(...usage, "  int64 tokens = 1 [json_name = 'count'];", "}"),
    fixed: proto3(...usage, '  int64 tokens = 1 [json_name = "tokens"];', "}"),
  },
  {
    rule: "protobuf/enum-value-removed",
    path,
    before: proto3(...role("  ROLE_USER = 1;", "  ROLE_TOOL = 2;")),
    after: proto3(...role("  ROLE_USER = 1;")),
    fixed: proto3(...role("  ROLE_USER = 1;", "  ROLE_TOOL = 2 [deprecated = true];")),
  },
  {
    rule: "protobuf/enum-value-renamed",
    path,
    before: proto3(...role("  ROLE_TOOL = 1;")),
    after: proto3(...role("  ROLE_FUNCTION = 1;")),
    fixed: proto3(...role("  ROLE_FUNCTION = 1;", "  ROLE_TOOL = 1;")).replace(
      "Role {\n",
      "Role {\n  option allow_alias = true;\n",
    ),
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
