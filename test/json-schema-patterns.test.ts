import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { boundedPattern, longestText } from "../src/formats/json-schema/bounded-pattern.ts";
import { patternSample } from "../src/formats/json-schema/pattern-sample.ts";
import { seededBy } from "../src/formats/json-schema/random.ts";

/** Whether the pattern is found in the text; a pattern that is not run fails the test. */
function finds(pattern: string, text: string): boolean {
  const test = boundedPattern(pattern);
  if (test === undefined) throw new Error(`${pattern} is not run`);
  return test(text);
}

const patterns = [
  "^meta",
  "^[a-z_]+$",
  "a|b|cd",
  "(ab)*c",
  "^x-",
  "\\d{2,4}$",
  "^$",
  "",
  "[^a-c]",
  "^(a+)+$",
  "\\bcost\\b",
  "\\Bst",
  "(?i)GPT",
  "^\\p{Lu}",
  "a{0}b",
  "(a|ab)(c|bcd)$",
  "^[\\w.-]+@[\\w.-]+$",
  "x*",
  "\\.",
  "^(?:[01]\\d|2[0-3]):[0-5]\\d$",
  "[a-]",
  "^.$",
  "\\Qa.b\\E",
  "^(?<model>gpt|claude)-\\d",
  "[\\d\\s]",
];
const texts = [
  "",
  "meta",
  "a",
  "ab",
  "abcd",
  "x-foo",
  "the cost is",
  "2024",
  "12:34",
  "GPT-4",
  "Éa",
  "💸",
  "a.b",
  "-",
  "gpt-4o",
];

describe("a bounded pattern", () => {
  it("finds what a linear-time engine finds", () => {
    const engine = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matcher(text).find();
    for (const pattern of patterns) {
      for (const text of texts)
        expect([pattern, text, finds(pattern, text)]).toEqual([pattern, text, engine(pattern, text)]);
    }
  });

  it("finds what the language's own engine finds, for patterns put together at random", () => {
    const atom = fc.constantFrom("a", "b", "[ab]", "[^a]", ".", "\\d", "(?:ab|c)", "^", "$", "\\b");
    const piece = fc.tuple(atom, fc.constantFrom("", "", "*", "?", "{1,2}", "+?"));
    const pattern = fc
      .array(piece, { maxLength: 5 })
      .map((pieces) => pieces.map(([part, times]) => (/^[\^$\\]b?$/.test(part) ? part : part + times)).join(""));
    const text = fc.array(fc.constantFrom("a", "b", "c", "1", " "), { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(pattern, text, (source, input) => {
        expect(finds(source, input)).toBe(new RegExp(source).test(input));
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it("looks ahead, and takes classes apart, as Java does", () => {
    expect(finds("^(?!x-)[a-z-]+$", "model-id")).toBe(true);
    expect(finds("^(?!x-)[a-z-]+$", "x-trace")).toBe(false);
    expect(finds("^(?=.*\\d)(?=.*[a-z]).{4,}$", "gpt4")).toBe(true);
    expect(finds("^(?=.*\\d)(?=.*[a-z]).{4,}$", "gpto")).toBe(false);
    expect(finds("^[a-z&&[^aeiou]]+$", "gpt")).toBe(true);
    expect(finds("^[a-z&&[^aeiou]]+$", "claude")).toBe(false);
    expect(finds("\\u00e9|\\x41|\\ud83d\\udcb8", "💸")).toBe(true);
    expect(finds("^a$", "a\n")).toBe(true);
    expect(finds("^a\\z", "a\n")).toBe(false);
  });

  it("is not run where it could not be bounded, or is broken", () => {
    for (const pattern of [
      "(a)\\1",
      "(?<=a)b",
      "(?<!a)b",
      "a++",
      "(?>a)",
      "(",
      "[a",
      "a{9999}",
      "*",
      "a{2,1}",
      "\\k<n>",
    ]) {
      expect([pattern, boundedPattern(pattern)]).toEqual([pattern, undefined]);
    }
    expect(boundedPattern("(".repeat(100_000))).toBeUndefined();
  });

  it("takes no longer for a pattern that explodes elsewhere", () => {
    const started = performance.now();
    for (const pattern of ["^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$"]) {
      expect(finds(pattern, `${"a".repeat(2000)}!`)).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("does not look at a text that is too long", () => {
    expect(finds("^a", "a".repeat(longestText))).toBe(true);
    expect(finds("^a", "a".repeat(longestText + 1))).toBe(false);
  });

  it("has a text that fits it", () => {
    const random = seededBy("inference");
    for (const pattern of [
      "^[a-z_]+$",
      "^x-",
      "^\\d{4}-\\d{2}$",
      "^(gpt|claude)-[0-9]+$",
      "^\\p{Lu}[a-z]*$",
      "^[^@]+@b\\.c$",
    ]) {
      for (let i = 0; i < 20; i += 1) expect(finds(pattern, patternSample(pattern, random) ?? "none")).toBe(true);
    }
    expect(patternSample("(", random)).toBeUndefined();
  });
});
