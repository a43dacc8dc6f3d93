import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report, SubjectReport } from "../src/model.ts";
import { byteLength, clip } from "../src/reporters/clip.ts";
import { type MarkdownOptions, markdown } from "../src/reporters/markdown.ts";
import { hostileReport, hostileText } from "./support/hostile-text.ts";
import { blocked, gated, missingDefault, release, warned } from "./support/sample-reports.ts";

/** Our own tags; everything else that looks like one is somebody else's. */
const ownTags = /<\/?(?:code|pre|sub|details|summary|p)>|<br>|<span>\$<\/span>/g;

/** What is left of a page without the blocks whose text is taken as it stands. */
function outsideBlocks(page: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of page.split("\n")) {
    const [, opened] = /^(`{3,})diff$/.exec(line) ?? [];
    if (fence === undefined && opened !== undefined) fence = opened;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence === undefined) kept.push(line);
    else expect(line.startsWith(fence)).toBe(false);
  }
  expect(fence).toBeUndefined();
  return kept.join("\n").replace(/<pre>[^<]*<\/pre>/g, "");
}

describe("other people's text", () => {
  test("opens nothing: no tag, no comment, no code, no link, no mention, no line", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const page = outsideBlocks(markdown(report));
        const text = page.replace(ownTags, "");
        expect(text.replace(/^> /gm, "")).not.toMatch(/[<>]/);
        expect(text).not.toMatch(/`|\[|\]|\||~|\\|\$/);
        expect(text).not.toMatch(/&(?!#\d+;)/);
        expect(text).not.toContain("@");
        expect(text).not.toMatch(/:\/\/|www\./i);
        // No line begins with a text of others, and none has a character that ends a line elsewhere.
        expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e]/u);
        for (const line of page.split("\n").filter((one) => one !== ""))
          expect(line).toMatch(/^(<|\*\*|- |#{2,3} |> \*\*|[A-Z_]+ against )/);
      }),
      { numRuns: 150 },
    );
  });

  test("names nobody outside of code: what could be a mention or a number of an issue is parted", () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const prose = outsideBlocks(markdown(report)).replace(/<code>[^<]*<\/code>/g, "");
        expect(prose).not.toMatch(/&#(64|35);(?!&#8203;)/);
      }),
      { numRuns: 100 },
    );
  });

  test("closes what it stands in: as many tags end as begin, in every report", () => {
    fc.assert(
      fc.property(hostileReport, fc.integer({ min: 2_000, max: 40_000 }), (report, limit) => {
        for (const page of [markdown(report), markdown(report, { limit })].map(outsideBlocks))
          for (const tag of ["code", "pre", "details", "summary"])
            expect([...page.matchAll(new RegExp(`<${tag}>`, "g"))].length).toBe(
              [...page.matchAll(new RegExp(`</${tag}>`, "g"))].length,
            );
      }),
      { numRuns: 60 },
    );
  });

  test("a fence of any length stays inside of the patch", () => {
    const [subject] = blocked.subjects as [SubjectReport];
    const patch = "+ ```\n+ ``````\n+ </details>\n";
    const page = markdown({ ...blocked, subjects: [{ ...subject, findings: [{ ...missingDefault, patch }] }] });
    expect(page).toContain("```````diff\n+ ```\n+ ``````\n+ </details>\n```````\n");
  });
});

describe("the limit", () => {
  const [subject] = blocked.subjects as [SubjectReport];
  const many = (n: number): Report => ({
    ...blocked,
    subjects: Array.from({ length: n }, (_, i) => ({
      ...subject,
      subject: `llm.cost.Model${String(i).padStart(5, "0")}`,
      files: [`schemas/${i}.avsc`],
      findings: [{ ...missingDefault, file: `schemas/${i}.avsc` }],
    })),
  });

  test.each([65_536, 1_048_576])("%d bytes are kept, the worst first, and the rest is counted", (limit) => {
    const page = markdown(many(5000), { limit });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit);
    expect(Buffer.byteLength(page)).toBeGreaterThan(limit * 0.9);
    const told = [...page.matchAll(/^\*\*breaks\*\*/gm)].length;
    expect(page).toContain(`**${5000 - told} more left out here`);
    expect(page).toContain("Model00000");
  });

  test("without one, a page stays below what a job summary takes", () => {
    expect(Buffer.byteLength(markdown(many(5000)))).toBeLessThan(1024 * 1024);
  });

  test("whatever is in the report", () => {
    fc.assert(
      fc.property(hostileReport, hostileText, fc.integer({ min: 100, max: 65_536 }), (report, note, limit) => {
        const options: MarkdownOptions = { limit, note };
        expect(Buffer.byteLength(markdown(report, options))).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 60 },
    );
  });

  test("names as long as pages do not fill one", () => {
    const huge = "🪙`".repeat(100_000);
    const page = markdown({
      ...blocked,
      subjects: [
        { ...subject, subject: huge, findings: [{ ...missingDefault, message: huge, file: huge, remedy: huge }] },
      ],
    });
    expect(Buffer.byteLength(page)).toBeLessThan(65_536);
  });
});

describe("a page", () => {
  test("says what broke, for whom, what shows it and what to write", () => {
    const page = markdown(blocked);
    expect(page).toContain(
      "**breaks** <code>schemas/cost/usage.avsc:7:5</code> the reader needs <code>cost_usd</code>",
    );
    expect(page).toContain(
      "**for whom:** whoever moves to this schema and reads what was written with the earlier one",
    );
    expect(page).toMatch(/<pre>old writers send {2}\{"model_id": "gpt-4o", "tokens": 812\}\n/);
    expect(page).toContain("**keep it compatible:** give <code>cost_usd</code> a default");
  });

  test("tells what breaks many subjects once", () => {
    const [subject] = blocked.subjects as [SubjectReport];
    const page = markdown({
      ...blocked,
      subjects: [subject, { ...subject, subject: "llm.cost.Invoice", files: ["b.avsc"] }],
    });
    expect([...page.matchAll(/the reader needs/g)]).toHaveLength(1);
    expect(page).toContain("as told above, under <code>llm.cost.TokenUsage</code>");
  });

  test("carries a sentence of the caller's below its heading", () => {
    expect(markdown(blocked, { note: "*reported by the fork's own run*" }).split("\n")[2]).toBe(
      "*reported by the fork's own run*",
    );
  });

  test.each([
    { report: release, icon: "❌" },
    { report: warned, icon: "⚠️" },
    { report: { ...gated, outcome: "passed", subjects: [], exitCode: 0 } as Report, icon: "✅" },
  ])("begins with $icon", ({ report, icon }) => {
    expect(markdown(report).startsWith(`## ${icon} schemactl: `)).toBe(true);
  });
});

describe("measuring", () => {
  test("bytes are what the encoder writes", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => byteLength(text) === Buffer.byteLength(text)));
    expect(byteLength("\ud800a\udc00")).toBe(Buffer.byteLength("\ud800a\udc00"));
  });

  test("a clip never halves a character, nor exceeds its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 2, max: 20 }), (text, longest) => {
        const clipped = clip(text, longest);
        expect(clipped.length).toBeLessThanOrEqual(longest);
        expect(clipped).not.toMatch(/[\ud800-\udfff](?![\udc00-\udfff])/u);
      }),
    );
  });
});
