import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { diff } from "../src/formats/json-schema/diff.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import { JSON_SCHEMA_RULES } from "../src/formats/json-schema/rules.ts";
import type { JsonSchema } from "../src/formats/json-schema/types.ts";
import { prove } from "../src/formats/json-schema/witness.ts";
import type { Policy, Proof, SchemaReference } from "../src/model.ts";
import { fixtures } from "./support/json-schema-fixtures.ts";

const read = (schema: unknown, references: readonly SchemaReference[] = []): JsonSchema =>
  parse({ text: typeof schema === "string" ? schema : JSON.stringify(schema), references }, { strictness: "lenient" });

type Proved = readonly [rule: string, proof: Proof];

/** The proofs of all that breaks or risks something. */
function proofsOf(
  writer: JsonSchema,
  reader: JsonSchema,
  policy: Policy = "strict",
  without?: string,
): readonly Proved[] {
  const changes = diff(writer, reader, policy).filter(({ kind }) => kind !== without);
  const proofs = prove(writer, reader, changes, { exhaustive: false });
  expect(proofs).toHaveLength(changes.length);
  return changes.flatMap(({ kind, path }, i): readonly Proved[] => {
    const proof = proofs[i];
    return proof === undefined ? [] : [[`${kind} ${path}`, proof]];
  });
}

/** What is shown by a message, and by which. */
function shownBy(writer: unknown, reader: unknown, policy?: Policy): readonly string[] {
  const shown = proofsOf(read(writer), read(reader), policy).flatMap(([rule, proof]) =>
    proof.kind === "witness" ? [`${rule}: ${JSON.stringify(proof.datum)} ${JSON.stringify(proof.reads)}`] : [],
  );
  return shown;
}

/** Why nothing is shown, by rule. */
function reasonsOf(writer: unknown, reader: unknown): Readonly<Record<string, string>> {
  const told = proofsOf(read(writer), read(reader)).flatMap(([rule, proof]) =>
    proof.kind === "none" ? [[rule.split(" ")[0] ?? "", proof.reason] as const] : [],
  );
  return Object.fromEntries(told);
}

const usage = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const text = { type: "string" };
const count = { type: "integer" };

describe("a message that the reader refuses", () => {
  it("goes past the reader's bound", () => {
    expect(shownBy(usage({ tokens: count }), usage({ tokens: { ...count, maximum: 4096 } }))).toEqual([
      'maximum-added #/properties/tokens/maximum: {"tokens":4097} "/tokens must be <= 4096"',
    ]);
    expect(shownBy(usage({ model: text }), usage({ model: { ...text, minLength: 3 } }))).toEqual([
      'min-length-added #/properties/model/minLength: {"model":"a"} "/model must NOT have fewer than 3 characters"',
    ]);
  });

  it("misses the pattern, holds the removed symbol, has another type", () => {
    expect(shownBy(usage({ model: text }), usage({ model: { ...text, pattern: "^gpt-" } }))).toEqual([
      'pattern-added #/properties/model/pattern: {"model":"a"} "/model must match pattern \\"^gpt-\\""',
    ]);
    expect(shownBy(usage({ tier: { enum: ["live", "batch"] } }), usage({ tier: { enum: ["live"] } }))).toEqual([
      'enum-array-narrowed #/properties/tier/enum: {"tier":"batch"} "/tier must be equal to one of the allowed values"',
    ]);
    expect(shownBy(usage({ cost: { type: "number" } }), usage({ cost: count }))).toEqual([
      'type-narrowed #/properties/cost: {"cost":0.5} "/cost must be integer"',
    ]);
  });

  it("leaves a required name out, and has any type for a property added to an open model", () => {
    expect(shownBy(usage({ tokens: count }), usage({ tokens: count }, { required: ["tokens"] }))).toEqual([
      `required-attribute-added #/required/tokens: {} "must have required property 'tokens'"`,
    ]);
    expect(shownBy(usage({ tokens: count }), usage({ tokens: count, region: text }))).toEqual([
      'optional-property-added-to-open-content-model #/properties/region: {"region":0} "/region must be string"',
    ]);
  });

  it("stands deep inside, behind references, branches and items, with what the way there requires", () => {
    const span = (cost: object) =>
      usage(
        { spans: { type: "array", items: { $ref: "#/definitions/Span" } } },
        {
          definitions: {
            Span: usage(
              { id: text, detail: { oneOf: [text, usage({ cost }, { required: ["cost"] })] } },
              { required: ["id"] },
            ),
          },
        },
      );
    expect(shownBy(span({ type: "number" }), span({ type: "number", maximum: 1 }))).toEqual([
      'combined-type-subschemas-changed #/properties/spans/items/properties/detail: {"spans":[{"id":"a","detail":{"cost":2}}]} "/spans/0/detail must be string"',
    ]);
    const plain = (cost: object) =>
      usage(
        { spans: { type: "array", items: { $ref: "#/definitions/Span" } } },
        {
          definitions: { Span: usage({ id: text, cost }, { required: ["id"] }) },
        },
      );
    expect(shownBy(plain({ type: "number" }), plain({ type: "number", maximum: 1 }))).toEqual([
      'maximum-added #/properties/spans/items/properties/cost/maximum: {"spans":[{"id":"a","cost":2}]} "/spans/0/cost must be <= 1"',
    ]);
  });

  it("proves its finding and no other: each of several has its own", () => {
    const before = usage({ model: text, tokens: count });
    const after = usage({ model: { ...text, maxLength: 3 }, tokens: { ...count, minimum: 1 } });
    expect(shownBy(before, after)).toEqual([
      'max-length-added #/properties/model/maxLength: {"model":"aaaa"} "/model must NOT have more than 3 characters"',
      'minimum-added #/properties/tokens/minimum: {"tokens":0} "/tokens must be >= 1"',
    ]);
  });

  it("is no proof of a break where the reader's default would mend it", () => {
    const after = usage({ tokens: count, tier: { ...text, default: "live" } }, { required: ["tier"] });
    expect(shownBy(usage({ tokens: count }), after)).toContain(
      'required-property-with-default-added-to-open-content-model #/properties/tier: {"tier":0} "/tier must be string"',
    );
  });
});

describe("where no message is found", () => {
  it("says so, or why none exists", () => {
    expect(reasonsOf(usage({ tokens: count }), usage({ tokens: count }, { additionalProperties: {} }))).toEqual({
      "additional-properties-narrowed": "equivalent",
    });
    expect(
      reasonsOf(usage({ n: { ...count, minimum: 2 } }), usage({ n: { ...count, minimum: 2, exclusiveMinimum: 1 } })),
    ).toEqual({
      "exclusive-minimum-added": "equivalent",
    });
    const shut = (n: object) => usage({ n, policy: false }, { required: ["policy"] });
    expect(reasonsOf(shut(text), shut({ ...text, maxLength: 3 }))).toEqual({ "max-length-added": "uninhabited" });
  });

  it("runs no pattern that could explode, and says that one stood in the way", () => {
    const model = (more: object) =>
      usage({ model: { ...text, pattern: "^(a+)\\1$", ...more } }, { required: ["model"] });
    expect(reasonsOf(model({}), model({ maxLength: 3 }))).toEqual({ "max-length-added": "pattern-not-run" });
    const evil = (more: object) => usage({ model: { ...text, pattern: "^(a+)+$", ...more } });
    const started = performance.now();
    expect(shownBy(evil({}), evil({ maxLength: 40 }))).toEqual([
      `max-length-added #/properties/model/maxLength: {"model":"${"a".repeat(41)}"} "/model must NOT have more than 40 characters"`,
    ]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("ends in time for schemas that go round in a circle, or are large", () => {
    const loop = { $ref: "#/definitions/A", definitions: { A: { allOf: [{ $ref: "#/definitions/A" }] }, B: text } };
    expect(() => proofsOf(read(loop), read({ ...loop, title: "loop" }))).not.toThrow();
    const wide = (more: object) =>
      usage(
        Object.fromEntries(
          Array.from({ length: 3000 }, (_, i) => [`metric_${i}`, { ...count, ...(i === 7 ? more : {}) }]),
        ),
      );
    expect(shownBy(wide({}), wide({ maximum: 9 }))).toEqual([
      'maximum-added #/properties/metric_7/maximum: {"metric_7":10} "/metric_7 must be <= 9"',
    ]);
  });
});

describe("a reference to another document", () => {
  it("is followed by the search and by the validator", () => {
    const money = (more: object): SchemaReference => ({
      name: "money.json",
      text: JSON.stringify({ $id: "https://llm.example/money.json", type: "number", ...more }),
    });
    const invoice = { $id: "https://llm.example/invoice.json", ...usage({ total: { $ref: "money.json" } }) };
    const shown = proofsOf(read(invoice, [money({})]), read(invoice, [money({ maximum: 5 })]));
    expect(shown).toEqual([
      [
        "maximum-added #/properties/total/maximum",
        { kind: "witness", outcome: "refused", codec: "ajv", datum: { total: 6 }, reads: "/total must be <= 5" },
      ],
    ]);
  });
});

describe("a risk", () => {
  it("of each kind is shown on its fixture, and not on the good reader", { timeout: 60_000 }, () => {
    for (const [kind, rule] of Object.entries(JSON_SCHEMA_RULES)) {
      if (rule.standsOnlyProved !== true) continue;
      const fixture = fixtures.find(({ name }) => name === kind);
      if (fixture === undefined) throw new Error(`no fixture ${kind}`);
      const shown = (reader: string) =>
        proofsOf(read(fixture.writer), read(reader)).flatMap(([name, proof]) =>
          proof.kind === "witness" ? [name.split(" ")[0]] : [],
        );
      expect([kind, shown(fixture.reader)]).toEqual([kind, expect.arrayContaining([kind])]);
      expect([kind, shown(fixture.good)]).toEqual([kind, []]);
    }
  });

  it("at large is told only where nothing else explains the message", () => {
    const before = usage({}, { patternProperties: { "^tag_": text } });
    const after = usage({}, { patternProperties: { "^tag_": count } });
    expect(shownBy(before, after).map((line) => line.split(" ")[0])).toEqual(["pattern-properties-tightened"]);
  });

  it("is found where LENIENT forgives what breaks messages", () => {
    expect(shownBy(usage({ tokens: count }), usage({ tokens: count, region: text }), "lenient")).toEqual([
      'counterexample-found #/: {"region":0} "/region must be string"',
    ]);
  });
});

describe("every witness", () => {
  it("passes the writer and fails the reader in a validator that is set up anew: all fixtures", {
    timeout: 120_000,
  }, () => {
    let witnesses = 0;
    for (const { name, writer, reader } of fixtures) {
      for (const [rule, proof] of proofsOf(read(writer), read(reader), "strict", "counterexample-found")) {
        if (proof.kind !== "witness") continue;
        const [sent, taken] = [writer, reader].map((schema) =>
          accepts(schema, proof.datum, rule.startsWith("format-")),
        );
        if (sent === undefined || taken === undefined) continue;
        expect([name, rule, sent, taken]).toEqual([name, rule, true, false]);
        witnesses += 1;
      }
    }
    expect(witnesses).toBeGreaterThan(60);
  });

  const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "json-schema-pairs.jsonl");

  it.skipIf(!existsSync(file))(
    "is found for most of what breaks: 400 conformance pairs (skipped without conformance data)",
    { timeout: 180_000 },
    () => {
      const shares = new Map<string, [shown: number, impossible: number, all: number]>();
      for (const line of readFileSync(file, "utf8").trim().split("\n").slice(0, 400)) {
        const row = JSON.parse(line) as { old: string; new: string; valid: { old: boolean; new: boolean } };
        if (!row.valid.old || !row.valid.new) continue;
        for (const [rule, proof] of proofsOf(read(row.old), read(row.new))) {
          const kind = rule.split(" ")[0] as keyof typeof JSON_SCHEMA_RULES;
          if (JSON_SCHEMA_RULES[kind].standsOnlyProved === true) continue;
          const [shown, impossible, all] = shares.get(kind) ?? [0, 0, 0];
          const isNone = proof.kind === "none" && proof.reason !== "not-found";
          shares.set(kind, [shown + (proof.kind === "witness" ? 1 : 0), impossible + (isNone ? 1 : 0), all + 1]);
        }
      }
      const total = (index: 0 | 1 | 2) => [...shares.values()].reduce((sum, counts) => sum + counts[index], 0);
      const lines = [...shares].map(([kind, [shown, none, all]]) => `${kind} ${shown} of ${all}, ${none} have none`);
      console.log(
        `breaking findings with a witness: ${total(0)} of ${total(2)}, ${total(1)} have none\n${lines.sort().join("\n")}`,
      );
      expect(total(0) / (total(2) - total(1))).toBeGreaterThan(0.95);
    },
  );
});

/** What a validator of this file's own making says; undefined for a draft that it is not set up for. */
function accepts(schema: string, datum: unknown, formats: boolean): boolean | undefined {
  const dialect = /"\$schema":\s*"([^"]*)"/.exec(schema)?.[1] ?? "draft-07";
  const Validator = dialect.includes("2020-12") ? Ajv2020 : dialect.includes("draft-07") ? Ajv : undefined;
  if (Validator === undefined || schema.includes("$ref")) return undefined;
  const ajv = new Validator({
    strict: false,
    validateFormats: formats,
    logger: false,
    multipleOfPrecision: 6,
    unicodeRegExp: false,
  });
  if (formats) (addFormats as unknown as (ajv: unknown) => void)(ajv);
  return ajv.validate(JSON.parse(schema), datum);
}
