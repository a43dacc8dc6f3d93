import type { BaselineRow, ReportedFinding, SubjectReport } from "../model.ts";
import { by } from "./order.ts";
import { rankOf } from "./weight.ts";

/** One finding, and all the versions it stands against. */
export interface Group {
  readonly finding: ReportedFinding;
  readonly versions: readonly ReportedFinding[];
  /** What else is found at the same position in the same direction, the gravest first. */
  readonly also: readonly ReportedFinding[];
}

/** So many findings at one position are told; a document has them all. */
export const mostAlso = 8;

/**
 * The findings of one subject, worst first. The same finding against several versions is one group, and so is all that stands at one position
 * in one direction: the gravest leads, the one with a proof before others.
 */
export function grouped(findings: readonly ReportedFinding[]): readonly Group[] {
  const alike = groupsBy(findings, meaningOf).map((versions) => ({
    finding: versions.find((one) => one.proof !== undefined) ?? (versions[0] as ReportedFinding),
    versions,
  }));
  return groupsBy(alike, ({ finding }) => positionOf(finding))
    .map((here): Group => {
      const [lead, ...others] = [...here].sort(byGravity) as [(typeof here)[number], ...(typeof here)[number][]];
      return { ...lead, also: others.map(({ finding }) => finding) };
    })
    .sort(
      by(
        ({ finding }) => rankOf(finding),
        ({ finding }) => finding.file,
        ({ finding }) => finding.line,
        ({ finding }) => finding.column,
        ({ finding }) => finding.rule,
      ),
    );
}

/** Equal for findings that tell a person the same, whatever version, subject or path they stand under. */
function meaningOf({ rule, direction, file, line, column, message, status }: ReportedFinding): string {
  return JSON.stringify([rule, direction, file, line, column, message, status]);
}

/** The same for all that stands at one position. */
export function meaningOfAll({ finding, also }: Group): string {
  return [finding, ...also].map(meaningOf).join("\n");
}

/** What a reviewer must see stands by itself, whatever else is found there. */
const positionOf = (finding: ReportedFinding): string => {
  const { direction, file, line, column, rule, status } = finding;
  const alone = rankOf(finding) < 2 ? [rule, status] : [];
  return JSON.stringify([direction, file, line, column, ...alone]);
};

const byGravity = by<{ readonly finding: ReportedFinding }>(
  ({ finding }) => rankOf(finding),
  ({ finding }) => (finding.proof?.kind === "witness" ? 0 : finding.proof?.kind === "source" ? 1 : 2),
  ({ finding }) => finding.rule,
  ({ finding }) => finding.message,
);

/** The values by their keys, in the order in which the keys first occur. */
export function groupsBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

/** Which versions a finding stands against, by the names of their baselines too where there are several; newest first. */
export function versionNames(versions: readonly ReportedFinding[], baselines: readonly BaselineRow[]): string {
  const severalRows = baselines.length > 1;
  const names = versions.flatMap(({ version, baseline }) => {
    if (version === undefined) return [];
    return severalRows && baseline !== undefined ? [`${version} (${baseline})`] : [version];
  });
  return [...new Set(names)].join(", ");
}

/** Whether the subject's own line says already which version that is: the one that was compared, at the tip of its baseline. */
export function isPlain(
  subject: SubjectReport,
  versions: readonly ReportedFinding[],
  baselines: readonly BaselineRow[],
): boolean {
  const compared = new Set(subject.comparisons.map(({ baseline, version }) => JSON.stringify([baseline, version])));
  const named = versions.flatMap(({ version, baseline }) => (version === undefined ? [] : [{ version, baseline }]));
  return compared.size <= 1 && named.every(({ version, baseline }) => isTip(version, baseline, baselines));
}

function isTip(version: string, baseline: string | undefined, baselines: readonly BaselineRow[]): boolean {
  const row = baselines.find(({ name }) => name === baseline);
  return row !== undefined && (row.label.includes(version) || row.commits.some((commit) => commit.startsWith(version)));
}

/** What a subject was held against, how strictly, and whose it is. */
export function factsOf(subject: SubjectReport, baselines: readonly BaselineRow[]): readonly string[] {
  const names = new Set([...subject.comparisons, ...subject.findings].map(({ baseline }) => baseline));
  const labels = baselines.filter(({ name }) => names.has(name)).map(({ label }) => label);
  return [
    labels.length === 0 ? subject.mode : `${subject.mode} against ${labels.join(", ")}`,
    ...(subject.policy === "lenient" ? ["lenient"] : []),
    ...(subject.owner === undefined ? [] : [`owner ${subject.owner}`]),
  ];
}

/** What no version is compared for, such as a file that is gone, is not mended by compatibility. */
export function remedyLabel({ direction }: ReportedFinding): string {
  return direction === undefined ? "what to do" : "keep it compatible";
}

/** Who let a finding pass, in whose pull request where that is known, until when, why, and where that is written. */
export function approvalWords({ approval }: ReportedFinding, author?: string): string | undefined {
  if (approval === undefined) return undefined;
  const { who, until, reason, file } = approval;
  return `by ${who}${author === undefined ? "" : `, in ${pullRequestOf(author)},`} until ${until}: ${reason} (${file})`;
}

/** Whose pull request asks for what loosens the gate. */
export function pullRequestOf(author: string): string {
  return `the pull request of ${author}`;
}
