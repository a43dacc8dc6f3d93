import { exitCodeOf, SchemactlError } from "../errors.ts";
import type { Problem, Report } from "../model.ts";

/** What went wrong, as a report of a run that checked nothing. */
export function reportOf(error: unknown): Report {
  const problem = problemOf(error);
  const exitCode = error instanceof SchemactlError ? exitCodeOf[error.code] : exitCodeOf.internal;
  const outcome = problem.code === "undecided" ? "undecided" : "error";
  return { schemaVersion: 1, outcome, exitCode, baselines: [], subjects: [], problems: [problem] };
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof SchemactlError) || error.code === "internal") {
    const message = `internal error: ${error instanceof Error ? error.message : String(error)}`;
    const hint = "please report it with the command that you ran; SCHEMACTL_DEBUG=1 shows where it happened";
    return { severity: "error", code: "internal", message, hint };
  }
  const { code, message, hint, file, line, column } = error;
  return {
    severity: "error",
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}
