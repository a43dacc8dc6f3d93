import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { purseFor } from "../src/formats/json-schema/budget.ts";
import { takesAllOf } from "../src/formats/json-schema/containment.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import { plainSchema } from "../src/formats/json-schema/plain-schema.ts";
import { seededBy } from "../src/formats/json-schema/random.ts";
import { routeFrom } from "../src/formats/json-schema/routes.ts";
import { candidates } from "../src/formats/json-schema/search.ts";
import { takes } from "../src/formats/json-schema/validation.ts";

function sideOf(schema: unknown) {
  const plain = plainSchema(parse({ text: JSON.stringify(schema) }, { strictness: "lenient" }));
  const purse = purseFor({ exhaustive: true });
  purse.open();
  return { asking: { schema: plain, spend: purse.spend }, schema: plain.roots[0] ?? true };
}

const takesAll = (writer: unknown, reader: unknown): boolean => takesAllOf([sideOf(writer)], sideOf(reader), false);

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const [text, count] = [{ type: "string" }, { type: "integer" }];
const closed = { additionalProperties: false };
const chain = (cost: object) => ({
  ...object({ span: { $ref: "#/definitions/Span" } }),
  definitions: { Span: object({ cost, child: { $ref: "#/definitions/Span" } }) },
});

describe("a reader takes all that the writer may send", () => {
  it.each<[string, unknown, unknown]>([
    ["wider types", object({ tokens: count }), object({ tokens: { type: ["number", "null"] } })],
    ["wider bounds", { ...count, minimum: 2 }, { ...count, exclusiveMinimum: 1 }],
    ["a longer pattern than the least length", { ...text, pattern: "^gpt-" }, { ...text, minLength: 4 }],
    ["one branch of several", text, { anyOf: [count, { ...text, minLength: 0 }] }],
    ["each branch by another", { anyOf: [text, count] }, { oneOf: [{ type: "number" }, text] }],
    ["few values", { enum: ["live", "batch"] }, { ...text, maxLength: 5 }],
    ["what is never there", object({ cost: { allOf: [text, count] } }), object({ cost: text })],
    ["a name that nothing may have", object({ a: text }, closed), object({ a: text }, { maxProperties: 1 })],
    [
      "a trigger whose target is shut out",
      object({ pii: text }, { ...closed, dependencies: { pii: ["redacted_by"] } }),
      object({ pii: count }),
    ],
    ["a chain without end", chain({ type: "integer" }), chain({ type: "number" })],
    ["twins in a `oneOf`", { oneOf: [text, text] }, count],
    [
      "a pattern that all names match",
      object({}, { patternProperties: { ".*": text } }),
      object({}, { additionalProperties: text }),
    ],
    [
      "all items evaluated",
      { type: "array", items: text },
      { $schema: "https://json-schema.org/draft/2020-12/schema", type: "array", items: text, unevaluatedItems: count },
    ],
  ])("%s", (_, writer, reader) => {
    expect(takesAll(writer, reader)).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ["a tighter bound", { ...count, minimum: 1 }, { ...count, exclusiveMinimum: 1 }],
    ["fractions for whole numbers", { type: "number", minimum: 2 }, { type: "integer" }],
    ["a pattern and a longer length", { ...text, pattern: "^gpt-" }, { ...text, minLength: 5 }],
    ["two branches at once", text, { oneOf: [text, { ...text, maxLength: 5 }] }],
    ["fresh names", object({}), object({}, { additionalProperties: text })],
    [
      "fresh names beside a pattern",
      object({}, { patternProperties: { "^x-": text } }),
      object({}, { additionalProperties: text }),
    ],
    ["a chain that is tighter far down", chain({ type: "number" }), chain({ type: "integer" })],
    ["a name that must be there", object({ a: text }), object({ a: text }, { required: ["a"] })],
    [
      "what `else` asks for",
      object({ a: text }),
      { if: object({}, { required: ["a"] }), else: object({}, { required: ["b"] }) },
    ],
    ["values of another type", {}, text],
  ])("but not %s", (_, writer, reader) => {
    expect(takesAll(writer, reader)).toBe(false);
  });

  const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "json-schema-pairs.jsonl");

  it.skipIf(!existsSync(file))(
    "is never said where one of 100 messages tried is refused: 400 pairs (skipped without conformance data)",
    { timeout: 120_000 },
    () => {
      let [said, data] = [0, 0];
      for (const line of readFileSync(file, "utf8").trim().split("\n").slice(0, 400)) {
        const row = JSON.parse(line) as { id: number; old: string; new: string; valid: { old: boolean; new: boolean } };
        if (!row.valid.old || !row.valid.new) continue;
        const [writer, reader] = [sideOf(JSON.parse(row.old)), sideOf(JSON.parse(row.new))];
        if (!takesAllOf([writer], reader, false)) continue;
        said += 1;
        const sides = { writer: { ...writer, must: true }, reader: { ...reader, must: false } };
        const more = { route: routeFrom(writer.schema), focus: [], random: seededBy(row.old), spend: () => undefined };
        let left = 100;
        for (const datum of candidates({ ...sides, ...more })) {
          if (left === 0) break;
          left -= 1;
          if (!takes(writer.asking, writer.schema, datum)) continue;
          data += 1;
          expect([row.id, datum, takes(reader.asking, reader.schema, datum)]).toEqual([row.id, datum, true]);
        }
      }
      console.log(`pairs in which the reader is said to take all: ${said}, held against ${data} data`);
      expect(said).toBeGreaterThan(100);
    },
  );
});
