import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import ajvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allRules } from "../src/commands/rule-list.ts";
import type { Report, SubjectReport } from "../src/model.ts";
import { sarif } from "../src/reporters/sarif.ts";
import { hostileReport } from "./support/hostile-text.ts";
import * as samples from "./support/sample-reports.ts";

const { blocked, gated, hostile, misconfigured, missingDefault, passed, release, untouched, warned } = samples;
const reports = Object.entries(samples).filter((entry): entry is [string, Report] => "subjects" in entry[1]);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help?: object }[] } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
  }[];
  readonly results: readonly Result[];
}

function runOf(report: Report): Run {
  const { runs } = JSON.parse(sarif(report)) as { readonly runs: readonly [Run] };
  return runs[0];
}

/** The published schema, as a package of its own brings it. */
function publishedSchema(): object {
  const path = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  return JSON.parse(readFileSync(path, "utf8")) as object;
}

describe("the published schema of SARIF 2.1.0", () => {
  // One of its patterns has a bracket too many, which only the older reading of regular expressions takes.
  const ajv = new ajvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(publishedSchema());

  test.each(reports)("accepts %s", (_, report) => {
    expect([validate(JSON.parse(sarif(report))), validate.errors]).toEqual([true, null]);
  });

  test("accepts every rule's help", async () => {
    const rules = await allRules();
    const [subject] = blocked.subjects as [SubjectReport];
    const findings = rules.map(({ id }, i) => ({
      ...missingDefault,
      rule: id,
      line: i + 1,
      fingerprint: `${i}`.padStart(64, "0"),
    }));
    const report = { ...blocked, rules, subjects: [{ ...subject, findings }] };
    expect([validate(JSON.parse(sarif(report))), validate.errors]).toEqual([true, null]);
    expect(runOf(report).tool.driver.rules.every(({ help }) => help !== undefined)).toBe(true);
  });

  test("accepts whatever is in the report", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        expect([validate(JSON.parse(sarif(report))), validate.errors]).toEqual([true, null]);
      }),
      { numRuns: 60 },
    );
  });

  test("refuses what is none", () => {
    const document = JSON.parse(sarif(blocked)) as { runs: [{ results: [{ level: string }] }] };
    document.runs[0].results[0].level = "critical";
    expect(validate(document)).toBe(false);
  });
});

describe("a result", () => {
  test("is an error only where it fails the run", () => {
    const levels = (report: Report): readonly string[] => runOf(report).results.map(({ level }) => level);
    expect(levels(release)).toEqual(["error", "error", "error", "error", "warning"]);
    expect(levels(gated)).toEqual(["error", "note", "error", "note"]);
    expect(levels(warned)).toEqual(["warning"]);
  });

  test("that is approved or standing is suppressed, and says by whom or why", () => {
    const suppressed = runOf(gated).results.map(({ level, suppressions }) => ({
      level,
      why: suppressions?.[0]?.justification,
    }));
    expect(suppressed).toEqual([
      { level: "error", why: undefined },
      { level: "note", why: expect.stringMatching(/^approved by ada@example\.com until 2026-12-24: no consumer/) },
      { level: "error", why: undefined },
      { level: "note", why: expect.stringMatching(/^standing: the base itself/) },
    ]);
  });

  test("that counts against one version counts, though it stands against another", () => {
    const [subject] = blocked.subjects as [SubjectReport];
    const findings = [{ ...missingDefault, status: "standing" as const, version: "v1.0.0" }, missingDefault];
    const { results } = runOf({ ...blocked, subjects: [{ ...subject, findings }] });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      level: "error",
      message: { text: expect.stringContaining("against: v1.0.0, 3f2c1a9") },
    });
    expect(results[0]).not.toHaveProperty("suppressions");
  });

  test("is one for each fingerprint, which it carries under the name that GitHub looks at", () => {
    const { results } = runOf(release);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(new Set(prints).size).toBe(prints.length);
    expect(results.map(({ partialFingerprints }) => partialFingerprints["schemactl/v1"])).toEqual(prints);
  });

  test("names its rule, and the rule has help where the report tells of it", () => {
    for (const [, report] of reports) {
      const { tool, results } = runOf(report);
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    expect(runOf(gated).tool.driver.rules.find(({ id }) => id === missingDefault.rule)).toMatchObject({
      shortDescription: { text: "a field that only the reader has carries no default" },
      help: { text: expect.stringContaining("Give it a default"), markdown: expect.stringContaining("<pre>") },
    });
  });

  test.each([
    ["schemas/a b/価?#%.avsc", "schemas/a%20b/%E4%BE%A1%3F%23%25.avsc"],
    ["c:/x.avsc", "c%3A/x.avsc"],
    ["bytes\udc80.avsc", "bytes%EF%BF%BD.avsc"],
  ])("stands at a path of the repository, percent-encoded: %j", (file, uri) => {
    const [subject] = blocked.subjects as [SubjectReport];
    const { results } = runOf({ ...blocked, subjects: [{ ...subject, findings: [{ ...missingDefault, file }] }] });
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test("holds no link of others, and no character that cannot be seen", () => {
    for (const { message } of runOf(hostile).results) {
      expect(message.text).not.toMatch(/\]\(/);
      expect(message.text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e]/u);
    }
  });
});

describe("the run", () => {
  test.each([passed, untouched])("is written without a result too", (report) => {
    expect(runOf(report)).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] });
  });

  test("that could not be made says so", () => {
    const [invocation] = runOf(misconfigured).invocations;
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications.map(({ message }) => message.text.split("\n")[0])).toEqual([
      "unknown key `compatability`",
      "`BACKWARDS` is no mode",
    ]);
  });

  const [subject] = blocked.subjects as [SubjectReport];
  const many = (n: number, message = missingDefault.message): Report => ({
    ...blocked,
    subjects: [
      {
        ...subject,
        findings: Array.from({ length: n }, (_, i) => ({
          ...missingDefault,
          message,
          line: i + 1,
          fingerprint: String(i).padStart(64, "0"),
          effect: i < n - 100 ? ("risks" as const) : ("breaks" as const),
        })),
      },
    ],
  });

  test("holds what the platform keeps, the worst first, and says what is left out", () => {
    const { results, invocations } = runOf(many(6_000));
    expect(results).toHaveLength(5_000);
    expect(results.slice(0, 101).map(({ level }) => level)).toEqual([...Array(100).fill("error"), "warning"]);
    expect(invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(/^5000 of 6000 results are written/);
  });

  test("stays below 10 MB compressed, however little it compresses", () => {
    const noise = Array.from({ length: 1_900 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join("");
    const document = sarif(many(5_000, noise));
    expect(gzipSync(document, { level: 0 }).length).toBeLessThan(20_000_000);
    expect(gzipSync(document).length).toBeLessThan(10_000_000);
    expect(runOf(many(5_000, noise)).results.length).toBeLessThan(5_000);
  });
});
