import type { SubjectReport } from "../model.ts";

/** From the gravest to the lightest: the verdict of a subject that was asked about several times is the gravest. */
const gravest: readonly SubjectReport["verdict"][] = [
  "invalid",
  "incompatible",
  "frozen",
  "deleted",
  "renamed",
  "undecided",
  "compatible",
  "new",
  "unchanged",
];

/** One report for each subject, of the answers that several files and baselines gave; sorted. */
export function mergeSubjects(reports: readonly SubjectReport[]): readonly SubjectReport[] {
  const merged = new Map<string, SubjectReport>();
  for (const report of reports) {
    const known = merged.get(report.subject);
    merged.set(report.subject, known === undefined ? report : join(known, report));
  }
  return [...merged.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

function join(a: SubjectReport, b: SubjectReport): SubjectReport {
  const [grave] = gravest.filter((verdict) => verdict === a.verdict || verdict === b.verdict);
  return {
    ...a,
    files: [...new Set([...a.files, ...b.files])].sort(),
    verdict: grave ?? a.verdict,
    comparisons: [...a.comparisons, ...b.comparisons],
    findings: [...a.findings, ...b.findings],
  };
}
