import type { Report } from "../model.ts";
import type { Palette } from "./colour.ts";
import { count, visible } from "./visible.ts";
import { isStanding, tally } from "./weight.ts";

/** The last line of a run: what breaks, what it was found in, how long it took, and where to read on. */
export function summaryLine(report: Report, palette: Palette, elapsed: number | undefined): string {
  const told = report.subjects.flatMap(({ findings }) => findings.filter((finding) => !isStanding(finding)));
  const rules = [...new Set(told.map(({ rule }) => rule))];
  const [first] = rules;
  const more =
    first === undefined
      ? ""
      : palette.faint(`        why: schemactl explain ${rules.length === 1 ? visible(first) : "RULE"}`);
  return [headline(report, palette), ...(elapsed === undefined ? [] : [`${elapsed} ms`])].join(" · ") + more;
}

/** What came out, and of how many subjects. */
export function headline(report: Report, palette: Palette): string {
  const checked = report.subjects.length;
  const words = verdict(report, palette);
  const parts = [
    words ?? nothing(report, palette),
    ...(checked === 0 ? [] : [`${words === undefined ? subjects(checked) : checked} checked`]),
  ];
  return parts.join(" · ");
}

function verdict(report: Report, palette: Palette): string | undefined {
  const { breaks, risks, undecided, approved, loosened } = tally(report);
  const failed = report.outcome === "failed";
  const words = [
    ...(loosened === 0 ? [] : [palette.breaks("the gate is loosened")]),
    ...(breaks === 0
      ? []
      : [(failed ? palette.breaks : palette.risks)(`${subjects(breaks)} ${breaks === 1 ? "breaks" : "break"}`)]),
    ...(risks === 0 ? [] : [palette.risks(breaks === 0 ? `${subjects(risks)} at risk` : `${risks} at risk`)]),
    ...(undecided === 0 ? [] : [palette.risks(`${subjects(undecided)} not decided`)]),
    ...(approved === 0 ? [] : [palette.risks(`${count(approved, "finding")} approved`)]),
  ];
  if (words.length === 0) return undefined;
  if (report.outcome === "passed" && breaks > 0)
    words.push(report.enforcement === undefined ? "let through by --fail-on" : "let through by mode: warn");
  if (failed && breaks === 0) words.push("and that fails this run");
  return words.join(", ");
}

function nothing(report: Report, palette: Palette): string {
  if (report.outcome === "undecided") return palette.risks("could not decide");
  if (report.outcome === "error") return palette.breaks("nothing was checked");
  return palette.good(report.subjects.length === 0 ? "no schema changed" : "nothing breaks");
}

function subjects(n: number): string {
  return count(n, "subject");
}
