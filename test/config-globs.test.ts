import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { compileGlobs, globFault } from "../src/config/globs.ts";
import { SchemactlError } from "../src/errors.ts";

const options = { dot: true, windows: false } as const;
const matches = (glob: string, path: string): boolean => compileGlobs([glob])(path) !== undefined;

describe("a glob", () => {
  test.each([
    ["schemas/**/*.avsc", "schemas/usage.avsc", true],
    ["schemas/**/*.avsc", "schemas/cost/eu/usage.avsc", true],
    ["schemas/*.avsc", "schemas/cost/usage.avsc", false],
    ["schemas/*.avsc", "Schemas/usage.avsc", false],
    ["**/*.avsc", "usage.avsc", true],
    ["**/*.avsc", ".drafts/.usage.avsc", true],
    ["*.avsc", "cost/usage.avsc", false],
    ["third_party/**", "third_party/kafka/offset.avsc", true],
    ["third_party/**", "third_party_schemas/offset.avsc", false],
    ["schemas/{cost,policy}/*.avsc", "schemas/policy/decision.avsc", true],
    ["schemas/!(drafts)/*.avsc", "schemas/drafts/usage.avsc", false],
    ["schemas/!(drafts)/*.avsc", "schemas/cost/usage.avsc", true],
    ["schemas/+(cost|policy)/v[12]/*", "schemas/cost/v2/usage.avsc", true],
    ["schemas/usage v?.avsc", "schemas/usage v1.avsc", true],
    ["schemas/**", "schemas/line\nend\u2028/usage.avsc", true],
    ["!**/*a*b*c", "line\nend.avsc", true],
    ["schemas/päätös/*", "schemas/päätös/usage.avsc", true],
  ])("%s on %s: %s", (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test.each([
    ["schemas/{cost", "a `}` is missing"],
    ["schemas/cost]", "a `[` is missing"],
    ["schemas/(cost", "a `)` is missing"],
    ["schemas/[z-a]", "range out of order in character class"],
    ["!schemas/{cost", "a `}` is missing"],
  ])("%s is none: %s", (glob, fault) => {
    expect(globFault(glob)?.message).toContain(fault);
    expect(() => compileGlobs([glob])).toThrow(SchemactlError);
  });
});

describe("a list of globs", () => {
  const list = (...globs: readonly string[]) => compileGlobs(globs);

  test("takes in what any of them matches, and says which", () => {
    expect(list("schemas/cost/**", "schemas/policy/**")("schemas/policy/decision.avsc")).toBe("schemas/policy/**");
    expect(list("schemas/cost/**", "schemas/policy/**")("schemas/spans.avsc")).toBeUndefined();
    expect(list()("schemas/spans.avsc")).toBeUndefined();
  });

  test("takes out again what stands after a `!`; the last word counts", () => {
    const globs = list("third_party/**", "!third_party/ours/**", "third_party/ours/generated/**");
    expect(globs("third_party/kafka/offset.avsc")).toBe("third_party/**");
    expect(globs("third_party/ours/usage.avsc")).toBeUndefined();
    expect(globs("third_party/ours/generated/usage.avsc")).toBe("third_party/ours/generated/**");
  });

  test("that begins with `!` starts with every path", () => {
    const globs = list("!schemas/**");
    expect(globs("vendor/offset.avsc")).toBe("!schemas/**");
    expect(globs("schemas/usage.avsc")).toBeUndefined();
  });
});

const part = fc.constantFrom(
  "a",
  "b",
  "aa",
  "*",
  "**",
  "?",
  "/",
  ".",
  "{a,b}",
  "[ab]",
  "[!a]",
  "!(a)",
  "+(a|b)",
  "*(a|ab)",
  "@(b|aa)",
  "?(b)",
  "(a|b)",
  "+(a|*(b))",
  "!(*a)",
);

describe("in any case", () => {
  const globs = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(""));
  const paths = fc
    .array(fc.constantFrom("a", "b", "/", ".", "ab", "aa"), { minLength: 1, maxLength: 10 })
    .map((parts) => parts.join(""));

  test("a single glob means what picomatch means by it", () => {
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        fc.pre(globFault(glob) === undefined);
        expect({ glob, path, matches: matches(glob, path) }).toEqual({
          glob,
          path,
          matches: picomatch.isMatch(path, glob, options),
        });
      }),
      { numRuns: 4000, seed: 20261123 },
    );
  });
});

describe("a glob that could take minutes to match", () => {
  test.each([
    "*a*a*a*a*a*b",
    "**/a/**/a/**/a/**/b",
    "!**a**a**a**a**b",
    "+(a|aa)b",
    "+(ab|a|b)c",
    "*(*(*(a)))b",
    "+(a*|b)",
    "(a+)+b",
    "{a,aa}+b",
    "!(b)+c",
    "{a,aa}".repeat(20),
    "?(a)".repeat(30),
    `${"@(".repeat(20)}a${")".repeat(20)}`,
  ])("%s is refused", (glob) => {
    expect(globFault(glob)).toEqual({
      message: "has wildcards or repetitions that could take minutes to match",
      hint: expect.stringContaining("write several globs"),
    });
    expect(() => compileGlobs([glob])).toThrow(SchemactlError);
  });

  test.each([
    "**/*a*a*.avsc",
    "**/src/**/avro/**/*.avsc",
    "{schemas/**/*.avsc,events/**/*.avsc}",
    "{cost,policy}/**/{a,b}/**/*.{avsc,avpr}",
    "schemas/+(cost|policy)/v[0-9]/*",
    "**/!(draft|old)/**/!(*.@(test|spec)).avsc",
    "**/?(*.)generated.avsc",
    `${"*/".repeat(30)}*b`,
    "c++/*.avsc",
  ])("%s is not one", (glob) => {
    expect(globFault(glob)).toBeUndefined();
    expect(matches(glob, `${"a".repeat(200)}/${"a/".repeat(60)}x`)).toBe(false);
  });
});
