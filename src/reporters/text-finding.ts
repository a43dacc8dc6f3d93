import type { BaselineRow, Effect, ReportedFinding, SubjectReport } from "../model.ts";
import type { Palette } from "./colour.ts";
import { by } from "./order.ts";
import { type LabelledLine, proofLines } from "./proof-lines.ts";
import { visible } from "./visible.ts";

const labelWidth = "keep it compatible".length + 2;

/** One finding, and all the versions it stands against. */
export interface Group {
  readonly finding: ReportedFinding;
  readonly versions: readonly ReportedFinding[];
  /** What else is found at the same position in the same direction, the gravest first. */
  readonly also: readonly ReportedFinding[];
}

/** A finding in full: where, what, against which versions, its proof, its remedy and its rule. */
export function findingBlock(
  subject: SubjectReport,
  { finding, versions, also }: Group,
  baselines: readonly BaselineRow[],
  palette: Palette,
): string {
  const { rule, notices = [], direction } = finding;
  const lines: readonly LabelledLine[] = [
    ...against(subject, versions, baselines),
    ...proofLines(finding.proof, finding.direction),
    ...(finding.remedy === undefined ? [] : [[remedyLabel(finding), finding.remedy] as const]),
    ...also.slice(0, mostAlso).map((one) => ["also", `${one.message} (${one.effect}, ${one.rule})`] as const),
    ...(also.length > mostAlso ? [["also", `${also.length - mostAlso} more findings here`] as const] : []),
  ];
  const facts = [
    ...(direction !== undefined && subject.mode.startsWith("FULL") ? [direction] : []),
    ...(notices.length > 0 ? [notices.join(", ")] : []),
  ];
  const name = palette.faint(visible([rule, ...facts].join(" · ")));
  return [
    headLine(finding, finding.message, palette),
    ...lines.map((line) => labelled(line, palette)),
    `    ${name}`,
  ].join("\n");
}

/** So many findings at one position are told; a document has them all. */
const mostAlso = 8;

/** What no version is compared for, such as a file that is gone, is not mended by compatibility. */
function remedyLabel({ direction }: ReportedFinding): string {
  return direction === undefined ? "what to do" : "keep it compatible";
}

/** A finding that was told in full under another subject. */
export function toldLine({ finding }: Group, under: string, palette: Palette): string {
  return headLine(finding, `as told above, under ${under}`, palette);
}

function headLine(finding: ReportedFinding, message: string, palette: Palette): string {
  return `  ${location(finding, palette)}   ${effectWord(finding.effect, palette)}   ${visible(message)}`;
}

/** Equal for findings that tell a person the same, whatever version, subject or path they stand under. */
function meaningOf({ rule, direction, file, line, column, message }: ReportedFinding): string {
  return JSON.stringify([rule, direction, file, line, column, message]);
}

/** The same for all that stands at one position. */
export function meaningOfAll({ finding, also }: Group): string {
  return [finding, ...also].map(meaningOf).join("\n");
}

/** One label and what it says, at the depth of an explanation. */
export function labelled([label, text]: LabelledLine, palette: Palette): string {
  return `    ${palette.faint(label.padEnd(labelWidth))}${visible(text)}`;
}

/** `breaks`, `risks` or `safe`, as wide as the widest. */
export function effectWord(effect: Effect, palette: Palette): string {
  const look = { breaks: palette.breaks, risks: palette.risks, safe: palette.good };
  return look[effect](effect);
}

function location({ file, line, column }: ReportedFinding, palette: Palette): string {
  return palette.strong(`${visible(file)}:${line}:${column}`);
}

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
        ({ finding }) => (finding.effect === "breaks" ? 0 : 1),
        ({ finding }) => finding.file,
        ({ finding }) => finding.line,
        ({ finding }) => finding.column,
        ({ finding }) => finding.rule,
      ),
    );
}

const positionOf = ({ direction, file, line, column }: ReportedFinding): string =>
  JSON.stringify([direction, file, line, column]);

const byGravity = by<{ readonly finding: ReportedFinding }>(
  ({ finding }) => (finding.effect === "breaks" ? 0 : 1),
  ({ finding }) => (finding.proof?.kind === "witness" ? 0 : finding.proof?.kind === "source" ? 1 : 2),
  ({ finding }) => finding.rule,
  ({ finding }) => finding.message,
);

function groupsBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

/** Which versions a finding stands against, unless the subject's own line says so already. */
function against(
  subject: SubjectReport,
  versions: readonly ReportedFinding[],
  baselines: readonly BaselineRow[],
): readonly LabelledLine[] {
  const compared = new Set(subject.comparisons.map(({ baseline, version }) => JSON.stringify([baseline, version])));
  const named = versions.flatMap(({ version, baseline }) => (version === undefined ? [] : [{ version, baseline }]));
  if (
    named.length === 0 ||
    (compared.size <= 1 && named.every(({ version, baseline }) => isTip(version, baseline, baselines)))
  )
    return [];
  const severalRows = baselines.length > 1;
  const names = named.map(({ version, baseline }) =>
    severalRows && baseline !== undefined ? `${version} (${baseline})` : version,
  );
  return [["against", [...new Set(names)].join(", ")]];
}

function isTip(version: string, baseline: string | undefined, baselines: readonly BaselineRow[]): boolean {
  const row = baselines.find(({ name }) => name === baseline);
  return row !== undefined && (row.label.includes(version) || row.commits.some((commit) => commit.startsWith(version)));
}
