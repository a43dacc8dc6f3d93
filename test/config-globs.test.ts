import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { automaton } from "../src/config/glob-automaton.ts";
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
    ["!**/*a*b*c*d*e*", "line\nend.avsc", true],
    ["schemas/päätös/*", "schemas/päätös/usage.avsc", true],
  ])("%s on %s: %s", (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test.each([
    ["schemas/{cost", "a `}` is missing"],
    ["schemas/cost]", "a `[` is missing"],
    ["schemas/(cost", "a `)` is missing"],
    ["schemas/[z-a]", "range out of order in character class"],
    ["schemas/(?<=a)b", "it is a regular expression, or repeats too much"],
    ["!schemas/{cost", "a `}` is missing"],
  ])("%s is none: %s", (glob, fault) => {
    expect(globFault(glob)).toBe(fault);
    expect(() => compileGlobs([glob])).toThrow(SchemactlError);
  });

  test("repeats no more than its states can hold", () => {
    expect(automaton("a{100000}")).toBeUndefined();
    expect(automaton("(?:(?:a{99}){99}){99}")).toBeUndefined();
    expect(automaton("(?:a{2,3}|b{2,}){1,2}$")?.matches("aaabb")).toBe(true);
    expect(automaton("^a{2,3}$")?.matches("aaaa")).toBe(false);
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

describe("in any case", () => {
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
  const globs = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(""));
  const paths = fc
    .array(fc.constantFrom("a", "b", "/", ".", "ab", "aa"), { minLength: 1, maxLength: 10 })
    .map((parts) => parts.join(""));

  test("the automaton and the regular expression agree", () => {
    const seen = { matched: 0, unmatched: 0 };
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        const expression = picomatch.makeRe(glob, options);
        const machine = automaton(expression.source);
        expect(machine, expression.source).toBeDefined();
        const expected = expression.test(path);
        seen[expected ? "matched" : "unmatched"] += 1;
        expect({ glob, path, matches: machine?.matches(path) }).toEqual({ glob, path, matches: expected });
      }),
      { numRuns: 8000, seed: 20261123 },
    );
    expect(Math.min(seen.matched, seen.unmatched)).toBeGreaterThan(500);
  });

  test("a single glob means what picomatch means by it", () => {
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        // Picomatch takes a repetition that may backtrack for years literally; here it means what it says.
        fc.pre(!/[+*]\(/.test(glob));
        expect({ glob, path, matches: matches(glob, path) }).toEqual({
          glob,
          path,
          matches: picomatch.isMatch(path, glob, options),
        });
      }),
      { numRuns: 8000, seed: 20261123 },
    );
  });
});

describe("no glob takes for ever", () => {
  test.each([
    ["+(a|aa)*!(x)", 1, true],
    ["+(+(a|aa)|+(a))b", 1, false],
    ["(a+)+$", 1, false],
    ["*a*a*a*a*a*a*a*a*a*a*b", 1, false],
    ["**a**a**a**a**a**a**/b", 1, false],
    ["*(*(*(*(*(*(a))))))b", 1, false],
    ["!(!(!(!(*a*a*a))))b", 1, false],
    ["*/*", 30, false],
    ["{a,aa}", 80, true],
    ["?(a)", 240, true],
    ["(a*)", 200, false],
    ["*a", 90, true],
  ])("%s, %i times", (glob, times, expected) => {
    const start = performance.now();
    expect(matches(glob.repeat(times), "a".repeat(150))).toBe(expected);
    matches(glob.repeat(times), `${"a".repeat(4000)}/${"a/".repeat(40)}x`);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
