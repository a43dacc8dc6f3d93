import { describe, expect, it } from "vitest";
import { canonical, fingerprint } from "../src/formats/avro/canonical.ts";
import { placeText } from "../src/formats/avro/place.ts";
import { schemaOf } from "./support/avro-fixtures.ts";

const canonicalOf = (schema: unknown): string => canonical(schemaOf(schema));

describe("canonical", () => {
  it("keeps what the bytes need, in one order, with whole names and no white space", () => {
    const usage = {
      doc: "what a call has used",
      fields: [
        { doc: "total", name: "tokens", type: { type: "int", logicalType: "date" }, default: 0, order: "ignore" },
        { name: "role", type: { symbols: ["USER", "TOOL"], default: "USER", name: "Role", type: "enum" } },
        { name: "last", type: ["null", "Role"] },
        { name: "id", type: { type: "fixed", size: 16, name: "x.Id", aliases: ["Key"] } },
        { name: "tags", type: { values: { type: "array", items: { type: "string" } }, type: "map" } },
      ],
      name: "Usage",
      namespace: "llm.cost",
      type: "record",
    };
    expect(canonicalOf(usage)).toBe(
      '{"name":"llm.cost.Usage","type":"record","fields":[{"name":"tokens","type":"int"},' +
        '{"name":"role","type":{"name":"llm.cost.Role","type":"enum","symbols":["USER","TOOL"]}},' +
        '{"name":"last","type":["null","llm.cost.Role"]},' +
        '{"name":"id","type":{"name":"x.Id","type":"fixed","size":16}},' +
        '{"name":"tags","type":{"type":"map","values":{"type":"array","items":"string"}}}]}',
    );
  });

  it("writes a recursive type once, and an error as the record that it is", () => {
    const failure = { type: "error", name: "Failure", fields: [{ name: "cause", type: ["null", "Failure"] }] };
    expect(canonicalOf(failure)).toBe(
      '{"name":"Failure","type":"record","fields":[{"name":"cause","type":["null","Failure"]}]}',
    );
  });
});

describe("fingerprint", () => {
  // From the specification's own table of tests, there in signed decimal.
  it.each([
    ['"null"', 7195948357588979594n],
    ['"boolean"', -6970731678124411036n],
    ['"int"', 8247732601305521295n],
    ['"long"', -3434872931120570953n],
    ['"float"', 5583340709985441680n],
    ['"double"', -8181574048448539266n],
    ['"bytes"', 5746618253357095269n],
    ['"string"', -8142146995180207161n],
    ['[ "int" ]', -5232228896498058493n],
    ['{"fields":[], "type":"record", "name":"foo"}', -4824392279771201922n],
    ['{"type":"enum", "name":"foo", "symbols":["A1"]}', -6342190197741309591n],
    ['{"name":"foo","type":"fixed","size":15}', 1756455273707447556n],
  ])("of %s is the specification's", (text, signed) => {
    expect(fingerprint(schemaOf(text))).toBe(BigInt.asUintN(64, signed).toString(16));
  });

  it("is told by UTF-8 bytes", () => {
    expect(fingerprint(schemaOf({ type: "fixed", name: "Größe", size: 1 }))).toMatch(/^[0-9a-f]{1,16}$/);
    expect(fingerprint(schemaOf({ type: "fixed", name: "Größe", size: 1 }))).not.toBe(
      fingerprint(schemaOf({ type: "fixed", name: "Große", size: 1 })),
    );
  });
});

describe("placeText", () => {
  const text = (schema: unknown): string => placeText(schemaOf(schema).root);

  it("is one text for all ways of writing a type, and for all docs", () => {
    const one = `{ "type": "record", "name": "Usage", "namespace": "llm", "doc": "a", // used
      "fields": [{ "name": "price", "type": { "type": "string" }, "doc": "b" }] }`;
    const other = '{"fields":[{"type":"string","name":"price"}],"name":"llm.Usage","type":"record"}';
    expect(text(one)).toBe(text(other));
    expect(text(one)).toBe('{"fields":[{"name":"price","type":"string"}],"name":"llm.Usage","type":"record"}');
  });

  it("tells apart whatever else differs, to the last digit", () => {
    const field = (more: object, type: unknown = "long") => ({
      type: "record",
      name: "Usage",
      fields: [{ name: "tokens", type, ...more }],
    });
    const texts = [
      field({}),
      field({ default: 1 }),
      field({ order: "ignore" }),
      field({ aliases: ["count"] }),
      field({ pii: true }),
      field({}, "int"),
      field({}, { type: "long", logicalType: "timestamp-millis" }),
      { ...field({}), aliases: ["Cost"] },
      { ...field({}), namespace: "llm" },
      { ...field({}), type: "error" },
      { ...field({}), owner: "cost" },
    ].map(text);
    expect(new Set(texts).size).toBe(texts.length);
    const long = (value: string): string =>
      text(`{"type":"record","name":"A","fields":[{"name":"n","type":"long","default":${value}}]}`);
    expect(long("9223372036854775807")).not.toBe(long("9223372036854775806"));
  });

  it("is whole on the outside, and of a bounded length on the inside", () => {
    const symbols = Array.from({ length: 2000 }, (_, i) => `SYMBOL_${i}`);
    const role = (last: string) => ({ type: "enum", name: "Role", symbols: [...symbols, last] });
    expect(text(role("A"))).not.toBe(text(role("B")));
    const level = (i: number): object => ({
      type: "record",
      name: `L${i}`,
      fields: [{ name: "next", type: i < 200 ? level(i + 1) : role("A") }],
    });
    expect(text(level(0)).length).toBeLessThan(20_000);
    expect(text(level(190)).length).toBeLessThan(10_000);
  });

  it("ends for recursive types, and writes out what is mentioned before it is defined", () => {
    expect(text({ type: "record", name: "A", fields: [{ name: "next", type: ["null", "A"] }] })).toBe(
      '{"fields":[{"name":"next","type":["null","A"]}],"name":"A","type":"record"}',
    );
    const forward = {
      type: "record",
      name: "A",
      fields: [
        { name: "first", type: "B" },
        { name: "second", type: { type: "fixed", name: "B", size: 2 } },
      ],
    };
    expect(text(forward)).toBe(
      '{"fields":[{"name":"first","type":{"name":"B","size":2,"type":"fixed"}},{"name":"second","type":"B"}],"name":"A","type":"record"}',
    );
  });
});
