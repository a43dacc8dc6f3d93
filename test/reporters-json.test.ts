import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import type { Report, ReportedFinding } from "../src/model.ts";
import { json } from "../src/reporters/json.ts";
import { reportSchema } from "../src/reporters/json-schema.ts";
import * as samples from "./support/sample-reports.ts";

const reports = Object.entries(samples).filter((entry): entry is [string, Report] => "subjects" in entry[1]);

describe("the document", () => {
  test.each(reports)("%s is one document that says all that the report says", (_, report) => {
    const written = json(report);
    expect(written.endsWith("}\n")).toBe(true);
    const read = JSON.parse(written) as Report;
    const keys = [
      ...["schemaVersion", "outcome", "exitCode", "engine", "enforcement", "baselines", "deferred", "subjects"],
      ...["problems", "rules"],
    ];
    expect(Object.keys(read)).toEqual(keys.filter((key) => key in report));
    for (const key of ["engine", "enforcement", "deferred", "rules"] as const) expect(read[key]).toEqual(report[key]);
    expect(read.baselines).toEqual(JSON.parse(JSON.stringify(report.baselines)));
    expect(read.subjects.map(({ subject }) => subject)).toEqual(report.subjects.map(({ subject }) => subject).sort());
    for (const subject of report.subjects) {
      const same = read.subjects.find((one) => one.subject === subject.subject);
      expect(same).toEqual({ ...subject, findings: expect.arrayContaining([...subject.findings]) as unknown });
      expect(same?.findings).toHaveLength(subject.findings.length);
    }
    expect(read.problems).toHaveLength(report.problems.length);
    expect(read.problems).toEqual(expect.arrayContaining([...report.problems]));
  });

  test("is what a reviewer reads here", async () => {
    await expect(json(samples.blocked)).toMatchFileSnapshot("transcripts/report-blocked.json.txt");
  });

  test("has the same bytes in whatever order things were found", () => {
    const key = (finding: ReportedFinding): string =>
      JSON.stringify([finding.file, finding.line, finding.rule, finding.column, finding.path, finding.direction]);
    // Versions of one finding keep the order of the comparisons, so only different findings change places.
    const distinct = samples.release.subjects.map((subject) => ({
      ...subject,
      findings: [...new Map(subject.findings.map((finding) => [key(finding), finding])).values()],
    }));
    const report: Report = { ...samples.release, subjects: distinct };
    const written = json(report);
    const shuffled = <T>(values: readonly T[]) => fc.shuffledSubarray([...values], { minLength: values.length });
    fc.assert(
      fc.property(shuffled(report.subjects), shuffled(report.problems), fc.nat(), (subjects, problems, turn) => {
        const turned = subjects.map((subject) => {
          const at = turn % Math.max(1, subject.findings.length);
          return { ...subject, findings: [...subject.findings.slice(at), ...subject.findings.slice(0, at)] };
        });
        expect(json({ ...report, subjects: turned, problems })).toBe(written);
      }),
    );
  });

  test("orders the keys of every object, whatever order they were made in", () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([key, one]) => [key, key === "datum" || key === "reads" ? one : reversed(one)] as const)
          .reverse(),
      );
    };
    for (const [, report] of reports) expect(json(reversed(report) as Report)).toBe(json(report));
  });

  test("versions of one finding stay newest first", () => {
    const { subjects } = JSON.parse(json(samples.release)) as Report;
    const versions = subjects.flatMap(({ findings }) =>
      findings.filter(({ rule }) => rule === "avro/missing-enum-symbols").map(({ version }) => version),
    );
    expect(versions).toEqual(["3f2c1a9", "v1.3.0", "v1.2.0"]);
  });

  test("holds nothing that a terminal would obey", () => {
    const written = json(samples.hostile);
    expect(written.replaceAll("\n", "")).not.toMatch(
      /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u,
    );
    expect(JSON.parse(written)).toMatchObject({ subjects: [{ subject: samples.hostile.subjects[0]?.subject }] });
  });
});

type Node = Readonly<Record<string, unknown>>;

describe("the published JSON Schema", () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const validate = ajv.compile(reportSchema);

  test.each(reports)("describes %s", (_, report) => {
    expect([validate(JSON.parse(json(report))), validate.errors]).toEqual([true, null]);
  });

  test.each([
    { what: "an exit code that is none", change: { exitCode: 4 } },
    { what: "another version", change: { schemaVersion: 2 } },
    { what: "an unknown outcome", change: { outcome: "fine" } },
    { what: "a missing key", change: { problems: undefined } },
    {
      what: "a short fingerprint",
      change: {
        subjects: [{ ...samples.blocked.subjects[0], findings: [{ ...samples.missingDefault, fingerprint: "7c1e" }] }],
      },
    },
    {
      what: "an unknown kind of proof",
      change: {
        subjects: [
          { ...samples.blocked.subjects[0], findings: [{ ...samples.missingDefault, proof: { kind: "hunch" } }] },
        ],
      },
    },
  ])("refuses $what", ({ change }) => {
    expect(validate(JSON.parse(JSON.stringify({ ...samples.blocked, ...change })))).toBe(false);
  });

  test("takes keys that a later version adds", () => {
    expect(validate({ ...JSON.parse(json(samples.blocked)), elapsed: 1 })).toBe(true);
  });

  test("describes everything in it in words", () => {
    const bare: string[] = [];
    const walk = (node: Node, path: string): void => {
      if (typeof node.description !== "string" || node.description.length < 5) bare.push(path);
      for (const [key, child] of Object.entries((node.properties ?? {}) as Record<string, Node>))
        walk(child, `${path}/${key}`);
      for (const child of (node.oneOf ?? []) as readonly Node[]) walk(child, `${path}/oneOf`);
      if (node.items !== undefined) walk(node.items as Node, `${path}/items`);
    };
    walk(reportSchema, "");
    expect(bare).toEqual([]);
  });

  test("has every key of the types, required where they are", () => {
    const declared = interfaces("src/model.ts");
    const { properties } = reportSchema as { properties: Record<string, { items: Node }> };
    const item = (node: Node | undefined, key: string): Node => {
      const children = (node?.properties ?? {}) as Record<string, { items?: Node }>;
      return children[key]?.items ?? {};
    };
    const subject = properties.subjects?.items;
    const finding = item(subject, "findings");
    const proofs = ((finding.properties as Record<string, Node>).proof as { oneOf: readonly Node[] }).oneOf;
    const rule = properties.rules?.items ?? {};
    const described = {
      Report: reportSchema,
      BaselineRow: properties.baselines?.items,
      SubjectReport: subject,
      ReportedComparison: item(subject, "comparisons"),
      ReportedFinding: finding,
      ReportedApproval: (finding.properties as Record<string, Node>).approval,
      Enforcement: (properties as Record<string, Node>).enforcement,
      RuleInfo: rule,
      RuleExample: (rule.properties as Record<string, Node>).example,
      Problem: properties.problems?.items,
      Witness: proofs[0],
      SourceFact: proofs[1],
      NoWitness: proofs[2],
    };
    for (const [name, node] of Object.entries(described)) {
      const required = (node?.required ?? []) as readonly string[];
      expect({ name, keys: Object.keys(node?.properties as Node).sort() }).toEqual({
        name,
        keys: declared.get(name)?.all,
      });
      expect({ name, required: [...required].sort() }).toEqual({
        name,
        required: declared.get(name)?.required,
      });
    }
  });
});

/** The keys of every interface of a source file. */
function interfaces(path: string): ReadonlyMap<string, { readonly all: string[]; readonly required: string[] }> {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022);
  return new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((declaration) => {
      const members = declaration.members.filter(ts.isPropertySignature);
      const names = (kept: readonly ts.PropertySignature[]): string[] =>
        kept.map((member) => member.name.getText(source)).sort();
      return [
        declaration.name.text,
        { all: names(members), required: names(members.filter((member) => member.questionToken === undefined)) },
      ];
    }),
  );
}
