import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validator } from "../src/formats/json-schema/codec.ts";
import { diff } from "../src/formats/json-schema/diff.ts";
import { parse } from "../src/formats/json-schema/parse.ts";
import { type PlainSchema, plainSchema } from "../src/formats/json-schema/plain-schema.ts";
import { prunedFor } from "../src/formats/json-schema/pruned.ts";
import { seededBy } from "../src/formats/json-schema/random.ts";
import { JSON_SCHEMA_RULES } from "../src/formats/json-schema/rules.ts";
import { candidates } from "../src/formats/json-schema/search.ts";
import type { JsonSchema } from "../src/formats/json-schema/types.ts";
import { takes } from "../src/formats/json-schema/validation.ts";
import { prove } from "../src/formats/json-schema/witness.ts";
import type { Json } from "../src/model.ts";
import { fixtures } from "./support/json-schema-fixtures.ts";

const read = (text: string): JsonSchema => parse({ text }, { strictness: "lenient" });

/** Whether the reader is said to take all that the writer sends: nothing breaks, and no risk is shown. */
function isSilent(writer: JsonSchema, reader: JsonSchema): boolean {
  const changes = diff(writer, reader);
  const effects = changes.map(({ kind }) => {
    const { effect } = JSON_SCHEMA_RULES[kind];
    return typeof effect === "string" ? effect : effect.strict;
  });
  if (effects.includes("breaks")) return false;
  return prove(writer, reader, changes, { exhaustive: false }).every((proof) => proof?.kind !== "witness");
}

const plainOptions = { formats: false, defaults: false };

/** Random data that the writer's own validator takes; fewer where its schema has no more. */
function* dataOf(schema: PlainSchema, other: PlainSchema, seed: string): Iterable<Json> {
  let left = 400_000;
  const spend = (effort: number): void => {
    left -= effort;
    if (left < 0) throw new RangeError("enough was tried");
  };
  const [writer, reader] = [schema, other].map((one) => ({
    asking: { schema: one, spend },
    schema: one.roots[0] ?? true,
  }));
  if (writer === undefined || reader === undefined) return;
  const route = { steps: [], choices: new Map(), triggers: [], through: [] };
  const quarry = {
    writer: { ...writer, must: true },
    reader: { ...reader, must: false },
    route,
    focus: [],
    random: seededBy(seed),
    spend,
  };
  try {
    for (const datum of candidates(quarry)) if (takes(writer.asking, writer.schema, datum)) yield datum;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

/** Sends data that the writer's validator takes to the reader's; says how many were sent. One that is refused ends the test. */
function send(name: string, from: JsonSchema, to: JsonSchema, count: number): number {
  const [writer, reader] = [plainSchema(from), plainSchema(to)];
  const [sends, reads] = [writer, reader].map((schema) => validator(withoutDialect(schema), plainOptions));
  let sent = 0;
  for (const datum of dataOf(writer, reader, name)) {
    if (sent >= count) break;
    if (sends?.(datum).kind !== "taken") continue;
    const answer = reads?.(datum);
    if (answer?.kind === "refused") {
      throw new Error(`${name} is said to be safe, and yet refused: ${JSON.stringify(datum)}: ${answer.words}`);
    }
    sent += 1;
  }
  return sent;
}

/** As the search hands it to the validator, with nothing left out. */
const withoutDialect = (schema: PlainSchema): PlainSchema => prunedFor({ ...schema, prunable: false }, null);

describe("a pair without breaks or risks", () => {
  it("is read, for 200 random data of the writer: all fixtures, both ways", { timeout: 240_000 }, () => {
    let [whole, fewer] = [0, 0];
    for (const { name, writer, reader, good } of fixtures) {
      for (const [from, to] of [[writer, reader] as const, [reader, writer] as const, [writer, good] as const]) {
        const [sender, taker] = [read(from), read(to)];
        if (!isSilent(sender, taker)) continue;
        if (send(name, sender, taker, 200) === 200) whole += 1;
        else fewer += 1;
      }
    }
    console.log(`pairs of fixtures: ${whole} with 200 data, ${fewer} with fewer because the writer has no more`);
    expect(whole).toBeGreaterThan(100);
    expect(fewer).toBeLessThan(whole / 4);
  });

  const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "json-schema-pairs.jsonl");

  it.skipIf(!existsSync(file))(
    "is read: 200 of the conformance pairs (skipped without conformance data)",
    { timeout: 180_000 },
    () => {
      let pairs = 0;
      let data = 0;
      for (const line of readFileSync(file, "utf8").trim().split("\n")) {
        if (pairs >= 200) break;
        const row = JSON.parse(line) as { id: number; old: string; new: string; valid: { old: boolean; new: boolean } };
        if (!row.valid.old || !row.valid.new) continue;
        const [before, after] = [read(row.old), read(row.new)];
        for (const [from, to] of [[before, after] as const, [after, before] as const]) {
          if (!isSilent(from, to)) continue;
          data += send(`#${row.id}`, from, to, 200);
          pairs += 1;
        }
      }
      console.log(`conformance pairs that were read: ${pairs}, with ${data} data`);
      expect(data).toBeGreaterThan(pairs * 100);
    },
  );
});
