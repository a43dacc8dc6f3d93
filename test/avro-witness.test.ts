import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type avsc from "avsc";
import { describe, expect, it } from "vitest";
import { diff } from "../src/formats/avro/diff.ts";
import { parse } from "../src/formats/avro/parse.ts";
import { AVRO_RULES } from "../src/formats/avro/rules.ts";
import { prove } from "../src/formats/avro/witness.ts";
import type { Json, Proof, Witness } from "../src/model.ts";
import { codecType, schemaJson } from "./support/avro-data.ts";
import { readMessage, resolveNames, Unresolvable } from "./support/avro-resolution.ts";

type Schema = string | readonly Schema[] | { readonly [key: string]: unknown };

const read = (schema: Schema) => parse({ text: JSON.stringify(schema) }, { strictness: "lenient" });

/** The proofs of all that breaks or risks something, by rule and path. */
function proofsOf(
  writer: Schema,
  reader: Schema,
  exhaustive = false,
): readonly (readonly [string, Proof | undefined])[] {
  const [from, to] = [read(writer), read(reader)];
  const changes = diff(from, to);
  const proofs = prove(from, to, changes, { exhaustive });
  expect(proofs).toHaveLength(changes.length);
  return changes.flatMap(({ kind, path }, i) =>
    AVRO_RULES[kind].effect === "safe" ? [] : [[`${kind} ${path}`, proofs[i]] as const],
  );
}

/** The one proof that is expected. */
function proofOf(writer: Schema, reader: Schema): Proof | undefined {
  const proofs = proofsOf(writer, reader);
  expect(proofs.map(([name]) => name)).toHaveLength(1);
  return proofs[0]?.[1];
}

const refused = (datum: Json, reads: string): Witness => ({
  kind: "witness",
  outcome: "refused",
  codec: "avsc",
  datum,
  reads,
});
const record = (name: string, ...fields: readonly unknown[]) => ({ type: "record", name, fields });
const field = (name: string, type: unknown, more = {}) => ({ name, type, ...more });
const symbols = (name: string, ...names: readonly string[]) => ({ type: "enum", name, symbols: names });
const usage = (...fields: readonly unknown[]) => record("llm.cost.TokenUsage", field("model_id", "string"), ...fields);

describe("a message that the reader cannot read", () => {
  it("lacks a field that has no default", () => {
    const proof = proofOf(usage(field("tokens", "int")), usage(field("tokens", "int"), field("cost_usd", "double")));
    expect(proof).toEqual(
      refused({ model_id: "a", tokens: 0 }, "no matching field for default-less llm.cost.TokenUsage.cost_usd"),
    );
  });

  it("lacks a field whose enum has a default of its own, which fills nothing in", () => {
    const tier = { ...symbols("Tier", "BATCH", "LIVE"), default: "LIVE" };
    const proof = proofOf(usage(), usage(field("tier", tier)));
    expect(proof).toEqual(refused({ model_id: "a" }, "no matching field for default-less llm.cost.TokenUsage.tier"));
  });

  it("holds a value of another type", () => {
    expect(proofOf(usage(field("tokens", "long")), usage(field("tokens", "int")))).toEqual(
      refused({ model_id: "a", tokens: 0 }, "cannot read long as int"),
    );
  });

  it("holds the symbol that is missing, and of other enums one that is not", () => {
    const policy = (...names: readonly string[]) =>
      record(
        "llm.Policy",
        field("action", symbols("Action", "BLOCK", "ALLOW", ...names)),
        field("scope", symbols("Scope", "ALL")),
      );
    expect(proofOf(policy("REDACT"), policy())).toEqual(
      refused({ action: "REDACT", scope: "ALL" }, "cannot read llm.Action [REDACT] as llm.Action [BLOCK, ALLOW]"),
    );
  });

  it("holds a fixed of another size, or an enum or fixed of another name", () => {
    const span = (id: unknown) => record("llm.Span", field("id", id));
    const fixed = (name: string, size: number) => ({ type: "fixed", name, size });
    expect(proofOf(span(fixed("Id", 4)), span(fixed("Id", 8)))).toEqual(
      refused({ id: "aaaa" }, "cannot read llm.Id of 4 bytes as llm.Id of 8 bytes"),
    );
    expect(proofOf(span(fixed("Id", 2)), span(fixed("SpanId", 2)))).toMatchObject({ datum: { id: "aa" } });
    expect(proofOf(span(symbols("Kind", "A")), span(symbols("SpanKind", "A")))).toEqual(
      refused({ id: "A" }, "cannot read llm.Kind [A] as llm.SpanKind [A]"),
    );
  });

  it("takes the branch that the reader's union lacks", () => {
    const tokens = (type: unknown) => usage(field("tokens", type));
    expect(proofOf(tokens(["null", "int"]), tokens("int"))).toEqual(
      refused({ model_id: "a", tokens: null }, "cannot read null as int"),
    );
    expect(proofOf(tokens(["null", "string"]), tokens(["null", "int", "boolean"]))).toEqual(
      refused({ model_id: "a", tokens: { string: "a" } }, "cannot read string as [null, int, boolean]"),
    );
    expect(proofOf(tokens("string"), tokens(["null", "int"]))).toMatchObject({ datum: { tokens: "a" } });
  });

  it("holds, in a branch of the same name, what the reader's branch cannot read", () => {
    const call = (argument: unknown) =>
      record("llm.Call", field("tool", ["null", record("Tool", field("name", "string"), field("argument", argument))]));
    expect(proofOf(call(["null", "int"]), call(["null", "string"]))).toEqual(
      refused(
        { tool: { "llm.Tool": { name: "a", argument: { int: 0 } } } },
        "cannot read llm.Tool as [null, llm.Tool]",
      ),
    );
  });

  it("has one item where items differ, and none elsewhere", () => {
    const batch = (items: unknown) =>
      record("llm.Batch", field("ids", { type: "array", items: "string" }), field("costs", { type: "array", items }));
    expect(proofOf(batch("double"), batch("int"))).toMatchObject({ datum: { ids: [], costs: [0] } });
    const labels = (values: unknown) => record("llm.Labels", field("by_key", { type: "map", values }));
    expect(proofOf(labels("long"), labels("boolean"))).toMatchObject({ datum: { by_key: { key: 0 } } });
    expect(proofOf({ type: "array", items: "int" }, { type: "map", values: "int" })).toEqual(
      refused([], "cannot read array as map"),
    );
  });

  it("goes no deeper into a recursive type than the place", () => {
    const span = (ended: unknown) =>
      record(
        "llm.Span",
        field("ended_at", ended),
        field("parent", ["null", "llm.Span"]),
        field("links", { type: "array", items: "llm.Span" }),
      );
    expect(proofOf(span("long"), span("int"))).toMatchObject({ datum: { ended_at: 0, parent: null, links: [] } });
    const nested = (leaf: unknown) =>
      record("llm.A", field("b", ["null", record("B", field("a", ["null", "llm.A"]), field("x", leaf))]));
    expect(proofOf(nested("int"), nested("string"))).toMatchObject({ datum: { b: { "llm.B": { a: null, x: 0 } } } });
  });

  it("stays clear of other differences, or is told of this one alone where it cannot", () => {
    const both = (a: unknown, b: unknown) => record("llm.Inference", field("prompt", a), field("answer", b));
    expect(proofsOf(both("int", ["int", "null"]), both("string", ["string", "null"]))).toEqual([
      ["type-mismatch /fields/0/type", refused({ prompt: 0, answer: null }, "cannot read int as string")],
      [
        "missing-union-branch /fields/1/type/0",
        refused({ prompt: 0, answer: { int: 0 } }, "cannot read int as [string, null]"),
      ],
    ]);
  });

  it("means one field by two names", () => {
    const reader = usage(field("cost_usd", "double", { aliases: ["cost", "price"] }));
    expect(proofOf(usage(field("cost", "double"), field("price", "double")), reader)).toMatchObject({
      datum: { model_id: "a", cost: 0, price: 0 },
      reads: "ambiguous aliasing for llm.cost.TokenUsage.cost_usd (cost, price)",
    });
  });

  it("is read by the unqualified names, so that another namespace is no difference", () => {
    const usageIn = (space: string, tokens: string) =>
      record(
        `${space}.Usage`,
        field("tokens", tokens),
        field("unit", symbols("Unit", "TOKEN")),
        field("hash", { type: "fixed", name: "Hash", size: 1 }),
      );
    expect(proofOf(usageIn("llm.cost", "long"), usageIn("llm.billing", "int"))).toMatchObject({
      reads: "cannot read long as int",
    });
  });

  it("is found for fields named like what every object has", () => {
    const strange = (type: string) => record("llm.Strange", field("__proto__", type), field("constructor", "int"));
    expect(proofOf(strange("int"), strange("string"))).toMatchObject({ reads: "cannot read int as string" });
    const proof = proofOf(record("llm.Strange"), record("llm.Strange", field("toString", "int")));
    expect(proof).toMatchObject({ reads: "no matching field for default-less llm.Strange.toString" });
  });

  it("is refused for an enum or fixed in a union whose namespace has changed, which the registry accepts", () => {
    const span = (space: string, more: readonly string[]) =>
      record(`${space}.Span`, field("status", [...more, symbols("Status", "OK")]));
    expect(proofOf(span("llm", ["null"]), span("gate", ["null", "int"]))).toEqual(
      refused({ status: { "llm.Status": "OK" } }, "cannot read llm.Status [OK] as [null, int, gate.Status [OK]]"),
    );
  });
});

describe("no message", () => {
  it("shows that only the name of a record differs", () => {
    const [writer, reader] = [usage(), { ...usage(), name: "llm.cost.Usage" }];
    expect(proofOf(writer, reader)).toMatchObject({ kind: "none", reason: "name-only" });
    const inUnion = (name: string) => record("llm.Event", field("body", ["null", record(name, field("id", "string"))]));
    expect(proofOf(inUnion("Prompt"), inUnion("Answer"))).toMatchObject({ kind: "none", reason: "name-only" });
  });

  it("reaches a place in a type without an end", () => {
    const endless = (id: string) => record("llm.Span", field("parent", "llm.Span"), field("id", id));
    expect(proofOf(endless("int"), endless("string"))).toMatchObject({ kind: "none", reason: "uninhabited" });
  });

  it("is run through a codec that does not take the schema", () => {
    const proof = proofOf(record("llm.Kosten", field("größe", "int")), record("llm.Kosten", field("größe", "string")));
    expect(proof).toMatchObject({ kind: "none", reason: "codec-cannot-read-schema" });
    expect(proof).toHaveProperty("explanation", expect.stringContaining("invalid field name: größe"));
    const empty = (...names: readonly string[]) => record("llm.Policy", field("action", symbols("Action", ...names)));
    expect(proofOf(empty("ALLOW"), empty())).toMatchObject({ reason: "codec-cannot-read-schema" });
  });

  it("is claimed where the codec does not do what Java's decoder does", () => {
    const reader = record("gate.Usage", field("cost", "double", { aliases: ["price"] }));
    expect(proofOf(record("llm.Usage", field("price", "double")), reader)).toMatchObject({ reason: "codec-differs" });
  });
});

describe("a message that the reader takes for another", () => {
  const logical = (type: unknown, logicalType: string, more = {}) => ({ type, logicalType, ...more });
  const span = (at: unknown) => record("llm.Span", field("started_at", at));
  const price = (type: unknown) => record("llm.cost.Price", field("usd", ["null", type]));
  const decimal = (scale: number) => logical("bytes", "decimal", { precision: 10, scale });

  it("is a moment in other units", () => {
    expect(proofOf(span(logical("long", "timestamp-millis")), span(logical("long", "timestamp-micros")))).toEqual({
      kind: "witness",
      outcome: "misread",
      codec: "avsc",
      datum: { started_at: 1_700_000_000_000 },
      reads: { started_at: "1970-01-20T16:13:20Z, where the writer means 2023-11-14T22:13:20Z" },
    });
    const nanos = proofOf(span(logical("long", "timestamp-nanos")), span(logical("long", "local-timestamp-millis")));
    expect(nanos).toMatchObject({
      datum: { started_at: "1700000000000000000" },
      reads: { started_at: expect.stringMatching(/^about the year \d+, where the writer means 2023-11-14T22:13:20Z$/) },
    });
    const later = proofOf(span(logical("long", "timestamp-micros")), span(logical("long", "timestamp-millis")));
    expect(later).toMatchObject({ reads: { started_at: expect.stringMatching(/^about the year 558\d\d, /) } });
    const time = proofOf(span(logical("int", "time-millis")), span(logical("long", "time-micros")));
    expect(time).toMatchObject({ reads: { started_at: "00:01:20, where the writer means 22:13:20" } });
    const day = proofOf(span(logical("int", "date")), span(logical("int", "time-millis")));
    expect(day).toMatchObject({ reads: { started_at: "00:00:19.675, where the writer means 2023-11-14" } });
  });

  it("is an amount of another scale", () => {
    expect(proofOf(price(decimal(2)), price(decimal(4)))).toMatchObject({
      datum: { usd: { bytes: "\u0004\u00d2" } },
      reads: { usd: { bytes: "0.1234, where the writer means 12.34" } },
      bytes: "020404d2",
    });
    const fixed = (scale: number) => ({
      type: "fixed",
      name: "Amount",
      size: 4,
      logicalType: "decimal",
      precision: 8,
      scale,
    });
    expect(proofOf(price(fixed(0)), price(fixed(1)))).toMatchObject({
      reads: { usd: { "llm.cost.Amount": "123.4, where the writer means 1234" } },
    });
  });

  it("is a string that is no UUID", () => {
    expect(proofOf(span("string"), span(logical("string", "uuid")))).toMatchObject({
      datum: { started_at: "a" },
      reads: { started_at: 'no UUID, where the writer means "a"' },
    });
  });

  it("is a number that the reader's type does not hold, or bytes that are no text", () => {
    const counted = (type: unknown) => usage(field("by_team", { type: "map", values: { type: "array", items: type } }));
    expect(proofOf(counted("int"), counted("float"))).toMatchObject({
      datum: { model_id: "a", by_team: { key: [16_777_217] } },
      reads: { model_id: "a", by_team: { key: [16_777_216] } },
    });
    expect(proofOf(span("long"), span("double"))).toMatchObject({
      datum: { started_at: "9007199254740993" },
      reads: { started_at: "9007199254740992" },
    });
    expect(proofOf(span("bytes"), span(["null", "string"]))).toMatchObject({
      datum: { started_at: "\u00ff" },
      reads: { started_at: { string: "\ufffd" } },
      bytes: "02ff",
    });
  });

  it("is none where the reader refuses every message for another reason", () => {
    const proofs = proofsOf(span("long"), record("llm.Span", field("started_at", "double"), field("id", "string")));
    expect(proofs.map(([name, proof]) => `${name} ${proof?.kind}`)).toEqual([
      "reader-field-missing-default-value /fields/1 witness",
      "lossy-promotion /fields/0/type none",
    ]);
  });
});

describe("a search in a large schema", () => {
  const wide = (count: number, type: string) =>
    record("llm.Wide", ...Array.from({ length: count }, (_, i) => field(`f${i}`, type)));
  const deep = (levels: number, leaf: string) => {
    let type: unknown = leaf;
    for (let i = levels; i > 0; i -= 1) type = record(`llm.Level${i}`, field("next", type));
    return type as Schema;
  };
  /** Each level holds the one below it twice. */
  const doubling = (levels: number, leaf: string) => {
    let type: unknown = record("llm.Level0", field("x", leaf));
    for (let i = 1; i <= levels; i += 1)
      type = record(`llm.Level${i}`, field("a", type), field("b", `llm.Level${i - 1}`));
    return type as Schema;
  };
  const kinds = (proofs: ReturnType<typeof proofsOf>) => new Set(proofs.map(([, proof]) => proof?.kind));

  it("finds what a person can still read", { timeout: 120_000 }, () => {
    const reader = wide(300, "int");
    expect(proofOf(wide(300, "int"), { ...reader, fields: [...reader.fields, field("cost", "int")] })).toMatchObject({
      kind: "witness",
    });
    expect(proofOf(deep(150, "int"), deep(150, "string"))).toMatchObject({ kind: "witness" });
    expect(kinds(proofsOf(doubling(4, "int"), doubling(4, "string")))).toEqual(new Set(["witness"]));
  });

  it("ends without an answer where a message or the work is too large", { timeout: 120_000 }, () => {
    expect(kinds(proofsOf(wide(900, "int"), wide(900, "string")))).toEqual(new Set(["witness", "none"]));
    expect(kinds(proofsOf(doubling(14, "int"), doubling(14, "string")))).toEqual(new Set(["none"]));
    const sealed = (size: number) =>
      record(
        "llm.Blob",
        field("seal", { type: "fixed", name: "Seal", size }),
        field("id", size === 4 ? "int" : "string"),
      );
    expect(kinds(proofsOf(sealed(2_000_000_000), sealed(4)))).toEqual(new Set(["none"]));
  });
});

describe("the conformance pairs", () => {
  const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "avro-pairs.jsonl");
  interface Row {
    readonly id: number;
    readonly old: Schema;
    readonly new: Schema;
    readonly valid: { readonly old: boolean; readonly new: boolean };
  }

  it.skipIf(!existsSync(file))(
    "carry a confirmed witness for nearly every break (skipped without conformance data)",
    { timeout: 300_000 },
    () => {
      const counts: Record<string, number> = {};
      const count = (what: string) => {
        counts[what] = (counts[what] ?? 0) + 1;
      };
      for (const line of readFileSync(file, "utf8").trim().split("\n")) {
        const row = JSON.parse(line) as Row;
        if (!row.valid.old || !row.valid.new) continue;
        for (const [writer, reader] of [[row.old, row.new] as const, [row.new, row.old] as const]) {
          for (const [name, proof] of proofsOf(writer, reader)) {
            if (effectOf(name) !== "breaks") continue;
            count("breaks");
            count(proof?.kind === "none" ? proof.reason : (proof?.kind ?? "nothing"));
            if (proof?.kind === "witness") count(verify(proof, writer, reader, `#${row.id} ${name}`));
          }
        }
      }
      const { breaks = 0, witness = 0 } = counts;
      const share = (100 * witness) / (breaks - (counts["name-only"] ?? 0) - (counts["codec-cannot-read-schema"] ?? 0));
      console.log(`${share.toFixed(2)} % of the breaks carry a witness: ${JSON.stringify(counts)}`);
      expect(share).toBeGreaterThanOrEqual(99);
    },
  );

  /**
   * Another way to the same answer: the whole schemas as they are written, and the specification's resolution. Defaults
   * of the writer are left out, because the codec does not take all of them.
   */
  function verify(proof: Witness, writer: Schema, reader: Schema, name: string): string {
    const from = codecType(schemaJson(read(writer), { defaults: false }));
    const bytes = from.toBuffer(from.fromString(JSON.stringify(proof.datum)));
    const [sent, taken] = [resolveNames(writer), resolveNames(reader)];
    expect(
      [failure(() => readMessage(bytes, sent, taken)), failure(() => readMessage(bytes, sent, sent))],
      name,
    ).toEqual([expect.any(Unresolvable), undefined]);
    expect(String(proof.reads), name).not.toMatch(/N\d+__|object Object/);
    const to = codecTypeIfAny(reader);
    if (to === undefined) return "reader not taken by the codec";
    expect(
      failure(() => to.fromBuffer(bytes, to.createResolver(from))),
      name,
    ).toBeDefined();
    return "refused by the whole reader too";
  }
});

const effectOf = (name: string) => AVRO_RULES[name.split(" ")[0] as keyof typeof AVRO_RULES].effect;

function failure(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function codecTypeIfAny(schema: Schema): avsc.Type | undefined {
  try {
    return codecType(schema);
  } catch {
    return undefined;
  }
}
