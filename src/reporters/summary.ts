import type { Report, SubjectReport } from "../model.ts";
import type { Palette } from "./colour.ts";
import { count, visible } from "./visible.ts";

/** The last line of a run: what breaks, what it was found in, how long it took, and where to read on. */
export function summaryLine(report: Report, palette: Palette, elapsed: number): string {
  const checked = report.subjects.length;
  const words = verdict(report, palette);
  const parts = [
    words ?? nothing(report, palette),
    ...(checked === 0 ? [] : [`${words === undefined ? subjects(checked) : checked} checked`]),
    `${elapsed} ms`,
  ];
  const rules = [...new Set(report.subjects.flatMap(({ findings }) => findings.map(({ rule }) => rule)))];
  const [first] = rules;
  const more =
    first === undefined
      ? ""
      : palette.faint(`        why: schemactl explain ${rules.length === 1 ? visible(first) : "RULE"}`);
  return parts.join(" · ") + more;
}

function verdict(report: Report, palette: Palette): string | undefined {
  const breaking = report.subjects.filter((subject) =>
    subject.findings.some(({ effect }) => effect === "breaks"),
  ).length;
  const risky = report.subjects.filter((subject) => worst(subject) === "risks").length;
  const undecided = report.subjects.filter((subject) => subject.verdict === "undecided").length;
  const failed = report.outcome === "failed";
  const words = [
    ...(breaking === 0
      ? []
      : [(failed ? palette.breaks : palette.risks)(`${subjects(breaking)} ${breaking === 1 ? "breaks" : "break"}`)]),
    ...(risky === 0 ? [] : [palette.risks(breaking === 0 ? `${subjects(risky)} at risk` : `${risky} at risk`)]),
    ...(undecided === 0 ? [] : [palette.risks(`${subjects(undecided)} not decided`)]),
  ];
  if (words.length === 0) return undefined;
  if (report.outcome === "passed" && breaking > 0) words.push("let through by --fail-on");
  if (failed && breaking === 0) words.push("and that fails this run");
  return words.join(", ");
}

function nothing(report: Report, palette: Palette): string {
  if (report.outcome === "undecided") return palette.risks("could not decide");
  return palette.good(report.subjects.length === 0 ? "no schema changed" : "nothing breaks");
}

function worst(subject: SubjectReport): "breaks" | "risks" | undefined {
  return subject.findings.some(({ effect }) => effect === "breaks") ? "breaks" : subject.findings[0]?.effect;
}

function subjects(n: number): string {
  return count(n, "subject");
}
