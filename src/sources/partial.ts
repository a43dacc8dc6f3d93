import { SchemactlError } from "../errors.ts";
import { readGitFile } from "./git-file.ts";

/** The remote that a partial clone has left its objects with; undefined for a clone that has them all. Read without git: nearly every answer is no. */
export function promisorRemote(commonDir: string): string | undefined {
  let remote: string | undefined;
  for (const line of readGitFile(commonDir, "config").split("\n")) {
    const section = /^\s*\[\s*([\w.-]+)(?:\s+"(.*)")?\s*\]/.exec(line);
    if (section !== null) remote = section[1]?.toLowerCase() === "remote" ? section[2] : undefined;
    if (remote !== undefined && /^\s*(promisor\s*(=\s*(true|yes|on|1)\s*)?$|partialclonefilter\s*=)/i.test(line))
      return remote;
  }
  return undefined;
}

/** The object whose absence ended a child of git, by what it wrote to stderr. */
export function missingIn(stderr: string): string | undefined {
  const told = /could not fetch ([0-9a-f]{40,64}) from promisor remote/.exec(stderr)?.[1];
  if (told !== undefined || !/transport '.*' not allowed/.test(stderr)) return told;
  // Older git does not know that it must not fetch, tries it all the same, and tells of the transport and of the object.
  return /unable to read (?:tree )?([0-9a-f]{40,64})/.exec(stderr)?.[1];
}

/** An object that a partial clone has promised and not fetched. The command gets every such object of HEAD's history in one request. */
export function missingPromised(id: string, remote: string): SchemactlError {
  const hint = [
    "git rev-list --objects --missing=print HEAD",
    "sed -n 's/^?//p'",
    `git fetch --no-tags --no-write-fetch-head --stdin ${remote}`,
  ].join(" | ");
  const message = `the object ${id} is not in this partial clone, and nothing is fetched without being asked for`;
  return new SchemactlError("undecided", message, { hint: `fetch what is missing: ${hint}` });
}

/** An object that should be in the repository and is not. */
export function missingLocal(id: string): SchemactlError {
  return new SchemactlError("undecided", `the object ${id} is missing from the repository`, {
    hint: "see what is broken: git fsck",
  });
}
