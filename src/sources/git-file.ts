import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of one of the small files in a git folder (`config`, `MERGE_HEAD`, `shallow`); empty where there is none. Spares a process. */
export function readGitFile(...path: readonly string[]): string {
  try {
    return readFileSync(join(...path), "utf8");
  } catch {
    return "";
  }
}
