import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { differencesOf } from "../src/formats/json-schema/comparison.ts";
import { registryEffects } from "../src/formats/json-schema/effects.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import type { JsonSchema } from "../src/formats/json-schema/types.ts";
import type { Policy, SchemaReference, SchemaSource } from "../src/model.ts";

interface Judgement {
  readonly compatible: boolean;
  readonly breaks?: readonly string[];
}

interface Pair {
  readonly id: number;
  readonly old: string;
  readonly new: string;
  readonly oldReferences?: readonly SchemaReference[];
  readonly newReferences?: readonly SchemaReference[];
  readonly valid: { readonly old: boolean; readonly new: boolean };
  readonly backward?: Judgement & { readonly lenient: Judgement };
  readonly forward?: Judgement & { readonly lenient: Judgement };
}

interface Vector {
  readonly original_schema: unknown;
  readonly update_schema: unknown;
  readonly changes: readonly string[];
  readonly compatible: boolean;
  readonly compatible_lenient?: boolean;
}

const folder = process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance";
const absent = existsSync(folder) ? "" : `skipped, because there is no ${folder}: `;
const textOf = (file: string) => (absent === "" ? readFileSync(join(folder, file), "utf8") : "");
const pairsOf = (file: string) =>
  textOf(file)
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Pair => JSON.parse(line));

function read(source: SchemaSource): JsonSchema | undefined {
  try {
    return parse(source, { strictness: "lenient" });
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return undefined;
    throw error;
  }
}

const side = (pair: Pair, which: "old" | "new") =>
  read({ text: pair[which], references: pair[`${which}References`] ?? [] });

function found(writer: JsonSchema, reader: JsonSchema, policy: Policy, breaking: boolean): readonly string[] {
  return differencesOf(writer.root, reader.root, policy)
    .filter(({ kind }) => !breaking || registryEffects[kind][policy] === "breaks")
    .map(({ kind, path }) => `${kind.toUpperCase().replaceAll("-", "_")} ${path}`)
    .sort();
}

/** How often a break inside a recursive schema is told, once per level walked, is an accident of the engine's objects. */
function folded(list: readonly string[]): readonly string[] {
  const once = [...new Set(list.map((text) => text.replace(/((?:\/[^/]+){1,8}?)\1+/g, "$1")))];
  const type = (text: string) => text.slice(0, text.indexOf(" "));
  const path = (text: string) => text.slice(text.indexOf("#") + 1);
  const isInner = (a: string, b: string) =>
    a !== b && type(a) === type(b) && b.length < a.length && a.endsWith(path(b));
  return once.filter((text) => !once.some((other) => isInner(text, other))).sort();
}

/** Every comparison that the registry made of a pair, with its answer and ours. */
function comparisons(pair: Pair) {
  const [old, now] = [side(pair, "old"), side(pair, "new")];
  if (old === undefined || now === undefined) return [];
  return (["backward", "forward"] as const).flatMap((direction) => {
    const judged = pair[direction];
    if (judged === undefined) return [];
    const [writer, reader] = direction === "backward" ? [old, now] : [now, old];
    return (["strict", "lenient"] as const).map((policy) => {
      const { compatible, breaks = [] } = policy === "strict" ? judged : judged.lenient;
      const ours = found(writer, reader, policy, true);
      return { id: pair.id, direction, policy, theirs: { compatible, breaks: [...breaks].sort() }, ours };
    });
  });
}

describe.skipIf(absent !== "")(`${absent}pairs judged by the reference registry`, () => {
  it("are as valid here as there", () => {
    const pairs = pairsOf("json-schema-pairs.jsonl");
    const answers = pairs.map((pair) => ({
      id: pair.id,
      old: side(pair, "old") !== undefined,
      new: side(pair, "new") !== undefined,
    }));
    expect(answers).toEqual(pairs.map(({ id, valid }) => ({ id, old: valid.old, new: valid.new })));
    console.log(`${pairs.length} pairs: ${answers.filter((answer) => !answer.new).length} invalid ones refused`);
  }, 120_000);

  it("have the same verdict and the same breaks, both ways and under both policies", () => {
    const all = pairsOf("json-schema-pairs.jsonl").flatMap(comparisons);
    const mine = all.map(({ theirs, ours, ...which }) => ({ ...which, breaks: folded(ours), ok: ours.length === 0 }));
    expect(mine).toEqual(
      all.map(({ theirs, ours, ...which }) => ({ ...which, breaks: folded(theirs.breaks), ok: theirs.compatible })),
    );
    const exact = all.filter(({ theirs, ours }) => theirs.breaks.join() === ours.join()).length;
    console.log(`${all.length} comparisons agree in verdict and breaks, ${exact} of them without folding recursion`);
  }, 180_000);

  it("have the same verdict where they are rare, and mostly the same breaks", () => {
    const all = pairsOf("json-schema-rare-pairs.jsonl").flatMap(comparisons);
    const verdicts = all.filter(({ theirs, ours }) => theirs.compatible === (ours.length === 0)).length;
    const breaks = all.filter(({ theirs, ours }) => folded(theirs.breaks).join() === folded(ours).join()).length;
    console.log(`rare pairs: ${verdicts} of ${all.length} verdicts and ${breaks} of ${all.length} breaks agree`);
    expect(verdicts).toBe(all.length);
    expect(breaks / all.length).toBeGreaterThan(0.995);
  }, 120_000);
});

describe.skipIf(absent !== "")(`${absent}the reference registry's own vectors`, () => {
  const files = ["json-diff-schema-examples", "json-diff-combined-schema-examples"];
  for (const file of files.flatMap((name) => [`${name}.json`, `${name}-2020-12.json`])) {
    it(`of ${file} have the same changes and verdicts`, () => {
      const vectors: readonly Vector[] = JSON.parse(textOf(`confluent/${file}`).replace(/,(\s*[\]}])/g, "$1"));
      const modern = file.includes("2020-12") ? { $schema: "https://json-schema.org/draft/2020-12/schema" } : {};
      const load = (schema: unknown) =>
        read({ text: JSON.stringify(typeof schema === "object" ? { ...modern, ...schema } : schema) }) as JsonSchema;
      const answers = vectors.map(({ original_schema, update_schema }) => {
        const [writer, reader] = [load(original_schema), load(update_schema)];
        return {
          changes: found(writer, reader, "strict", false),
          strict: found(writer, reader, "strict", true).length === 0,
          lenient: found(writer, reader, "lenient", true).length === 0,
        };
      });
      expect(answers).toEqual(
        vectors.map(({ changes, compatible, compatible_lenient }) => ({
          changes: [...changes].sort(),
          strict: compatible,
          lenient: compatible_lenient ?? compatible,
        })),
      );
      console.log(`${file}: ${vectors.length} vectors agree`);
    });
  }

  it("finds nothing between a recursive schema and itself", () => {
    const schema = read({ text: textOf("confluent/json-recursive-schema.json") }) as JsonSchema;
    expect(found(schema, schema, "strict", false)).toEqual([]);
  });
});
