import type { BaselineRow, Mode, Outcome, Policy, Problem } from "../model.ts";
import type { Palette } from "./colour.ts";
import { baseline as baselineKeys, document, type Keys, ordered, problem as problemKeys } from "./json.ts";
import { byFile } from "./order.ts";
import { baselineWords, problemLines, type Text } from "./text.ts";
import { visible } from "./visible.ts";

/** One schema file, what a run calls it and how it judges it. */
export interface SubjectLine {
  readonly file: string;
  readonly subject: string;
  /** Earlier subjects whose versions go on under this one. */
  readonly was: readonly string[];
  readonly mode: Mode;
  readonly policy: Policy;
  /** The names of the baselines. */
  readonly baselines: readonly string[];
  readonly owner?: string;
  readonly tags: readonly string[];
  /** What a registry would be told it refers to: the name by which it does, and the subject that is kept under. */
  readonly references: readonly SubjectReference[];
  /** Which line decided each of them: `default`, `schemactl.yaml:2`, `schemactl.yaml:9 (entry 2)`. */
  readonly decidedBy: Readonly<Record<Decided, string>>;
}

export interface SubjectReference {
  readonly name: string;
  readonly subject: string;
}

export type Decided = "subject" | "was" | "mode" | "policy" | "baseline" | "owner";

/** A file that the configuration leaves out. */
export interface IgnoredLine {
  readonly file: string;
  readonly glob: string;
  readonly decidedBy: string;
}

/** What `schemactl subjects` answers. */
export interface SubjectsReport {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly baselines: readonly Omit<BaselineRow, "versions">[];
  readonly subjects: readonly SubjectLine[];
  readonly ignored: readonly IgnoredLine[];
  readonly problems: readonly Problem[];
}

const lineKeys: Keys<SubjectLine> = {
  file: true,
  subject: true,
  was: true,
  mode: true,
  policy: true,
  baselines: true,
  owner: true,
  tags: true,
  references: true,
  decidedBy: true,
};

const decidedKeys: Keys<SubjectLine["decidedBy"]> = {
  subject: true,
  was: true,
  mode: true,
  policy: true,
  baseline: true,
  owner: true,
};

const ignoredKeys: Keys<IgnoredLine> = { file: true, glob: true, decidedBy: true };

const reportKeys: Keys<SubjectsReport> = {
  schemaVersion: true,
  outcome: true,
  exitCode: true,
  baselines: true,
  subjects: true,
  ignored: true,
  problems: true,
};

/** The list as one JSON document. */
export function subjectsJson(report: SubjectsReport): string {
  const subjects = report.subjects.map((line) =>
    ordered({ ...line, decidedBy: ordered(line.decidedBy, decidedKeys) }, lineKeys),
  );
  return document(
    ordered(
      {
        ...report,
        baselines: report.baselines.map((row) => ordered(row, baselineKeys)),
        subjects,
        ignored: report.ignored.map((line) => ordered(line, ignoredKeys)),
        problems: [...report.problems].sort(byFile).map((one) => ordered(one, problemKeys)),
      },
      reportKeys,
    ),
  );
}

/** The list for people: one line for each file, told apart by what decided it; the talk goes to standard error. */
export function subjectsText(
  report: SubjectsReport,
  palettes: { readonly stdout: Palette; readonly stderr: Palette },
): Text {
  const { stdout, stderr } = palettes;
  const labels = report.baselines.map(({ label }) => label).join(", ") || "-";
  const cells = report.subjects.map((line) => [line.file, line.subject, line.mode, labels].map(visible));
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  const rows = cells.map((row, i) => {
    const line = report.subjects[i];
    const [file = "", subject = "", mode = "", baseline = ""] = row.map((cell, column) =>
      cell.padEnd(widths[column] ?? 0),
    );
    return `${file}   ${stdout.strong(subject)}   ${mode}   ${baseline}   ${stdout.faint(line === undefined ? "" : decisions(line))}`;
  });
  const ignored = report.ignored.map(({ file, glob, decidedBy }) =>
    stdout.faint(visible(`${file}   ignored: ${glob} (${decidedBy})`)),
  );
  const talk = [
    ...[...report.problems].sort(byFile).map((one) => problemLines(one, stderr)),
    ...report.baselines.map((row) => stderr.faint(baselineWords(row))),
  ];
  const ended = (lines: readonly string[]): string => lines.map((line) => `${line.trimEnd()}\n`).join("");
  return { stdout: ended([...rows, ...ignored]), stderr: ended(talk) };
}

/** `default`, where nothing is written; else each thing that a line decided, and the line. */
function decisions({ decidedBy, owner, tags, references }: SubjectLine): string {
  const written = Object.entries(decidedBy).filter(([, by]) => by !== "default");
  const decided = written.length === 0 ? "default" : written.map(([what, by]) => `${what} ${by}`).join(", ");
  const more = [
    ...(owner === undefined ? [] : [`owner: ${owner}`]),
    ...(tags.length === 0 ? [] : [`tags: ${tags.join(", ")}`]),
    ...(references.length === 0 ? [] : [`refers to: ${references.map(({ subject }) => subject).join(", ")}`]),
  ];
  return visible([decided, ...more].join(" · "));
}
