import { type Checked, checkAt, findingsOf } from "./check.ts";
import type { TestRepository } from "./repository.ts";
import { type Run, run } from "./run.ts";

/** The days of the stories. */
export const today = "2026-03-01";
export const soon = "2026-03-31";

/** Runs `schemactl approve` in a repository, in this process. */
export async function approve(repository: TestRepository, ...args: readonly string[]): Promise<Run> {
  return await approveOn(repository, today, ...args);
}

/** The same on another day. */
export async function approveOn(repository: TestRepository, day: string, ...args: readonly string[]): Promise<Run> {
  const env = { ...repository.env } as Record<string, string>;
  return await run(["approve", ...args], { cwd: repository.path, env, today: day });
}

/** Approves all that fails, and insists that it worked. */
export async function approveAll(repository: TestRepository, ...args: readonly string[]): Promise<void> {
  const why = ["--reason", "the old ingester is switched off", "--until", soon, "--who", "Ada <ada@example.com>"];
  const outcome = await approve(repository, "--all", ...why, ...args);
  if (outcome.code !== 0) throw new Error(outcome.stderr);
}

/** Runs `check` on a day. */
export async function checkOn(repository: TestRepository, day: string, ...args: readonly string[]): Promise<Checked> {
  return await checkAt(repository, { today: day }, ...args);
}

/** `rule status` of every finding, in the order of the report; nothing where it counts. */
export function statuses(checked: Checked): readonly string[] {
  return findingsOf(checked).map(({ rule, status }) => (status === undefined ? rule : `${rule} ${status}`));
}

/** `code: message` of every problem. */
export function problems({ report }: Checked): readonly string[] {
  return report.problems.map(({ code, message }) => `${code}: ${message}`);
}
