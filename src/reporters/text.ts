import type { BaselineRow, Problem, Report } from "../model.ts";
import type { Palette } from "./colour.ts";
import { byFile } from "./order.ts";
import { summaryLine } from "./summary.ts";
import { subjectBlocks } from "./text-subject.ts";
import { count, visible } from "./visible.ts";

export interface TextOptions {
  /** How the two streams look; only one of them may be a terminal. */
  readonly stdout: Palette;
  readonly stderr: Palette;
  /** Says nothing at all when the run passed. */
  readonly quiet: boolean;
  /** How long the run took, in milliseconds. */
  readonly elapsed: number;
}

/** What a run has to tell a person: the findings, and the talk about them. */
export interface Text {
  readonly stdout: string;
  readonly stderr: string;
}

/** The report for people: the worst subject first, one summary line last. */
export function text(report: Report, options: TextOptions): Text {
  if (options.quiet && report.outcome === "passed") return { stdout: "", stderr: "" };
  const blocks = subjectBlocks(report.subjects, report.baselines, options.stdout, options.quiet);
  const talk = [
    ...[...report.problems].sort(worstProblemFirst).map((problem) => problemLines(problem, options.stderr)),
    ...report.baselines.map((row) =>
      options.stderr.faint(`${baselineWords(row)}: ${count(row.versions, "version")} compared`),
    ),
    ...(report.outcome === "error" ? [] : [summaryLine(report, options.stderr, options.elapsed)]),
  ];
  return { stdout: blocks.map((block) => `${block}\n\n`).join(""), stderr: talk.map((line) => `${line}\n`).join("") };
}

const severities = ["error", "warning", "notice"] as const;

const worstProblemFirst = (a: Problem, b: Problem): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || byFile(a, b);

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
