import type { Report, ReportedFinding, SubjectReport } from "../model.ts";

/** Whether a reviewer must see a finding before all others, because it is a change of what the gate lets through. */
export function isUrgent({ rule, status }: ReportedFinding): boolean {
  return rule === "config/loosened" || status === "approved";
}

/** Whether a finding may fail a run: the base has not got it already, and nobody let it pass. */
export function counts({ status }: ReportedFinding): boolean {
  return status === undefined;
}

/** What the base itself already has is told in one line, never finding by finding. */
export function isStanding({ status }: ReportedFinding): boolean {
  return status === "standing";
}

/** The place of a finding in every list, from 0: the gate loosened, freshly approved, breaks, risks, standing. */
export function rankOf(finding: ReportedFinding): number {
  if (finding.rule === "config/loosened") return 0;
  if (finding.status === "approved") return 1;
  if (finding.status === "standing") return 4;
  return finding.effect === "breaks" ? 2 : 3;
}

/** How much a finding weighs for a platform: an error only where it fails the run, so that no platform blocks what the gate passed. */
export type Severity = "error" | "warning" | "note";

/** Tells the severity of each finding of one report. */
export function severities(report: Report): (finding: ReportedFinding) => Severity {
  const failed = report.outcome === "failed";
  const onlyRisks = !report.subjects.some(({ findings }) => findings.some((one) => counts(one) && isBreak(one)));
  return (finding) => {
    if (!counts(finding)) return "note";
    return failed && (isBreak(finding) || onlyRisks) ? "error" : "warning";
  };
}

const isBreak = ({ effect }: ReportedFinding): boolean => effect === "breaks";

/** How many subjects are in which state; a subject that breaks is not counted among those at risk. */
export interface Tally {
  readonly breaks: number;
  readonly risks: number;
  readonly undecided: number;
  readonly approved: number;
  readonly standing: number;
  readonly loosened: number;
}

/** Counts subjects for what fails a run, and findings for what does not. */
export function tally({ subjects }: Report): Tally {
  const findings = subjects.flatMap((subject) => subject.findings);
  const has = (subject: SubjectReport, effect: ReportedFinding["effect"]): boolean =>
    subject.findings.some((finding) => counts(finding) && !isUrgent(finding) && finding.effect === effect);
  return {
    breaks: subjects.filter((subject) => has(subject, "breaks")).length,
    risks: subjects.filter((subject) => has(subject, "risks") && !has(subject, "breaks")).length,
    undecided: subjects.filter(({ verdict }) => verdict === "undecided").length,
    approved: findings.filter(({ status }) => status === "approved").length,
    standing: findings.filter(isStanding).length,
    loosened: findings.filter(({ rule, status }) => rule === "config/loosened" && status === undefined).length,
  };
}
