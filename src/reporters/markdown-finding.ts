import type { BaselineRow, Direction, ReportedFinding, RuleInfo, SubjectReport } from "../model.ts";
import { clip } from "./clip.ts";
import { approvalWords, type Group, isPlain, mostAlso, pullRequestOf, remedyLabel, versionNames } from "./group.ts";
import { code, diffBlock, folded, lines, paragraphs, prose } from "./markdown-text.ts";
import { noticedBy } from "./notices.ts";
import { proofLines } from "./proof-lines.ts";
import { isUrgent } from "./weight.ts";

/** What a finding is shown with. */
export interface Surroundings {
  readonly subject: SubjectReport;
  readonly baselines: readonly BaselineRow[];
  readonly rules: readonly RuleInfo[];
  /** Who opened the pull request. */
  readonly author: string | undefined;
}

/** One finding: what broke, for whom, the message that shows it, what to write, and what its rule means. */
export function findingMarkdown({ finding, versions, also }: Group, around: Surroundings): string {
  const proof = proofLines(finding.proof, finding.direction);
  const points = [
    ...permission(finding, around.author),
    ["for whom", audience(finding)] as const,
    ...against(versions, around),
    ...(finding.remedy === undefined ? [] : [[remedyLabel(finding), finding.remedy] as const]),
    ...also.slice(0, mostAlso).map((one) => ["also", `${one.message} (${one.effect}, \`${one.rule}\`)`] as const),
    ...(also.length > mostAlso ? [["also", `${also.length - mostAlso} more findings here`] as const] : []),
  ];
  return [
    `**${wordFor(finding)}** ${code(`${clip(finding.file, 400)}:${finding.line}:${finding.column}`)} ${prose(finding.message)}`,
    ...(proof.length === 0 ? [] : [lines(proof)]),
    points.map(([label, text]) => `- **${label}:** ${prose(text)}`).join("\n"),
    ...(finding.patch === undefined ? [] : [diffBlock(finding.patch)]),
    ruleNote(finding, around.rules),
  ].join("\n\n");
}

function wordFor({ status, effect }: ReportedFinding): string {
  return status === "approved" ? "approved" : effect;
}

/** Who lets a finding pass, or asks that it may. */
function permission(finding: ReportedFinding, author: string | undefined): readonly (readonly [string, string])[] {
  if (finding.status === "approved") return [["approved", approvalWords(finding, author) ?? "by nobody named"]];
  return isUrgent(finding) && author !== undefined ? [["asked for in", pullRequestOf(author)]] : [];
}

const readers: Readonly<Record<Direction, string>> = {
  backward: "whoever moves to this schema and reads what was written with the earlier one",
  forward: "whoever stays with the earlier schema and reads what is written with this one",
};

/** Who is hit, and where they notice. */
function audience({ rule, direction, notices = [] }: ReportedFinding): string {
  const nobody = rule.startsWith("config/") ? "everybody whose data the gate protects" : "whoever looks the subject up";
  const who = direction === undefined ? nobody : readers[direction];
  return notices.length === 0 ? who : `${who}; noticed by ${notices.map((notice) => noticedBy[notice]).join(", ")}`;
}

function against(
  versions: readonly ReportedFinding[],
  { subject, baselines }: Surroundings,
): readonly (readonly [string, string])[] {
  const names = versionNames(versions, baselines);
  return names === "" || isPlain(subject, versions, baselines) ? [] : [["against", names]];
}

function ruleNote({ rule, fingerprint }: ReportedFinding, rules: readonly RuleInfo[]): string {
  const info = rules.find(({ id }) => id === rule);
  const name = `${code(rule)} · ${code(fingerprint.slice(0, 12))}`;
  if (info === undefined) return `<sub>${name}</sub>`;
  const parts = [info.summary, ...info.meaning.split("\n\n"), `Laid down in: ${info.specification}`];
  return folded(name, paragraphs(parts));
}
