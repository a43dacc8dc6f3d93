import type { Problem, Report } from "../model.ts";
import { byteLength } from "./clip.ts";
import { eachFinding, type Told } from "./each.ts";
import { document } from "./json.ts";
import { byFile } from "./order.ts";
import { plainLines, shown } from "./plain-text.ts";
import { remarks } from "./remarks.ts";
import { descriptorsOf } from "./sarif-rules.ts";
import { severities } from "./weight.ts";

/** GitHub takes 25,000 results of a run and keeps the top 5,000. */
const mostResults = 5_000;

/** It takes 10 MB, compressed. What is below that uncompressed is so compressed; the indentation vanishes there. */
const mostBytes = 9_000_000;

/** So many notifications are written. */
const mostNotifications = 200;

/** The report as SARIF 2.1.0: one run, its results worst first, and what was left out of it said. */
export function sarif(report: Report): string {
  const told = eachFinding(report);
  const { rules, indexOf } = descriptorsOf(report);
  const severityOf = severities(report);
  const results: object[] = [];
  let bytes = byteLength(JSON.stringify(rules));
  for (const one of told.slice(0, mostResults)) {
    const result = resultOf(one, severityOf(one.finding), indexOf(one.finding.rule));
    bytes += byteLength(JSON.stringify(result));
    if (bytes > mostBytes) break;
    results.push(result);
  }
  return document({
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "schemactl", rules } },
        invocations: [invocationOf(report, told.length, results.length)],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
        columnKind: "utf16CodeUnits",
        results,
        properties: {
          outcome: report.outcome,
          ...(report.engine === undefined ? {} : { engine: shown(report.engine) }),
          baselines: report.baselines.map(({ label, rule }) => shown(`${label}, ${rule}`)),
        },
      },
    ],
  });
}

function resultOf(told: Told, level: "error" | "warning" | "note", ruleIndex: number): object {
  const { finding, subject, versions } = told;
  const { direction, notices, status, effect } = finding;
  return {
    ruleId: shown(finding.rule),
    ruleIndex,
    level,
    message: { text: plainLines(told).map(unlinked).join("\n") },
    locations: [locationOf(finding.file, finding.line, finding.column)],
    // The first is the name that GitHub looks at, the second is the one that says whose it is.
    partialFingerprints: { primaryLocationLineHash: finding.fingerprint, "schemactl/v1": finding.fingerprint },
    ...(status === undefined ? {} : { suppressions: [suppressionOf(told)] }),
    properties: {
      ...{ subject: shown(subject.subject), mode: subject.mode, effect },
      ...(direction === undefined ? {} : { direction }),
      ...(versions === "" ? {} : { versions: shown(versions) }),
      ...(notices === undefined ? {} : { notices }),
      ...(status === undefined ? {} : { status }),
    },
  };
}

/** What fails nobody is told as suppressed, lest a platform block what the gate passed. */
function suppressionOf({ finding }: Told): object {
  const { approval } = finding;
  const justification =
    approval === undefined
      ? "standing: the base itself has the same finding against that version"
      : `approved by ${approval.who} until ${approval.until}: ${approval.reason}`;
  return {
    kind: "external",
    status: "accepted",
    justification: shown(justification),
    ...(approval === undefined ? {} : { location: locationOf(approval.file, 1, undefined) }),
  };
}

/** In these messages square brackets before round ones are a link. */
function unlinked(text: string): string {
  return text.replaceAll("](", "] (");
}

function locationOf(file: string, line: number | undefined, column: number | undefined): object {
  const region = { startLine: line ?? 1, ...(column === undefined ? {} : { startColumn: column }) };
  return { physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: "%SRCROOT%" }, region } };
}

/** A path of the repository as a relative reference: every segment percent-encoded, so that none is a scheme or a query. */
function uriOf(file: string): string {
  return file
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

const levels = { error: "error", warning: "warning", notice: "note" } as const;

/** How the run went: what stood in its way, what every output says, and how many results were left out here. */
function invocationOf(report: Report, found: number, written: number): object {
  const told = [
    ...(found === written ? [] : [noteOf("truncated", truncation(found, written))]),
    ...remarks(report).map(({ kind, text }) => noteOf(kind, text)),
    ...[...report.problems].sort(byFile).map(problemOf),
  ];
  return {
    executionSuccessful: report.outcome === "passed" || report.outcome === "failed",
    exitCode: report.exitCode,
    toolExecutionNotifications: told.slice(0, mostNotifications),
  };
}

function truncation(found: number, written: number): string {
  return `${written} of ${found} results are written, the worst first: more than that a platform does not keep; the JSON report has all of them`;
}

function noteOf(id: string, text: string): object {
  return { descriptor: { id }, level: "note", message: { text: unlinked(shown(text)) } };
}

function problemOf({ severity, code, message, hint, file, line, column }: Problem): object {
  const text = shown(message) + (hint === undefined ? "" : `\n${shown(hint)}`);
  return {
    descriptor: { id: shown(code) },
    level: levels[severity],
    message: { text: unlinked(text) },
    ...(file === undefined ? {} : { locations: [locationOf(file, line, column)] }),
  };
}
