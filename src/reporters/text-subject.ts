import type { BaselineRow, ReportedFinding, SubjectReport } from "../model.ts";
import type { Palette } from "./colour.ts";
import { factsOf, type Group, grouped, meaningOfAll } from "./group.ts";
import { by, bySubject } from "./order.ts";
import { findingBlock, toldLine } from "./text-finding.ts";
import { count, visible } from "./visible.ts";
import { isStanding, isUrgent, rankOf } from "./weight.ts";

/** So many subjects that fill one line are named; the others are counted. */
const namedAtMost = 20;

/** One line: a subject, its mode, and what came out. */
type Line = readonly [subject: SubjectReport, words: string];

/** What a reviewer must see before all else, whatever subject it concerns: what loosens the gate, and what an approval lets through. */
export function urgentBlocks(
  subjects: readonly SubjectReport[],
  baselines: readonly BaselineRow[],
  palette: Palette,
): readonly string[] {
  const urgent = subjects.flatMap((subject) =>
    grouped(subject.findings.filter(isUrgent)).map((group) => ({ subject, group })),
  );
  if (urgent.length === 0) return [];
  urgent.sort(
    by(
      ({ group }) => rankOf(group.finding),
      ({ subject }) => subject.subject,
    ),
  );
  const blocks = urgent.map(({ subject, group }) => {
    const head = `${palette.strong(visible(subject.subject))}   ${palette.faint("to be reviewed first")}`;
    return `${head}\n\n${findingBlock(subject, group, baselines, palette)}`;
  });
  return blocks;
}

/** What is told under a subject: not what was told first, nor what the base has already. */
export function ordinary({ findings }: SubjectReport): readonly ReportedFinding[] {
  return findings.filter((finding) => !isUrgent(finding) && !isStanding(finding));
}

/**
 * The subjects, the worst first. A change in a file that many schemas refer to breaks each of them by the same findings: they are told in full
 * once, under the subject whose own file it is, and the others are named.
 */
export function subjectBlocks(
  subjects: readonly SubjectReport[],
  baselines: readonly BaselineRow[],
  palette: Palette,
  quiet: boolean,
): readonly string[] {
  const told = new Map<string, string>();
  const blocks: string[] = [];
  const echoes: Line[] = [];
  for (const subject of subjects.filter(hasFindings).sort(worstFirst)) {
    const groups = grouped(ordinary(subject));
    const fresh = groups.filter((group) => !told.has(meaningOfAll(group)));
    if (fresh.length === 0) echoes.push([subject, echoWords(groups, palette)]);
    else
      blocks.push(
        [
          headOf(subject, baselines, palette),
          ...groups.map((group) => {
            const under = told.get(meaningOfAll(group));
            return under === undefined
              ? findingBlock(subject, group, baselines, palette)
              : toldLine(group, under, palette);
          }),
        ].join("\n\n"),
      );
    for (const group of fresh) told.set(meaningOfAll(group), subject.subject);
  }
  const others = subjects
    .filter((subject) => !hasFindings(subject) && (!quiet || subject.verdict === "undecided"))
    .sort(
      by(
        (subject) => (subject.verdict === "undecided" ? 0 : 1),
        ({ subject }) => subject,
      ),
    )
    .map((subject): Line => [subject, verdictWords(subject, palette)]);
  return [
    ...blocks,
    ...listed(echoes, "with the same findings", palette),
    ...listed(others, "without a finding", palette),
  ];
}

function hasFindings(subject: SubjectReport): boolean {
  return ordinary(subject).length > 0;
}

/** The order of subjects that have findings: the worst first. */
export const worstFirst = (a: SubjectReport, b: SubjectReport): number => byWeight(a, b) || bySubject(a, b);

const byWeight = by<SubjectReport>(
  (subject) =>
    subject.files.length === 0 || ordinary(subject).some(({ file }) => subject.files.includes(file)) ? 0 : 1,
  (subject) => -ordinary(subject).filter(({ effect }) => effect === "breaks").length,
  (subject) => -ordinary(subject).length,
);

function headOf(subject: SubjectReport, baselines: readonly BaselineRow[], palette: Palette): string {
  const facts = factsOf(subject, baselines);
  return `${palette.strong(visible(subject.subject))}   ${palette.faint(visible(facts.join(" · ")))}`;
}

/** At most so many lines as a person reads, as one block. */
function listed(lines: readonly Line[], what: string, palette: Palette): readonly string[] {
  if (lines.length === 0) return [];
  const named = lines.slice(0, namedAtMost);
  const nameWidth = Math.max(...named.map(([{ subject }]) => visible(subject).length));
  const modeWidth = Math.max(...named.map(([{ mode }]) => mode.length));
  const rows = named.map(([{ subject, mode }, words]) => {
    return `${visible(subject).padEnd(nameWidth)}   ${palette.faint(mode.padEnd(modeWidth))}   ${words}`;
  });
  const left = lines.length - named.length;
  return [[...rows, ...(left === 0 ? [] : [palette.faint(`… and ${left} more ${what}`)])].join("\n")];
}

function echoWords(groups: readonly Group[], palette: Palette): string {
  const breaks = groups.some(({ finding }) => finding.effect === "breaks");
  const files = [...new Set(groups.map(({ finding }) => visible(finding.file)))].join(", ");
  const words = `${breaks ? "broken" : "put at risk"} by the ${groups.length === 1 ? "finding" : count(groups.length, "finding")} above in ${files}`;
  return breaks ? palette.breaks(words) : palette.risks(words);
}

function verdictWords(subject: SubjectReport, palette: Palette): string {
  switch (subject.verdict) {
    case "new":
      return palette.good("new: there is no earlier version");
    case "unchanged":
      return palette.good("unchanged");
    case "undecided":
      return palette.risks("not decided: an earlier version could not be read");
    case "compatible":
      return palette.good(compatibleWith([...new Set(subject.comparisons.map(({ version }) => version))]));
    default:
      return [subject.verdict, ...whyQuiet(subject)].join(", ");
  }
}

/** Why nothing is told under a subject that is not compatible. */
export function whyQuiet({ findings }: SubjectReport): readonly string[] {
  return [
    ...(findings.some(isUrgent) ? ["as told first"] : []),
    ...(findings.some(isStanding) ? ["as the base is already"] : []),
  ];
}

function compatibleWith(versions: readonly string[]): string {
  const [only] = versions;
  if (only === undefined) return "nothing to compare";
  return `compatible with ${versions.length === 1 ? visible(only) : count(versions.length, "version")}`;
}
