import { describe, expect, it } from "vitest";
import { check, compare, parse, SchemactlError } from "../src/index.ts";
import type { Mode } from "../src/model.ts";
import { record } from "./support/check.ts";

const text = (schema: object): string => JSON.stringify(schema, null, 2);
const usage = (...more: readonly (string | object)[]) => text(record("llm.cost.TokenUsage", "model_id", ...more));
const required = { name: "cost_usd", type: "double" };
const one = { version: 1, text: usage() };
const two = { version: 2, text: usage("tokens") };

describe("compare", () => {
  it("gives the verdict and every difference, the safe ones too, with both positions and a proof", async () => {
    const { compatible, findings } = await compare({
      format: "avro",
      writer: { text: usage("tokens") },
      reader: { text: usage(required) },
    });
    expect(compatible).toBe(false);
    const [first, ...rest] = findings.toSorted((a, b) => (a.effect < b.effect ? -1 : 1));
    expect(first).toMatchObject({
      rule: "avro/reader-field-missing-default-value",
      effect: "breaks",
      errorType: "READER_FIELD_MISSING_DEFAULT_VALUE",
      path: "/fields/1",
      readerAt: { line: 11, column: 15 },
      proof: { kind: "witness", outcome: "refused", codec: "avsc" },
    });
    expect(first?.message).toContain("`cost_usd`");
    expect(rest.map(({ effect }) => effect)).toEqual(["safe"]);
    for (const finding of findings) expect(Object.keys(finding)).not.toContain("place");
  });

  it("skips the search for witnesses on request", async () => {
    const { findings } = await compare({
      format: "avro",
      writer: { text: usage() },
      reader: { text: usage(required) },
      prove: false,
    });
    expect(findings.map(({ proof }) => proof)).toEqual(findings.map(() => undefined));
  });

  it("takes references in any order, transitive ones included", async () => {
    const month = text(record("llm.Month", { name: "invoices", type: { type: "array", items: "llm.Invoice" } }));
    const invoice = { name: "invoice", text: text(record("llm.Invoice", { name: "total", type: "llm.Money" })) };
    const money = (...more: readonly (string | object)[]) => ({
      name: "money",
      text: text(record("llm.Money", "amount", ...more)),
    });
    for (const order of [1, -1]) {
      const references = (...list: readonly { name: string; text: string }[]) =>
        order === 1 ? list : list.toReversed();
      const writer = { text: month, references: references(invoice, money()) };
      const reader = { text: month, references: references(invoice, money("currency")) };
      const { compatible, findings } = await compare({ format: "avro", writer, reader });
      expect(compatible).toBe(false);
      expect(findings.filter(({ effect }) => effect === "breaks").map(({ readerAt }) => readerAt.file)).toEqual([
        "money",
      ]);
    }
  });

  it("throws for a text that is no schema, with its place", async () => {
    const error = await compare({
      format: "avro",
      writer: { text: usage() },
      reader: { text: '{\n  "type": "recrod"\n}' },
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SchemactlError);
    expect(error).toMatchObject({ code: "schema", line: 2, column: 11 });
  });
});

describe("check", () => {
  const candidate = { text: usage("tokens", required) };
  const ask = async (mode: Mode, history: readonly { version: number; text: string }[] = [one, two]) => {
    const { compatible, comparisons, reason } = await check({ format: "avro", candidate, history, mode, prove: false });
    return {
      compatible,
      asked: comparisons.map((comparison) => `${comparison.version} ${comparison.direction}`),
      ...(reason === undefined ? {} : { reason }),
    };
  };

  it("asks newest first, and of FULL the forward question first", async () => {
    expect(await ask("NONE")).toEqual({ compatible: true, asked: [] });
    expect(await ask("BACKWARD")).toEqual({ compatible: false, asked: ["2 backward"] });
    expect(await ask("FORWARD")).toEqual({ compatible: true, asked: ["2 forward"] });
    expect(await ask("FULL_TRANSITIVE")).toEqual({
      compatible: false,
      asked: ["2 forward", "2 backward", "1 forward", "1 backward"],
    });
  });

  it("lets everything pass that has no history, and locks what is DISABLED", async () => {
    expect(await ask("FULL_TRANSITIVE", [])).toEqual({ compatible: true, asked: [] });
    expect(await ask("DISABLED", [])).toEqual({ compatible: true, asked: [] });
    expect(await ask("DISABLED")).toEqual({ compatible: false, asked: [], reason: "frozen" });
  });

  it("lets a schema pass in every mode that is already a version, whatever its layout", async () => {
    const again = { text: JSON.stringify(JSON.parse(one.text)) };
    for (const mode of ["DISABLED", "FULL_TRANSITIVE"] as const) {
      expect(await check({ format: "avro", candidate: again, history: [one, two], mode })).toEqual({
        compatible: true,
        comparisons: [],
      });
    }
  });

  it("reads the candidate strictly and the history as the registry does", async () => {
    const wrong = usage({ name: "tokens", type: "int", default: "many" });
    const history = [{ version: 1, text: wrong }];
    expect((await check({ format: "avro", candidate: { text: usage() }, history, mode: "BACKWARD" })).compatible).toBe(
      true,
    );
    await expect(
      check({ format: "avro", candidate: { text: wrong }, history: [one], mode: "BACKWARD" }),
    ).rejects.toMatchObject({ code: "schema" });
  });
});

describe("parse", () => {
  it("gives the canonical form, the fingerprint and the full name", async () => {
    const { canonical, fingerprint, name } = await parse({
      format: "avro",
      text: '{"type": "fixed", "size": 16, "name": "Hash", "namespace": "llm.security", "doc": "a digest"}',
    });
    expect(canonical).toBe('{"name":"llm.security.Hash","type":"fixed","size":16}');
    expect(fingerprint).toMatch(/^[1-9a-f][0-9a-f]*$/);
    expect(name).toBe("llm.security.Hash");
    expect((await parse({ format: "avro", text: '"string"' })).name).toBeUndefined();
  });
});
