import type { Problem, Report } from "../model.ts";
import { clip } from "./clip.ts";
import { approvalWords, type Group, grouped, groupsBy, meaningOfAll, pullRequestOf } from "./group.ts";
import { by } from "./order.ts";
import { proofLines } from "./proof-lines.ts";
import { remarks } from "./remarks.ts";
import { worstProblemFirst } from "./text.ts";
import { worstFirst } from "./text-subject.ts";
import { visible } from "./visible.ts";
import { isStanding, isUrgent, rankOf, type Severity, severities } from "./weight.ts";

/** The platform keeps ten of a level for a step: one slot is for what is left out, one for the step's own failure. */
const most = 8;

/** The platform keeps so many characters of one annotation; escapes are counted as they are written. */
const longest = 4096;

/** One workflow command that shows something on a line of the change. */
interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly text: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export interface GitHubOptions {
  /** Who opened the pull request: named where the gate is loosened. */
  readonly author?: string | undefined;
}

/** The report as GitHub's workflow commands, the worst first: what an annotation is made of; nothing when there is nothing to tell. */
export function github(report: Report, { author }: GitHubOptions = {}): string {
  const all = [...findings(report, author), ...problems(report)].sort(by(({ rank }) => rank)).map(({ one }) => one);
  const shown = all.slice(0, most);
  const [next] = all.slice(most);
  const rest: readonly Annotation[] =
    next === undefined
      ? []
      : [{ level: next.level, title: "schemactl", text: `${all.length - most} more in the summary` }];
  return [...remarked(report), ...shown, ...rest].map((one) => `${command(one)}\n`).join("");
}

interface Ranked {
  readonly rank: number;
  readonly one: Annotation;
}

const levels: Readonly<Record<Severity, Annotation["level"]>> = { error: "error", warning: "warning", note: "notice" };

/** What a shared type breaks in many subjects by the same finding is one annotation. */
function findings(report: Report, author: string | undefined): readonly Ranked[] {
  const severityOf = severities(report);
  const told = [...report.subjects]
    .sort(worstFirst)
    .flatMap(({ subject, findings }) =>
      grouped(findings.filter((finding) => !isStanding(finding))).map((group) => ({ subject, group })),
    );
  return groupsBy(told, ({ group }) => meaningOfAll(group)).flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { finding } = first.group;
    const names = alike.map(({ subject }) => subject);
    const one = {
      level: levels[severityOf(finding)],
      title: `${finding.status ?? finding.effect}: ${finding.rule}`,
      text: textOf(first.group, names, author),
      ...{ file: finding.file, line: finding.line, column: finding.column },
    };
    return [{ rank: rankOf(finding), one }];
  });
}

/** So many subjects that share a finding are named. */
const namedAtMost = 5;

function textOf({ finding, also }: Group, subjects: readonly string[], author: string | undefined): string {
  const approval = approvalWords(finding, author);
  const isAsked = approval === undefined && isUrgent(finding) && author !== undefined;
  const names = subjects.slice(0, namedAtMost).join(", ");
  const left = subjects.length - namedAtMost;
  return [
    visible(finding.message),
    ...(approval === undefined ? [] : [`approved ${visible(approval)}`]),
    ...(isAsked ? [`asked for in ${visible(pullRequestOf(author))}`] : []),
    `in ${visible(clip(names, 500))}${left > 0 ? ` and ${left} more` : ""}`,
    ...proofLines(finding.proof, finding.direction).map(([label, text]) => visible(`${label}: ${text}`)),
    ...(finding.remedy === undefined ? [] : [visible(finding.remedy)]),
    ...also.map(({ message }) => `also: ${visible(message)}`),
  ].join("\n");
}

function problems({ problems }: Report): readonly Ranked[] {
  return [...problems].sort(worstProblemFirst).flatMap((problem) => {
    if (problem.severity === "notice") return [];
    const { file, line, column } = problem;
    const one = { level: problem.severity, title: "schemactl", text: problemText(problem), file, line, column };
    return [{ rank: problem.severity === "error" ? 2.5 : 3.5, one }];
  });
}

function problemText({ message, hint }: Problem): string {
  return visible(message) + (hint === undefined ? "" : `\n${visible(hint)}`);
}

/** What every output says, in the few slots of the lowest level; what the base has already is the summary's. */
function remarked(report: Report): readonly Annotation[] {
  const told = remarks(report).filter(({ kind }) => kind !== "standing");
  const texts = told.map(({ text }) => visible(text));
  return texts.length === 0 ? [] : [{ level: "notice", title: "schemactl", text: texts.join("\n") }];
}

function command({ level, title, text, file, line, column }: Annotation): string {
  const place = file === undefined || !isPlainPath(file) ? [] : [`file=${property(file)}`, ...position(line, column)];
  const properties = [...place, `title=${property(harmless(visible(clip(title, 200))))}`];
  return `::${level} ${properties.join(",")}::${message(harmless(text))}`;
}

function position(line: number | undefined, column: number | undefined): readonly string[] {
  return line === undefined ? [] : [`line=${line}`, ...(column === undefined ? [] : [`col=${column}`])];
}

/** A path that a log cannot take for anything else; the others are annotations without a place. */
function isPlainPath(file: string): boolean {
  return visible(file) === file && harmless(file) === file;
}

/** The runner's older commands begin anywhere in a line. */
function harmless(text: string): string {
  return text.replaceAll("##[", "# #[");
}

const dataEscapes: Readonly<Record<string, string>> = { "%": "%25", "\r": "%0D", "\n": "%0A" };

const escaped = (character: string): string => dataEscapes[character] ?? character;

/** Never more than the platform keeps, and never half an escape. */
function message(text: string): string {
  let written = "";
  for (const character of text) {
    const more = escaped(character);
    if (written.length + more.length >= longest) return `${written}…`;
    written += more;
  }
  return written;
}

function property(text: string): string {
  return text
    .replace(/[%\r\n]/g, escaped)
    .replaceAll(":", "%3A")
    .replaceAll(",", "%2C");
}
