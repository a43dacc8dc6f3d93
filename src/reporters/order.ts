import type { Problem, ReportedFinding, SubjectReport } from "../model.ts";
import { isFirst } from "./approve-command.ts";
import { isUrgent } from "./weight.ts";

/** Compares by the first key that differs; texts by code units, so that every machine sorts alike. */
export function by<T>(...keys: readonly ((value: T) => string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
}

/** The order of findings in a document: what a reviewer must see, then path, line and rule; versions keep the order they were compared in. */
export const byPlace = by<ReportedFinding>(
  (finding) => (isUrgent(finding) ? 0 : 1),
  (finding) => finding.file,
  (finding) => finding.line,
  (finding) => finding.rule,
  (finding) => finding.column,
  (finding) => finding.path ?? "",
  (finding) => finding.direction ?? "",
);

/** The order of subjects in a document. */
export const bySubject = by<SubjectReport>(
  (subject) => subject.subject,
  (subject) => subject.format,
  (subject) => subject.files[0] ?? "",
);

/** The order of problems: what belongs to no file first. */
export const byFile = by<Problem>(
  (problem) => (isFirst(problem) ? 0 : 1),
  (problem) => problem.file ?? "",
  (problem) => problem.line ?? 0,
  (problem) => problem.column ?? 0,
  (problem) => problem.code,
  (problem) => problem.message,
);
