import { describe, expect, it } from "vitest";
import { differencesOf } from "../src/formats/json-schema/comparison.ts";
import { isMultipleOf } from "../src/formats/json-schema/decimals.ts";
import { diff } from "../src/formats/json-schema/diff.ts";
import { registryEffects } from "../src/formats/json-schema/effects.ts";
import { javaOrder } from "../src/formats/json-schema/java-order.ts";
import { maximumMatching } from "../src/formats/json-schema/matching.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import { nodeAt } from "../src/formats/json-schema/spots.ts";
import { sortedJson } from "../src/formats/sorted-json.ts";
import type { Policy } from "../src/model.ts";

const read = (schema: unknown) =>
  parse({ text: typeof schema === "string" ? schema : JSON.stringify(schema) }, { strictness: "strict" });
const told = (writer: unknown, reader: unknown, policy: Policy = "strict") =>
  differencesOf(read(writer).root, read(reader).root, policy).map(({ kind, path }) => `${kind} ${path}`);
const breaks = (writer: unknown, reader: unknown, policy: Policy = "strict") =>
  differencesOf(read(writer).root, read(reader).root, policy)
    .filter(({ kind }) => registryEffects[kind][policy] === "breaks")
    .map(({ kind, path }) => `${kind} ${path}`);
const modern = { $schema: "https://json-schema.org/draft/2020-12/schema" };

describe("scalars", () => {
  it("are told with every limit that moves, by doubles", () => {
    expect(told({ maxLength: 40, minLength: 1, pattern: "^a" }, { maxLength: 20, pattern: "^b" })).toEqual([
      "max-length-decreased #/maxLength",
      "min-length-removed #/minLength",
      "pattern-changed #/pattern",
    ]);
    expect(told('{"maximum":9007199254740992}', '{"maximum":9007199254740993}')).toEqual([]);
    expect(told({ type: "integer" }, { type: "number" })).toEqual(["type-extended #/"]);
    expect(told({ enum: [1, "a"] }, { enum: ["a", 1.0] })).toEqual([]);
    expect(told({ const: 1 }, { const: 2 })).toEqual(["enum-array-changed #/const"]);
  });

  it("hold multiples as people do", () => {
    expect(told({ multipleOf: 0.1 }, { multipleOf: 0.3 })).toEqual(["multiple-of-expanded #/multipleOf"]);
    expect(told({ multipleOf: 0.3 }, { multipleOf: 0.1 })).toEqual(["multiple-of-reduced #/multipleOf"]);
    expect(told({ multipleOf: 2 }, { multipleOf: 3 })).toEqual(["multiple-of-changed #/multipleOf"]);
    expect([isMultipleOf(1e300, 1e-300), isMultipleOf(3, 0), isMultipleOf(-6, 4)]).toEqual([true, false, false]);
  });

  it("hide a lowered exclusive limit behind a `maximum`, as the registry does, and tell it where the registry fails", () => {
    expect(told({ exclusiveMaximum: 10 }, { exclusiveMaximum: 5, maximum: 20 })).toEqual(["maximum-added #/maximum"]);
    const both = ["maximum-added #/maximum", "exclusive-maximum-decreased #/exclusiveMaximum"];
    expect(told({ exclusiveMaximum: 10 }, { exclusiveMaximum: 5, maximum: 8 })).toEqual(both);
    expect(told({ exclusiveMaximum: 10 }, { exclusiveMaximum: 5 })).toEqual(both.slice(1));
  });

  it("do not tell a default of null that is gone", () => {
    const none = { type: "null" };
    expect(told(none, { ...none, default: null })).toEqual(["default-changed #/"]);
    expect(told({ ...none, default: null }, none)).toEqual([]);
    expect(told({ ...modern, ...none }, { ...modern, ...none, default: null })).toEqual([]);
  });
});

describe("objects", () => {
  const usage = (more: object = {}, properties: object = {}) => ({
    type: "object",
    properties: { tokens: { type: "integer" }, ...properties },
    ...more,
  });
  const cost = { cost_usd: { type: "number" } };
  const closed = { additionalProperties: false };

  it("judge what is added by the writer's content model", () => {
    expect(breaks(usage(), usage({}, cost))).toEqual([
      "optional-property-added-to-open-content-model #/properties/cost_usd",
    ]);
    expect(breaks(usage(), usage({}, cost), "lenient")).toEqual([]);
    expect(breaks(usage(closed), usage(closed, cost))).toEqual([]);
    expect(breaks(usage(closed), usage({ ...closed, required: ["cost_usd"] }, cost))).toEqual([
      "required-property-added-to-unopen-content-model #/properties/cost_usd",
    ]);
    const texts = { patternProperties: { _usd$: { type: "string" } } };
    expect(told(usage(texts), usage(texts, cost))).toEqual([
      "property-added-not-covered-by-partially-open-content-model #/properties/cost_usd",
      "type-changed #/properties/cost_usd",
      "optional-property-added-to-unopen-content-model #/properties/cost_usd",
    ]);
  });

  it("judge what is removed by the reader's content model", () => {
    expect(told(usage({}, cost), usage())).toEqual(["property-removed-from-open-content-model #/properties/cost_usd"]);
    expect(breaks(usage(closed, cost), usage(closed))).toEqual([
      "property-removed-from-closed-content-model #/properties/cost_usd",
    ]);
    const numbers = { additionalProperties: { type: "number" } };
    expect(told(usage(numbers, cost), usage(numbers))).toEqual([
      "property-removed-is-covered-by-partially-open-content-model #/properties/cost_usd",
    ]);
  });

  it("look only at required names that both sides list", () => {
    expect(told(usage(), usage({ required: ["tokens", "model"] }))).toEqual([
      "required-attribute-added #/required/tokens",
    ]);
  });

  it("tell names as they are, in paths and by sites", () => {
    const odd = 'a/b~c%d"__proto__';
    const [writer, reader] = [usage({}, { [odd]: { maxLength: 9 } }), usage({}, { [odd]: { maxLength: 5 } })].map(read);
    if (writer === undefined || reader === undefined) throw new Error("two schemas");
    const [change] = diff(writer, reader, "strict", { safe: false });
    expect(change).toMatchObject({ path: `#/properties/${odd}/maxLength`, place: { names: [odd] } });
    expect(change?.args.reader).toEqual({ document: 0, pointer: '/properties/a~1b~0c%d"__proto__' });
    const site = change && nodeAt(reader, change.args.reader);
    expect(site && sortedJson(site)).toBe('{"maxLength":5}');
    expect(told(JSON.parse('{"properties":{"__proto__":{}}}'), { properties: { constructor: {} } })).toEqual([
      "property-removed-from-open-content-model #/properties/__proto__",
      "property-with-empty-schema-added-to-open-content-model #/properties/constructor",
    ]);
  });
});

describe("arrays", () => {
  it("hold tuples by the model of what follows them", () => {
    const tuple = (items: readonly object[], additionalItems?: unknown) => ({ type: "array", items, additionalItems });
    const [text, flag] = [{ type: "string" }, { type: "boolean" }];
    expect(told(tuple([text]), tuple([text, flag]))).toEqual(["item-added-to-open-content-model #/items/1"]);
    expect(told(tuple([text], false), tuple([text, flag], false))).toEqual([
      "item-added-to-closed-content-model #/items/1",
    ]);
    expect(told(tuple([text, flag], false), tuple([text], false))).toEqual([
      "item-removed-from-closed-content-model #/items/1",
    ]);
    expect(told(tuple([text, flag], flag), tuple([text], flag))).toEqual([
      "item-removed-is-covered-by-partially-open-content-model #/items/1",
    ]);
  });

  it("count `contains` since 2019-09 only", () => {
    const holding = (more: object) => ({ type: "array", ...more });
    expect(told(holding({}), holding({ contains: {} }))).toEqual([]);
    expect(told({ ...modern, ...holding({}) }, { ...modern, ...holding({ contains: {} }) })).toEqual([
      "min-contains-added #/minContains",
    ]);
  });
});

describe("combined schemas", () => {
  const [text, count, flag] = [{ type: "string" }, { type: "integer" }, { type: "boolean" }];

  it("are held against one schema by any of their own", () => {
    expect(told(text, { anyOf: [count, text] })).toEqual(["sum-type-extended #/"]);
    expect(told({ allOf: [text, { minLength: 1 }] }, text)).toEqual(["product-type-narrowed #/"]);
    expect(told({ anyOf: [text, count] }, text)).toEqual(["type-changed #/"]);
    expect(told({ allOf: [text] }, { ...text, maxLength: 5 })).toEqual(["type-changed #/"]);
  });

  it("find a partner of its own for each", () => {
    expect(told({ oneOf: [text, count] }, { oneOf: [count, text] })).toEqual([]);
    expect(told({ oneOf: [text, count] }, { oneOf: [text, flag] })).toEqual(["combined-type-subschemas-changed #/"]);
    expect(told({ oneOf: [text, count] }, { oneOf: [text] })).toEqual(["sum-type-narrowed #/"]);
    expect(told({ anyOf: [text, text] }, { anyOf: [text] })).toEqual([]);
    expect(told({ oneOf: [text, count] }, { allOf: [text, count] })).toEqual(["combined-type-changed #/"]);
  });

  it("are matched by what the policy takes", () => {
    const closed = (...names: readonly string[]) => ({
      properties: Object.fromEntries(names.map((name) => [name, text])),
      additionalProperties: false,
    });
    const [writer, reader] = [{ oneOf: [closed("a", "b"), count] }, { oneOf: [closed("a"), count] }];
    expect(breaks(writer, reader)).toEqual(["combined-type-subschemas-changed #/"]);
    expect(breaks(writer, reader, "lenient")).toEqual([]);
  });

  it("take the most pairs that there are", () => {
    const fits = [[1], [0, 1], [0, 2, 3], [2]];
    const pairs = maximumMatching(4, 4, (left, right) => fits[left]?.includes(right) ?? false);
    expect([...pairs].sort()).toEqual([
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
    ]);
    expect(maximumMatching(2, 3, () => false).size).toBe(0);
  });

  it("turn round under `not`", () => {
    expect(told({ not: { maximum: 5 } }, { not: { maximum: 3 } })).toEqual(["not-type-narrowed #/not"]);
    expect(told({ not: { maximum: 3 } }, { not: { maximum: 5 } })).toEqual(["not-type-extended #/not"]);
  });
});

describe("references", () => {
  const tree = (value: object) => ({
    $ref: "#/definitions/Span",
    definitions: { Span: { properties: { cost: value, parent: { $ref: "#/definitions/Span" } } } },
  });

  it("are looked through once, and a break in a recursive type is found", () => {
    expect(told(tree({ type: "string" }), tree({ type: "string" }))).toEqual([]);
    expect(breaks(tree({ type: "string" }), tree({ type: "null" }))).toEqual([
      "type-changed #/properties/cost",
      "type-changed #/properties/parent/properties/cost",
    ]);
    const twice = (type: string) => ({
      $ref: "#/definitions/A",
      definitions: { A: { $ref: "#/definitions/B" }, B: { type } },
    });
    expect(told(twice("string"), twice("null"))).toEqual([]);
    expect(told({ $ref: "#" }, { $ref: "#" })).toEqual([]);
  });

  it("refute what was assumed of a pair inside itself", () => {
    const list = (inner: object) => ({
      $ref: "#/definitions/Node",
      definitions: { Node: { anyOf: [{ properties: { next: { $ref: "#/definitions/Node" } } }, inner] } },
    });
    expect(breaks(list({ type: "string" }), list({ type: "null" }))).toEqual(["combined-type-subschemas-changed #/"]);
  });

  it("shared by many do not multiply the work beyond measure", () => {
    const doubling = (type: string) => {
      const definitions: Record<string, object> = { S40: { type } };
      for (let i = 0; i < 40; i += 1) {
        const next = { $ref: `#/definitions/S${i + 1}` };
        definitions[`S${i}`] = { properties: { prompt: next, answer: next } };
      }
      return { $ref: "#/definitions/S0", definitions };
    };
    const found = breaks(doubling("string"), doubling("null"));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(100_000);
  });

  it("in long chains are refused as too deep, or read, and never end in anything else", () => {
    const chain = (type: string) => {
      const definitions: Record<string, object> = { S6000: { type } };
      for (let i = 0; i < 6_000; i += 1) definitions[`S${i}`] = { not: { $ref: `#/definitions/S${i + 1}` } };
      return read({ $ref: "#/definitions/S0", definitions });
    };
    const [writer, reader] = [chain("string"), chain("null")];
    expect(() => diff(writer, reader, "strict", { safe: false })).toThrow("too deeply");
  });
});

describe("the order of Java's maps", () => {
  it("is that of the buckets, and of arrival within one", () => {
    expect(javaOrder(["type", "properties", "required", "if", "then", "description"])).toEqual([
      ..."description then type if properties required".split(" "),
    ]);
    expect(javaOrder(["required", "properties"])).toEqual(["required", "properties"]);
  });
});
