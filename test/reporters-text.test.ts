import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { present } from "../src/commands/present.ts";
import type { Report, ReportedFinding, SubjectReport } from "../src/model.ts";
import { coloured, plain } from "../src/reporters/colour.ts";
import { type Text, text } from "../src/reporters/text.ts";
import { visible } from "../src/reporters/visible.ts";
import { transcript, world } from "./support/run.ts";
import * as samples from "./support/sample-reports.ts";

const { blocked, hostile, long, missingDefault, misconfigured, passed, release, untouched } = samples;

function shown(report: Report, options: { quiet?: boolean } = {}): Text {
  return text(report, { stdout: plain, stderr: plain, quiet: options.quiet ?? false, elapsed: 38 });
}

/** What a terminal could obey, and what a person could not see. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

describe("transcripts", () => {
  test.each(Object.entries({ blocked, release, passed, untouched, misconfigured, hostile, long }))(
    "%s",
    async (name, report) => {
      const { io, written } = world();
      const code = await present(report, { format: "text", color: "auto" }, io);
      await expect(transcript("schemactl check", { ...written, code })).toMatchFileSnapshot(
        `transcripts/report-${name}.txt`,
      );
    },
  );

  test("in colour", async () => {
    const { io, written } = world({ isTTY: true });
    await present(blocked, { format: "text", color: "auto" }, io);
    const readable = (written.stdout + written.stderr).replaceAll("\u001b", "␛");
    await expect(readable).toMatchFileSnapshot("transcripts/report-blocked-in-colour.txt");
  });
});

describe("who says what", () => {
  const worded = (direction: "backward" | "forward"): string => {
    const [subject] = blocked.subjects;
    if (subject === undefined) throw new Error("the sample has a subject");
    return shown({ ...blocked, subjects: [{ ...subject, findings: [{ ...missingDefault, direction }] }] }).stdout;
  };

  test("backward: old data, new reader", () => {
    expect(worded("backward")).toMatch(/old writers send.*\n.*the new reader/);
  });

  test("forward: new data, old reader", () => {
    expect(worded("forward")).toMatch(/new writers send.*\n.*the old reader/);
  });
});

describe("a witness", () => {
  const told = (proof: ReportedFinding["proof"] & object): string => {
    const [subject] = blocked.subjects;
    if (subject === undefined) throw new Error("the sample has a subject");
    return shown({ ...blocked, subjects: [{ ...subject, findings: [{ ...missingDefault, proof }] }] }).stdout;
  };
  const witness = { kind: "witness", codec: "protobufjs", datum: { tokens: 5 }, reads: { tokens: -3 } } as const;

  test("has one heading for what is refused, one for what is misread and one for what is lost", () => {
    expect(told({ ...witness, outcome: "refused", reads: "index out of range" })).toContain(
      "the new reader      refuses it: index out of range (protobufjs)",
    );
    expect(told({ ...witness, outcome: "misread" })).toContain('the new reader      misreads it: {"tokens": -3}');
    expect(told({ ...witness, outcome: "lost", reads: {} })).toContain("the new reader      loses some of it: {}");
  });

  test("shows its bytes split by field, and cuts many", () => {
    expect(told({ ...witness, outcome: "misread", bytes: "0805 | 12 03 61 62 63" })).toContain(
      "in bytes            08 05 | 12 03 61 62 63\n",
    );
    const long = told({ ...witness, outcome: "misread", bytes: `0805 | ${"ff".repeat(100)}` });
    expect(long).toMatch(/in bytes +08 05 \| (ff ){46}… 54 more\n/);
    expect(long).toContain("--format json has it whole");
  });

  test("may be a fact of the source, before and after", () => {
    expect(told({ kind: "source", before: "llm.cost.Usage", after: "" })).toMatch(
      /it was +llm\.cost\.Usage\n +it is now +\(nothing\)\n/,
    );
  });
});

describe("grouping", () => {
  test("what stands at one position in one direction is one finding: the gravest, and what else there is", () => {
    const [subject] = blocked.subjects;
    if (subject === undefined) throw new Error("the sample has a subject");
    const risk: ReportedFinding = { ...missingDefault, rule: "avro/aaa", effect: "risks", message: "it may be lost" };
    const elsewhere: ReportedFinding = { ...risk, line: 9, message: "it is elsewhere" };
    const findings = [risk, elsewhere, missingDefault];
    const { stdout } = shown({ ...blocked, subjects: [{ ...subject, findings }] });
    expect(stdout.match(/^ {2}schemas/gm)).toHaveLength(2);
    expect(stdout).toMatch(
      /usage\.avsc:7:5 {3}breaks .*\n(.*\n)*? +also +it may be lost \(risks, avro\/aaa, [0-9a-f]{12}\)\n/,
    );
    expect(stdout).toMatch(/usage\.avsc:9:5 {3}risks {3}it is elsewhere/);
  });

  test("one finding against several versions is told once, with every version, newest first", () => {
    const { stdout } = shown(release);
    expect(stdout.match(/lacks `SAFETY`/g)).toHaveLength(1);
    expect(stdout).toMatch(/against +3f2c1a9 \(merge-base\), v1\.3\.0 \(tags:v\*\), v1\.2\.0 \(tags:v\*\)/);
  });

  test("the worst subject comes first, and breaks before risks", () => {
    const { stdout } = shown(release);
    expect([...stdout.matchAll(/^llm\.\S+/gm)].map(([name]) => name)).toEqual([
      "llm.telemetry.Span",
      "llm.cost.Invoice",
      "llm.cost.TokenUsage",
      "llm.inference.Prompt",
      "llm.inference.Completion",
      "llm.inference.Route",
      "llm.policy.Decision",
    ]);
    expect(stdout.indexOf("risks")).toBeGreaterThan(stdout.indexOf("lacks `SAFETY`"));
  });

  describe("a change in a file that other schemas refer to", () => {
    const [owner] = blocked.subjects;
    if (owner === undefined) throw new Error("the sample has a subject");
    const elsewhere: ReportedFinding = { ...missingDefault, path: "/fields/0/type/fields/2" };
    const through = (subject: string, findings: readonly ReportedFinding[] = [elsewhere]): SubjectReport => ({
      ...owner,
      subject,
      files: [`schemas/${subject}.avsc`],
      findings: findings.map((finding) => ({ ...finding, fingerprint: "e4".repeat(32) })),
    });
    const other = {
      ...missingDefault,
      rule: "avro/type-mismatch",
      file: "schemas/llm.billing.Invoice.avsc",
      message: "`total` is now a string",
    };

    test("is told in full once, under the subject whose own file it is, and the others are named", () => {
      const { stdout, stderr } = shown({
        ...blocked,
        subjects: [through("llm.agent.Turn"), owner, through("llm.telemetry.Span")],
      });
      expect(stdout.match(/the reader needs `cost_usd`/g)).toHaveLength(1);
      expect(stdout.indexOf("llm.cost.TokenUsage")).toBe(0);
      expect(stdout).toMatch(
        /^llm\.agent\.Turn {7}BACKWARD {3}broken by the finding above in schemas\/cost\/usage\.avsc$/m,
      );
      expect(stdout).toMatch(/^llm\.telemetry\.Span {3}BACKWARD {3}broken by/m);
      expect(stderr).toMatch(/^3 subjects break · 3 checked/m);
    });

    test("is told in one line where a subject has a finding of its own too", () => {
      const mixed = through("llm.billing.Invoice", [missingDefault, other]);
      const { stdout } = shown({ ...blocked, subjects: [owner, mixed, through("llm.telemetry.Span")] });
      expect(stdout).toContain("schemas/cost/usage.avsc:7:5   breaks   the reader needs `cost_usd`");
      // The subject with more breaks comes first, and tells the shared one.
      expect(stdout.indexOf("llm.billing.Invoice")).toBe(0);
      expect(stdout).toMatch(/^llm\.cost\.TokenUsage {3}BACKWARD {3}broken by the finding above/m);
      const reordered = shown({
        ...blocked,
        subjects: [
          {
            ...owner,
            findings: [missingDefault, { ...other, file: "schemas/cost/usage.avsc", line: 8 }, { ...other, line: 9 }],
          },
          mixed,
        ],
      });
      expect(reordered.stdout).toContain(
        "schemas/cost/usage.avsc:7:5   breaks   as told above, under llm.cost.TokenUsage",
      );
    });

    test("names only so many", () => {
      const subjects = [owner, ...Array.from({ length: 500 }, (_, i) => through(`llm.tool.Call${i}`))];
      const { stdout } = shown({ ...blocked, subjects });
      expect(stdout.split("\n").length).toBeLessThan(40);
      expect(stdout).toContain("… and 480 more with the same findings");
    });
  });

  test("many subjects without a finding are counted, not listed", () => {
    const [one] = passed.subjects;
    if (one === undefined) throw new Error("the sample has a subject");
    const subjects = Array.from({ length: 1000 }, (_, i) => ({ ...one, subject: `llm.cost.Model${i}` }));
    const { stdout, stderr } = shown({ ...passed, subjects });
    expect(stdout.split("\n").length).toBeLessThan(30);
    expect(stdout).toContain("… and 980 more without a finding");
    expect(stderr).toContain("nothing breaks · 1000 subjects checked");
  });
});

describe("the summary", () => {
  const last = (report: Report): string | undefined => shown(report).stderr.trimEnd().split("\n").at(-1);
  const risky: Report = {
    ...blocked,
    subjects: blocked.subjects.map((subject) => ({ ...subject, findings: [{ ...missingDefault, effect: "risks" }] })),
  };

  test.each([
    {
      when: "breaks",
      report: blocked,
      says: /^1 subject breaks · 1 checked · 38 ms {2,}why: schemactl explain avro\//,
    },
    {
      when: "breaks that are let through",
      report: { ...blocked, outcome: "passed", exitCode: 0 },
      says: /^1 subject breaks, let through by --fail-on · /,
    },
    { when: "risks", report: { ...risky, outcome: "passed", exitCode: 0 }, says: /^1 subject at risk · 1 checked/ },
    { when: "risks that fail", report: risky, says: /^1 subject at risk, and that fails this run · / },
    {
      when: "several rules",
      report: release,
      says: /^3 subjects break, 1 subject not decided · 7 checked · 38 ms {2,}why: schemactl explain RULE$/,
    },
    {
      when: "undecided without a subject",
      report: { ...untouched, outcome: "undecided", exitCode: 3 },
      says: /^could not decide · 38 ms$/,
    },
    { when: "nothing changed", report: untouched, says: /^no schema changed · 38 ms$/ },
    { when: "all is well", report: passed, says: /^nothing breaks · 2 subjects checked · 38 ms$/ },
  ] satisfies readonly { when: string; report: Report; says: RegExp }[])("$when", ({ report, says }) => {
    expect(last(report)).toMatch(says);
  });

  test("an error has no summary: nothing was checked", () => {
    expect(shown(misconfigured).stderr).not.toContain(" ms");
  });
});

describe("a quiet run", () => {
  test("says nothing at all when it passes", () => {
    expect(shown(passed, { quiet: true })).toEqual({ stdout: "", stderr: "" });
  });

  test("names only what is wrong when it fails", () => {
    const { stdout } = shown(release, { quiet: true });
    expect(stdout).toContain("llm.telemetry.Span");
    expect(stdout).toContain("llm.inference.Prompt");
    expect(stdout).not.toContain("llm.policy.Decision");
  });

  test("does not even look at the terminal when it passes", async () => {
    const { io, written } = world();
    const asked: string[] = [];
    const code = await present(
      passed,
      { format: "text", color: "auto", quiet: true },
      { ...io, isTTY: (stream) => asked.push(stream) > 0 },
    );
    expect({ code, asked, ...written }).toEqual({ code: 0, asked: [], stdout: "", stderr: "" });
  });
});

describe("other people's text", () => {
  const lines = ({ stdout, stderr }: Text): readonly string[] => `${stdout}${stderr}`.split("\n");

  test("cannot move the cursor, forge a line or turn the writing round", () => {
    for (const line of lines(shown(hostile))) expect(line).not.toMatch(unseen);
    expect(lines(shown(hostile)).filter((line) => /^(error|::error)/.test(line))).toEqual([]);
  });

  test("whatever it is, wherever it stands", () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom("\u001b", "\n", "\r", "\u009b", "\u2028", "\u202e", "\ud800", "\u200b", "a"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(nasty, nasty, nasty, (a, b, c) => {
        const finding = {
          ...missingDefault,
          message: a,
          file: b,
          rule: c,
          version: b,
          remedy: a,
          proof: { kind: "witness", outcome: "misread", codec: c, datum: { [a]: b }, reads: [c] },
        } as const;
        const subjects = blocked.subjects.map((subject) => ({ ...subject, subject: a, owner: b, findings: [finding] }));
        const problems = [{ severity: "error", code: "x", message: a, hint: b, file: c, line: 1, column: 1 }] as const;
        const baselines = blocked.baselines.map((row) => ({ ...row, label: a, rule: b }));
        for (const line of lines(shown({ ...blocked, subjects, problems, baselines })))
          expect(line).not.toMatch(unseen);
      }),
      { numRuns: 300 },
    );
  });

  test("what is harmless stays as it is", () => {
    expect(visible("größe `naïve` 価格 🪙 \\n")).toBe("größe `naïve` 価格 🪙 \\n");
  });
});

describe("colour", () => {
  test("does not change a word", () => {
    for (const report of [blocked, release, passed, misconfigured, hostile]) {
      const { stdout, stderr } = text(report, { stdout: coloured, stderr: coloured, quiet: false, elapsed: 38 });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
      const bare = (written: string): string => written.replace(/\u001b\[[0-9;]*m/g, "");
      expect({ stdout: bare(stdout), stderr: bare(stderr) }).toEqual(shown(report));
    }
  });
});
