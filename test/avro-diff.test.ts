import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import type { AvroChange } from "../src/formats/avro/changes.ts";
import { diff } from "../src/formats/avro/diff.ts";
import { meaning } from "../src/formats/avro/identity.ts";
import { AVRO_RULES } from "../src/formats/avro/rules.ts";
import { changesOf, fixtures, schemaOf } from "./support/avro-fixtures.ts";

const record = (name: string, ...fields: readonly object[]) => ({ type: "record", name, fields });
const effectOf = ({ kind }: AvroChange) => AVRO_RULES[kind].effect;
const breaksOf = (writer: unknown, reader: unknown) =>
  changesOf(writer, reader).filter((c) => effectOf(c) === "breaks");
const told = (changes: readonly AvroChange[]) => changes.map(({ kind, path }) => `${kind} ${path}`);

describe("the registry's paths", () => {
  const money = (...more: readonly object[]) => record("Money", { name: "amount", type: "long" }, ...more);
  const currency = { name: "currency", type: "string" };

  it("lead into the reader, through the writer's branches", () => {
    const writer = record("A", {
      name: "x",
      type: { type: "array", items: { type: "map", values: ["null", "string"] } },
    });
    const reader = record(
      "A",
      { name: "w", type: "int", default: 1 },
      { name: "x", type: { type: "array", items: { type: "map", values: "int" } } },
    );
    expect(told(breaksOf(writer, reader))).toEqual([
      "type-mismatch /fields/1/type/items/values/0",
      "type-mismatch /fields/1/type/items/values/1",
    ]);
    expect(told(breaksOf("string", "int"))).toEqual(["type-mismatch /"]);
    expect(told(breaksOf(["int", "string"], ["int"]))).toEqual(["missing-union-branch /1"]);
    expect(told(breaksOf("string", ["int"]))).toEqual(["missing-union-branch /"]);
  });

  it("are those of the first time, where two types meet again", () => {
    const bill = (type: object) => record("Bill", { name: "prompt", type }, { name: "completion", type: "Money" });
    const changes = breaksOf(bill(money()), bill(money(currency)));
    expect(told(changes)).toEqual([
      "reader-field-missing-default-value /fields/0/type/fields/1",
      "reader-field-missing-default-value /fields/0/type/fields/1",
    ]);
    // The place is the true one each time, so that each has a fingerprint of its own.
    expect(changes.map(({ place }) => place.names)).toEqual([
      ["prompt", "currency"],
      ["completion", "currency"],
    ]);
    expect(changes.map(({ args }) => args.route.map((step) => step.kind === "field" && step.reader.name))).toEqual([
      ["prompt"],
      ["completion"],
    ]);
  });

  it("begin at the union, where two types met first inside one", () => {
    const bill = (type: object) =>
      record("Bill", { name: "prompt", type: ["null", type] }, { name: "completion", type: "Money" });
    expect(told(breaksOf(bill(money()), bill(money(currency))))).toEqual([
      "missing-union-branch /fields/0/type/1",
      "reader-field-missing-default-value /fields/1",
    ]);
  });

  it("take an enum's default for its field's, and then compare the enum with the record", () => {
    const role = { name: "role", type: { type: "enum", name: "Role", symbols: ["USER"], default: "USER" } };
    const reader = record("A", role, { name: "other", type: "Role" });
    expect(told(breaksOf(record("A"), reader))).toEqual([
      "type-mismatch /fields/0/type",
      "type-mismatch /fields/0/type",
    ]);
    expect(breaksOf(record("A"), reader).map(({ place }) => place.names)).toEqual([["role"], ["other"]]);
  });
});

describe("names", () => {
  it("are compared without namespaces, and by the reader's aliases alone", () => {
    const fixed = (more: object) => ({ type: "fixed", size: 2, ...more });
    const kinds = (writer: object, reader: object) => breaksOf(fixed(writer), fixed(reader)).map(({ kind }) => kind);
    expect(kinds({ name: "a.Id" }, { name: "b.Id" })).toEqual([]);
    expect(kinds({ name: "a.Id" }, { name: "b.Key", aliases: ["a.Id"] })).toEqual([]);
    expect(kinds({ name: "a.Id" }, { name: "b.Key", aliases: ["Id"] })).toEqual(["name-mismatch"]);
    expect(kinds({ name: "b.Key", aliases: ["a.Id"] }, { name: "a.Id" })).toEqual(["name-mismatch"]);
    expect(kinds({ name: "Id" }, { name: "Key", aliases: ["Id"] })).toEqual([]);
    // Avro Java writes an alias without a namespace with a dot in front, and does not find it then.
    expect(kinds({ name: "Id" }, { name: "b.Key", aliases: [".Id"] })).toEqual(["name-mismatch"]);
  });

  it("of fields may mean several, in a union too, though another branch would do", () => {
    const writer = record("A", { name: "price", type: "int" }, { name: "cost", type: "int" });
    const reader = record("A", { name: "cost", type: "int", aliases: ["price"] });
    expect(told(breaksOf(writer, reader))).toEqual(["ambiguous-field-alias /fields/0"]);
    const spare = { ...record("B"), aliases: ["A"] };
    expect(told(breaksOf(writer, [reader, spare]))).toEqual(["ambiguous-field-alias /fields/0"]);
  });
});

describe("a union without a branch", () => {
  const usage = (...fields: readonly object[]) => record("Usage", { name: "tokens", type: "int" }, ...fields);

  it("tells why the branch of the same name does not read it", () => {
    const [change, ...more] = breaksOf(["null", usage()], ["null", usage({ name: "cost", type: "double" })]);
    if (change?.kind !== "missing-union-branch") throw new Error(change?.kind);
    expect(more).toEqual([]);
    expect(change.args.closest).toBe(1);
    expect(told(change.args.reasons)).toEqual(["reader-field-missing-default-value /fields/1"]);
    expect(change.args.reasons[0]?.args.route.map(({ kind }) => kind)).toEqual(["writer-branch", "reader-branch"]);
    expect(change.place.names).toEqual(["Usage"]);
    expect(change.args.reasons[0]?.place.names).toEqual(["Usage", "cost"]);
  });

  it("finds the one of its kind where none has its name, and else none", () => {
    const closest = (writer: unknown, reader: unknown) => {
      const [change] = breaksOf(writer, reader);
      return change?.kind === "missing-union-branch" ? [change.args.closest, told(change.args.reasons)] : change?.kind;
    };
    expect(closest(usage(), ["null", record("Other")])).toEqual([1, ["name-mismatch /name"]]);
    expect(closest(usage(), [record("Other"), record("Another")])).toEqual([undefined, []]);
    expect(closest("boolean", ["null", "string"])).toEqual([undefined, []]);
    expect(closest({ type: "array", items: "string" }, ["null", { type: "array", items: "int" }])).toEqual([
      1,
      ["type-mismatch /items"],
    ]);
  });

  it("tells in its message what is at the bottom of it", () => {
    const nested = (inner: object) => [{ type: "array", items: ["null", { type: "map", values: ["null", inner] }] }];
    const [change] = breaksOf(nested(usage()), nested(usage({ name: "cost", type: "double" })));
    expect(change && AVRO_RULES[change.kind].message(change.args as never)).toBe(
      "the writer may send the message as an array, which no branch of the reader's union reads: the reader needs `cost`, which the writer never sends, and it has no default",
    );
  });
});

describe("logical types", () => {
  const kinds = (writer: object | string, reader: object | string) => changesOf(writer, reader).map(({ kind }) => kind);
  const long = (logicalType: string) => ({ type: "long", logicalType });
  const decimal = (precision: unknown, scale?: unknown) => ({
    type: "bytes",
    logicalType: "decimal",
    precision,
    ...(scale === undefined ? {} : { scale }),
  });

  it("are a risk where a number means another value", () => {
    const risk = ["logical-type-meaning-changed"];
    expect(kinds(long("timestamp-millis"), long("timestamp-micros"))).toEqual(risk);
    expect(kinds(long("timestamp-millis"), long("local-timestamp-millis"))).toEqual(risk);
    expect(kinds(long("time-micros"), long("timestamp-micros"))).toEqual(risk);
    expect(kinds(decimal(9, 2), decimal(9, 3))).toEqual(risk);
    expect(kinds(decimal(9), decimal(9, 3))).toEqual(risk);
    expect(kinds({ type: "int", logicalType: "date" }, long("timestamp-millis"))).toEqual([...risk, "type-promoted"]);
    expect(kinds("string", { type: "string", logicalType: "uuid" })).toEqual(risk);
  });

  it("are safe where the number is the same, or readers ignore them", () => {
    const safe = ["logical-type-changed"];
    expect(kinds("long", long("timestamp-millis"))).toEqual(safe);
    expect(kinds(long("timestamp-millis"), "long")).toEqual(safe);
    expect(kinds(decimal(9, 2), decimal(12, 2))).toEqual(safe);
    expect(kinds(decimal(9), decimal(9, 0))).toEqual([]);
    expect(kinds(decimal(2, 3), decimal("9", 2))).toEqual(["property-changed", "property-changed"]);
    expect(kinds({ type: "string", logicalType: "uuid" }, "string")).toEqual(safe);
    expect(kinds({ type: "string", logicalType: "money" }, { type: "string", logicalType: "price" })).toEqual(safe);
    expect(kinds({ type: "string", logicalType: "date" }, { type: "string", logicalType: "time-millis" })).toEqual(
      safe,
    );
    expect(kinds({ type: "string", logicalType: "constructor" }, { type: "string", logicalType: "__proto__" })).toEqual(
      safe,
    );
  });
});

describe("risks of names", () => {
  const status = (more: object = {}) => ({ type: "enum", name: "Status", symbols: ["OK", "FAILED"], ...more });
  const span = (namespace: string, type: unknown) => ({ ...record("Span", { name: "status", type }), namespace });
  const risksOf = (writer: unknown, reader: unknown) =>
    told(changesOf(writer, reader).filter((c) => effectOf(c) === "risks"));

  it("tell of an enum that moves to another namespace in a union", () => {
    const lost = ["union-branch-namespace-changed /fields/0/type/1"];
    expect(risksOf(span("a", status()), span("b", ["null", status()]))).toEqual(lost);
    expect(risksOf(span("a", ["null", status()]), span("b", ["null", "int", status()]))).toEqual([
      "union-branch-namespace-changed /fields/0/type/2",
    ]);
    expect(
      risksOf(span("a", ["null", status()]), span("b", ["null", status({ symbols: ["OK", "FAILED", "TIMEOUT"] })])),
    ).toEqual(lost);
  });

  it("do not, where unions are read by position, types stand alone, or an alias helps", () => {
    expect(risksOf(span("a", ["null", status()]), span("b", ["null", status()]))).toEqual([]);
    expect(risksOf(span("a", status()), span("b", status()))).toEqual([]);
    expect(risksOf(span("a", status()), span("b", ["null", status({ aliases: ["a.Status"] })]))).toEqual([]);
    expect(risksOf(span("a", record("Cause")), span("b", ["null", record("Cause")]))).toEqual([]);
  });

  it("tell of a default that decoders cannot use, where they have to", () => {
    const usable = (type: unknown, value: unknown) =>
      changesOf(record("A"), record("A", { name: "x", type, default: value })).map(({ kind }) => kind)[0] ===
      "field-added";
    expect(usable(status(), "OK")).toBe(true);
    expect(usable(status(), "NONE")).toBe(false);
    expect(usable([status(), "null"], null)).toBe(false);
    expect(usable(["null", status()], null)).toBe(true);
    expect(usable(["int", "null"], null)).toBe(true);
    expect(usable([{ type: "array", items: "int" }, "null"], null)).toBe(false);
    expect(usable({ type: "fixed", name: "Id", size: 2 }, "ab")).toBe(true);
    expect(usable({ type: "fixed", name: "Id", size: 2 }, "abc")).toBe(false);
    expect(usable({ type: "map", values: status() }, { a: "OK", b: "NONE" })).toBe(false);
    expect(usable(record("B", { name: "s", type: status(), default: "NONE" }), {})).toBe(false);
    expect(usable(record("B", { name: "s", type: status(), default: "NONE" }), { s: "OK" })).toBe(true);
    expect(usable("double", "NaN")).toBe(true);
    expect(usable("int", "x")).toBe(false);
    expect(usable("A", {})).toBe(false);
    // Where the writer sends the field, its default is of no account.
    const both = record("A", { name: "x", type: status(), default: "NONE" });
    expect(changesOf(both, both)).toEqual([]);
  });
});

describe("positions", () => {
  it("are those of the most precise element, or of the nearest around it", () => {
    const writer =
      '{"type":"record","name":"A","fields":[\n {"name":"id","type":{"type":"fixed","name":"Id","size":8}},\n {"name":"role","type":{"type":"enum","name":"Role","symbols":["USER",\n  "TOOL"]}},\n {"name":"n","type":["null",\n  "string"]}]}';
    const reader =
      '{"type":"record","name":"B","fields":[\n {"name":"id","type":{"type":"fixed","name":"Id","size":16}},\n {"name":"role","type":{"type":"enum","name":"Role","symbols":["USER"]}},\n {"name":"n","type":\n  ["null","int"]},\n {"name":"cost","type":"int"}]}';
    expect(
      breaksOf(writer, reader).map(
        ({ kind, readerAt: r, writerAt: w }) => `${kind} ${r.line}:${r.column} ${w.line}:${w.column}`,
      ),
    ).toEqual([
      "name-mismatch 1:25 1:25",
      "fixed-size-mismatch 2:57 2:57",
      "missing-enum-symbols 3:46 4:3",
      "missing-union-branch 5:3 6:3",
      "reader-field-missing-default-value 6:10 1:1",
    ]);
  });
});

describe("the place of a finding", () => {
  const placesOf = (writer: unknown, reader: unknown) =>
    breaksOf(writer, reader).map(({ kind, place }) => ({ kind, place }));

  /** The same schema: with other white space, order of keys and docs, and with one more field in each record. */
  const reworked = (node: unknown, next: () => number): unknown => {
    if (Array.isArray(node)) return node.map((item) => reworked(item, next));
    if (typeof node !== "object" || node === null) return node;
    const members = Object.entries(node).map(([key, value]): [string, unknown] => {
      if (key !== "fields") return [key, reworked(value, next)];
      const fields = (value as readonly unknown[]).map((field) => reworked(field, next));
      return [key, [...fields, { name: "zz_beside", type: "int", default: 0 }]];
    });
    if ("name" in node) members.push(["doc", `note ${next()}`]);
    return Object.fromEntries(
      members
        .map((member) => [next(), member] as const)
        .sort(([a], [b]) => a - b)
        .map(([, member]) => member),
    );
  };

  it("is the same after a reformat, an edit of docs, or a field that is added beside it", () => {
    const pairs = fixtures.filter(({ writer, reader }) => breaksOf(writer, reader).length > 0);
    expect(pairs.length).toBeGreaterThan(8);
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.infiniteStream(fc.nat()),
        fc.nat(4),
        ({ writer, reader }, numbers, indent) => {
          const next = () => numbers.next().value as number;
          const rework = (text: string) => `\n${JSON.stringify(reworked(JSON.parse(text), next), null, indent)} `;
          expect(placesOf(rework(writer), rework(reader))).toEqual(placesOf(writer, reader));
        },
      ),
    );
  });

  it("is another one after any other change there", () => {
    const field = (more: object) => record("A", { name: "cost", type: "double", ...more });
    const readers = [
      {},
      { type: "float" },
      { aliases: ["price"] },
      { pii: true },
      { order: "ignore" },
      { name: "price" },
    ].map(field);
    const places = readers.map((reader) => JSON.stringify(placesOf(record("A"), reader)));
    expect(new Set(places).size).toBe(places.length);

    const role = (more: object) => ({ type: "enum", name: "Role", symbols: ["USER"], ...more });
    const enums = [{}, { symbols: ["USER", "SYSTEM"] }, { aliases: ["R"] }, { owner: "inference" }].map(role);
    const writer = role({ symbols: ["USER", "TOOL"] });
    const others = enums.map((reader) => JSON.stringify(placesOf(writer, reader)));
    others.push(JSON.stringify(placesOf(role({ symbols: ["USER", "TOOL", "SYSTEM"] }), role({}))));
    expect(new Set(others).size).toBe(others.length);

    const unions = [
      ["null", "int"],
      ["null", "int", "boolean"],
      ["int", "null"],
    ];
    expect(new Set(unions.map((reader) => JSON.stringify(placesOf("string", reader)))).size).toBe(3);
  });

  it("of a name is the name alone", () => {
    const [plain] = placesOf(record("A"), record("B"));
    const [other] = placesOf(record("A", { name: "x", type: "int" }), record("B", { name: "x", type: "int" }));
    expect(other).toEqual(plain);
    const [aliased] = placesOf(record("A"), { ...record("B"), aliases: ["C"] });
    expect(aliased).not.toEqual(plain);
  });
});

describe("large and twisted schemas", () => {
  it("end, and repeat what is shared only so often", () => {
    const level = (i: number, deepest: string): object =>
      i === 40
        ? record(`L${i}`, { name: "x", type: deepest })
        : record(`L${i}`, { name: "a", type: level(i + 1, deepest) }, { name: "b", type: `L${i + 1}` });
    const changes = breaksOf(level(0, "int"), level(0, "string"));
    expect(changes.length).toBeGreaterThan(1000);
    expect(changes.length).toBeLessThan(30_000);
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(["type-mismatch"]));
  });

  it("are refused by name where there is too much to compare, or too deep", () => {
    const many = (letter: string) =>
      schemaOf(
        Array.from({ length: 1500 }, (_, i) => record(`${letter}${i}`, { name: `${letter}f${i}`, type: "int" })),
      );
    const chain = (length: number) =>
      schemaOf(
        Array.from({ length }, (_, i) => record(`R${i}`, { name: "next", type: i + 1 < length ? `R${i + 1}` : "int" })),
      );
    const fault = (work: () => unknown) => {
      try {
        work();
        return undefined;
      } catch (error) {
        return error instanceof SchemactlError ? [error.code, error.message] : error;
      }
    };
    expect(fault(() => diff(many("A"), many("B")))).toEqual([
      "schema",
      "the two schemas have more than 1000000 pairs of types to compare",
    ]);
    expect(fault(() => diff(chain(10_000), chain(9_999)))).toEqual([
      "schema",
      "the types of this schema contain each other more than 1000 levels deep",
    ]);
  });
});

describe("docs", () => {
  type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

  /** Says something of every field and type that can be said something of. */
  const documented = (schema: Json): Json => {
    if (Array.isArray(schema)) return schema.map(documented);
    if (schema === null || typeof schema !== "object") return schema;
    const inside = Object.entries(schema).map(([key, value]) => [
      key,
      ["type", "fields", "items", "values"].includes(key) ? documented(value) : value,
    ]);
    return { ...Object.fromEntries(inside), doc: `About ${JSON.stringify(schema).length}.` };
  };
  /** All that a gate tells: what, where on paths and by names, and the texts that fingerprints are made of. */
  const objections = (writer: string, reader: string) =>
    changesOf(writer, reader)
      .filter((change) => effectOf(change) !== "safe")
      .map(({ kind, path, place }) => ({ kind, path, place }));

  it.each(fixtures)("change no objection: $name", ({ writer, reader, good }) => {
    const texts = [writer, reader, good].map((text) => JSON.stringify(JSON.parse(text)));
    for (const one of texts) {
      const said = JSON.stringify(documented(JSON.parse(one)));
      expect(meaning(said)).toBe(meaning(one));
      for (const other of texts) {
        expect(objections(said, other)).toEqual(objections(one, other));
        expect(objections(other, said)).toEqual(objections(other, one));
      }
    }
  });
});
