import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../src/model.ts";
import { gitlab } from "../src/reporters/gitlab.ts";
import { hostileReport } from "./support/hostile-text.ts";
import { blocked, gated, misconfigured, passed, release, untouched, warned } from "./support/sample-reports.ts";

interface Entry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const entries = (report: Report): readonly Entry[] => JSON.parse(gitlab(report)) as readonly Entry[];

describe("Code Quality", () => {
  const introduced: Report = { ...untouched, enforcement: { mode: "warn" } };

  test.each([passed, untouched, introduced])("is an empty list when all is well", (report) => {
    expect(gitlab(report)).toBe("[]\n");
  });

  test("an objection is critical, a risk minor, an approval told", () => {
    expect(entries(release).map(({ check_name, severity }) => `${severity} ${check_name}`)).toEqual([
      "critical subject/deleted",
      "critical avro/reader-field-missing-default-value",
      "critical avro/name-mismatch",
      "critical avro/missing-enum-symbols",
      "minor avro/logical-type-changed",
      "critical undecided",
      "minor byte-order-mark",
    ]);
    expect(entries(gated).map(({ severity }) => severity)).toEqual(["critical", "info", "critical", "info"]);
    expect(entries(warned).map(({ severity }) => severity)).toEqual(["minor", "info"]);
  });

  test("a finding stands where it is, under its own fingerprint", () => {
    expect(entries(blocked)).toEqual([
      {
        description: expect.stringContaining("the reader needs `cost_usd`") as string,
        check_name: "avro/reader-field-missing-default-value",
        fingerprint: "7c1e09aa".repeat(8),
        severity: "critical",
        location: { path: "schemas/cost/usage.avsc", lines: { begin: 7 } },
      },
    ]);
  });

  test("what went wrong is no clean run", () => {
    expect(entries(misconfigured).map(({ location }) => location.lines.begin)).toEqual([2, 7]);
  });

  test("has every key of every entry, one line of description, and each fingerprint once", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const all = entries({ ...report, subjects: report.subjects.slice(0, 1) });
        for (const entry of all) {
          expect(Object.keys(entry)).toEqual(["description", "check_name", "fingerprint", "severity", "location"]);
          expect(entry.description).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(entry.location.lines.begin).toBeGreaterThan(0);
        }
        const ids = all.filter(({ check_name }) => check_name !== "deferred").map(({ fingerprint }) => fingerprint);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 60 },
    );
  });
});
