import type { Report, ReportedFinding, SubjectReport } from "../model.ts";
import { groupsBy, versionNames } from "./group.ts";
import { by } from "./order.ts";
import { counts, rankOf } from "./weight.ts";

/** One finding of a whole run, as a platform keeps it: once for each fingerprint. */
export interface Told {
  readonly subject: SubjectReport;
  readonly finding: ReportedFinding;
  /** The versions that it stands against; empty where it names none. */
  readonly versions: string;
}

/** Every finding of a run, the worst first; what stands against several versions is one. */
export function eachFinding(report: Report): readonly Told[] {
  return report.subjects
    .flatMap((subject) =>
      groupsBy(subject.findings, ({ fingerprint }) => fingerprint).map((versions) => ({
        subject,
        finding: gravest(versions),
        versions: versionNames(versions, report.baselines),
      })),
    )
    .sort(
      by(
        ({ finding }) => rankOf(finding),
        ({ subject }) => subject.subject,
        ({ finding }) => finding.file,
        ({ finding }) => finding.line,
        ({ finding }) => finding.column,
        ({ finding }) => finding.rule,
        ({ finding }) => finding.fingerprint,
      ),
    );
}

/** What counts against one version counts; of equals the one that carries its proof. */
function gravest(versions: readonly ReportedFinding[]): ReportedFinding {
  const [first] = [...versions].sort(
    by(
      (finding) => (counts(finding) ? 0 : 1),
      (finding) => rankOf(finding),
      (finding) => (finding.proof === undefined ? 1 : 0),
    ),
  );
  return first as ReportedFinding;
}
