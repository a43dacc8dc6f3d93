import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { formatByName } from "../src/formats/index.ts";

const avro = await formatByName("avro");
const fixtures = readdirSync("fixtures", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".avsc"))
  .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"))
  .sort();

/** What stands where it should not: tokens of JSON and of Avro, and bytes that no text should hold. */
const intruder = fc.constantFrom(
  ...[
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "//",
    "/*",
    "\\",
    "\u0000",
    "\ufeff",
    "\ud800",
    "\u2028",
    "null",
    "true",
    "-",
    "1e999",
    "9223372036854775808",
  ],
  ...[
    '"type"',
    '"name"',
    '"record"',
    '"fields"',
    '"enum"',
    '"union"',
    '"default"',
    '"aliases"',
    '"__proto__"',
    '"namespace"',
    '""',
    '"."',
    '"a.b."',
    "{}",
    "[]",
  ],
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(12),
  put: fc.oneof(intruder, fc.string({ maxLength: 3 })),
});
const torn = fc
  .tuple(fc.constantFrom(...fixtures), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) =>
    edits.reduce((now, { at, length, put }) => {
      const from = Math.floor(at * now.length);
      return now.slice(0, from) + put + now.slice(from + length);
    }, text),
  );

/** One word in the place of another: still JSON, and often still a schema, of another meaning. */
const words = [
  "string",
  "int",
  "long",
  "bytes",
  "double",
  "null",
  "array",
  "map",
  "fixed",
  "name",
  "default",
  "doc",
  "UNKNOWN",
  "tokens",
  "llm.cost",
];
const swapped = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...words)), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, swaps]) =>
    swaps.reduce((now, [which, word]) => {
      const strings = [...now.matchAll(/"[^"\\]*"/g)];
      const found = strings[which % strings.length];
      if (found === undefined) return now;
      return `${now.slice(0, found.index)}"${word}"${now.slice(found.index + found[0].length)}`;
    }, text),
  );
const mutated = fc.oneof(torn, swapped);

/** What reading it comes to; whatever is thrown must be a clear error with a place. */
function read(text: string, strictness: "strict" | "lenient"): "valid" | "refused" {
  try {
    avro.canonical(avro.parse({ text }, { strictness }));
    return "valid";
  } catch (error) {
    if (!(error instanceof SchemactlError)) throw error;
    expect([error.code, error.message === "", error.line === undefined || error.column === undefined]).toEqual([
      "schema",
      false,
      false,
    ]);
    const lines = text.split(/\r\n?|\n/);
    expect(error.line).toBeLessThanOrEqual(lines.length);
    return "refused";
  }
}

describe("20,000 mutated schemas", () => {
  it("are read, or refused with a clear error on a line of the text", { timeout: 120_000 }, () => {
    const seen = { valid: 0, refused: 0 };
    fc.assert(
      fc.property(mutated, (text) => {
        const lenient = read(text, "lenient");
        seen[lenient] += 1;
        // Whatever passes strictly passes leniently, and a text can be outlined and identified whatever it holds.
        if (read(text, "strict") === "valid") expect(lenient).toBe("valid");
        const outline = avro.outline(text);
        if (lenient === "valid") expect(outline).toBeDefined();
        expect(avro.identity(text)).toBe(avro.identity(text.slice()));
      }),
      { numRuns: 20_000, seed: 20261123 },
    );
    expect(Math.min(seen.valid, seen.refused)).toBeGreaterThan(500);
  });

  it("compare with what they were made of, in both directions, without a surprise", { timeout: 120_000 }, async () => {
    let compared = 0;
    const property = fc.asyncProperty(fc.constantFrom(...fixtures), mutated, async (original, text) => {
      if (read(text, "lenient") === "refused" || read(original, "lenient") === "refused") return;
      const [writer, reader] = [original, text].map((side) => avro.parse({ text: side }, { strictness: "lenient" }));
      if (writer === undefined || reader === undefined) return;
      const options = { policy: "strict", prove: false } as const;
      const [there, back, itself] = [
        avro.compare(writer, reader, options),
        avro.compare(reader, writer, options),
        avro.compare(reader, reader, options),
      ];
      const verdicts = await Promise.all([there, back, itself]);
      for (const { compatible, findings } of verdicts)
        expect(compatible).toBe(findings.every(({ effect }) => effect !== "breaks"));
      compared += 1;
    });
    await fc.assert(property, { numRuns: 4_000, seed: 20261123 });
    expect(compared).toBeGreaterThan(400);
  });
});
