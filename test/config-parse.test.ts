import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultConfig } from "../src/config/config.ts";
import { parseConfig } from "../src/config/parse.ts";

const full = `version: 1
compatibility: full_transitive   # in any case
policy: Lenient
soundness: error
baseline: [merge-base, "tags:v*", 'dir:../snapshots']
ignore: "third_party/**"
limits: { file-size: 512 KiB }
mode: Warn
enforce-from: 2027-01-31
approvals: { max-days: 30 }
schemas:
  - files: "schemas/telemetry/**/*.avsc"
    subject: "{namespace}.{name}-value"
    was: ["old-name-value"]
    compatibility: NONE
    policy: strict
    owner: observatory
    tags: [telemetry, pii]
  - files: ["schemas/**", "!schemas/draft/**"]
`;

describe("a configuration", () => {
  test("says everything, in canonical form", () => {
    const { config, problems } = parseConfig(full, "schemactl.yaml");
    expect(problems).toEqual([]);
    expect(config).toEqual({
      file: "schemactl.yaml",
      version: 1,
      compatibility: "FULL_TRANSITIVE",
      policy: "lenient",
      soundness: "error",
      baseline: ["merge-base", "tags:v*", "dir:../snapshots"],
      ignore: ["third_party/**"],
      limits: { fileSize: 512 * 1024 },
      mode: "warn",
      enforceFrom: "2027-01-31",
      approvals: { maxDays: 30 },
      schemas: [
        {
          files: ["schemas/telemetry/**/*.avsc"],
          subject: "{namespace}.{name}-value",
          was: ["old-name-value"],
          compatibility: "NONE",
          policy: "strict",
          owner: "observatory",
          tags: ["telemetry", "pii"],
        },
        { files: ["schemas/**", "!schemas/draft/**"] },
      ],
      positions: config?.positions,
    });
  });

  test("knows where each value stands", () => {
    const at = (pointer: string): unknown => parseConfig(full, "schemactl.yaml").config?.positions.get(pointer);
    expect(at("/compatibility")).toEqual({ line: 2, column: 16 });
    expect(at("/limits/file-size")).toEqual({ line: 7, column: 22 });
    expect(at("/schemas/0/subject")).toEqual({ line: 13, column: 14 });
    expect(at("/schemas/0/tags/1")).toEqual({ line: 18, column: 23 });
    expect(at("/schemas/1/files/1")).toEqual({ line: 19, column: 27 });
    expect(at("/schemas/1/owner")).toBeUndefined();
  });

  test("that says nothing but its version has every default", () => {
    const { config } = parseConfig("version: 1\n", "schemactl.yaml");
    expect(config).toEqual({ ...defaultConfig, file: "schemactl.yaml", positions: config?.positions });
    expect(parseConfig("version: 1\nlimits: {}\n", "schemactl.yaml").config?.limits).toEqual(defaultConfig.limits);
  });

  test("may be JSON, may have CRLF line ends, anchors and quoted words", () => {
    expect(parseConfig('{ "version": 1, "policy": "lenient" }', "a.json").config?.policy).toBe("lenient");
    const windows = parseConfig("version: 1\r\npolicy: strict\r\npolcy: x\r\n", "schemactl.yaml");
    expect(windows.problems).toMatchObject([{ line: 3, column: 1 }]);
    const anchored = parseConfig(
      "version: 1\nschemas:\n  - files: a\n    tags: &all [pii, 'on', \"2026\"]\n  - { files: b, tags: *all }\n",
      "schemactl.yaml",
    );
    expect(anchored.config?.schemas.map(({ tags }) => tags)).toEqual([
      ["pii", "on", "2026"],
      ["pii", "on", "2026"],
    ]);
  });

  test("reads YAML 1.2: `off` and `no` are words", () => {
    expect(
      parseConfig("version: 1\nsoundness: off\nschemas: [{ files: a, owner: no }]\n", "schemactl.yaml").config,
    ).toMatchObject({ soundness: "off", schemas: [{ owner: "no" }] });
  });
});

describe("a hostile configuration", () => {
  const within = (milliseconds: number, work: () => void): void => {
    const start = performance.now();
    work();
    expect(performance.now() - start).toBeLessThan(milliseconds);
  };

  test("of aliases that stand for billions of values is refused", () => {
    const tags = `[${Array.from({ length: 2000 }, () => "pii").join(", ")}]`;
    const entries = Array.from({ length: 2000 }, () => "  - *entry").join("\n");
    const text = `version: 1\nschemas:\n  - &entry\n    files: a\n    tags: ${tags}\n${entries}\n`;
    within(10_000, () => {
      expect(parseConfig(text, "schemactl.yaml").problems).toMatchObject([
        { message: "the file's aliases stand for more than 200000 values" },
      ]);
    });
  });

  test.each([
    ["flow lists", "[".repeat(1_000_000)],
    ["closed flow lists", `version: 1\nignore: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["flow lists behind comments", "[ # ]\n".repeat(5000)],
    ["maps", "{a: ".repeat(100_000)],
    ["block lists", "- ".repeat(100_000)],
    ["keys on a line", "a: ".repeat(100_000)],
    ["question marks", "? ".repeat(100_000)],
    ["steps of indentation", Array.from({ length: 1500 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["many keys", `version: 1\n${Array.from({ length: 30_000 }, (_, i) => `model${i}: x`).join("\n")}`],
    ["many equal keys", `version: 1\n${"policy: strict\n".repeat(20_000)}`],
    ["quotes", '"'.repeat(20_000)],
    ["brackets that close nothing", "]".repeat(20_000)],
    ["anchors", "&a ".repeat(20_000)],
    ["aliases", `version: 1\nignore:\n${"  - *a\n".repeat(20_000)}`],
    ["tags", "!a ".repeat(20_000)],
    ["directives", "%a\n".repeat(20_000)],
    ["documents", "---\n".repeat(50_000)],
    ["one long key", `version: 1\n${"k".repeat(200_000)}: x`],
    ["one long mode", `version: 1\ncompatibility: ${"k".repeat(200_000)}`],
  ])("of %s is refused in time", (_name, text) => {
    within(10_000, () => {
      const { config, problems } = parseConfig(text, "schemactl.yaml");
      expect(config).toBeUndefined();
      expect(problems.length).toBeLessThanOrEqual(101);
      for (const { message, hint } of problems) expect(message.length + (hint ?? "").length).toBeLessThan(500);
    });
  });

  test("of any bytes is read, or refused on a line that it has", () => {
    const pieces = fc.constantFrom(
      ..."version: 1\n|schemas:\n|  - |files: |\"|'|[|]|{|}|&a |*a |: |? |- |#|!x |!!str |\t|\n|,|>|\\|%|---\n|\ufeff|\0|<<: |é|{name}|limits: |policy: strict\n|0|~|\r".split(
        "|",
      ),
    );
    const mutated = fc
      .tuple(fc.nat(full.length), fc.nat(12), fc.array(pieces, { maxLength: 6 }))
      .map(([at, cut, put]) => full.slice(0, at) + put.join("") + full.slice(at + cut));
    const texts = fc.oneof(
      mutated,
      mutated,
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
    );
    const sources = fc.oneof(
      { weight: 8, arbitrary: texts as fc.Arbitrary<string | Uint8Array> },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
    );
    fc.assert(
      fc.property(sources, (source) => {
        const { config, problems } = parseConfig(source, "schemactl.yaml");
        expect(config === undefined).toBe(problems.some(({ severity }) => severity === "error"));
        const text = typeof source === "string" ? source : new TextDecoder().decode(source);
        const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
        for (const { line = 0, column = 0 } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
        }
      }),
      { numRuns: 5000, seed: 20261123 },
    );
  });
});
