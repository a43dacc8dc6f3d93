// The schema for editors, the examples and the validator are made from one definition: here they are held against each other.
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { configKeys, type Keys, keyName } from "../src/config/definition.ts";
import { configSchema } from "../src/config/json-schema.ts";
import { parseConfig } from "../src/config/parse.ts";

const acceptedBySchema = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true }).compile(configSchema);
const problemsOf = (value: unknown): readonly string[] =>
  parseConfig(typeof value === "string" ? value : stringify(value), "schemactl.yaml").problems.map(
    ({ line, column, message, hint }) => `${line}:${column} ${message} (${hint})`,
  );

/** Mostly a value that the key takes; now and then one that looks like it, one at the edge, or something else altogether. */
function mostly(good: readonly unknown[], doubtful: readonly unknown[] | fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...good) },
    {
      weight: 2,
      arbitrary: Array.isArray(doubtful) ? fc.constantFrom<unknown>(...doubtful) : (doubtful as fc.Arbitrary<unknown>),
    },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, 7, 1.5, "", "text", [], {}, [[]], [null], { a: 1 }) },
  );
}
const listOr = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof(item, fc.array(item, { maxLength: 3 }));

const word = mostly(
  ["observatory", "llm-platform", "päätös", "cost team", "x".repeat(1000)],
  ["", "\u0007", "x".repeat(1001), "a\u2028b"],
);
const glob = mostly(
  [
    "schemas/**/*.avsc",
    "**",
    "*.avsc",
    "!third_party/**",
    "schemas/{cost,policy}/*",
    "schemas/!(draft)/*",
    "a b",
    "!!a",
    "…",
  ],
  fc.oneof(
    fc.constantFrom(
      "!",
      "/schemas",
      "./schemas",
      "!./schemas",
      "../schemas",
      "schemas/",
      "a\\b",
      "(?=a)b",
      "a\nb",
      "..",
      "g".repeat(1001),
    ),
    fc.string({ unit: fc.constantFrom(..."ab/.!*?-:\\ ~"), maxLength: 8 }),
  ),
);
const subject = mostly(
  ["{namespace}.{name}-value", "{path}", "{dir}/{file}", "orders-value", "{name}{name}"],
  fc.oneof(
    fc.constantFrom("{nam}", "{name", "name}", "{{name}}", "{Name}", "{}", "\t{name}"),
    fc.string({ unit: fc.constantFrom("{name}", "{dir}", "{", "}", ".", "-", "é", "\n", " "), maxLength: 6 }),
  ),
);
const baseline = mostly(
  [
    "merge-base",
    "origin/main",
    "HEAD~1",
    "v1.2.0^{commit}",
    "@{upstream}",
    "tags:v*",
    "tags:!rc-*",
    "dir:../snapshots",
    "3f2c1a9",
  ],
  fc.oneof(
    fc.constantFrom(
      "tag:v*",
      "tags:",
      "tags:/v*",
      "dir:",
      "v*",
      "a b",
      "a..b",
      "-main",
      "main:schemas",
      "a\\b",
      "[",
      "what?",
    ),
    fc.string({ unit: fc.constantFrom("a", "/", ".", ":", "~", "^", " ", "*", "-", "tags:", "dir:"), maxLength: 5 }),
  ),
);
const mode = mostly(
  ["NONE", "disabled", "BACKWARD", "Full_Transitive", "FORWARD_TRANSITIVE"],
  ["BACKWARDS", "BAC\u212aWARD", "FULL "],
);
const policy = mostly(["strict", "lenient", "LENIENT"], ["lax"]);
const size = mostly(
  [1, 8_000_000, 99_999_999, "8MB", "512 KiB", "1b", "99 mib", "99999KB"],
  [0, -1, 1.5, 100_000_000, 1e300, "8", "0MB", "100MB", "8 GB", "08MB", "8MBB", "MB", "999999999B"],
);
const stranger = fc.oneof(
  { weight: 25, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom("colour", "compatability", "fileSize", "<<", "constructor", "$schema", "1") },
);

function record(
  model: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  required: readonly string[],
): fc.Arbitrary<unknown> {
  const known = fc.record(model, { requiredKeys: [...required] });
  return fc
    .tuple(
      known,
      stranger,
      fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, fc.constantFrom(...Object.keys(model))),
    )
    .map(([value, extra, missing]) => {
      const entries = Object.entries(value).filter(([key]) => key !== missing);
      return Object.fromEntries(extra === undefined ? entries : [...entries, [extra, "x"]]);
    });
}

const entry = record(
  { files: listOr(glob), subject, was: listOr(subject), compatibility: mode, policy, owner: word, tags: listOr(word) },
  ["files"],
);
const config = record(
  {
    version: mostly([1], [2, "1", 1.5, 0]),
    compatibility: mode,
    policy,
    soundness: mostly(["off", "warn", "error", "OFF"], ["warning"]),
    baseline: listOr(baseline),
    ignore: listOr(glob),
    limits: record({ "file-size": size }, []),
    mode: mostly(["enforce", "warn", "WARN"], ["warning", "BACKWARD"]),
    "enforce-from": mostly(["2027-01-31", "2028-02-29"], ["2027-02-30", "2027-1-31", "soon", 2027]),
    approvals: record({ "max-days": mostly([1, 30, 3660], [0, -1, 1.5, 3661, "30"]) }, []),
    schemas: fc.array(entry, { maxLength: 3 }),
  },
  ["version"],
);

describe("the schema for editors", () => {
  test("accepts exactly what the validator accepts", () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(config, (value) => {
        // Whether a glob's brackets match and its wildcards are too many is beyond a schema.
        const problems = problemsOf(value).filter((problem) => !/is no glob|could take minutes/.test(problem));
        seen[problems.length === 0 ? "accepted" : "refused"] += 1;
        expect({ value, accepted: problems.length === 0, problems }).toEqual({
          value,
          accepted: acceptedBySchema(value),
          problems,
        });
      }),
      { numRuns: 4000, seed: 20261123 },
    );
    expect(seen.accepted).toBeGreaterThan(400);
    expect(seen.refused).toBeGreaterThan(400);
  });

  test.each([
    ["the least", { version: 1 }],
    [
      "everything",
      {
        version: 1,
        compatibility: "BACKWARD",
        policy: "strict",
        soundness: "warn",
        baseline: ["merge-base", "tags:v*"],
        ignore: ["third_party/**"],
        limits: { "file-size": "8MB" },
        mode: "warn",
        "enforce-from": "2027-01-31",
        approvals: { "max-days": 30 },
        schemas: [
          {
            files: "schemas/telemetry/**/*.avsc",
            subject: "{namespace}.{name}-value",
            was: ["old-name-value"],
            compatibility: "FULL_TRANSITIVE",
            owner: "observatory",
            tags: ["telemetry", "pii"],
          },
        ],
      },
    ],
  ])("and the validator take %s", (_name, value) => {
    expect(problemsOf(value)).toEqual([]);
    expect(acceptedBySchema(value)).toBe(true);
  });

  test("describes every key, and every default is one that it accepts", () => {
    const walk = (keys: Keys, schema: unknown): void => {
      const properties = (schema as { properties: Record<string, Record<string, unknown>> }).properties;
      expect(Object.keys(properties)).toEqual(Object.keys(keys).map(keyName));
      for (const [property, key] of Object.entries(keys)) {
        const written = properties[keyName(property)];
        expect(written?.description).toBe(key.description);
        expect(written?.default).toEqual(key.default);
        if (key.shape.kind === "record") walk(key.shape.keys, written);
        if (key.shape.kind === "records") walk(key.shape.keys, written?.items);
      }
    };
    walk(configKeys, configSchema);
    const defaults = Object.fromEntries(
      Object.entries(configKeys).flatMap(([property, key]) =>
        "default" in key ? [[keyName(property), key.default]] : [],
      ),
    );
    expect(acceptedBySchema({ version: 1, ...defaults })).toBe(true);
    expect(problemsOf({ version: 1, ...defaults })).toEqual([]);
  });
});

test("every key has an example that can be written", () => {
  const examples = (keys: Keys): string =>
    Object.entries(keys)
      .map(([property, { example }]) => `${keyName(property)}: ${example}\n`)
      .join("");
  expect(problemsOf(examples(configKeys))).toEqual([]);
  expect(problemsOf(`version: 1\nlimits:\n${indented(examples(configKeys.limits.shape.keys))}`)).toEqual([]);
  expect(problemsOf(`version: 1\nschemas:\n  -\n${indented(examples(configKeys.schemas.shape.keys))}`)).toEqual([]);
});

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, "    ");
}
