import type { BaselineRow, Problem, Report } from "../model.ts";
import { approveCommand, isFirst } from "./approve-command.ts";
import type { Palette } from "./colour.ts";
import { byFile } from "./order.ts";
import { remarks } from "./remarks.ts";
import { summaryLine } from "./summary.ts";
import { subjectBlocks, urgentBlocks } from "./text-subject.ts";
import { count, visible } from "./visible.ts";
import { counts } from "./weight.ts";

export interface TextOptions {
  /** How the two streams look; only one of them may be a terminal. */
  readonly stdout: Palette;
  readonly stderr: Palette;
  /** Says nothing at all when the run passed. */
  readonly quiet: boolean;
  /** How long the run took, in milliseconds; left out where a saved report is shown. */
  readonly elapsed?: number | undefined;
}

/** What a run has to tell a person: the findings, and the talk about them. */
export interface Text {
  readonly stdout: string;
  readonly stderr: string;
}

/** The report for people: the worst subject first, one summary line last. */
export function text(report: Report, options: TextOptions): Text {
  if (options.quiet && isSilent(report)) return { stdout: "", stderr: "" };
  const { subjects, baselines, engine } = report;
  const command = approveCommand(report);
  const blocks = [
    ...report.problems.filter(isFirst).map((problem) => problemLines(problem, options.stdout)),
    ...urgentBlocks(subjects, baselines, options.stdout),
    ...subjectBlocks(subjects, baselines, options.stdout, options.quiet),
  ];
  const talk = [
    ...report.problems
      .filter((problem) => !isFirst(problem))
      .sort(worstProblemFirst)
      .map((problem) => problemLines(problem, options.stderr)),
    ...report.baselines.map((row) =>
      options.stderr.faint(`${baselineWords(row)}: ${count(row.versions, "version")} compared`),
    ),
    ...(engine === undefined || subjects.length === 0 ? [] : [options.stderr.faint(engineWords(engine))]),
    ...remarks(report).map((remark) => options.stderr.strong(visible(remark.text))),
    ...(command === undefined ? [] : [`${options.stderr.faint("intended:")} ${command}`]),
    ...(report.outcome === "error" ? [] : [summaryLine(report, options.stderr, options.elapsed)]),
  ];
  return { stdout: blocks.map((block) => `${block}\n\n`).join(""), stderr: talk.map((line) => `${line}\n`).join("") };
}

/** Whether a quiet run has nothing to say; what only the mode `warn` lets through is said. */
function isSilent({ outcome, enforcement, subjects }: Report): boolean {
  if (outcome !== "passed") return false;
  return enforcement === undefined || !subjects.some(({ findings }) => findings.some(counts));
}

/** Whose verdicts they are. */
export function engineWords(engine: string): string {
  return visible(`verdicts as ${engine} gives them`);
}

const severityOrder = ["error", "warning", "notice"] as const;

/** The order of problems for people: errors first. */
export const worstProblemFirst = (a: Problem, b: Problem): number =>
  severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || byFile(a, b);

const severityWords = { error: "error", warning: "warning", notice: "note" } as const;

/** A problem as a person reads it: what, where, and what to do. */
export function problemLines(problem: Problem, palette: Palette): string {
  const look = { error: palette.breaks, warning: palette.risks, notice: palette.strong }[problem.severity];
  const { file, line, column } = problem;
  const at =
    file === undefined
      ? undefined
      : [visible(file), ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(":");
  return [
    `${look(`${severityWords[problem.severity]}:`)} ${visible(problem.message)}`,
    ...(at === undefined ? [] : [`  at ${at}`]),
    ...(problem.hint === undefined ? [] : [`  ${palette.faint("hint:")} ${visible(problem.hint)}`]),
  ].join("\n");
}

/** Which baseline was chosen, and by which rule. */
export function baselineWords({ label, rule }: Pick<BaselineRow, "label" | "rule">): string {
  return visible(`against ${label}, ${rule}`);
}
