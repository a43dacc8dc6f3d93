import type { Report, ReportedFinding, SubjectReport } from "../../src/model.ts";
import type { TestRepository } from "./repository.ts";
import { type Run, run } from "./run.ts";

export interface Checked extends Run {
  readonly report: Report;
}

/** Runs `schemactl check --format json` in a repository, in this process. */
export async function check(repository: TestRepository, ...args: readonly string[]): Promise<Checked> {
  return await checkAt(repository, {}, ...args);
}

/** The same in one of its folders, with more environment. */
export async function checkAt(
  repository: TestRepository,
  {
    folder,
    env = {},
    today,
  }: { readonly folder?: string; readonly env?: Readonly<Record<string, string>>; readonly today?: string },
  ...args: readonly string[]
): Promise<Checked> {
  const cwd = folder === undefined ? repository.path : `${repository.path}/${folder}`;
  const surroundings = {
    cwd,
    env: { ...repository.env, ...env } as Record<string, string>,
    ...(today === undefined ? {} : { today }),
  };
  const outcome = await run(["check", "--format", "json", ...args], surroundings);
  return { ...outcome, report: JSON.parse(outcome.stdout) as Report };
}

export function subjectOf({ report }: Checked, subject: string): SubjectReport {
  const found = report.subjects.find((known) => known.subject === subject);
  if (found === undefined)
    throw new Error(
      `no subject ${subject} among ${report.subjects.map((known) => known.subject).join(", ") || "none"}`,
    );
  return found;
}

export function findingsOf({ report }: Checked): readonly ReportedFinding[] {
  return report.subjects.flatMap((subject) => subject.findings);
}

/** `file:line:column rule`, in the order of the report. */
export function places(checked: Checked): readonly string[] {
  return findingsOf(checked).map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
}

/** Every verdict of a run by its subject. */
export function verdicts({ report }: Checked): Readonly<Record<string, SubjectReport["verdict"]>> {
  return Object.fromEntries(report.subjects.map(({ subject, verdict }) => [subject, verdict]));
}

/** A record of an LLM platform; a field is `name` alone (a string) or a whole definition. */
export function record(fullName: string, ...fields: readonly (string | object)[]): object {
  const parts = fullName.split(".");
  const name = parts.pop();
  const written = fields.map((field) => (typeof field === "string" ? { name: field, type: "string" } : field));
  return { type: "record", name, ...(parts.length === 0 ? {} : { namespace: parts.join(".") }), fields: written };
}
