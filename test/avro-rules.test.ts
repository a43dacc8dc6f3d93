import { describe, expect, it } from "vitest";
import type { AvroChange } from "../src/formats/avro/changes.ts";
import { diff } from "../src/formats/avro/diff.ts";
import { avro } from "../src/formats/avro/index.ts";
import { AVRO_RULES } from "../src/formats/avro/rules.ts";
import type { Finding } from "../src/model.ts";
import { changesOf, fixtures, schemaOf } from "./support/avro-fixtures.ts";

type Kind = AvroChange["kind"];

const kinds = Object.keys(AVRO_RULES) as Kind[];
const kindsOf = (changes: readonly AvroChange[]): readonly Kind[] => changes.map((change) => change.kind);
const breaks = (kind: Kind): boolean => AVRO_RULES[kind].effect === "breaks";

const findingsOf = async (writer: string, reader: string): Promise<readonly Finding[]> => {
  const read = (text: string) => avro.parse({ text }, { strictness: "strict" });
  return (await avro.compare(read(writer), read(reader), { policy: "strict", prove: false })).findings;
};

/** A finding as a reviewer reads it. */
function told({ rule, effect, path, readerAt, writerAt, message, remedy }: Finding): string {
  const at = `${path} reader ${readerAt.line}:${readerAt.column} writer ${writerAt.line}:${writerAt.column}`;
  return [
    `  ${effect.padEnd(6)}  ${rule}  ${at}`,
    `          ${message}`,
    ...(remedy ? [`          → ${remedy}`] : []),
  ].join("\n");
}

describe("all rules on all fixtures", () => {
  it("yield exactly these findings", async () => {
    const pages: string[] = [];
    for (const { name, writer, reader, good } of fixtures) {
      pages.push(
        `${name}\n the reader reads the writer\n${(await findingsOf(writer, reader)).map(told).join("\n")}`,
        ` the writer reads the reader\n${(await findingsOf(reader, writer)).map(told).join("\n")}`,
        ` the good reader reads the writer\n${(await findingsOf(writer, good)).map(told).join("\n")}\n`,
      );
    }
    await expect(`${pages.join("\n")}`).toMatchFileSnapshot("transcripts/avro-rules.txt");
  });

  it.each(kinds)("%s has a fixture that fires it, and a good reader that does not", (kind) => {
    const fixture = fixtures.find(({ name }) => name === kind);
    expect(fixture, `fixtures/avro/${kind}`).toBeDefined();
    if (fixture === undefined) return;
    expect(kindsOf(changesOf(fixture.writer, fixture.reader))).toContain(kind);
    const good = kindsOf(changesOf(fixture.writer, fixture.good));
    expect(good).not.toContain(kind);
    expect(good.filter(breaks)).toEqual([]);
  });

  it("find nothing between a schema and itself, but for one that even the registry does not let read itself", () => {
    const itself = fixtures.flatMap(({ name, ...texts }) =>
      Object.values(texts).flatMap((text) => changesOf(text, text).map(({ kind }) => `${name}: ${kind}`)),
    );
    // There a field has another field of its own record as an alias.
    expect(itself).toEqual(["field-alias-taken: ambiguous-field-alias"]);
  });

  it("do not tell what is safe to a gate that does not ask for it, and all the rest", () => {
    for (const { writer, reader } of fixtures) {
      const [from, to] = [schemaOf(writer), schemaOf(reader)];
      const objections = diff(from, to).filter(({ kind }) => AVRO_RULES[kind].effect !== "safe");
      expect(diff(from, to, "strict", { safe: false })).toEqual(objections);
    }
  });
});

describe("the table", () => {
  it.each(kinds)("%s is explained by an example", (kind) => {
    const { example } = AVRO_RULES[kind];
    const [writer, bad, good] = [example.writer, example.bad, example.good].map((text) => schemaOf(text, "strict"));
    if (writer === undefined || bad === undefined || good === undefined) throw new Error("no example");
    expect(kindsOf(diff(writer, bad))).toContain(kind);
    expect(kindsOf(diff(writer, good))).not.toContain(kind);
    expect(kindsOf(diff(writer, good)).filter(breaks)).toEqual([]);
  });

  it.each(kinds)("%s speaks in clauses", (kind) => {
    const { message, remedy, summary, meaning } = AVRO_RULES[kind];
    expect(summary).toMatch(/^[a-z].*[^.]$/);
    expect(meaning).toMatch(/^[A-Z][\s\S]*\.$/);
    for (const { writer, reader } of fixtures) {
      for (const change of changesOf(writer, reader).filter((found) => found.kind === kind)) {
        const clauses = [message(change.args as never)];
        for (const side of ["reader", "writer"] as const)
          clauses.push(remedy?.(change.args as never, side) ?? "keep it");
        for (const clause of clauses) expect(clause).toMatch(/^(?=.*\w)[a-z`][^\n]*[^.\s]$/);
        expect(clauses[0]).toMatch(/reader|writer/);
      }
    }
  });

  it("names the registry's own words as the registry does", () => {
    const named = Object.entries(AVRO_RULES).filter(([, rule]) => rule.errorType !== undefined);
    expect(named.map(([kind, rule]) => [kind.toUpperCase().replaceAll("-", "_"), rule.errorType])).toEqual(
      named.map(([, rule]) => [rule.errorType, rule.errorType]),
    );
    expect(named).toHaveLength(6);
  });
});

describe("remedies", () => {
  const record = (...fields: readonly object[]) => ({ type: "record", name: "Usage", namespace: "llm", fields });
  const remedyOf = (writer: object, reader: object, side: "reader" | "writer" = "reader"): string => {
    const [change] = changesOf(writer, reader).filter(({ kind }) => AVRO_RULES[kind].effect !== "safe");
    if (change === undefined) throw new Error("nothing to remedy");
    return AVRO_RULES[change.kind].remedy?.(change.args as never, side) ?? "";
  };

  it.each([
    "null",
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "bytes",
    "string",
    { type: "array", items: "int" },
    { type: "map", values: "string" },
    ["null", "string"],
    ["int", "string"],
    ["string", "null"],
    { type: "enum", name: "Role", symbols: ["USER", "TOOL"] },
    { type: "enum", name: "Role", namespace: "x", symbols: ["USER", "TOOL"] },
    { type: "fixed", name: "TraceId", size: 4 },
    record({ name: "price", type: "double" }, { name: "note", type: "string", default: "-" }),
  ])("give a missing field of type %j a default that makes it readable", (type) => {
    const inner = typeof type === "object" && "fields" in type ? { ...type, name: "Cost" } : type;
    const writer = record({ name: "tokens", type: "int" });
    const field = { name: "added", type: inner };
    const remedy = remedyOf(writer, record({ name: "tokens", type: "int" }, field));
    const written = /"default": (.+?)(?:, with .*|; if .*)?$/.exec(remedy)?.[1];
    expect(written, remedy).toBeDefined();
    const mended = record({ name: "tokens", type: "int" }, { ...field, default: JSON.parse(written as string) });
    expect(kindsOf(diff(schemaOf(writer), schemaOf(mended, "strict")))).toEqual(["field-added"]);
  });

  it("offer null where no default is short, and an alias where a field looks renamed", () => {
    const writer = record({ name: "price", type: "double" });
    expect(remedyOf(writer, record({ name: "cost", type: "double" }))).toBe(
      'give `cost` a default: "default": 0; if it is `price` under a new name, give it an alias: "aliases": ["price"]',
    );
    const hash = { name: "hash", type: { type: "fixed", name: "Hash", size: 64 } };
    expect(remedyOf(writer, record({ name: "price", type: "double" }, hash))).toBe(
      'make `hash` nullable: "type": ["null", …], "default": null',
    );
  });

  it("give a renamed type an alias that makes it readable", () => {
    const writer = record({ name: "tokens", type: "int" });
    const reader = { ...writer, name: "TokenUsage", namespace: "llm.cost" };
    const aliases = /"aliases": (\[.*\])$/.exec(remedyOf(writer, reader))?.[1];
    const mended = { ...reader, aliases: JSON.parse(aliases ?? "") as unknown };
    expect(kindsOf(changesOf(writer, mended)).filter(breaks)).toEqual([]);
  });

  it("offer no alias that Avro does not see: one for a name without a namespace", () => {
    const { namespace: _, ...writer } = record();
    expect(remedyOf(writer, { ...record(), name: "TokenUsage" })).toBe(
      "keep the name `Usage`: no alias stands for a name without a namespace",
    );
    expect(kindsOf(changesOf(writer, { ...record(), name: "TokenUsage", aliases: [".Usage"] }))).toContain(
      "name-mismatch",
    );
  });

  it("tell a writer to keep what its readers need", () => {
    const older = record({ name: "tokens", type: "int" });
    expect(remedyOf(record(), older, "writer")).toBe(
      "keep `tokens` in the writer: the readers that there are cannot do without it",
    );
    expect(remedyOf(record({ name: "tokens", type: "string" }), older, "writer")).toBe(
      "keep `tokens` an int, or send a string in a new field",
    );
  });

  it("mend what is a risk too", () => {
    for (const kind of ["union-branch-namespace-changed", "field-alias-out-of-reach"] as const) {
      const fixture = fixtures.find(({ name }) => name === kind);
      if (fixture === undefined) throw new Error(kind);
      const change = changesOf(fixture.writer, fixture.reader).find((found) => found.kind === kind);
      const remedy = AVRO_RULES[kind].remedy?.(change?.args as never, "reader") ?? "";
      // The good reader is the reader with the remedy written into it.
      expect(fixture.good).toContain(/"aliases": \[.*\]$/.exec(remedy)?.[0]);
    }
  });
});

it("reads forward what it reads backward with the sides exchanged", async () => {
  const { check } = await import("../src/index.ts");
  for (const { writer, reader } of fixtures.filter(({ name }) => name !== "unusable-default")) {
    const ask = (older: string, candidate: string, mode: "FORWARD" | "BACKWARD") =>
      check({
        format: "avro",
        candidate: { text: candidate },
        history: [{ version: 1, text: older }],
        mode,
        prove: false,
      });
    const [forward, backward] = [await ask(writer, reader, "FORWARD"), await ask(reader, writer, "BACKWARD")];
    expect(forward.compatible).toBe(backward.compatible);
    // Only the remedies differ: each speaks to the side that can still change.
    const plain = ({ comparisons }: typeof forward) =>
      comparisons[0]?.findings.map(({ remedy: _, ...finding }) => finding);
    expect(plain(forward)).toEqual(plain(backward));
  }
});
