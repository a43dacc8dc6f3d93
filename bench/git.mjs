// Throwaway repositories: the same commits, whoever runs this and however their git is set up.
import { spawnSync } from "node:child_process";

/** Nothing of the user's configuration, of a surrounding hook or of a CI job may change what is measured. */
export const environment = {
  ...Object.fromEntries(["PATH", "HOME", "TMPDIR", "SystemRoot"].map((name) => [name, process.env[name] ?? ""])),
  GIT_AUTHOR_DATE: "1767225600 +0000",
  GIT_AUTHOR_EMAIL: "bench@example.com",
  GIT_AUTHOR_NAME: "Bench",
  GIT_COMMITTER_DATE: "1767225600 +0000",
  GIT_COMMITTER_EMAIL: "bench@example.com",
  GIT_COMMITTER_NAME: "Bench",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/**
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {string} [input]
 */
export function git(folder, args, input) {
  const { status, stderr, error } = spawnSync("git", args, { cwd: folder, encoding: "utf8", env: environment, input });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${error?.message ?? stderr}`);
}
