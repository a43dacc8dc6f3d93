import type { Problem, Report, SubjectReport } from "../model.ts";
import { clip } from "./clip.ts";
import { plain } from "./colour.ts";
import { eachFinding, type Told } from "./each.ts";
import { bySubject } from "./order.ts";
import { plainLines } from "./plain-text.ts";
import { remarks } from "./remarks.ts";
import { headline } from "./summary.ts";
import { worstProblemFirst } from "./text.ts";
import { type Severity, severities } from "./weight.ts";
import { type Element, element, xmlDocument } from "./xml.ts";

/** A suite and what its own line counts. */
interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly kind: "failure" | "error" | "skipped" | "passed";
  readonly written: Element;
}

/** The report as JUnit's XML: a suite for each subject, a failure for each objection. What does not fail the run does not fail here. */
export function junit(report: Report): string {
  const severityOf = severities(report);
  const told = eachFinding(report);
  const urgent = told.filter(({ finding }) => finding.rule === "config/loosened" || finding.status === "approved");
  const rest = new Map<SubjectReport, Told[]>();
  for (const one of told) if (!urgent.includes(one)) rest.set(one.subject, [...(rest.get(one.subject) ?? []), one]);
  const suites: Suite[] = [
    { name: "to be reviewed first", cases: urgent.map((one) => caseOf(one, severityOf(one.finding))) },
    ...[...report.subjects].sort(bySubject).map((subject) => suiteOf(subject, rest.get(subject) ?? [], severityOf)),
    { name: "the run", cases: [...report.problems].sort(worstProblemFirst).map(problemCase) },
    { name: "beside the findings", cases: remarks(report).map(({ kind, text }) => remarkCase(kind, text)) },
  ].filter(({ cases }) => cases.length > 0);
  if (suites.length === 0) suites.push({ name: "the run", cases: [nothingCase(report)] });
  const all = suites.flatMap(({ cases }) => cases);
  return xmlDocument(
    element("testsuites", { name: "schemactl", ...countsOf(all) }, ...suites.map((suite) => written(suite, report))),
  );
}

/** Some platforms take a file without a test for a mistake. */
function nothingCase(report: Report): Case {
  const attributes = { name: headline(report, plain), classname: "schemactl" };
  return { kind: "passed", written: element("testcase", attributes) };
}

function written({ name, cases }: Suite, { engine }: Report): Element {
  const properties =
    engine === undefined ? [] : [element("properties", {}, element("property", { name: "engine", value: engine }))];
  return element(
    "testsuite",
    { name: clip(name, 500), ...countsOf(cases) },
    ...properties,
    ...cases.map((one) => one.written),
  );
}

function countsOf(cases: readonly Case[]): Element["attributes"] {
  const count = (kind: Case["kind"]): number => cases.filter((one) => one.kind === kind).length;
  return { tests: cases.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") };
}

function suiteOf(
  subject: SubjectReport,
  findings: readonly Told[],
  severityOf: (finding: Told["finding"]) => Severity,
): Suite {
  const cases = findings.map((one) => caseOf(one, severityOf(one.finding)));
  return {
    name: subject.subject,
    cases: cases.length === 0 ? [verdictCase(subject)] : [...undecided(subject), ...cases],
  };
}

/** A subject without a finding is a test that passed, unless an earlier version could not be read. */
function verdictCase(subject: SubjectReport): Case {
  return (
    undecided(subject)[0] ?? {
      kind: "passed",
      written: element("testcase", {
        name: `${subject.mode}: ${subject.verdict}`,
        classname: clip(subject.subject, 500),
      }),
    }
  );
}

function undecided({ verdict, subject, mode }: SubjectReport): readonly Case[] {
  if (verdict !== "undecided") return [];
  const message = "not decided: an earlier version could not be read";
  const attributes = { name: `${mode}: ${verdict}`, classname: clip(subject, 500) };
  return [{ kind: "error", written: element("testcase", attributes, element("error", { message })) }];
}

function caseOf(told: Told, severity: Severity): Case {
  const { finding, subject } = told;
  const attributes = {
    name: `${finding.rule} at ${clip(finding.file, 500)}:${finding.line}:${finding.column}`,
    classname: clip(subject.subject, 500),
    file: clip(finding.file, 500),
    line: finding.line,
  };
  const text = plainLines(told).join("\n");
  const kind = severity === "error" ? "failure" : "passed";
  const word = finding.status ?? finding.effect;
  const inside =
    kind === "failure"
      ? element("failure", { message: clip(finding.message, 2000), type: finding.rule }, text)
      : element("system-out", {}, `${word}: ${text}`);
  return { kind, written: element("testcase", attributes, inside) };
}

function problemCase({ severity, code, message, hint, file, line }: Problem): Case {
  const at = file === undefined ? [] : [`at ${clip(file, 500)}${line === undefined ? "" : `:${line}`}`];
  const text = [clip(message, 2000), ...at, ...(hint === undefined ? [] : [clip(hint, 2000)])].join("\n");
  const attributes = { name: [code, ...at].join(" "), classname: "schemactl" };
  return severity === "error"
    ? { kind: "error", written: element("testcase", attributes, element("error", { message, type: code }, text)) }
    : { kind: "passed", written: element("testcase", attributes, element("system-out", {}, `${severity}: ${text}`)) };
}

function remarkCase(kind: string, text: string): Case {
  const skipped = element("skipped", { message: clip(text, 2000) });
  return { kind: "skipped", written: element("testcase", { name: kind, classname: "schemactl" }, skipped) };
}
