import { randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "../commands/render.ts";
import type { Report } from "../model.ts";
import { visibleJson } from "../reporters/visible.ts";
import { tally } from "../reporters/weight.ts";
import { reportFile } from "./artifact.ts";

/** Told of each file that cannot be written; the verdict is none the worse. */
type Trouble = (message: string) => void;

/** Every report that a later step may want, and the output that names it. */
const files = [
  { output: "report-path", name: reportFile, format: "json" },
  { output: "sarif-path", name: "schemactl.sarif", format: "sarif" },
  { output: "summary-path", name: "schemactl.md", format: "markdown" },
  { output: "junit-path", name: "schemactl.xml", format: "junit" },
] as const;

/** Writes the report in every format into a fresh folder; the paths by the names of their outputs. */
export async function writeReports(report: Report, temporary: string, trouble: Trouble): Promise<Outputs> {
  const paths: [string, string][] = [];
  try {
    const folder = mkdtempSync(join(temporary, "schemactl-"));
    for (const { output, name, format } of files) {
      const path = join(folder, name);
      writeFileSync(path, await render(report, format));
      paths.push([output, path]);
    }
  } catch (error) {
    trouble(`the report files could not be written: ${reasonOf(error)}`);
  }
  return Object.fromEntries(paths);
}

/** What a step hands on, by name. */
export type Outputs = Readonly<Record<string, string>>;

/** A job's matrix has at most so many entries. */
export const mostSubjects = 256;

/** What a report says in a word, a number or a list; no other text of the repository, since people write outputs into shell lines. */
export function outputsOf(report: Report): Outputs {
  const { breaks, risks, undecided, approved, standing, loosened } = tally(report);
  const counts = { breaks, risks, undecided, approved, standing, loosened, checked: report.subjects.length };
  const names = report.subjects.filter(({ verdict }) => verdict !== "unchanged").map(({ subject }) => subject);
  const changed = [...new Set(names)].sort().slice(0, mostSubjects);
  return {
    result: report.outcome,
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
    "changed-subjects": visibleJson(JSON.stringify(changed)),
    unchecked: visibleJson(JSON.stringify(report.deferred ?? [])),
  };
}

/** Hands outputs on; no value can end before its end or become another output. */
export function writeOutputs(path: string | undefined, outputs: Outputs, trouble: Trouble): void {
  const text = Object.entries(outputs).map(([name, value]) => {
    const end = `end-${randomUUID()}`;
    return `${name}<<${end}\n${value}\n${end}\n`;
  });
  append(path, text.join(""), "the outputs", trouble);
}

/** Adds a page to the summary of the job. */
export function writeSummary(path: string | undefined, page: string, trouble: Trouble): void {
  append(path, page, "the job summary", trouble);
}

function append(path: string | undefined, text: string, what: string, trouble: Trouble): void {
  try {
    if (path === undefined || path === "") throw new Error("the runner names no file for it");
    appendFileSync(path, text);
  } catch (error) {
    trouble(`${what} could not be written: ${reasonOf(error)}`);
  }
}

/** Why something failed, in the words of whoever threw it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
