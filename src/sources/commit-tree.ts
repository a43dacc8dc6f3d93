import { objectTree } from "./object-tree.ts";
import { pathspecs, splitNul } from "./path-bytes.ts";
import { readRawDiff } from "./raw-diff.ts";
import type { Repository } from "./repository.ts";
import { defaultSizeLimit, type Tree } from "./tree.ts";

/** The tree of a commit, which must be its full id. */
export function commitTree(repository: Repository, commit: string, limit = defaultSizeLimit): Tree {
  const args = ["diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev"];
  const source = {
    label: commit.slice(0, 7),
    searched: commit,
    commit,
    prefix: `${commit}:`,
    diff: async (from: string, selection: Parameters<typeof pathspecs>[0]) =>
      readRawDiff(splitNul(await repository.git.run([...args, from, commit, "--", ...pathspecs(selection)]))),
  };
  return objectTree(repository, source, limit);
}

/** A tree without files. */
export function emptyTree(): Tree {
  return {
    label: "nothing",
    list: async () => [],
    read: async (paths) => paths.map(() => undefined),
    search: async () => [],
    changesFrom: async () => [],
  };
}
