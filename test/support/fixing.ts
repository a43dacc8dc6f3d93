import { execFileSync } from "node:child_process";
import { createRepository, type FileContents, type TestRepository } from "./repository.ts";
import { type Run, run } from "./run.ts";

/** A schema before and after a change that somebody made, and what `fix` is to make of it. */
export interface Remedy {
  readonly rule: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly fixed: string;
  readonly mode?: string;
  /** What is said of a value that nobody named. */
  readonly chosen?: string;
  readonly files?: Readonly<Record<string, FileContents>>;
}

/** A repository in which that change is made and not committed. */
export function changed({
  path,
  before,
  after,
  mode = "BACKWARD",
  files = {},
}: Omit<Remedy, "rule" | "fixed">): TestRepository {
  const repository = createRepository();
  const config = `version: 1\ncompatibility: ${mode}\n`;
  repository.commit("as it was", { [path]: before, "schemactl.yaml": config, ...files });
  repository.branch("change");
  repository.write({ [path]: after });
  return repository;
}

/** Runs a command of schemactl in a repository, in this process. */
export function command(repository: TestRepository, ...words: readonly string[]): Promise<Run> {
  return run(words, { cwd: repository.path, env: { ...repository.env } as Record<string, string> });
}

/** The rules of all findings that `check` tells, by how often. */
export async function rulesIn(repository: TestRepository): Promise<readonly string[]> {
  const { stdout } = await command(repository, "check", "--format", "json");
  const report = JSON.parse(stdout) as { subjects: { findings: { rule: string }[] }[] };
  return report.subjects.flatMap(({ findings }) => findings.map(({ rule }) => rule));
}

/** Hands a patch to git, as a person would; throws what git says where it does not apply. */
export function applyPatch(repository: TestRepository, patch: string): void {
  execFileSync("git", ["apply", "-"], {
    cwd: repository.path,
    input: patch,
    env: { ...process.env, ...repository.env },
  });
}
