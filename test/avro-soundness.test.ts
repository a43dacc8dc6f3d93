import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { diff } from "../src/formats/avro/diff.ts";
import { parse } from "../src/formats/avro/parse.ts";
import { AVRO_RULES } from "../src/formats/avro/rules.ts";
import { sizesOf } from "../src/formats/avro/sizes.ts";
import type { AvroSchema } from "../src/formats/avro/types.ts";
import { codecPair, randomValue, seeded } from "./support/avro-data.ts";

const read = (text: string): AvroSchema => parse({ text }, { strictness: "lenient" });

/** Whether the reader is said to read all that the writer sends, as it was meant. */
const isSilent = (writer: AvroSchema, reader: AvroSchema): boolean =>
  diff(writer, reader).every(({ kind }) => AVRO_RULES[kind].effect === "safe");

/** Sends random data; says how many were read, or why the codec had no part in it. */
function send(writer: AvroSchema, reader: AvroSchema, count: number, name: string): number | "no data" | "not taken" {
  if (sizesOf(writer.root)(writer.root) === Number.POSITIVE_INFINITY) return "no data";
  const pair = codecPairIfAny(writer, reader);
  if (pair === undefined) return "not taken";
  const resolver = pair.reader.createResolver(pair.writer);
  const random = seeded(7);
  for (let i = 0; i < count; i += 1) {
    const value = randomValue(writer.root, random);
    const bytes = pair.writer.toBuffer(value);
    try {
      pair.reader.fromBuffer(bytes, resolver);
    } catch (cause) {
      throw new Error(`${name} is said to be safe, and yet not read: ${JSON.stringify(value)}`, { cause });
    }
  }
  return count;
}

function codecPairIfAny(writer: AvroSchema, reader: AvroSchema): ReturnType<typeof codecPair> | undefined {
  try {
    return codecPair(writer, reader);
  } catch {
    return undefined;
  }
}

/** The schemas of each folder, as far as they are whole in themselves. */
function folders(root: string): ReadonlyMap<string, readonly (readonly [string, AvroSchema])[]> {
  const found = new Map<string, (readonly [string, AvroSchema])[]>();
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
    if (!path.endsWith(".avsc")) continue;
    try {
      const schema = read(readFileSync(join(root, path), "utf8"));
      found.set(dirname(path), [...(found.get(dirname(path)) ?? []), [path, schema]]);
    } catch {
      // What needs other files, or is wrong on purpose, is looked at elsewhere.
    }
  }
  return found;
}

describe("a pair without breaks or risks", () => {
  it("is read, for 200 random data of the writer: all pairs of the schemas of one folder of fixtures", () => {
    let pairs = 0;
    for (const schemas of folders("fixtures").values()) {
      for (const [from, writer] of schemas) {
        for (const [to, reader] of schemas) {
          if (isSilent(writer, reader) && send(writer, reader, 200, `${from} to ${to}`) === 200) pairs += 1;
        }
      }
    }
    expect(pairs).toBeGreaterThan(0);
  });

  it("is read, for 200 random data of the writer: all examples of the rules", () => {
    let pairs = 0;
    for (const [kind, { example }] of Object.entries(AVRO_RULES)) {
      const [writer, bad, good] = [example.writer, example.bad, example.good].map(read) as [
        AvroSchema,
        AvroSchema,
        AvroSchema,
      ];
      for (const reader of [bad, good, writer]) {
        if (isSilent(writer, reader) && send(writer, reader, 200, kind) === 200) pairs += 1;
      }
    }
    expect(pairs).toBeGreaterThan(Object.keys(AVRO_RULES).length);
  });

  const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "avro-pairs.jsonl");
  interface Row {
    readonly id: number;
    readonly old: unknown;
    readonly new: unknown;
    readonly valid: { readonly old: boolean; readonly new: boolean };
  }

  it.skipIf(!existsSync(file))(
    "is read: 600 of the conformance pairs (skipped without conformance data)",
    { timeout: 120_000 },
    () => {
      const counts: Record<string, number> = {};
      for (const line of readFileSync(file, "utf8").trim().split("\n")) {
        if ((counts.read ?? 0) >= 600) break;
        const row = JSON.parse(line) as Row;
        if (!row.valid.old || !row.valid.new) continue;
        const [before, after] = [read(JSON.stringify(row.old)), read(JSON.stringify(row.new))];
        for (const [writer, reader] of [[before, after] as const, [after, before] as const]) {
          if (!isSilent(writer, reader)) continue;
          const sent = send(writer, reader, 40, `#${row.id}`);
          const what = typeof sent === "number" ? "read" : sent;
          counts[what] = (counts[what] ?? 0) + 1;
        }
      }
      console.log(`pairs that were read: ${JSON.stringify(counts)}`);
      expect(counts.read).toBeGreaterThanOrEqual(600);
    },
  );
});
