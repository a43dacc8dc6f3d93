import type { BaselineRow, Effect, ReportedFinding, SubjectReport } from "../model.ts";
import { shortPrint } from "./approve-command.ts";
import type { Palette } from "./colour.ts";
import { approvalWords, type Group, isPlain, mostAlso, remedyLabel, versionNames } from "./group.ts";
import { type LabelledLine, proofLines } from "./proof-lines.ts";
import { visible } from "./visible.ts";

const labelWidth = "keep it compatible".length + 2;

/** A finding in full: where, what, against which versions, its proof, its remedy and its rule. */
export function findingBlock(
  subject: SubjectReport,
  { finding, versions, also }: Group,
  baselines: readonly BaselineRow[],
  palette: Palette,
): string {
  const { rule, notices = [], direction } = finding;
  const approval = approvalWords(finding);
  const lines: readonly LabelledLine[] = [
    ...(approval === undefined ? [] : [["approved", approval] as const]),
    ...against(subject, versions, baselines),
    ...proofLines(finding.proof, finding.direction),
    ...(finding.remedy === undefined ? [] : [[remedyLabel(finding), finding.remedy] as const]),
    ...also
      .slice(0, mostAlso)
      .map((one) => ["also", `${one.message} (${one.effect}, ${one.rule}, ${shortPrint(one.fingerprint)})`] as const),
    ...(also.length > mostAlso ? [["also", `${also.length - mostAlso} more findings here`] as const] : []),
  ];
  const facts = [
    ...(direction !== undefined && subject.mode.startsWith("FULL") ? [direction] : []),
    ...(notices.length > 0 ? [notices.join(", ")] : []),
    shortPrint(finding.fingerprint),
  ];
  const name = palette.faint(visible([rule, ...facts].join(" · ")));
  return [
    headLine(finding, finding.message, palette),
    ...lines.map((line) => labelled(line, palette)),
    `    ${name}`,
  ].join("\n");
}

/** A finding that was told in full under another subject. */
export function toldLine({ finding }: Group, under: string, palette: Palette): string {
  return headLine(finding, `as told above, under ${under}`, palette);
}

function headLine(finding: ReportedFinding, message: string, palette: Palette): string {
  const word = finding.status === "approved" ? palette.risks("approved") : effectWord(finding.effect, palette);
  return `  ${location(finding, palette)}   ${word}   ${visible(message)}`;
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

/** Which versions a finding stands against, unless the subject's own line says so already. */
function against(
  subject: SubjectReport,
  versions: readonly ReportedFinding[],
  baselines: readonly BaselineRow[],
): readonly LabelledLine[] {
  const names = versionNames(versions, baselines);
  return names === "" || isPlain(subject, versions, baselines) ? [] : [["against", names]];
}
