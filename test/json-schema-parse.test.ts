import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { javaPatternFault } from "../src/formats/json-schema/java-pattern.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import type { JsonSchema, Schema } from "../src/formats/json-schema/types.ts";
import { resolveUri } from "../src/formats/json-schema/uris.ts";
import type { SchemaReference } from "../src/model.ts";

const drafts = {
  "4": "http://json-schema.org/draft-04/schema#",
  "6": "http://json-schema.org/draft-06/schema#",
  "7": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};

const read = (schema: unknown, references: readonly SchemaReference[] = [], file?: string) =>
  parse(
    { text: typeof schema === "string" ? schema : JSON.stringify(schema), references, ...(file && { file }) },
    { strictness: "strict" },
  );
const in2020 = (schema: object) => read({ $schema: drafts["2020-12"], ...schema });

function fault(work: () => unknown): SchemactlError {
  try {
    work();
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return error;
    throw error;
  }
  throw new Error("it was read");
}

/** The classes that a schema was loaded as, a combined one with what it combines. */
function shape(schema: Schema): unknown {
  if (schema.class !== "combined") return schema.class === "reference" ? ["ref", schema.target.class] : schema.class;
  return { [schema.criterion]: schema.subschemas.map(shape) };
}
const shapeOf = ({ root }: JsonSchema) => shape(root);

describe("drafts", () => {
  it("are told by `$schema`, and draft 7 where none is known", () => {
    for (const [draft, $schema] of Object.entries(drafts)) expect(read({ $schema }).draft).toBe(draft);
    expect(read({ $schema: "http://json-schema.org/draft-03/schema" }).draft).toBe("7");
    expect(read({ $schema: "https://acme.test/dialect" }).draft).toBe("7");
    expect(read("true")).toMatchObject({ draft: "7", root: { class: "true" } });
  });

  it("split one object into parts until draft 7, and merge keywords of one class since", () => {
    const region = { type: "string", enum: ["eu", "us"], minLength: 2 };
    expect(shapeOf(read(region))).toEqual({ allOf: ["enum", "string"] });
    expect(shapeOf(read({ type: "object", minimum: 1 }))).toEqual({ allOf: ["object", "number"] });
    expect(shapeOf(read({ type: ["string", "null"], minLength: 2 }))).toEqual({ anyOf: ["string", "null"] });
    expect(shapeOf(read({ format: "uuid" }))).toBe("string");
    expect(shapeOf(in2020({ format: "uuid" }))).toBe("empty");
    expect(shapeOf(in2020({ anyOf: [{ type: "object", minimum: 9 }, { type: "null" }] }))).toEqual({
      anyOf: ["object", "number", "null"],
    });
  });

  it("merge into a list of types what comes before anything else that the object says", () => {
    const list = { type: ["null", "object"], properties: { tokens: {} } };
    expect(shapeOf(in2020(list))).toEqual({ anyOf: ["null", "object"] });
    const condition = { if: {}, else: { required: ["tokens"] } };
    expect(shapeOf(in2020({ ...list, ...condition }))).toEqual({
      allOf: ["conditional", { anyOf: ["null", "object"] }, "object"],
    });
  });

  it("forget `unevaluatedProperties` beside a keyword that is not read", () => {
    const closed = { type: "object", unevaluatedProperties: false };
    expect(in2020(closed).root).toMatchObject({ unevaluatedProperties: false });
    expect(in2020({ ...closed, examples: [] }).root).toMatchObject({ unevaluatedProperties: undefined });
  });

  it("ignore what stands beside a reference until draft 7", () => {
    const cost = { $ref: "#/definitions/Cost", type: "object", default: 0 };
    expect(read({ ...cost, definitions: { Cost: { type: "number" } } }).root).toMatchObject({
      class: "reference",
      default: undefined,
      target: { class: "number" },
    });
  });
});

describe("references in draft 4", () => {
  it("add what stands beside them to what they mean", () => {
    const $ref = "#/definitions/Cost";
    const definitions = { Cost: { type: "string", maxLength: 9 } };
    const { root } = read({ $schema: drafts["4"], $ref, minLength: 2, maxLength: 5, definitions });
    expect(root).toMatchObject({ target: { class: "string", minLength: { value: 2 }, maxLength: { value: 9 } } });
  });
});

describe("references", () => {
  const money = { type: "object", properties: { units: { type: "number" } } };
  const target = (schema: JsonSchema) => (schema.root.class === "reference" ? schema.root.target : schema.root);

  it("lead to pointers, anchors, embedded ids and the schema itself", () => {
    expect(target(in2020({ $ref: "#/$defs/a~1b%20c", $defs: { "a/b c": { type: "null" } } })).class).toBe("null");
    expect(target(in2020({ $ref: "#cost", $defs: { Cost: { $anchor: "cost", type: "number" } } })).class).toBe(
      "number",
    );
    const embedded = {
      $id: "https://acme.test/a.json",
      $ref: "cost.json",
      $defs: { C: { $id: "cost.json", const: 1 } },
    };
    expect(target(in2020(embedded)).class).toBe("const");
    const old = { $ref: "#/$defs/Cost", definitions: { Cost: { type: "boolean" } } };
    expect(target(read(old)).class).toBe("boolean");
    expect(target(read({ $ref: "#money", definitions: { M: { $id: "#money", type: "null" } } })).class).toBe("null");
    const self = read({ $ref: "#" });
    expect(target(self)).toBe(self.root);
  });

  it("are told from the base that holds where they stand", () => {
    const base = { $id: "https://acme.test/schemas/usage.json", $ref: "shared/money.json#/properties/units" };
    const text = JSON.stringify(money);
    expect(target(in2020OfBase(base, [{ name: "shared/money.json", text }])).class).toBe("number");
    const named = JSON.stringify({ ...money, $id: "https://acme.test/schemas/shared/money.json" });
    expect(target(in2020OfBase(base, [{ name: "anything.json", text: named }])).class).toBe("number");
    const local = read({ $ref: "../money.json" }, [{ name: "schemas/money.json", text }], "schemas/cost/usage.json");
    expect(target(local)).toMatchObject({ class: "object", spot: { document: { index: 1 } } });
  });

  const in2020OfBase = (schema: object, references: readonly SchemaReference[]) =>
    read({ $schema: drafts["2020-12"], ...schema }, references);

  it("to the drafts' own schemas need no file", () => {
    for (const $ref of Object.values(drafts)) {
      expect(shapeOf(read({ properties: { schema: { $ref } } }))).toBe("object");
    }
    expect(read({ $ref: "https://json-schema.org/draft-07/schema" }).documents).toHaveLength(2);
  });

  it("that lead to nothing are refused, and those to the network say what to do", () => {
    expect(fault(() => read({ $ref: "#/definitions/Cost" }))).toMatchObject({
      message: "the reference `#/definitions/Cost` leads to nothing",
      line: 1,
      column: 9,
    });
    const remote = fault(() => read({ properties: { cost: { $ref: "https://acme.test/money.json" } } }));
    expect(remote.hint).toContain("`schemas:`");
    const text = '{\n  "items": { "$ref": "#gone" }\n}';
    const inside = fault(() => read({ $ref: "m.json" }, [{ name: "m.json", text, file: "schemas/m.json" }]));
    expect(inside).toMatchObject({ file: "schemas/m.json", line: 2, column: 22 });
  });

  it("may go in circles and in long chains", () => {
    expect(shapeOf(read({ $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/B" }, B: { $ref: "#/$defs/A" } } }))).toEqual(
      ["ref", "reference"],
    );
    const definitions: Record<string, object> = { S5000: { type: "string" } };
    for (let i = 0; i < 5000; i += 1) definitions[`S${i}`] = { $ref: `#/definitions/S${i + 1}` };
    expect(read({ $ref: "#/definitions/S0", definitions }).root.class).toBe("reference");
  });
});

describe("what is refused", () => {
  const refusals: Record<string, readonly [unknown, string]> = {
    "a root that is no schema": ["[]", "a schema must be an object or a boolean"],
    "a comment": ['{"type":"string" /* the model */}', "not valid JSON: JSON has no comments"],
    "a trailing comma": ['{"type":"string",}', "not valid JSON: expected a key in double quotes, found `}`"],
    "an unknown type": [{ type: "decimal" }, "`type` has no type `decimal`"],
    "an unknown type in a list": [{ type: ["null", "money"] }, "`type` has no type `money`"],
    "a keyword of another JSON type": [{ maxLength: "40" }, "`maxLength` must be a number, and is a string"],
    "a limit in pieces": [{ minItems: 1.5 }, "`minItems` must be a whole number, and is 1.5"],
    "required as a boolean": [{ required: true }, "`required` must be an array of strings, and is a boolean"],
    "a schema that is none": [{ properties: { cost: 3 } }, "a schema must be an object or a boolean"],
    "items as a list, since 2019-09": [
      { $schema: drafts["2020-12"], items: [{}] },
      "a schema must be an object or a boolean",
    ],
    "an exclusive limit as a boolean, since draft 6": [
      { exclusiveMinimum: true },
      "`exclusiveMinimum` must be a number, and is a boolean",
    ],
    "a broken definition that nothing refers to": [
      { $schema: drafts["2020-12"], $defs: { Cost: { type: "money" } } },
      "`type` has no type `money`",
    ],
    "a broken pattern": [{ pattern: "[a-" }, "the regular expression `[a-` is broken: a `[` is not closed"],
    "a broken pattern of names": [
      { patternProperties: { "(": {} } },
      "the regular expression `(` is broken: a group is not closed",
    ],
    "a key that stands twice": ['{"type":"string","type":"null"}', "not valid JSON: the key `type` stands twice"],
    "text after the root": ['{"type":"string"} {}', "not valid JSON: there is text after the end of the JSON value"],
  };
  for (const [what, [schema, message]] of Object.entries(refusals)) {
    it(what, () => expect(fault(() => read(schema)).message).toBe(message));
  }

  it("is not what history may hold: of a key that stands twice the last counts, and the text ends with its first value", () => {
    const lenient = (text: string) => parse({ text }, { strictness: "lenient" }).root.class;
    expect(lenient('{"type":"string","type":"null"}')).toBe("null");
    expect(lenient('{"type":"string"} {"type":')).toBe("string");
    expect(lenient('{"maxLength":-1}')).toBe("string");
  });

  it("is told as such whatever the names are, and however deep it goes", () => {
    const names = read(
      '{"properties":{"__proto__":{"type":"null"},"constructor":{},"a/b~c%\\"":{}},"required":["__proto__"]}',
    );
    expect(names.root.class === "object" && [...names.root.properties.keys()]).toEqual([
      "__proto__",
      "constructor",
      'a/b~c%"',
    ]);
    const deep = `${'{"not":'.repeat(998)}true${"}".repeat(998)}`;
    expect(read(deep).root.class).toBe("not");
    expect(fault(() => read(`${'{"not":'.repeat(1200)}true${"}".repeat(1200)}`)).message).toContain("1000 levels");
  });
});

describe("regular expressions", () => {
  it("are taken where Java takes them", () => {
    const taken = [
      "^[a-z_]+$ (?i)usd|eur a*+ a{2,3}? x{2} (?<model>gpt|claude)-\\k<model> (a)\\1 [a-z&&[^aeiou]] [[a-c]x] []a]",
      "\\p{L}\\p{Lu}\\pL\\p{IsLatin}\\p{IsAlphabetic}\\p{InGreek}\\p{Alnum}\\p{javaLowerCase}\\p{script=Greek}\\P{sc=Han}",
      "(?<=ab{1,3})c (?<!x|yz)d (?>a+) (?:b) (?=c) (?!d) (?s-m:e) \\Qa*[\\E \\h\\R\\v\\X\\G\\A\\z\\Z \\x41 \\x{1F600} \\u00e9 \\07 \\cA \\e",
      "(?x) a # a comment with ( in it\n b",
      "} ] \\} a} \\- \\_ [\\w.-] [a-] [-a] [^]]",
    ];
    for (const pattern of taken.flatMap((list) => [list, ...list.split(" ")])) {
      if (pattern !== "" && !/^(?:#|\(\?x\)|comment|with|\(|in|it\n)$/.test(pattern)) {
        expect([pattern, javaPatternFault(pattern)]).toEqual([pattern, undefined]);
      }
    }
  });

  it("are refused where Java refuses them", () => {
    const refused = [
      "(",
      ")",
      "a)",
      "[",
      "[]",
      "[^]",
      "*a",
      "a**",
      "+",
      "a|*",
      "a{",
      "a{x}",
      "a{,3}",
      "a{3,2}",
      "(?P<n>a)",
    ];
    refused.push(
      "(?<1a>b)",
      "(?<n>a)(?<n>b)",
      "\\k<n>",
      "\\y",
      "\\u12",
      "\\x1",
      "\\p{Nope}",
      "\\p{L",
      "\\",
      "[z-a]",
      "(?q)a",
    );
    refused.push(
      "(?<=a*)b",
      "(?<=a+)b",
      "(?<!(a)\\1)b",
      "(?#note)",
      "[\\b]",
      "\\08",
      "\\c",
      "\\p{^L}",
      "a{99999999999}",
    );
    for (const pattern of refused) expect([pattern, javaPatternFault(pattern) === undefined]).toEqual([pattern, false]);
  });
});

describe("references to URIs", () => {
  it("are resolved as RFC 3986 tells, and from a path too", () => {
    const base = "http://a/b/c/d;p?q";
    const cases = {
      g: "http://a/b/c/g",
      "./g": "http://a/b/c/g",
      "/g": "http://a/g",
      "//g": "http://g",
      "?y": "http://a/b/c/d;p?y",
    };
    const more = {
      "#s": "http://a/b/c/d;p?q#s",
      "..": "http://a/b/",
      "../../g": "http://a/g",
      "../../../g": "http://a/g",
      "g:h": "g:h",
    };
    for (const [reference, meant] of Object.entries({ ...cases, ...more }))
      expect(resolveUri(base, reference)).toBe(meant);
    expect(resolveUri("schemas/cost/usage.json", "../money.json#/x")).toBe("schemas/money.json#/x");
    expect(resolveUri("usage.json", "../money.json")).toBe("../money.json");
    expect(resolveUri("", "money.json")).toBe("money.json");
  });
});
