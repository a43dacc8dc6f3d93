import { clip } from "./clip.ts";
import type { Told } from "./each.ts";
import { approvalWords, remedyLabel } from "./group.ts";
import { proofLines } from "./proof-lines.ts";
import { visible } from "./visible.ts";

/** So much of one line is shown. */
const longest = 2000;

/** A finding as a few lines of plain text, for platforms that show nothing else; no line of it is anybody else's. */
export function plainLines({ finding, versions, subject }: Told): readonly string[] {
  const approval = approvalWords(finding);
  const rows = [
    ...(approval === undefined ? [] : [["approved", approval] as const]),
    ["subject", `${subject.subject} (${subject.mode})`] as const,
    ...(versions === "" ? [] : [["against", versions] as const]),
    ...proofLines(finding.proof, finding.direction),
    ...(finding.remedy === undefined ? [] : [[remedyLabel(finding), finding.remedy] as const]),
  ];
  return [shown(finding.message), ...rows.map(([label, text]) => shown(label === "" ? text : `${label}: ${text}`))];
}

/** One line of other people's text. */
export function shown(text: string): string {
  return visible(clip(text, longest));
}
