import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { canonical } from "../src/formats/avro/canonical.ts";
import { diff } from "../src/formats/avro/diff.ts";
import { identity, meaning } from "../src/formats/avro/identity.ts";
import { outline } from "../src/formats/avro/outline.ts";
import { nameOfSchema, parse } from "../src/formats/avro/parse.ts";
import type { Strictness } from "../src/formats/format.ts";
import type { SchemaReference, SchemaSource } from "../src/model.ts";
import { fixtures, schemaOf } from "./support/avro-fixtures.ts";

type Fault = Pick<SchemactlError, "message" | "line" | "column" | "file" | "hint">;

function faultOf(source: SchemaSource | string, strictness: Strictness = "lenient"): Fault | undefined {
  try {
    parse(typeof source === "string" ? { text: source } : source, { strictness });
    return undefined;
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "schema") throw error;
    const { message, line, column, file, hint } = error;
    return { message, ...(line && { line }), ...(column && { column }), ...(file && { file }), ...(hint && { hint }) };
  }
}

const record = (...fields: readonly unknown[]) => ({ type: "record", name: "Usage", namespace: "llm", fields });
const field = (type: unknown, more: object = {}) => ({ name: "x", type, ...more });
const enumeration = (more: object = {}) => ({ type: "enum", name: "Role", symbols: ["USER", "TOOL"], ...more });
const fixed = (more: object = {}) => ({ type: "fixed", name: "Id", size: 8, ...more });
const refused = (schema: unknown, strictness: Strictness = "lenient") =>
  faultOf(typeof schema === "string" ? schema : JSON.stringify(schema), strictness);

describe("a schema that Avro Java 1.12 reads", () => {
  const accepted: Readonly<Record<string, unknown>> = {
    "a primitive": '"int"',
    "an empty union": [],
    "an empty record": record(),
    "an error": { ...record(), type: "error" },
    "an empty enum": enumeration({ symbols: [] }),
    "a fixed of no size": fixed({ size: 0 }),
    "a fixed of minus no size": '{"type":"fixed","name":"Id","size":-0}',
    "names of other scripts": { ...record(field("int")), name: "Größe_表" },
    "names that objects have": {
      ...record({ name: "__proto__", type: "int" }, { name: "constructor", type: "int" }),
      name: "toString",
    },
    "a type named like a kind": { type: "record", name: "array", fields: [field(["null", "array"])] },
    "a type named like a primitive, in a namespace": { type: "record", name: "n.int", fields: [field("n.int")] },
    "a name with a dot in front": fixed({ name: ".Id" }),
    "a mention of a mention": record(field({ type: "Usage" })),
    recursion: record(field(["null", "Usage"])),
    "a type before its definition": record(field("Role"), { name: "y", type: enumeration() }),
    "a type of the null namespace after its definition": record(field(enumeration({ namespace: "" })), {
      name: "y",
      type: "Role",
    }),
    "an enum twice, where both look the same": record(field(enumeration()), {
      name: "y",
      type: enumeration({ doc: "again" }),
    }),
    "a record in itself, before its fields are known": record(field({ type: "record", name: "Usage", fields: [] })),
    "an order in capitals": record(field("int", { order: "DESCENDING" })),
    "logical types that do not suit": record(field({ type: "int", logicalType: "uuid" })),
    "a namespace that is no string": { ...record(), namespace: 5 },
    "an enum's default that is no string": enumeration({ default: null }),
    "aliases in parts that are no names": { ...record(), aliases: [".Old", "a-b.Old"] },
    "a field's alias that is another field": record(field("int", { aliases: ["y"] }), { name: "y", type: "int" }),
    "a default of a later branch": record(field(["string", "null"], { default: null })),
    "an enum's field with a default that is no symbol": record(field(enumeration(), { default: "NONE" })),
    "a fixed with a default of another size": record(field(fixed(), { default: "a" })),
    "the largest and the smallest long":
      '{"type":"record","name":"A","fields":[{"name":"x","type":"long","default":9223372036854775807},{"name":"y","type":"long","default":-9223372036854775808}]}',
    "numbers in words": record(field("double", { default: "NaN" }), { name: "y", type: "float", default: " 0x1p3 " }),
    "a default of what precedes": record(field(record(), { default: {} })).fields[0],
    "an integer beyond a long in an enum's property":
      '{"type":"enum","name":"E","symbols":[],"n":12345678901234567890}',
    comments: '/* usage */ {"type": "int" // tokens\n}',
  };

  it.each(Object.entries(accepted))("is read: %s", (_, schema) => {
    const text = typeof schema === "string" ? schema : JSON.stringify(schema);
    // A field is no schema: the schema is its type.
    const own = text.startsWith('{"name":"x","type":{') ? JSON.stringify(JSON.parse(text).type) : text;
    expect(faultOf(own, "lenient")).toBeUndefined();
    expect(faultOf(own, "strict")).toBeUndefined();
  });

  it("has what its text says", () => {
    const { root } =
      schemaOf(`{"type": "record", "name": "a.Usage", "aliases": ["Old", "b.Older", ".Oldest"], "doc": "d", "owner": "cost", "fields": [
      {"name": "tokens", "aliases": ["count", "count"], "order": "Ignore", "type": {"type": "long", "logicalType": "x"}, "default": 9007199254740993, "pii": false}]}`);
    if (root.kind !== "record") throw new Error(root.kind);
    expect(root).toMatchObject({
      fullName: "a.Usage",
      name: "Usage",
      namespace: "a",
      doc: "d",
      aliases: ["a.Old", "b.Older", "Oldest"],
    });
    expect([...root.props.keys()]).toEqual(["owner"]);
    const [tokens] = root.fields;
    expect(tokens).toMatchObject({
      name: "tokens",
      aliases: ["count"],
      order: "ignore",
      default: { text: "9007199254740993" },
      type: { kind: "long" },
    });
    expect([...(tokens?.props.keys() ?? [])]).toEqual(["pii"]);
    expect([...(tokens?.type.props.keys() ?? [])]).toEqual(["logicalType"]);
  });

  it("is one object for all mentions of a named type", () => {
    const { root } = schemaOf(
      record(
        field("Role"),
        { name: "y", type: enumeration() },
        { name: "z", type: { type: "array", items: "llm.Role" } },
      ),
    );
    if (root.kind !== "record") throw new Error(root.kind);
    const [x, y, z] = root.fields.map(({ type }) => type);
    expect(x).toBe(y);
    expect(z?.kind === "array" && z.items).toBe(y);
    expect(nameOfSchema({ root, rootAt: root.at })).toBe("llm.Usage");
    expect(nameOfSchema(schemaOf([]))).toBeUndefined();
  });

  it("reads of equal keys the last, unless it is strict", () => {
    const text = '{"type":"fixed","name":"A","name":"B","size":1}';
    expect(canonical(schemaOf(text))).toBe('{"name":"B","type":"fixed","size":1}');
    expect(faultOf(text, "strict")).toMatchObject({
      message: "the key `name` stands twice in one object",
      line: 1,
      column: 28,
    });
  });
});

describe("a schema that Avro Java 1.12 refuses", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ["5", "a schema is a name, an object or an array, not a number"],
    ["[null]", "a schema is a name, an object or an array, not `null`"],
    ["{}", "this schema has no `type`"],
    [{ type: { type: "string" } }, "`type` is the name of a type here, not an object"],
    [["int", "int"], "the union has two branches of the type `int`"],
    [[["int"]], "a union stands directly in a union"],
    [["Id", fixed()], "the union has two branches of the type `Id`"],
    [{ type: "array" }, "this array has no `items`"],
    [{ type: "map" }, "this map has no `values`"],
    ['"Usage"', "`Usage` is not defined in this file or any other"],
    [record(field("Missing")), "`llm.Missing` is not defined in this file or any other, and neither is `Missing`"],
    [
      record(field("Role"), { name: "y", type: enumeration({ namespace: "" }) }),
      "`llm.Role` is not defined in this file or any other, and neither is `Role`",
    ],
    [{ type: "record", fields: [] }, "this type has no `name`"],
    [{ type: "record", name: "A" }, "`A` has no list of `fields`"],
    [{ ...record(), name: "int", namespace: "" }, "a type cannot be named `int`, like a primitive one"],
    [{ ...record(), name: "Usage-2" }, "`Usage-2` is no name for a type"],
    [{ ...record(), name: "" }, "`` is no name for a type"],
    [{ ...record(), name: "𝒜" }, "`𝒜` is no name for a type"],
    [{ ...record(), namespace: "llm..cost" }, "the namespace `llm..cost` has a part that is no name: ``"],
    [{ ...record(), aliases: ["Old-1"] }, "the alias `Old-1` is no name for a type"],
    [{ ...record(), aliases: "Old" }, "`aliases` is a list of names"],
    [{ ...record(), aliases: [1] }, "an alias is a name, not a number"],
    [record("int"), "a field of `llm.Usage` is a string, not an object"],
    [record({ type: "int" }), "a field of `llm.Usage` has no `name`"],
    [record({ name: "x" }), "the field `x` has no `type`"],
    [record({ name: "1x", type: "int" }), "`1x` is no name for a field"],
    [record(field("int"), field("int")), "the record `llm.Usage` has two fields named `x`"],
    [record(field("int", { order: "up" })), "`order` is `ascending`, `descending` or `ignore`"],
    [record(field("int", { order: null })), "`order` is `ascending`, `descending` or `ignore`"],
    [record(field("double", { default: "much" })), 'the default of `x` is "much", which spells no number'],
    [enumeration({ symbols: "USER" }), "`Role` has no list of `symbols`"],
    [enumeration({ symbols: ["USER", "USER"] }), "the enum `Role` has the symbol `USER` twice"],
    [enumeration({ symbols: ["A B"] }), "`A B` is no name for a symbol"],
    [enumeration({ symbols: [1] }), "a symbol of `Role` is a number, not a string"],
    [enumeration({ default: "NONE" }), "the default `NONE` of `Role` is none of its symbols"],
    [fixed({ size: -1 }), "the fixed `Id` needs a `size`: a whole number from 0 to 2147483639"],
    ['{"type":"fixed","name":"Id","size":1.0}', "the fixed `Id` needs a `size`: a whole number from 0 to 2147483639"],
    [fixed({ size: 2147483640 }), "the fixed `Id` needs a `size`: a whole number from 0 to 2147483639"],
    [fixed({ size: undefined }), "the fixed `Id` needs a `size`: a whole number from 0 to 2147483639"],
    [record(field(record()), { name: "y", type: "int" }).fields[1], "`llm.Usage` is defined a second time"],
    [
      record(field(enumeration()), { name: "y", type: enumeration({ symbols: ["USER"] }) }),
      "`llm.Role` is defined a second time",
    ],
    [record(field(enumeration({ p: 1 })), { name: "y", type: enumeration() }), "`llm.Role` is defined a second time"],
    [
      record(field(fixed()), { name: "y", type: { ...enumeration(), name: "Id" } }),
      "`llm.Id` is defined a second time",
    ],
    [
      '{"type":"array","items":"int","n":[{"m":12345678901234567890}]}',
      "an integer in a property has more than 64 bits",
    ],
    ['{"type":"int"} // tokens', "there is a comment after the end of the schema"],
    ['{"type":"int"} {}', "not valid JSON: there is text after the end of the JSON value"],
  ];

  it.each(cases)("is refused: %j", (schema, message) => {
    const twice = { type: "array", items: [record(), { ...record(), name: "B" }, record()] };
    const own = message === "`llm.Usage` is defined a second time" ? twice : schema;
    expect(refused(own)).toMatchObject({ message, line: 1 });
  });

  it.each([
    [record(field("int", { default: 1.5 }))],
    [record(field("int", { default: 3_000_000_000 }))],
    [record(field("string", { default: null }))],
    [record(field(["null", "int"], { default: "x" }))],
    [record(field({ type: "array", items: "int" }, { default: ["x"] }))],
    [record(field({ type: "map", values: "int" }, { default: { a: null } }))],
    [record(field({ type: "record", name: "B", fields: [field("int")] }, { default: {} }))],
    ['{"type":"record","name":"A","fields":[{"name":"x","type":"long","default":9223372036854775808}]}'],
    // An enum that is defined further down is not known to be one yet.
    [record(field("Role", { default: "USER" }), { name: "y", type: enumeration() })],
    // And a record that contains itself has no fields before its end.
    [record(field("Usage", { default: {} }))],
  ])("is refused for its default, when strict alone: %j", (schema) => {
    expect(refused(schema)).toBeUndefined();
    expect(refused(schema, "strict")?.message).toMatch(/^the default of `x` is /);
  });

  it("is refused for a default made of a record that is not complete when Avro Java comes to it", () => {
    const a = (more: object) => ({ type: "record", name: "A", fields: [field("B", more)] });
    const b = (...fields: readonly object[]) => ({ type: "record", name: "B", fields });
    const inOne = (first: ReturnType<typeof a>, second: object) => ({
      ...first,
      fields: [...first.fields, { name: "y", type: second }],
    });
    const back = field(["null", "A"], { default: null });
    // `B` stands further down, and is complete by then, unless it needs `A` first.
    expect(refused(inOne(a({ default: {} }), b()), "strict")).toBeUndefined();
    expect(refused(inOne(a({ default: {} }), b(back)))).toBeUndefined();
    expect(refused(inOne(a({ default: {} }), b(back)), "strict")?.message).toBe(
      "the default of `x` is made of `B`, whose fields are not known before its end",
    );
    // Outside of any record, what stands further down is completed once more.
    const items = { type: "array", items: "B" };
    const pair = [b(field(["null", "A"], { default: null })), a({ default: {} })];
    expect(refused([...pair, items], "strict")).toBeUndefined();
    expect(refused([items, ...pair])).toBeUndefined();
    expect(refused([items, ...pair], "strict")?.message).toMatch(/^the default of `x` is made of `B`/);
  });

  it("is one that names a primitive without quotes, when strict alone", () => {
    for (const text of ["int", " null\n"]) {
      expect(schemaOf(text).root.kind).toBe(text.trim());
      expect(refused(text, "strict")).toMatchObject({ line: 1 });
    }
    expect(refused("Usage")).toMatchObject({ message: "not valid JSON: expected a value, found `Usage`" });
  });

  it("is told where", () => {
    const text =
      '{\n  "type": "record", "name": "A",\n  "fields": [\n    { "name": "x",\n      "type": ["null", "Missing"] } ] }';
    expect(faultOf(text)).toEqual({
      message: "`Missing` is not defined in this file or any other",
      hint: "define `Missing`, or correct the name",
      line: 5,
      column: 24,
    });
  });

  it("is told briefly", () => {
    const message = refused({ ...record(), name: "-".repeat(1_000_000) })?.message ?? "";
    expect(message.length).toBeLessThan(500);
  });
});

describe("references", () => {
  const text = (schema: unknown) => JSON.stringify(schema);
  const money: SchemaReference = {
    name: "money.avsc",
    text: text({ type: "record", name: "llm.Money", fields: [field("Currency")] }),
  };
  const currency: SchemaReference = {
    name: "currency.avsc",
    text: text(["null", { type: "enum", name: "llm.Currency", symbols: ["USD"] }]),
  };
  const bill = text({
    type: "record",
    name: "Bill",
    namespace: "llm",
    fields: [field("Money"), { name: "in", type: "Currency" }],
  });

  it("are found in any order, and types nested in them", () => {
    const forms = [
      [money, currency],
      [currency, money],
    ].map((references) => canonical(parse({ text: bill, references }, { strictness: "strict" })));
    expect(new Set(forms)).toEqual(
      new Set([
        '{"name":"llm.Bill","type":"record","fields":[{"name":"x","type":{"name":"llm.Money","type":"record","fields":[{"name":"x","type":{"name":"llm.Currency","type":"enum","symbols":["USD"]}}]}},{"name":"in","type":"llm.Currency"}]}',
      ]),
    );
  });

  it("make the same schema as one text with everything in it", () => {
    type Schema = string | readonly Schema[] | { readonly [key: string]: unknown };
    const apart = (schema: Schema, namespace: string, references: SchemaReference[], outermost: boolean): Schema => {
      if (typeof schema === "string") return schema;
      if (Array.isArray(schema)) return schema.map((branch) => apart(branch, namespace, references, false));
      const { type, items, values, fields, name, ...rest } = schema as Record<string, Schema>;
      if (type === "array") return { ...schema, items: apart(items as Schema, namespace, references, false) };
      if (type === "map") return { ...schema, values: apart(values as Schema, namespace, references, false) };
      if (name === undefined) return schema;
      const space = (rest.namespace ?? namespace) as string;
      const inner = (fields as Record<string, Schema>[] | undefined)?.map((field) => ({
        ...field,
        type: apart(field.type as Schema, space, references, false),
      }));
      const own = { ...rest, type, name, namespace: space, ...(inner && { fields: inner }) };
      if (outermost) return own;
      references.unshift({ name: `${name}.avsc`, text: text(own) });
      return `${space}.${name}`;
    };
    let moved = 0;
    for (const { writer, reader } of fixtures) {
      for (const whole of [writer, reader]) {
        const references: SchemaReference[] = [];
        const own = text(apart(JSON.parse(whole), "", references, true));
        moved += references.length;
        const split = parse({ text: own, references }, { strictness: "strict" });
        const inOne = schemaOf(JSON.parse(whole));
        expect(canonical(split)).toBe(canonical(inOne));
        expect(diff(split, inOne).filter(({ kind }) => kind !== "ambiguous-field-alias")).toEqual([]);
      }
    }
    expect(moved).toBeGreaterThan(20);
  });

  it("may be the whole schema", () => {
    const { root, rootAt } = parse({ text: ' "llm.Money"', references: [money, currency] }, { strictness: "strict" });
    expect(root).toMatchObject({ kind: "record", fullName: "llm.Money" });
    expect(rootAt.offset).toBe(1);
  });

  it("come after the text's own types, in whatever order these stand", () => {
    const own = text({
      type: "record",
      name: "Bill",
      namespace: "llm",
      fields: [field("Money"), { name: "y", type: { type: "fixed", name: "Money", size: 3 } }],
    });
    const { root } = parse({ text: own, references: [money, currency] }, { strictness: "lenient" });
    expect(root.kind === "record" && root.fields[0]?.type.kind).toBe("fixed");
  });

  it("are looked up in the namespace first, and then without one", () => {
    const plain: SchemaReference = { name: "plain.avsc", text: text(fixed({ name: "Currency", size: 1 })) };
    const mention = text({ type: "record", name: "llm.A", fields: [field("Currency")] });
    const kind = (references: readonly SchemaReference[]) => {
      const { root } = parse({ text: mention, references }, { strictness: "lenient" });
      return root.kind === "record" && root.fields[0]?.type.kind;
    };
    expect(kind([plain, currency])).toBe("enum");
    expect(kind([plain])).toBe("fixed");
  });

  it("that differ only in white space, key order and comments are one", () => {
    const copy: SchemaReference = {
      name: "copy.avsc",
      text: '{ "symbols": ["USD"], // money\n "type": "enum", "namespace": "llm", "name": "Currency" }',
    };
    expect(faultOf({ text: bill, references: [money, currency, copy] })).toBeUndefined();
    const other = { ...copy, text: copy.text.replace('"USD"', '"USD", "EUR"') };
    expect(faultOf({ text: bill, references: [other, money, currency] })).toMatchObject({
      message: "`llm.Currency` has two different definitions, in `copy.avsc` and in `currency.avsc`",
      file: "money.avsc",
      line: 1,
    });
    const direct = text({ type: "record", name: "llm.A", fields: [field("Currency")] });
    const fault = faultOf({ text: direct, references: [currency, other] });
    expect(fault).toMatchObject({ line: 1, column: direct.indexOf('"Currency"') + 1 });
    expect(fault?.file).toBeUndefined();
  });

  it("that need each other are refused where they do, and recursion in one text is not", () => {
    const a = { name: "a.avsc", text: text({ type: "record", name: "A", fields: [field(["null", "B", "A"])] }) };
    const b = { name: "b.avsc", text: text({ type: "record", name: "B", fields: [field(["null", "A"])] }) };
    const root = text({ type: "record", name: "Root", fields: [field("A")] });
    expect(faultOf({ text: root, references: [a, b] })).toMatchObject({
      message: "`A` is defined in `a.avsc`, which is itself made of `b.avsc`",
      file: "b.avsc",
      column: b.text.indexOf('"A"') + 1,
    });
    expect(faultOf({ text: a.text, references: [b] })).toMatchObject({
      message: "`A` is defined in this schema itself, which is itself made of `b.avsc`",
      file: "b.avsc",
    });
  });

  it("that are not reached may be anything, and a fault in one that is reached has its name", () => {
    const broken = { name: "broken.avsc", text: '{"type": "record", "name": "llm.Other",\n "fields": 5}' };
    const noJson = { name: "none.avsc", text: "syntax = proto3" };
    expect(faultOf({ text: bill, references: [broken, noJson, money, currency] })).toBeUndefined();
    const needs = text({ type: "record", name: "llm.A", fields: [field("Other")] });
    expect(faultOf({ text: needs, references: [broken, money] })).toMatchObject({
      message: "`llm.Other` has no list of `fields`",
      file: "broken.avsc",
      line: 2,
      column: 12,
    });
    const cut = { name: "cut.avsc", text: '{"type": "record", "name": "Other"' };
    expect(faultOf({ text: needs, references: [money, cut] })).toMatchObject({
      message: expect.stringContaining("not valid JSON"),
      file: "cut.avsc",
    });
  });

  it("are read as strictly as the text itself", () => {
    const lax = {
      name: "lax.avsc",
      text: text({ type: "record", name: "B", fields: [field("int", { default: "x" })] }),
    };
    const source = { text: text({ type: "record", name: "A", fields: [field("B")] }), references: [lax] };
    expect(faultOf(source, "lenient")).toBeUndefined();
    expect(faultOf(source, "strict")).toMatchObject({ message: "the default of `x` is no int", file: "lax.avsc" });
  });

  it("have positions with their names", () => {
    const older = { name: "money.avsc", text: text({ type: "record", name: "llm.Money", fields: [] }) };
    const read = (reference: SchemaReference) =>
      parse({ text: bill, references: [reference, currency] }, { strictness: "lenient" });
    const [change] = diff(read(older), read(money));
    expect(change).toMatchObject({
      kind: "reader-field-missing-default-value",
      readerAt: { file: "money.avsc", line: 1 },
      writerAt: { line: 1, column: bill.indexOf('"Money"') + 1 },
    });
  });
});

describe("outline", () => {
  it("tells what a text is called, what it defines and what it needs", () => {
    const text = `{"type": "record", "name": "Bill", "namespace": "llm", "fields": [
  {"name": "total", "type": "Money"}, {"name": "parts", "type": {"type": "array", "items": {"type": "error", "name": "x.Part", "fields": [
    {"name": "role", "type": ["null", "Role", {"type": "other.Kind"}]}, {"name": "self", "type": "llm.Bill"}]}}},
  {"name": "role", "type": {"type": "enum", "name": "Role", "symbols": []}, "default": "Money"}]}`;
    expect(outline(text)?.nameAt()).toEqual({ line: 1, column: 28 });
    expect(outline(text)).toMatchObject({
      name: "llm.Bill",
      defines: ["llm.Bill", "x.Part", "llm.Role"],
      needs: [
        { names: ["llm.Money", "Money"], line: 2, column: 29 },
        { names: ["x.Role", "Role"], line: 3, column: 39 },
        { names: ["other.Kind"], line: 3, column: 56 },
      ],
    });
  });

  it("is tolerant of what is no schema, and undefined for what is no JSON", () => {
    expect(outline('["null", {"type": "record", "name": "A", "fields": 5}, 7]')).toMatchObject({
      name: undefined,
      defines: ["A"],
      needs: [],
    });
    expect(outline('{"type": "record", "fields": [{"type": "B"}, 3]}')).toMatchObject({
      name: undefined,
      needs: [{ names: ["B"] }],
    });
    expect(outline("{")).toBeUndefined();
    expect(outline("")).toBeUndefined();
  });
});

describe("identity", () => {
  it("is that of two texts that differ in white space, key order and comments only", () => {
    const one = '{"type": "fixed", "name": "A", "size": 1, "doc": "a"} ';
    expect(identity('/* id */ {"doc":"a","size":1,"name":"A","type":"fixed"}')).toBe(identity(one));
    for (const other of [one.replace("1", "1.0"), one.replace('"a"', '"b"'), one.replace('"A"', '"B"'), "{", "{ "]) {
      expect(identity(other)).not.toBe(identity(one));
    }
    expect(identity("{")).not.toBe(identity("{ "));
  });

  it("tells docs apart by where they stand", () => {
    const at = (outer: string, inner: string, field: string) =>
      `{"type":"record","name":"A"${outer},"fields":[{"name":"b"${field},"type":{"type":"fixed","name":"B","size":1${inner}}}]}`;
    const doc = ',"doc":"a"';
    const texts = [at("", "", ""), at(doc, "", ""), at("", doc, ""), at("", "", doc), at(doc, doc, doc)];
    expect(new Set(texts.map(identity)).size).toBe(texts.length);
    expect(new Set(texts.map(meaning)).size).toBe(1);
  });
});

describe("meaning", () => {
  it("is that of two texts that differ in their docs too", () => {
    const one = '{"type": "enum", "name": "A", "symbols": ["X"], "doc": "a"}';
    expect(meaning('{"doc":"b\\n", "type":"enum","symbols":["X"],"name":"A"}')).toBe(meaning(one));
    expect(meaning(one.replace("X", "Y"))).not.toBe(meaning(one));
    expect(meaning("{")).not.toBe(meaning("{ "));
  });

  it("has whatever is called doc and is none: in a default, in a property, and what is no text", () => {
    const field = (more: string) =>
      `{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"map","values":"string"}${more}}]}`;
    const texts = ['"x"', '"y"', "1"].flatMap((doc) => [
      field(`,"default":{"doc":${doc}}`),
      field(`,"note":{"doc":${doc}}`),
    ]);
    texts.push(field(',"doc":1'), field(""));
    expect(new Set(texts.map(meaning)).size).toBe(texts.length);
    expect(meaning(field(',"doc":"c"'))).toBe(meaning(field("")));
  });
});

describe("any text", () => {
  const pieces = [
    "{",
    "}",
    "[",
    "]",
    '"',
    ",",
    ":",
    "//",
    "/*",
    "*/",
    "\\",
    "\u0000",
    "\ufeff",
    "\ud800",
    "0",
    "-",
    ".",
    "e9",
    "null",
    "true",
    '"type":',
    '"name":',
    '"fields":',
    '"default":',
    '"aliases":',
    '"namespace":',
    '"__proto__":',
    '"constructor"',
    '"record"',
    '"enum"',
    '"int"',
    '"llm.Role"',
    "[]",
    "{}",
    "99999999999999999999",
  ];
  const texts = fixtures.flatMap(({ writer, reader, good }) => [writer, reader, good]);
  const mutated = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 }))), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([text, edits]) =>
      edits.reduce((t, [at, cut, piece]) => {
        const offset = at % (t.length + 1);
        return t.slice(0, offset) + piece + t.slice(offset + cut);
      }, text),
    );
  const anyText = fc.oneof(
    { weight: 6, arbitrary: mutated },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    { weight: 1, arbitrary: fc.json() },
  );

  it("is read, or refused with a clear error, line and column", () => {
    let read = 0;
    fc.assert(
      fc.property(anyText, fc.constantFrom("lenient" as const, "strict" as const), (text, strictness) => {
        const fault = faultOf(text, strictness);
        if (fault === undefined) read += 1;
        else {
          expect(fault.message).toMatch(/\S/);
          expect(fault.line).toBeGreaterThan(0);
          expect(fault.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it("has an identity and perhaps an outline, and does not differ from itself", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(typeof identity(text)).toBe("string");
        outline(text);
        if (faultOf(text) !== undefined) return;
        const [one, other] = [schemaOf(text), schemaOf(text)];
        // A field that has another field of its record as an alias is refused by the registry against itself too.
        expect(diff(one, other).filter(({ kind }) => kind !== "ambiguous-field-alias")).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});
