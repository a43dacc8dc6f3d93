import type { BaselineRow, Problem, Report, SubjectReport } from "../model.ts";
import { approveCommand, isFirst } from "./approve-command.ts";
import { byteLength, clip } from "./clip.ts";
import { plain } from "./colour.ts";
import { factsOf, grouped, meaningOfAll } from "./group.ts";
import { findingMarkdown } from "./markdown-finding.ts";
import { code, folded, prose } from "./markdown-text.ts";
import { by, bySubject } from "./order.ts";
import { remarks } from "./remarks.ts";
import { headline } from "./summary.ts";
import { baselineWords, engineWords, worstProblemFirst } from "./text.ts";
import { ordinary, whyQuiet, worstFirst } from "./text-subject.ts";
import { count } from "./visible.ts";
import { isUrgent, rankOf } from "./weight.ts";

export interface MarkdownOptions {
  /** The most bytes it may have in UTF-8; a job summary takes 1 MiB and is lost as a whole above it, a comment 65,536 characters. */
  readonly limit?: number;
  /** A sentence of the caller's own, below the heading; Markdown. */
  readonly note?: string;
  /** Who opened the pull request: named where the gate is loosened. */
  readonly author?: string | undefined;
}

/** So many remarks stand above the findings. */
const mostRemarks = 20;

/** Well below 1 MiB: a job summary may hold what other steps wrote. */
const summaryLimit = 1_000_000;

/** The report as one page for a job summary or a comment: whatever is in it, it stays inside, and it stays below the limit. */
export function markdown(report: Report, { limit = summaryLimit, note, author }: MarkdownOptions = {}): string {
  const command = approveCommand(report);
  const head = [
    ...report.problems.filter(isFirst).map(({ message }) => `> **${prose(clip(message, 400))}**`),
    `## ${icon(report)} schemactl: ${headline(report, plain)}`,
    ...(note === undefined ? [] : [note]),
    ...remarks(report)
      .slice(0, mostRemarks)
      .map(({ text }) => `> **${prose(clip(text, 400))}**`),
    ...(command === undefined ? [] : [`**Intended?** ${code(command)}`]),
  ];
  const tail = [...quietSubjects(report), ground(report)].filter((part) => part !== "");
  const blocks = [
    ...urgentSections(report, author),
    ...problemBlocks(report, ["error"]),
    ...subjectSections(report, author),
    ...problemBlocks(report, ["warning", "notice"]),
  ];
  return fitted(head, blocks, tail, limit);
}

/** One part of the page that is left out as a whole, and how many findings or problems with it. */
interface Block {
  readonly text: () => string;
  readonly entries: number;
}

/** Puts in as many blocks as fit, the worst first, and says how many entries are left out; then there is no room for the tail either. */
function fitted(head: readonly string[], blocks: readonly Block[], tail: readonly string[], limit: number): string {
  const page = (parts: readonly string[]): string => `${parts.join("\n\n")}\n`;
  const noteFor = (left: number): string =>
    `**${left} more left out here, for want of room: the worst stand above, and the JSON report has all of them.**`;
  let left = blocks.reduce((sum, { entries }) => sum + entries, 0);
  const kept = [...head];
  let bytes = byteLength(page([...head, noteFor(left)]));
  for (const { text, entries } of blocks) {
    const written = text();
    bytes += byteLength(written) + "\n\n".length;
    if (bytes > limit) return clipBytes(page([...kept, noteFor(left)]), limit);
    kept.push(written);
    left -= entries;
  }
  const whole = page([...kept, ...tail]);
  return byteLength(whole) <= limit ? whole : clipBytes(page(kept), limit);
}

/** The last resort, for a limit below that of any platform: whole lines. */
function clipBytes(text: string, limit: number): string {
  let [kept, bytes] = ["", 0];
  for (const line of text.split(/(?<=\n)/)) {
    bytes += byteLength(line);
    if (bytes > limit) return kept;
    kept += line;
  }
  return kept;
}

function icon({ outcome, subjects, enforcement }: Report): string {
  if (outcome === "failed" || outcome === "error") return "❌";
  const isTold = subjects.some(({ findings }) => findings.length > 0);
  return outcome === "undecided" || isTold || enforcement !== undefined ? "⚠️" : "✅";
}

/** What a reviewer must see before all else: what loosens the gate, and what an approval lets through. */
function urgentSections(report: Report, author: string | undefined): readonly Block[] {
  const { baselines, rules = [] } = report;
  const urgent = [...report.subjects]
    .sort(bySubject)
    .flatMap((subject) => grouped(subject.findings.filter(isUrgent)).map((group) => ({ subject, group })))
    .sort(by(({ group }) => rankOf(group.finding)));
  return urgent.map(({ subject, group }, i) => ({
    text: () =>
      [
        ...(i === 0 ? ["### To be reviewed first"] : []),
        code(subject.subject),
        findingMarkdown(group, { subject, baselines, rules, author }),
      ].join("\n\n"),
    entries: group.versions.length + group.also.length,
  }));
}

/** A change in a file that many schemas refer to breaks each of them by the same findings: those are told in full once. */
function subjectSections(report: Report, author: string | undefined): readonly Block[] {
  const { baselines, rules = [] } = report;
  const told = new Map<string, string>();
  return report.subjects
    .filter((subject) => ordinary(subject).length > 0)
    .sort(worstFirst)
    .flatMap((subject) =>
      grouped(ordinary(subject)).map((group, i): Block => {
        const under = told.get(meaningOfAll(group));
        if (under === undefined) told.set(meaningOfAll(group), subject.subject);
        const { file, line, column, effect } = group.finding;
        const text = (): string =>
          under === undefined
            ? findingMarkdown(group, { subject, baselines, rules, author })
            : `**${effect}** ${code(`${clip(file, 400)}:${line}:${column}`)} as told above, under ${code(under)}`;
        return {
          text: () => (i === 0 ? `${titleOf(subject, baselines)}\n\n${text()}` : text()),
          entries: group.versions.length + group.also.length,
        };
      }),
    );
}

function titleOf(subject: SubjectReport, baselines: readonly BaselineRow[]): string {
  return `### ${code(subject.subject)}\n\n${prose(factsOf(subject, baselines).join(" · "))}`;
}

/** So many subjects that need one line are named. */
const namedAtMost = 50;

function quietSubjects(report: Report): readonly string[] {
  const quiet = report.subjects.filter((subject) => ordinary(subject).length === 0).sort(bySubject);
  if (quiet.length === 0) return [];
  const rows = quiet
    .slice(0, namedAtMost)
    .map(
      (subject) =>
        `- ${code(clip(subject.subject, 200))} ${[subject.verdict, ...whyQuiet(subject)].join(", ")} · ${subject.mode}`,
    );
  const left = quiet.length - rows.length;
  const body = [...rows, ...(left === 0 ? [] : [`- … and ${left} more`])].join("\n");
  return [folded(`${count(quiet.length, "subject")} with nothing more to tell`, body)];
}

function problemBlocks(report: Report, severities: readonly Problem["severity"][]): readonly Block[] {
  return report.problems
    .filter(({ severity }) => severities.includes(severity))
    .sort(worstProblemFirst)
    .map((problem) => ({ text: () => problemRow(problem), entries: 1 }));
}

function problemRow({ severity, message, hint, file, line }: Problem): string {
  const at = file === undefined ? "" : ` ${code(clip(file, 400) + (line === undefined ? "" : `:${line}`))}`;
  const advice = hint === undefined ? "" : ` (${prose(hint)})`;
  return `- **${severity}:**${at} ${prose(message)}${advice}`;
}

/** What was compared with what, and whose verdicts it gives. */
function ground({ baselines, engine }: Report): string {
  const rows = baselines.map(
    (row) => `${prose(clip(baselineWords(row), 1200))}: ${count(row.versions, "version")} compared`,
  );
  const parts = [...rows, ...(engine === undefined ? [] : [prose(engineWords(engine))])];
  return parts.length === 0 ? "" : `<sub>${parts.join("<br>")}</sub>`;
}
