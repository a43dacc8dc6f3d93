import { describe, expect, it } from "vitest";
import type { FactChanges } from "../src/formats/json-schema/fact-changes.ts";
import { JSON_SCHEMA_RULES } from "../src/formats/json-schema/rules.ts";
import { changesOf } from "./support/json-schema-fixtures.ts";

/** What is told beside the registry's own differences, and beside risks. */
const factsOf = (writer: unknown, reader: unknown): readonly string[] =>
  changesOf(writer, reader)
    .filter(({ kind }) => JSON_SCHEMA_RULES[kind].errorType === undefined && !JSON_SCHEMA_RULES[kind].standsOnlyProved)
    .map(({ kind, path }) => `${kind} ${path}`);
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

describe("what differs beside the registry's differences", () => {
  it("is told by keyword, at its place in both texts", () => {
    const [writer, reader] = [
      '{"properties": {\n  "prompt": {"type": "string"}}}',
      '{"properties": {\n\n  "prompt": {"type": "string", "format": "uri"}}}',
    ];
    const [change] = changesOf(writer, reader).filter(({ kind }) => kind === "format-changed");
    expect(change).toEqual({
      kind: "format-changed",
      args: {
        writer: { document: 0, pointer: "/properties/prompt" },
        reader: { document: 0, pointer: "/properties/prompt" },
        names: ["prompt"],
        keyword: "format",
        before: undefined,
        after: '"uri"',
      } satisfies FactChanges["format-changed"],
      path: "#/properties/prompt/format",
      writerAt: { line: 2, column: 13 },
      readerAt: { line: 3, column: 32 },
      place: { names: ["prompt", "format"], writer: "", reader: '"uri"' },
    });
  });

  it("is not told again: neither keyword by keyword, nor what lies in a schema that became another one", () => {
    const writer = object(
      { tokens: { type: "integer", maximum: 5, examples: [1] }, cost: { type: "number" } },
      { required: ["cost"] },
    );
    expect(factsOf(writer, object({ tokens: { type: "integer", maximum: 6, examples: [1] } }))).toEqual([]);
    expect(factsOf(writer, object({ tokens: { type: "string", maxLength: 5, examples: ["1"] } }))).toEqual([
      "examples-changed #/properties/tokens/examples",
    ]);
  });

  it("reaches wherever schemas stand, by the ways of the text", () => {
    const at = (mark: string) => ({
      properties: { a: { items: [{ $comment: mark }, {}] } },
      additionalProperties: { allOf: [{ items: { $comment: mark } }] },
      definitions: { "cost/line": { dependencies: { a: { $comment: mark } } } },
    });
    expect(factsOf(at("one"), at("two"))).toEqual([
      "comment-changed #/properties/a/items/0/$comment",
      "comment-changed #/additionalProperties/allOf/0/items/$comment",
      "comment-changed #/definitions/cost/line/dependencies/a/$comment",
    ]);
    expect(changesOf(at("one"), at("two")).find(({ kind }) => kind === "comment-changed")?.args.names).toEqual([
      "a",
      "[0]",
    ]);
  });

  it("is told of a reference once, and of what it leads to where that stands", () => {
    const writer = { properties: { a: { $ref: "#/definitions/A" } }, definitions: { A: { title: "a" } } };
    expect(factsOf(writer, { ...writer, definitions: { A: { title: "a", examples: [1] } } })).toEqual([
      "examples-changed #/definitions/A/examples",
    ]);
    expect(factsOf(writer, { properties: { a: { title: "a" } } })).toEqual([
      "reference-changed #/properties/a/$ref",
      "definition-removed #/definitions/A",
    ]);
  });

  it("goes by what branches hold, and not by their order", () => {
    const [text, number, list] = [{ type: "string" }, { type: "number" }, { type: "array", items: {} }];
    expect(factsOf({ anyOf: [text, number] }, { anyOf: [number, text] })).toEqual(["values-reordered #/anyOf"]);
    expect(factsOf({ anyOf: [text, number, list] }, { anyOf: [list, text, { ...number, examples: [1] }] })).toEqual([
      "examples-changed #/anyOf/1/examples",
    ]);
  });

  it("sees a schema that was put into a combined one as what it was", () => {
    const plain = object({ a: { type: "string" }, b: { type: "number" } }, { required: ["a", "tenant"] });
    expect(factsOf(plain, { anyOf: [{ type: "null" }, plain] })).toEqual([]);
    expect(factsOf({ anyOf: [{ type: "null" }, plain] }, plain)).toEqual([]);
    expect(factsOf(plain, { anyOf: [{ type: "null" }, { ...plain, $comment: "or nothing" }] })).toEqual([
      "comment-changed #/$comment",
    ]);
  });

  it("tells lists in another order from other lists", () => {
    expect(factsOf({ enum: [1, 2] }, { enum: [2, 1] })).toEqual(["values-reordered #/enum"]);
    expect(factsOf(object({}, { required: ["a", "b"] }), object({}, { required: ["b", "a"] }))).toEqual([
      "values-reordered #/required",
    ]);
    expect(factsOf(object({}, { required: ["a", "b"] }), object({}, { required: ["b", "c"] }))).toEqual([
      "required-name-changed #/required/a",
      "required-name-changed #/required/c",
    ]);
    expect(factsOf({ const: [1, 2] }, { const: [2, 1] })).toEqual([]);
  });

  it("compares the texts that are referred to as well, by their names", async () => {
    const { parse } = await import("../src/formats/json-schema/parse.ts");
    const { diff } = await import("../src/formats/json-schema/diff.ts");
    const read = (money: object) =>
      parse(
        {
          text: '{"$ref": "money.json"}',
          references: [{ name: "money.json", text: JSON.stringify(money), file: "shared/money.json" }],
        },
        { strictness: "strict" },
      );
    const changes = diff(read({ type: "number" }), read({ type: "number", examples: [0.5] }));
    const [change] = changes.filter(({ kind }) => kind === "examples-changed");
    expect(change?.args.reader).toEqual({ document: 1, pointer: "" });
    expect(change?.readerAt).toEqual({ line: 1, column: 18, file: "shared/money.json" });
  });
});
