// Text that means harm, for whoever shows other people's text.
import fc from "fast-check";
import type { Report, ReportedFinding } from "../../src/model.ts";
import { gated, missingDefault } from "./sample-reports.ts";

const pieces = [
  ...[
    "`",
    "```",
    "~~~",
    "<!-- x -->",
    "-->",
    "</pre>",
    "</code>",
    "</details>",
    "<script>",
    "&lt;",
    "&#64;",
    "]]>",
    '"',
    "'",
  ],
  ...[
    "@everyone",
    "@llm/team",
    "#1",
    "[a](b)",
    "![a](https://evil.example)",
    "https://evil.example",
    "www.evil.example",
  ],
  ...[
    "\n",
    "\r",
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u0000",
    "\u001b[31m",
    "\u202e",
    "\u200b",
    "\ud800",
    "\udc00",
    "\ufffe",
    "\uffff",
  ],
  ...[
    "::error::x",
    "##[error]x",
    "##[add-mask]x",
    "%0A",
    "%25",
    "%",
    "|",
    "$x$",
    "**",
    "__",
    "_",
    "* ",
    "- ",
    "1. ",
    "# ",
    "> ",
    "    ",
    "\t",
  ],
  ...["a", "tokens", "価", "🪙", "\\", "{0}", ":", ",", "/", "..", "=", "?"],
];

/** A name, path or message that somebody made to break out of wherever it is shown. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "binary", maxLength: 3 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

/** A report with such text in every place that can hold one. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 6, maxLength: 6 }),
    status: fc.constantFrom(undefined, "approved" as const, "standing" as const),
  })
  .map(({ texts: [a = "", b = "", c = "", d = "", e = "", f = ""], status }): Report => {
    const finding: ReportedFinding = {
      ...missingDefault,
      ...{ rule: d, message: a, file: b, remedy: c, version: e, patch: `+ ${f}\n`, baseline: "merge-base" },
      proof: { kind: "witness", outcome: "misread", codec: d, datum: { [a]: b }, reads: [c] },
      ...(status === undefined ? {} : { status, approval: { who: d, reason: e, until: f, file: a } }),
    };
    const other: ReportedFinding = {
      ...finding,
      proof: { kind: "source", before: d, after: e },
      line: 99,
      fingerprint: "cd".repeat(32),
    };
    return {
      ...gated,
      ...{ engine: f, deferred: [a, b], enforcement: { mode: "warn", from: c } },
      baselines: gated.baselines.map((row) => ({ ...row, label: d, rule: e })),
      subjects: gated.subjects.map((subject, i) => ({
        ...subject,
        subject: `${a}${i}`,
        owner: b,
        findings: [finding, other],
      })),
      problems: [{ severity: "error", code: e, message: f, hint: a, file: b, line: 1, column: 1 }],
      rules: (gated.rules ?? []).map((rule) => ({ ...rule, id: d, summary: a, meaning: b, specification: c })),
    };
  });
