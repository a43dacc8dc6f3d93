// Throwaway repositories: the same commits, whoever runs this and however their git is set up.
import { spawnSync } from "node:child_process";

/** What a surrounding hook or a CI job says of its own repository; the rest of the environment is the same for us and for bare node. */
const foreign =
  /^(GIT_|CI$|CI_|GITHUB_|GITLAB_|BUILDKITE_|CHANGE_TARGET$|BITBUCKET_|SYSTEM_PULLREQUEST_|FORCE_COLOR$|npm_)/;

export const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
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
