import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { canonical } from "../src/formats/protobuf/canonical.ts";
import { identity } from "../src/formats/protobuf/identity.ts";
import { outline } from "../src/formats/protobuf/outline.ts";
import { parse } from "../src/formats/protobuf/parse.ts";
import { protobufCases } from "./support/protobuf-cases.ts";

/** Texts of every syntax, valid and not, with what they import. */
const sources = protobufCases.filter(({ text }) => text.length < 400);
const valid = sources.filter(({ refused }) => refused === undefined);
const source = fc.oneof(fc.constantFrom(...valid), fc.constantFrom(...sources));

/** What stands where it should not: tokens of the language, and characters that no text should hold. */
const intruder = fc.constantFrom(
  ...["{", "}", "[", "]", "(", ")", "<", ">", ";", "=", ",", ".", "-", "/", '"', "'", "\\", "//", "/*", "*/", ":"],
  ...[
    "\u0000",
    "\ufeff",
    "\ud800",
    "\u2028",
    "\r",
    "0",
    "-1",
    "0x",
    "08",
    "1e999",
    "2147483648",
    "99999999999999999999",
  ],
  ...["message ", "enum ", "oneof ", "map<", "group ", "extend ", "extensions ", "reserved ", "option ", "import "],
  ...["service ", "rpc ", "returns ", "stream ", "package ", "syntax ", "optional ", "required ", "repeated "],
  ...["__proto__", "constructor", "toString", " to max", "features.field_presence", "default", "json_name", "int32 "],
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(12),
  put: fc.oneof(intruder, fc.string({ maxLength: 3 })),
});
const torn = fc
  .tuple(source, fc.array(edit, { minLength: 1, maxLength: 3 }))
  .map(([{ text: whole, references = [] }, edits]) => ({
    references,
    text: edits.reduce((now, { at, length, put }) => {
      const from = Math.floor(at * now.length);
      return now.slice(0, from) + put + now.slice(from + length);
    }, whole),
  }));

/** One word in the place of another: often still a schema, of another meaning. */
const swapped = fc.tuple(source, fc.nat(200), fc.nat(200)).map(([{ text: whole, references = [] }, from, to]) => {
  const words = [...whole.matchAll(/\w+/g)];
  const [put, gone] = [words[from % words.length], words[to % words.length]];
  if (put === undefined || gone === undefined) return { references, text: whole };
  const text = `${whole.slice(0, gone.index)}${put[0]}${whole.slice(gone.index + gone[0].length)}`;
  return { references, text };
});

describe("6,000 mutated schemas", () => {
  it("are read, or refused with a clear error on a line of the text", { timeout: 120_000 }, () => {
    const seen = { valid: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(torn, swapped), (source) => {
        const outlined = outline(source.text);
        const spaced = `\n${source.text.replace(/^\ufeff/, "")} // the end`;
        expect(identity(source.text) === identity(spaced)).toBe(outlined !== undefined);
        try {
          const schema = parse(source, { strictness: "strict" });
          const form = canonical(schema);
          // The canonical form is a schema, and its own canonical form.
          expect(canonical(parse({ ...source, text: form }, { strictness: "strict" }))).toBe(form);
          expect(outlined).toBeDefined();
          seen.valid += 1;
        } catch (error) {
          if (!(error instanceof SchemactlError)) throw error;
          expect([error.code, error.message === ""]).toEqual(["schema", false]);
          expect(error.column).toBeGreaterThan(0);
          if (error.file === undefined) expect(error.line).toBeLessThanOrEqual(source.text.split(/\r\n?|\n/).length);
          seen.refused += 1;
        }
      }),
      { numRuns: 6_000, seed: 20261123 },
    );
    expect(Math.min(seen.valid, seen.refused)).toBeGreaterThan(500);
  });
});
