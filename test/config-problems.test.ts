import { describe, expect, test } from "vitest";
import type { ConfigReading } from "../src/config/config.ts";
import { parseConfig } from "../src/config/parse.ts";
import { suggest } from "../src/config/suggest.ts";

const lines = (...text: readonly string[]): string => `${text.join("\n")}\n`;

/** Configurations that are wrong, and what is wrong with them. */
const mistakes: Readonly<Record<string, string>> = {
  "an empty file": "",
  "only a comment": "# nothing yet\n",
  "no version": lines("compatibility: FULL"),
  "a version that is text": lines('version: "1"'),
  "a later version, whose keys nobody here can know": lines("version: 2", "approvals: strict"),
  "a list": lines("- version: 1"),
  "a text": lines("BACKWARD"),
  "every slip of the keyboard at once": lines(
    "version: 1",
    "compatability: BACKWARD",
    "polcy: strict",
    "soundness: warning",
    "baselines: merge-base",
    "exclude: [third_party/**]",
    "limits: { fileSize: 8MB }",
    "schemas:",
    "  - path: schemas/telemetry/**",
    "    subjcet: '{namespace}.{name}'",
    "    mode: FULL",
    "    compatibility: BACKWARDS_TRANSITIVE",
    "    owners: observatory",
    "    colour: blue",
  ),
  "keys in the wrong place": lines(
    "version: 1",
    "owner: observatory",
    "file-size: 8MB",
    "schemas:",
    "  - ignore: a",
    "    files: b",
  ),
  "the kinds of values": lines(
    "version: 1",
    "compatibility: [BACKWARD]",
    "policy: true",
    "soundness: off off",
    "baseline: 7",
    "ignore: { third_party: true }",
    "limits: 8MB",
    "schemas: schemas/**",
  ),
  "roots of Protobuf": lines(
    "version: 1",
    "protobuf:",
    "  root: [proto]",
    "  roots: [/proto, ./proto, ../other, proto/, 'proto\\\\v1', a//b, a/../b, '', .]",
  ),
  "roots that are none": lines("version: 1", "protobuf: [proto]"),
  "no roots": lines("version: 1", "protobuf: { roots: [] }", "roots: [proto]"),
  "values in entries": lines(
    "version: 1",
    "schemas:",
    "  - schemas/**",
    "  - files: []",
    "  - files: 1.50",
    "    subject: [a]",
    "    tags: [1, pii, null]",
    "    owner:",
    "    was: {}",
    "  -",
  ),
  globs: lines(
    "version: 1",
    "ignore:",
    '  - ""',
    "  - /third_party/**",
    "  - ./third_party/**",
    "  - ../elsewhere/**",
    "  - third_party/",
    "  - third_party\\vendored\\**",
    "  - '!'",
    "  - '!/third_party/**'",
    "  - 'third_party/{a,b'",
    "  - 'third_party/[b-a]'",
    "  - 'third_party/(?<=a)b'",
    "  - 'third_party/*-*-*-*/*.avsc'",
    "  - 'third_party/+(v|v1)/**'",
    '  - "third_party/\\u0007"',
    `  - ${"x".repeat(1001)}`,
  ),
  "subject templates": lines(
    "version: 1",
    "schemas:",
    "  - files: a",
    "    subject: '{nam}-value'",
    "    was: ['{namespce}.{name}', '{topic}', 'x-{name', 'name}', '']",
    '  - { files: b, subject: "\\tusage-{Name}" }',
    '  - { files: c, subject: "usage\\n" }',
  ),
  baselines: lines(
    "version: 1",
    "baseline:",
    "  - tag:v*",
    "  - 'tags:'",
    "  - 'tags:/v*'",
    "  - 'tags:v[9-1]'",
    "  - 'dir:'",
    "  - v*",
    "  - a branch",
    "  - main..HEAD",
    "  - --all",
    "  - HEAD:schemas",
    '  - ""',
  ),
  sizes: lines("version: 1", "limits:", "  file-size: 8 megabytes"),
  "a size of nothing": lines("version: 1", "limits: { file-size: 0 }"),
  "a size of a gigabyte": lines("version: 1", "limits: { file-size: 1000000000 }"),
  "keys that stand twice": lines(
    "version: 1",
    "policy: strict",
    "schemas: []",
    "policy: lenient",
    "schemas:",
    "  - files: a",
    "    files: b",
  ),
  "keys that are no words": lines("version: 1", "? [a]", ": b", ": c", "1: d", "true: e"),
  "names of a JavaScript object": lines(
    "version: 1",
    "__proto__: { policy: lenient }",
    "constructor: 1",
    "toString: 2",
  ),
  "a tab": lines("version: 1", "schemas:", "\t- files: a"),
  "a bracket that is not closed": lines("version: 1", "ignore: [a, b", "policy: strict"),
  "a quote that is not closed": lines("version: 1", 'ignore: ["a, b]', "policy: strict"),
  "two documents": lines("version: 1", "---", "version: 1"),
  "an alias of nothing": lines("version: 1", "ignore: *everywhere"),
  "an alias inside of what it names": lines("version: 1", "schemas: &all", "  - files: *all"),
  "a merge key": lines("version: 1", "schemas:", "  - &a { files: a }", "  - <<: *a", "    owner: observatory"),
  "tags that mean nothing": lines("version: 1", "policy: !strictly strict", "owner: x"),
  "a tag that makes something else": lines("version: 1", "policy: !!binary aGk="),
  "nesting without end": `version: 1\nignore: ${"[".repeat(100_000)}`,
  "a NUL byte": "version: 1\npolicy: st\0rict\n",
};

const told = ({ problems }: ConfigReading): string =>
  problems
    .map(
      ({ severity, message, hint, line, column }) =>
        `  ${line}:${column} ${severity}: ${message}${hint === undefined ? "" : `\n      ${hint}`}`,
    )
    .join("\n");

test("every mistake is told on its line, with what to write", async () => {
  const readings = Object.entries(mistakes).map(
    ([name, text]) => [name, text, parseConfig(text, "schemactl.yaml")] as const,
  );
  for (const [, , reading] of readings) {
    expect(reading.config).toBeUndefined();
    for (const problem of reading.problems)
      expect(problem).toMatchObject({ severity: "error", code: "config", file: "schemactl.yaml" });
  }
  const shown = readings.map(([name, text, reading]) => {
    const excerpt = text.replace(/(.)\1{99,}$/gm, (run, one) => `${one} (${run.length} times)\n`).replaceAll("\0", "␀");
    return `# ${name}\n${excerpt.replace(/^/gm, "    | ").replace(/ {4}\| $/, "")}${told(reading)}\n`;
  });
  await expect(shown.join("\n")).toMatchFileSnapshot("transcripts/config-problems.txt");
});

describe("did you mean", () => {
  const keys = [
    "version",
    "compatibility",
    "policy",
    "soundness",
    "baseline",
    "ignore",
    "limits",
    "schemas",
    "file-size",
  ];
  test.each([
    ["compatability", "compatibility"],
    ["COMPATIBILITY", "compatibility"],
    ["compatibilty", "compatibility"],
    ["polciy", "policy"],
    ["polices", "policy"],
    ["compat", "compatibility"],
    ["schemas-of-telemetry", "schemas"],
    ["fileSize", "file-size"],
    ["file_size", "file-size"],
    ["shcemas", "schemas"],
    ["schema", "schemas"],
    ["ingore", "ignore"],
    ["verison", "version"],
    ["base line", "baseline"],
    ["limit", "limits"],
    ["colour", undefined],
    ["x", undefined],
    ["", undefined],
    ["owner", undefined],
  ])("%s → %s", (written, meant) => {
    expect(suggest(written, keys)).toBe(meant);
  });
});

describe("bytes that are no configuration", () => {
  const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
  const utf16 = (text: string): Uint8Array =>
    bytes(0xff, 0xfe, ...[...text].flatMap((character) => [character.charCodeAt(0), 0]));
  const latin1 = new TextEncoder().encode("version: 1\nowner: é\n").filter((byte) => byte !== 0xc3);

  test.each([
    ["UTF-16 with a byte order mark", utf16("version: 1\n"), 1, 1, "the file is UTF-16"],
    [
      "UTF-16 without one",
      utf16("version: 1\n").subarray(2),
      1,
      2,
      "the file holds a NUL byte: it is UTF-16 without a byte order mark, or binary",
    ],
    ["Latin-1", latin1, 2, 8, "the file is not UTF-8 from here on"],
    ["a broken first byte", bytes(0xc0, 0x20), 1, 1, "the file is not UTF-8 from here on"],
    [
      "a broken last byte",
      Uint8Array.from([...new TextEncoder().encode("version: 1\n"), 0xe2, 0x82]),
      2,
      1,
      "the file is not UTF-8 from here on",
    ],
    [
      "50 MB",
      new Uint8Array(50_000_000).fill(0x23),
      1,
      1,
      "the file has 50000000 bytes, and 2000000 are the most that is read",
    ],
  ])("%s", (_name, source, line, column, message) => {
    const { config, problems } = parseConfig(source, "schemactl.yaml");
    expect(config).toBeUndefined();
    expect(problems).toEqual([
      { severity: "error", code: "config", message, hint: expect.any(String), file: "schemactl.yaml", line, column },
    ]);
  });

  test("a byte order mark is a warning, and moves no column", () => {
    const { config, problems } = parseConfig(new TextEncoder().encode("\ufeffversion: 1\n"), "schemactl.yaml");
    expect(config?.version).toBe(1);
    expect(config?.positions.get("/version")).toEqual({ line: 1, column: 10 });
    expect(problems).toMatchObject([
      { severity: "warning", message: "the file begins with a byte order mark", line: 1, column: 1 },
    ]);
  });

  test("a hundred problems are told, and how many more there are", () => {
    const { problems } = parseConfig(
      `version: 1\n${Array.from({ length: 250 }, (_, i) => `model${i}: x\n`).join("")}`,
      "schemactl.yaml",
    );
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ message: "150 more problems from here on", line: 102 });
  });
});
