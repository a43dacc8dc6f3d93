import { describe, expect, it } from "vitest";
import { diff, type JsonSchemaChange } from "../src/formats/json-schema/diff.ts";
import { registryEffects } from "../src/formats/json-schema/effects.ts";
import { jsonSchema } from "../src/formats/json-schema/index.ts";
import { JSON_SCHEMA_RULES } from "../src/formats/json-schema/rules.ts";
import { prove } from "../src/formats/json-schema/witness.ts";
import type { Policy } from "../src/model.ts";
import { changesOf, fixtures, schemaOf } from "./support/json-schema-fixtures.ts";

type Kind = JsonSchemaChange["kind"];

const kinds = Object.keys(JSON_SCHEMA_RULES) as Kind[];
const kindsOf = (changes: readonly JsonSchemaChange[]): readonly Kind[] => changes.map((change) => change.kind);
const effectOf = (kind: Kind, policy: Policy = "strict"): string => {
  const { effect } = JSON_SCHEMA_RULES[kind];
  return typeof effect === "string" ? effect : effect[policy];
};
const breaks = (kind: Kind): boolean => effectOf(kind) === "breaks";

/** What a run would report: a risk that stands only when a message shows it is left out without one. */
const standing = (writer: string, reader: string): readonly JsonSchemaChange[] => {
  const key = JSON.stringify([writer, reader]);
  const known = reports.get(key);
  if (known !== undefined) return known;
  const [from, to] = [schemaOf(writer, "strict"), schemaOf(reader, "strict")];
  const changes = diff(from, to);
  const doubtful = changes.filter(({ kind }) => JSON_SCHEMA_RULES[kind].standsOnlyProved);
  const proofs = doubtful.length === 0 ? [] : prove(from, to, doubtful, { exhaustive: false });
  const dropped = new Set(doubtful.filter((_, i) => proofs[i]?.kind !== "witness"));
  const report = changes.filter((change) => !dropped.has(change));
  reports.set(key, report);
  return report;
};
const reports = new Map<string, readonly JsonSchemaChange[]>();

/** The kinds between two texts, as far as a rule needs to know them: proofs take time. */
const kindsFor = (kind: Kind, writer: string, reader: string): readonly Kind[] =>
  kindsOf(JSON_SCHEMA_RULES[kind].standsOnlyProved ? standing(writer, reader) : changesOf(writer, reader));

/** A finding as a reviewer reads it. */
function told({ kind, args, path, readerAt, writerAt }: JsonSchemaChange): string {
  const rule = JSON_SCHEMA_RULES[kind];
  const remedy = effectOf(kind) === "safe" ? undefined : rule.remedy?.(args as never, "reader");
  const at = `${path} reader ${readerAt.line}:${readerAt.column} writer ${writerAt.line}:${writerAt.column}`;
  return [
    `  ${effectOf(kind).padEnd(6)}  json-schema/${kind}  ${at}`,
    `          ${rule.message(args as never)}`,
    ...(remedy === undefined ? [] : [`          → ${remedy}`]),
  ].join("\n");
}

describe("all rules on all fixtures", () => {
  it("yield exactly these findings", { timeout: 120_000 }, async () => {
    const pages = fixtures.map(({ name, writer, reader, good }) => {
      const turns: readonly (readonly [string, string, string])[] = [
        ["the reader reads the writer", writer, reader],
        ["the writer reads the reader", reader, writer],
        ["the good reader reads the writer", writer, good],
      ];
      return [name, ...turns.flatMap(([turn, from, to]) => [` ${turn}`, ...standing(from, to).map(told)]), ""].join(
        "\n",
      );
    });
    await expect(`${pages.join("\n")}`).toMatchFileSnapshot("transcripts/json-schema-rules.txt");
  });

  it.each(kinds)("%s has a fixture that fires it, and a good reader that does not", (kind) => {
    const fixture = fixtures.find(({ name }) => name === kind);
    expect(fixture, `fixtures/json-schema/${kind}`).toBeDefined();
    if (fixture === undefined) return;
    expect(kindsFor(kind, fixture.writer, fixture.reader)).toContain(kind);
    const good = kindsFor(kind, fixture.writer, fixture.good);
    expect(good).not.toContain(kind);
    expect(good.filter(breaks)).toEqual([]);
  });

  it("find nothing between a schema and itself, but for a `not`, of which the registry always speaks", () => {
    const itself = fixtures.flatMap(({ writer, reader, good }) =>
      [writer, reader, good].flatMap((text) => kindsOf(changesOf(text, text))),
    );
    expect(new Set(itself)).toEqual(new Set(["not-type-narrowed"]));
  });

  it("do not tell what is safe to a gate that does not ask for it, and all the rest", () => {
    for (const { writer, reader } of fixtures) {
      for (const policy of ["strict", "lenient"] as const) {
        const [from, to] = [schemaOf(writer), schemaOf(reader)];
        const objections = diff(from, to, policy).filter(({ kind }) => effectOf(kind, policy) !== "safe");
        expect(diff(from, to, policy, { safe: false })).toEqual(objections);
      }
    }
  });

  it("tell of every pair of texts that differ", () => {
    const silent = fixtures.filter(({ writer, reader, good }) =>
      [reader, good].some((text) => text !== writer && changesOf(writer, text).length === 0),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("tell of nothing twice", () => {
    for (const { name, writer, reader } of fixtures) {
      const places = changesOf(writer, reader).map(({ kind, path }) => `${name} ${kind} ${path}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });
});

describe("the table", () => {
  it.each(kinds)("%s is explained by an example", (kind) => {
    const { example } = JSON_SCHEMA_RULES[kind];
    expect(kindsFor(kind, example.writer, example.bad)).toContain(kind);
    const good = kindsFor(kind, example.writer, example.good);
    expect(good).not.toContain(kind);
    expect(good.filter(breaks)).toEqual([]);
  });

  it.each(kinds)("%s speaks in clauses", (kind) => {
    const { message, remedy, summary, meaning, specification } = JSON_SCHEMA_RULES[kind];
    expect(summary).toMatch(/^[a-z].*[^.]$/);
    expect(meaning).toMatch(/^[A-Z`][\s\S]*\.$/);
    expect(specification).toMatch(/^\w.*\w/);
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

  it("says how to go on wherever it objects", () => {
    const silent = kinds.filter((kind) => effectOf(kind) !== "safe" && JSON_SCHEMA_RULES[kind].remedy === undefined);
    expect(silent).toEqual([]);
  });

  it("names the registry's own words as the registry does, and judges as it does under both policies", () => {
    const named = kinds.filter((kind) => JSON_SCHEMA_RULES[kind].errorType !== undefined);
    expect(named.toSorted()).toEqual(Object.keys(registryEffects).toSorted());
    for (const kind of named) {
      expect(JSON_SCHEMA_RULES[kind].errorType).toBe(kind.toUpperCase().replaceAll("-", "_"));
      const effects = registryEffects[kind as keyof typeof registryEffects];
      expect([effectOf(kind, "strict"), effectOf(kind, "lenient")]).toEqual([effects.strict, effects.lenient]);
    }
    expect(named).toHaveLength(129);
  });

  it("forgives under LENIENT what the registry forgives, and nothing else", () => {
    const forgiven = kinds.filter((kind) => effectOf(kind, "lenient") !== effectOf(kind, "strict"));
    expect(forgiven.toSorted()).toEqual([
      "additional-properties-narrowed",
      "additional-properties-removed",
      "optional-property-added-to-open-content-model",
      "property-added-not-covered-by-partially-open-content-model",
      "property-removed-from-closed-content-model",
      "property-removed-not-covered-by-partially-open-content-model",
      "required-property-with-default-added-to-open-content-model",
      "unevaluated-properties-narrowed",
      "unevaluated-properties-removed",
    ]);
  });
});

describe("a fact that a risk tells better", () => {
  const covering = kinds.filter((kind) => JSON_SCHEMA_RULES[kind].covers !== undefined);
  const rulesOf = async (kind: Kind, prove: boolean) => {
    const { writer, bad } = JSON_SCHEMA_RULES[kind].example;
    const read = (text: string) => jsonSchema.parse({ text }, { strictness: "lenient" });
    const { findings } = await jsonSchema.compare(read(writer), read(bad), { policy: "strict", prove });
    return findings.map(({ rule }) => rule.replace("json-schema/", ""));
  };

  it.each(covering)("%s stands alone once it is proved, and the fact without a proof", async (kind) => {
    const covers = JSON_SCHEMA_RULES[kind].covers ?? [];
    const [proved, unproved] = [await rulesOf(kind, true), await rulesOf(kind, false)];
    expect(proved).toContain(kind);
    expect(proved.filter((rule) => covers.includes(rule))).toEqual([]);
    expect(unproved).not.toContain(kind);
    expect(unproved.filter((rule) => covers.includes(rule))).toHaveLength(1);
  });
});

describe("remedies", () => {
  const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
  const objections = (writer: unknown, reader: unknown, policy: Policy = "strict"): readonly JsonSchemaChange[] =>
    diff(schemaOf(writer), schemaOf(reader), policy).filter(({ kind }) => effectOf(kind, policy) === "breaks");
  const remedyOf = (writer: unknown, reader: unknown, side: "reader" | "writer" = "reader"): string => {
    const [change] = objections(writer, reader);
    if (change === undefined) throw new Error("nothing to remedy");
    return JSON_SCHEMA_RULES[change.kind].remedy?.(change.args as never, side) ?? "";
  };
  /** What a remedy asks to write, as members of the object. */
  const writtenIn = (remedy: string): object => {
    const [text] = /"(?:patternProperties|default)": (?:\{.*?\}\}|[^,{…]+)/.exec(remedy) ?? [];
    if (text === undefined) throw new Error(remedy);
    return JSON.parse(`{${text}}`);
  };
  const tokens = { tokens: { type: "integer" } };

  it.each(["region", "x.y", "cost (usd)", "a/b~c", "gpt-4|mini", 'the "list" price', "^$", "preis_€"])(
    "let an open model take `%s` as a pattern that no other name matches",
    (name) => {
      const writer = object(tokens);
      const reader = object({ ...tokens, [name]: { type: "string" } });
      const idiom = writtenIn(remedyOf(writer, reader)) as { readonly patternProperties: Record<string, unknown> };
      expect(objections(writer, object(tokens, idiom))).toEqual([]);
      const [pattern = ""] = Object.keys(idiom.patternProperties);
      expect(name).toMatch(new RegExp(pattern));
      for (const other of [`${name}x`, `x${name}`, name.slice(1), "tokens"])
        expect(other).not.toMatch(new RegExp(pattern));
      expect(idiom.patternProperties[pattern]).toEqual({ type: "string" });
      // Once it is out, the name can be listed as any other one.
      expect(objections(object(tokens, idiom), object({ ...tokens, [name]: { type: "string" } }, idiom))).toEqual([]);
    },
  );

  it("say what else lets an open model grow: the policy, and a model that was closed from the start", () => {
    const remedy = remedyOf(object(tokens), object({ ...tokens, region: { type: "string" } }));
    expect(remedy).toContain('"policy: lenient"');
    expect(remedy).toContain('"additionalProperties": false');
    const closed = { additionalProperties: false };
    expect(objections(object(tokens), object({ ...tokens, region: { type: "string" } }), "lenient")).toEqual([]);
    expect(objections(object(tokens, closed), object({ ...tokens, region: { type: "string" } }, closed))).toEqual([]);
    expect(objections(object(tokens), object(tokens, closed)).map(({ kind }) => kind)).toEqual([
      "additional-properties-removed",
    ]);
  });

  it("stay short where the schema is long, and ask the writer to keep the property", () => {
    const long = { type: "string", enum: Array.from({ length: 40 }, (_, i) => `region-${i}`) };
    const [writer, reader] = [object(tokens), object({ ...tokens, region: long })];
    expect(remedyOf(writer, reader)).toContain('"patternProperties": {"^region$": {…}}');
    expect(remedyOf(writer, reader).length).toBeLessThan(300);
    expect(remedyOf(writer, reader, "writer")).toBe(
      "keep `region` among the writer's properties, as the readers have it",
    );
  });

  it("take both types", () => {
    for (const [before, after] of [
      ["string", "boolean"],
      ["object", "array"],
      ["null", "string"],
      ["array", "null"],
    ]) {
      const remedy = remedyOf({ type: before }, { type: after });
      const type = /"type": (\[.*\])$/.exec(remedy)?.[1] ?? "";
      expect(objections({ type: before }, { type: JSON.parse(type) as unknown })).toEqual([]);
    }
  });

  it("offer `{}` where patterns close a model in the eyes of the registry alone", () => {
    const patterns = { patternProperties: { "^x-": { type: "string" } } };
    const writer = object({ ...tokens, region: { type: "string" } });
    const kindsWith = (more: object) =>
      objections(writer, object(tokens, { ...patterns, ...more })).map(({ kind }) => kind);
    expect(kindsWith({})).toEqual(["property-removed-from-closed-content-model"]);
    expect(kindsWith({ additionalProperties: true })).toEqual(["property-removed-from-closed-content-model"]);
    expect(kindsWith({ additionalProperties: {} })).toEqual(["additional-properties-narrowed"]);
    const described = object(tokens, { ...patterns, additionalProperties: {} });
    const before = { ...writer, additionalProperties: {} };
    expect(objections(before, described)).toEqual([]);
  });

  it("speak to the side that can still change", () => {
    const [short, long] = [
      { type: "string", maxLength: 64 },
      { type: "string", maxLength: 200 },
    ];
    expect(remedyOf(object({ note: long }), object({ note: short }))).toBe('keep "maxLength": 200 for `note`');
    expect(remedyOf(object({ note: long }), object({ note: short }), "writer")).toBe('keep "maxLength": 64 for `note`');
  });
});
