import type { Problem, Report } from "../model.ts";
import { clip } from "./clip.ts";
import { eachFinding, type Told } from "./each.ts";
import { document } from "./json.ts";
import { byFile } from "./order.ts";
import { plainLines, shown } from "./plain-text.ts";
import { remarks } from "./remarks.ts";
import { isStanding, type Severity, severities } from "./weight.ts";

const words: Readonly<Record<Severity, "critical" | "minor" | "info">> = {
  error: "critical",
  warning: "minor",
  note: "info",
};

/** Where an entry stands that belongs to no file: GitLab takes none without a path. */
const nowhere = "schemactl.yaml";

/** The report as GitLab's Code Quality: `[]` when there is nothing to tell; what the base has already is not told. */
export function gitlab(report: Report): string {
  const severityOf = severities(report);
  const told = eachFinding(report).filter(({ finding }) => !isStanding(finding));
  const problems = report.problems.filter(({ severity }) => severity !== "notice").sort(byFile);
  const isClean = told.length + problems.length === 0;
  return document([
    ...told.map((one) => entryOf(one, words[severityOf(one.finding)])),
    ...problems.map(problemEntry),
    ...remarks(report)
      .filter(({ kind }) => kind === "deferred" || (kind === "enforcement" && !isClean))
      .map(({ kind, text }) => entry(kind, text, "info", { path: nowhere, line: 1 }, `${kind}: ${text}`)),
  ]);
}

function entryOf(told: Told, severity: string): object {
  const { finding } = told;
  const text = [...(finding.status === undefined ? [] : [finding.status]), ...plainLines(told)].join("; ");
  return entry(finding.rule, text, severity, { path: finding.file, line: finding.line }, finding.fingerprint);
}

function problemEntry({ severity, code, message, hint, file = nowhere, line = 1 }: Problem): object {
  const text = hint === undefined ? message : `${message}; ${hint}`;
  const fingerprint = JSON.stringify([code, file, line, message]);
  return entry(code, text, severity === "error" ? "critical" : "minor", { path: file, line }, fingerprint);
}

function entry(
  rule: string,
  description: string,
  severity: string,
  { path, line }: { readonly path: string; readonly line: number },
  fingerprint: string,
): object {
  return {
    description: shown(description),
    check_name: shown(rule),
    fingerprint: clip(fingerprint, 500),
    severity,
    location: { path, lines: { begin: line } },
  };
}
