import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report, ReportedFinding, SubjectReport } from "../src/model.ts";
import { github } from "../src/reporters/github.ts";
import { hostileReport } from "./support/hostile-text.ts";
import { blocked, gated, missingDefault, passed, release, untouched, warned } from "./support/sample-reports.ts";

const lines = (report: Report): readonly string[] =>
  github(report)
    .split("\n")
    .filter((line) => line !== "");
const [subject] = blocked.subjects as [SubjectReport];
const with_ = (findings: readonly ReportedFinding[]): Report => ({ ...blocked, subjects: [{ ...subject, findings }] });
const breaks = (n: number): readonly ReportedFinding[] =>
  Array.from({ length: n }, (_, i) => ({ ...missingDefault, line: i + 1 }));

/** What the runner makes of a line, by its own rules. */
function read(line: string): { level: string; properties: Record<string, string>; message: string } {
  const [, level = "", list = "", message = ""] = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line) ?? [];
  const decode = (text: string): string =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const properties = list.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), decode(pair.slice(at + 1))] as const;
  });
  return { level, properties: Object.fromEntries(properties), message: decode(message) };
}

describe("annotations", () => {
  test.each([passed, untouched])("there is none where there is nothing to tell", (report) => {
    expect(github(report)).toBe("");
  });

  test.each([
    { n: 8, written: 8 },
    { n: 9, written: 9 },
    { n: 500, written: 9 },
  ])("of $n findings eight are told, and how many more there are", ({ n, written }) => {
    const all = lines(with_(breaks(n)));
    expect(all).toHaveLength(written);
    expect(all.filter((line) => line.includes("more in the summary"))).toEqual(
      n > 8 ? [`::error title=schemactl::${n - 8} more in the summary`] : [],
    );
  });

  test("the worst come first: a loosened gate, approvals, breaks, risks", () => {
    const titles = [...lines(gated), ...lines(release)].map((line) => read(line).properties.title);
    expect(titles.slice(1, 4)).toEqual([
      "breaks: config/loosened",
      "approved: avro/missing-enum-symbols",
      "breaks: avro/reader-field-missing-default-value",
    ]);
    expect(titles.at(-2)).toBe("risks: avro/logical-type-changed");
  });

  test("whose pull request it is stands beside what loosens the gate, and nowhere else", () => {
    const told = github(gated, { author: "ada\n::error::x" })
      .split("\n")
      .filter((line) => line !== "")
      .map(read);
    const asking = told.filter(({ message }) => message.includes("pull request"));
    expect(told.every(({ level }) => level !== "")).toBe(true);
    expect(asking.map(({ properties }) => properties.title)).toEqual([
      "breaks: config/loosened",
      "approved: avro/missing-enum-symbols",
    ]);
    expect(asking[0]?.message).toContain("asked for in the pull request of ada\\n::error::x\n");
    expect(asking[1]?.message).toMatch(/^approved by \S+, in the pull request of ada\\n::error::x, until /m);
  });

  test("risks do not crowd out breaks", () => {
    const risks = breaks(20).map((finding) => ({ ...finding, effect: "risks" as const, column: 90 }));
    const all = lines(with_([...risks, ...breaks(8)]));
    expect(all.slice(0, 8).every((line) => line.startsWith("::error "))).toBe(true);
  });

  test("what fails nothing is no error", () => {
    expect(lines(warned).map((line) => read(line).level)).toEqual(["notice", "warning"]);
    expect(lines(gated).map((line) => read(line).level)).toEqual(["notice", "error", "notice", "error"]);
  });

  test("a shared type is one annotation for all its subjects", () => {
    const all = lines({
      ...blocked,
      subjects: [subject, { ...subject, subject: "llm.cost.Invoice", files: ["b.avsc"] }],
    });
    expect(all.map((line) => read(line).message.split("\n")[1])).toEqual(["in llm.cost.TokenUsage, llm.cost.Invoice"]);
  });

  test("none is longer than the platform keeps, and none ends in half an escape", () => {
    for (const text of ["%".repeat(9000), "a\n".repeat(9000), "🪙".repeat(9000)]) {
      const [line = ""] = lines(with_([{ ...missingDefault, message: text }]));
      const message = line.slice(line.indexOf("::", 2) + 2);
      expect(message.length).toBeLessThanOrEqual(4096);
      expect(message).not.toMatch(/%(?!25|0A)/);
      expect(message).not.toMatch(/[\ud800-\udfff](?![\udc00-\udfff])/u);
    }
  });

  test("names file, line and column as they are, whatever is in them", () => {
    const file = "schemas/a,b:c%25 d/価.avsc";
    expect(read(lines(with_([{ ...missingDefault, file }]))[0] ?? "").properties).toEqual({
      file,
      line: "7",
      col: "5",
      title: "breaks: avro/reader-field-missing-default-value",
    });
  });
});

describe("other people's text", () => {
  test("can start no command: every line is one of ours, and no older one begins inside", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const line of lines(report)) {
          expect(line).toMatch(/^::(error|warning|notice) (file=[^:,]*,(line=\d+,(col=\d+,)?)?)?title=[^:,]*::/);
          expect(line).not.toContain("##[");
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e]/u);
        }
      }),
      { numRuns: 200 },
    );
  });
});
