// The gate's own arithmetic: days, renewals, who may let a run pass.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { approvalText, parseApproval } from "../src/config/approval.ts";
import { approvalPath } from "../src/config/approval-path.ts";
import {
  approved,
  daysLater,
  decide,
  type EnforcementSettings,
  enforcementOf,
  isRenewed,
  stricter,
  termOf,
} from "../src/gate.ts";
import type { Approval, ReportedFinding, SubjectReport } from "../src/model.ts";

const print = "7c1e09".padEnd(64, "a");
const approval: Approval = {
  fingerprint: print,
  who: "Ada <ada@example.com>",
  when: "2026-03-01",
  until: "2026-03-31",
  against: "main@3f2c1a9",
  reason: "the old ingester is switched off",
  finding: { rule: "subject/deleted", subject: "llm.Policy", file: "policy.avsc", message: "the subject is gone" },
  file: approvalPath(print),
};
const finding: ReportedFinding = {
  ...{ rule: "subject/deleted", effect: "breaks", file: "policy.avsc", line: 1, column: 1 },
  ...{ message: "the subject is gone", fingerprint: print },
};
const subjectWith = (...findings: readonly ReportedFinding[]): SubjectReport => ({
  ...{ subject: "llm.Policy", format: "avro", mode: "BACKWARD", policy: "strict", files: ["policy.avsc"] },
  ...{ verdict: "deleted", comparisons: [], findings },
});

describe("the end of an approval", () => {
  it("is a day of its own, in every year", () => {
    expect(termOf(approval, { today: "2026-03-31", maxDays: 90 })).toBe("live");
    expect(termOf(approval, { today: "2026-04-01", maxDays: 90 })).toBe("expired");
    expect(termOf({ until: "2028-02-29" }, { today: "2027-12-01", maxDays: 90 })).toBe("live");
    expect(termOf({ until: "2028-03-01" }, { today: "2027-12-01", maxDays: 90 })).toBe("too-far");
  });

  it("may be any day up to the limit, and none beyond", () => {
    const days = fc.date({ min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.nat(400), fc.integer({ min: 1, max: 200 }), (date, ahead, maxDays) => {
        const today = date.toISOString().slice(0, 10);
        const until = daysLater(today, ahead);
        expect(termOf({ until }, { today, maxDays })).toBe(ahead <= maxDays ? "live" : "too-far");
        expect(termOf({ until: today }, { today: daysLater(today, ahead + 1), maxDays })).toBe("expired");
      }),
    );
  });
});

describe("an approval", () => {
  it("is another one by its day or its version alone", () => {
    expect(isRenewed(approval, undefined)).toBe(true);
    expect(isRenewed(approval, approval)).toBe(false);
    expect(isRenewed({ ...approval, until: "2026-04-30", reason: "more", who: "Eve" }, approval)).toBe(false);
    expect(isRenewed({ ...approval, when: "2026-03-02" }, approval)).toBe(true);
    expect(isRenewed({ ...approval, against: "main@88aa001" }, approval)).toBe(true);
  });

  it("marks its finding and no other, and nothing that is standing", () => {
    const other = { ...finding, fingerprint: "b".repeat(64) };
    const [marked] = approved([subjectWith(finding, other, { ...finding, status: "standing" })], [approval]);
    expect(marked?.findings.map(({ status }) => status)).toEqual(["approved", undefined, "standing"]);
  });

  it("is read back as it was written, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ unit: "binary" }), (who, message) => {
        const written = {
          ...approval,
          who: `a${who}`,
          reason: `a${message}`,
          finding: { ...approval.finding, message },
        };
        const { approval: read, problems } = parseApproval(approvalText(written), approval.file);
        expect(problems).toEqual([]);
        expect(read).toMatchObject({ fingerprint: print, until: "2026-03-31" });
      }),
    );
  });

  it("never throws, and never counts half, on any bytes", () => {
    const text = approvalText(approval);
    const cut = fc.tuple(fc.nat(text.length), fc.nat(60), fc.string({ unit: "binary", maxLength: 20 }));
    fc.assert(
      fc.property(cut, ([at, length, put]) => {
        const { approval: read, problems } = parseApproval(
          text.slice(0, at) + put + text.slice(at + length),
          approval.file,
        );
        expect(read === undefined).toBe(problems.some(({ severity }) => severity === "error"));
        expect(read?.fingerprint ?? print).toBe(print);
        for (const { line, file } of problems) expect([file, (line ?? 0) > 0]).toEqual([approval.file, true]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the decision", () => {
  const policy = { failOn: "breaks", soundness: "warn" } as const;

  it("fails for what counts, and for nothing else", () => {
    expect(decide([subjectWith(finding)], [], policy).exitCode).toBe(1);
    expect(decide([subjectWith({ ...finding, status: "standing" })], [], policy).exitCode).toBe(0);
    expect(decide([subjectWith({ ...finding, status: "approved" })], [], policy).exitCode).toBe(0);
    expect(decide([subjectWith({ ...finding, status: "approved" }, finding)], [], policy).exitCode).toBe(1);
  });

  it("is a warning only where every configuration that has a say says so", () => {
    const [enforce, warn]: readonly EnforcementSettings[] = [{ mode: "enforce" }, { mode: "warn" }];
    const until = (enforceFrom: string): EnforcementSettings => ({ mode: "warn", enforceFrom });
    const at = (...settings: readonly (EnforcementSettings | undefined)[]) =>
      enforcementOf(
        settings.filter((one) => one !== undefined),
        "2026-03-01",
      );
    expect(at(warn)).toEqual({ mode: "warn" });
    expect(at(enforce, warn)).toBeUndefined();
    expect(at(warn, until("2026-03-02"))).toEqual({ mode: "warn", from: "2026-03-02" });
    expect(at(warn, until("2026-03-01"))).toBeUndefined();
  });

  it("takes the stricter severity of two", () => {
    expect([stricter("off", "warn"), stricter("error", "warn"), stricter("warn", "warn")]).toEqual([
      "warn",
      "error",
      "warn",
    ]);
  });
});
