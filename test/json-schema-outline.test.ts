import { describe, expect, it } from "vitest";
import { canonical, fingerprint } from "../src/formats/json-schema/canonical.ts";
import { identity } from "../src/formats/json-schema/identity.ts";
import { outline } from "../src/formats/json-schema/outline.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import { recognises } from "../src/formats/json-schema/recognition.ts";
import { needleOf, references } from "../src/formats/json-schema/references.ts";
import { rabin } from "../src/formats/rabin.ts";
import { schemaOf } from "./support/json-schema-fixtures.ts";

const draft7 = "http://json-schema.org/draft-07/schema#";
const text = (schema: unknown): string => JSON.stringify(schema);

describe("which files are schemas", () => {
  it.each([
    "http://json-schema.org/draft-03/schema#",
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-06/schema",
    "https://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
    "http://json-schema.org/draft/2020-12/schema#",
    "http://json-schema.org/draft-07/hyper-schema#",
    "http://json-schema.org/schema#",
  ])("one that names %s", (uri) => {
    expect(recognises("schemas/usage.json", text({ type: "object", $schema: uri }))).toBe(true);
  });

  it.each([
    ["https://json.schemastore.org/tsconfig"],
    ["./node_modules/@biomejs/biome/configuration_schema.json"],
    ["https://json-schema.org/learn/examples/address.schema.json"],
    ["https://example.com/json-schema.org/draft-07/schema"],
    ["https://json-schema.org.example.com/draft-07/schema#"],
    [7],
    [null],
    [{ $schema: draft7 }],
  ])("not one that names %j", (uri) => {
    expect(recognises("schemas/usage.json", text({ $schema: uri, compilerOptions: {} }))).toBe(false);
  });

  it.each([
    ["one that is called a schema, whatever is in it", "usage.schema.json", "not even JSON", true],
    ["none whose name only contains the word", "usage.schema.json.bak.json", "{}", false],
    ["none in which the word stands further in", "a.json", text({ tool: { $schema: draft7 } }), false],
    ["none in which it is a value", "a.json", text({ url: "$schema", at: draft7, list: ["$schema", draft7] }), false],
    [
      "one in which it is written with escapes",
      "a.json",
      '{"\\u0024schema": "http:\\/\\/json-schema.org\\/draft-07\\/schema#"}',
      true,
    ],
    [
      "one in which it stands last, after braces in texts",
      "a.json",
      text({ title: '}"]\\', properties: { a: [{}] }, $schema: draft7 }),
      true,
    ],
    ["one with a byte order mark", "a.json", `\ufeff ${text({ $schema: draft7 })}`, true],
    [
      "by the last of two",
      "a.json",
      `{"$schema": "${draft7}", "$schema": "https://json.schemastore.org/tsconfig"}`,
      false,
    ],
    ["one that is broken further down", "a.json", `{"$schema": "${draft7}", "type": `, true],
    ["none that is a list", "a.json", text([{ $schema: draft7 }]), false],
    ["none that is a text", "a.json", text(draft7), false],
    ["none that is empty", "a.json", "", false],
    ["none whose text is not closed", "a.json", '{"$schema": "http://json-schema.org/draft-07/schema#', false],
  ])("%s", (_, path, content, answer) => {
    expect(recognises(path, content)).toBe(answer);
  });

  it("tells in time on texts made to take long", () => {
    const start = performance.now();
    recognises("a.json", `{"json-schema.org": "${'\\"'.repeat(1_000_000)}`);
    recognises("a.json", `json-schema.org ${"[".repeat(1_000_000)}`);
    recognises("a.json", `{"json-schema.org": ${'"",'.repeat(1_000_000)}`);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("the outline", () => {
  const needsOf = (schema: unknown) => outline(text(schema))?.needs.map(({ names }) => names);

  it("has no name: a schema is filed under its path", () => {
    const source = `{\n  "$schema": "${draft7}",\n  "$id": "https://schemas.example/cost/usage.json"\n}`;
    expect(outline(source)?.nameAt()).toEqual({ line: 3, column: 10 });
    expect(outline(source)).toMatchObject({
      name: undefined,
      defines: ["https://schemas.example/cost/usage.json"],
      needs: [],
    });
    expect(outline('{\n"title": "Usage"}')?.nameAt()).toEqual({ line: 2, column: 10 });
    expect(outline("\n true")?.nameAt()).toEqual({ line: 2, column: 2 });
    expect(outline("\n true")).toMatchObject({ name: undefined, defines: [], needs: [] });
  });

  it("defines every whole identifier, without its fragment, and no relative one", () => {
    const embedded = {
      $defs: { Money: { $id: "money.json" }, Anchor: { $id: "#here" }, Urn: { $id: "urn:llm:cost#" } },
    };
    expect(outline(text({ $id: "https://schemas.example/a/usage.json#", ...embedded }))?.defines).toEqual([
      "https://schemas.example/a/usage.json",
      "https://schemas.example/a/money.json",
      "urn:llm:cost",
    ]);
    expect(outline(text({ $id: "usage.json", ...embedded }))?.defines).toEqual(["urn:llm:cost"]);
  });

  it("goes by `id` in draft 4, and by `$id` later", () => {
    const draft4 = { $schema: "http://json-schema.org/draft-04/schema#", id: "https://schemas.example/usage.json" };
    expect(outline(text({ ...draft4, $id: "https://schemas.example/other.json" }))?.defines).toEqual([
      "https://schemas.example/usage.json",
    ]);
    expect(outline(text({ ...draft4, $schema: draft7 }))?.defines).toEqual([]);
  });

  it("needs what lies outside the text: as written where the schema has no name of its own", () => {
    const source =
      '{"properties": {\n  "cost": {"$ref": "../shared/money.json#/definitions/Money"},\n  "self": {"$ref": "#/definitions/A"}}}';
    expect(outline(source)?.needs).toEqual([{ names: ["../shared/money.json"], line: 2, column: 20 }]);
  });

  it("needs it by its whole name, by the way there, and as written, best first", () => {
    const $id = "https://schemas.example/cost/usage.json";
    const need = ($ref: string) => needsOf({ $id, items: { $ref } })?.[0];
    expect(need("money.json#/definitions/Money")).toEqual(["https://schemas.example/cost/money.json", "money.json"]);
    expect(need("/shared/money.json")).toEqual([
      "https://schemas.example/shared/money.json",
      "../shared/money.json",
      "/shared/money.json",
    ]);
    expect(need("https://schemas.example/shared/money.json")).toEqual([
      "https://schemas.example/shared/money.json",
      "../shared/money.json",
    ]);
    expect(need("https://other.example/money.json")).toEqual(["https://other.example/money.json"]);
    expect(need("urn:llm:money")).toEqual(["urn:llm:money"]);
  });

  it("needs neither itself, nor what it holds under a name, nor a draft's own schema", () => {
    const $id = "https://schemas.example/usage.json";
    const $defs = { Money: { $id: "money.json" } };
    const refs = [
      $id,
      `${$id}#/properties/a`,
      "usage.json",
      "money.json",
      "#",
      draft7,
      "https://json-schema.org/draft/2020-12/schema",
    ];
    expect(needsOf({ $id, $defs, anyOf: refs.map(($ref) => ({ $ref })) })).toEqual([]);
    expect(needsOf({ $ref: "https://json-schema.org/draft/2020-12/meta/core" })).toEqual([]);
  });

  it("looks wherever a schema may stand, and not at data", () => {
    const ref = (name: string) => ({ $ref: name });
    const schema = {
      properties: { enum: ref("1"), $ref: ref("2"), properties: { properties: { a: ref("3") } } },
      patternProperties: { "^x": ref("4") },
      definitions: { default: ref("5") },
      dependencies: { a: ref("6"), b: ["c"] },
      anyOf: [ref("7"), { not: { items: [ref("8")] } }],
      "x-own": { nested: ref("9") },
      enum: [ref("data")],
      const: ref("data"),
      default: ref("data"),
      examples: [ref("data")],
      $dynamicRef: "10#node",
    };
    expect(needsOf(schema)?.flat().toSorted()).toEqual(["1", "10", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  it("is read as the registry reads: the last of two keys, and nothing after the root", () => {
    expect(needsOf({})).toEqual([]);
    expect(outline('{"$id": "urn:a", "$id": "urn:b"} and more')?.defines).toEqual(["urn:b"]);
    for (const broken of ["", "{", '{"a": 1,}', "// no\n{}", "[".repeat(2000)]) expect(outline(broken)).toBeUndefined();
  });
});

describe("references by path", () => {
  const from = "schemas/cost/usage.json";

  it.each([
    ["money.json", "schemas/cost/money.json"],
    ["./money.json#/definitions/Money", "schemas/cost/money.json"],
    ["../shared/money.json", "schemas/shared/money.json"],
    ["../../money.json", "money.json"],
    ["/schemas/money.json", "schemas/money.json"],
    ["a%20price%2Flist.json", "schemas/cost/a price/list.json"],
    ["100%.json", "schemas/cost/100%.json"],
    ["money.json?v=1", "schemas/cost/money.json"],
    ["preis-€.json", "schemas/cost/preis-€.json"],
  ])("%s is a path", (name, path) => {
    expect(references.candidates(name, from, undefined)).toEqual([path]);
  });

  it.each([
    "",
    "#/definitions/A",
    "../../../out.json",
    "https://schemas.example/money.json",
    "urn:llm:money",
    "//host/a.json",
    "folder/",
    "..",
  ])("%j is none", (name) => {
    expect(references.candidates(name, from, undefined)).toEqual([]);
  });

  it("hands a text over under the name that it was found by, and the parser finds it there", () => {
    const root = {
      $id: "https://schemas.example/cost/usage.json",
      properties: { price: { $ref: "/shared/money.json#/$defs/Money" } },
    };
    const money = { $defs: { Money: { $ref: "amount.json" } } };
    const [need] = outline(text(root))?.needs ?? [];
    const found =
      need?.names.find((name) => references.candidates(name, from, undefined)[0] === "schemas/shared/money.json") ?? "";
    const [inner] = outline(text(money))?.needs ?? [];
    const schema = parse(
      {
        text: text(root),
        file: from,
        references: [
          {
            name: references.referenceName(found, "schemas/shared/money.json"),
            text: text(money),
            file: "schemas/shared/money.json",
          },
          {
            name: references.referenceName(inner?.names[0] ?? "", ""),
            text: "true",
            file: "schemas/shared/amount.json",
          },
        ],
      },
      { strictness: "strict" },
    );
    expect(schema.documents).toHaveLength(3);
  });

  it.each([
    ["https://schemas.example/cost/money.json", '{"$ref": "money.json#/a"}'],
    ["https://schemas.example/cost/money.json", '{"$id": "https:\\/\\/schemas.example\\/cost\\/money.json"}'],
    ["https://schemas.example/cost/", '{"$ref": "../cost/"}'],
    ["urn:llm:money", '{"$ref": "urn:llm:money"}'],
    ["schemas/preis-€.json", '{"$ref": "preis-%E2%82%AC.json"}'],
    ["schemas/preis-€.json", '{"$ref": "preis-\\u20ac.json"}'],
    ["schemas/a b.json", '{"$ref": "a%20b.json"}'],
  ])("whatever mentions %s has its needle", (name, mention) => {
    expect(needleOf(name)).not.toBe("");
    expect(mention).toContain(needleOf(name));
    if (!name.includes(":")) expect(mention).toContain(references.needle(name));
  });
});

describe("what makes two texts the same", () => {
  it.each([
    ['{"type": "object", "required": []}', '{\n\t"required":[],"type":"object"}'],
    ['{"a": {"c": 1, "b": 2}}', '{"a":{"b":2,"c":1}}'],
    ['{"a": 1, "a": 2}', '{"a": 2}'],
    ['{"a": "\\u0041"}', '{"a": "A"}'],
  ])("%s is %s", (one, other) => {
    expect(identity(one)).toBe(identity(other));
  });

  it.each([
    ['{"minimum": 1}', '{"minimum": 1.0}'],
    ['{"minimum": 9007199254740993}', '{"minimum": 9007199254740992}'],
    ['{"required": ["a", "b"]}', '{"required": ["b", "a"]}'],
    ['{"description": "a"}', '{"description": "b"}'],
    ["{}", "true"],
    ["{}", "{} // a comment, which the registry refuses"],
    ["{}", "/* another */ {}"],
    ["{}", "{} {}"],
    ['{"pattern": "a//b"}', '{"pattern": "a/b"}'],
  ])("%s is not %s", (one, other) => {
    expect(identity(one)).not.toBe(identity(other));
  });

  it("is not disturbed by slashes in texts", () => {
    expect(identity('{ "$id": "https://schemas.example/a", "pattern": "\\\\\\"//" }')).toBe(
      '{"$id":"https://schemas.example/a","pattern":"\\\\\\"//"}',
    );
  });

  it("has a canonical form with sorted keys, and a fingerprint of it", () => {
    const [one, other] = ['{"type": "object", "$id": "urn:a"}', '{ "$id":"urn:a","type":"object" }'].map((source) =>
      schemaOf(source),
    );
    if (one === undefined || other === undefined) throw new Error("no schema");
    expect(canonical(one)).toBe('{"$id":"urn:a","type":"object"}');
    expect(fingerprint(one)).toBe(fingerprint(other));
    expect(fingerprint(one)).not.toBe(fingerprint(schemaOf('{"$id": "urn:b", "type": "object"}')));
    // The specification's own value for the null schema.
    expect(rabin('"null"')).toBe("63dd24e7cc258f8a");
  });
});
