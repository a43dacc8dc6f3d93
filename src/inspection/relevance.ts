import { SchemactlError } from "../errors.ts";
import { mayMatter, type SharedEnding, sharedEndingOf } from "../formats/extensions.ts";
import type { Contents, FileChange, Tree } from "../sources/tree.ts";
import type { Run } from "./run.ts";

/** How many files are held at once. */
const lot = 64;

/**
 * Leaves out what shares its ending with schemas and is none, on either side: configuration, data, lock files. Only the changed files are
 * read, and nothing that understands schemas is loaded for them.
 */
export async function relevantChanges(
  { repository, config, tree }: Pick<Run, "repository" | "config" | "tree">,
  from: Tree | string | undefined,
  changes: readonly FileChange[],
): Promise<readonly FileChange[]> {
  const isListed =
    config.schemas.length === 0
      ? () => false
      : (await (await import("../config/subjects.ts")).createPlacer(config)).lists;
  const doubtful = changes.filter(({ path }) => sharedEndingOf(path) !== undefined && !isListed(path));
  const none = new Set<FileChange>();
  for (let at = 0; at < doubtful.length; at += lot) {
    const some = doubtful.slice(at, at + lot);
    const [before, after] = [
      await contentsBefore(repository, from, some),
      await tree.read(some.map(({ path }) => path)),
    ];
    for (const [i, change] of some.entries()) {
      const ending = sharedEndingOf(change.path);
      if (ending !== undefined && !matters(ending, before[i]) && !matters(ending, after[i])) none.add(change);
    }
  }
  return changes.filter((change) => !none.has(change));
}

/** What stood there; nothing where a partial clone has not got it, which is no reason to fetch: what stands there now decides. */
async function contentsBefore(
  { objects }: Run["repository"],
  from: Tree | string | undefined,
  changes: readonly FileChange[],
): Promise<readonly Contents[]> {
  if (typeof from === "object") return await from.read(changes.map(({ path }) => path));
  const read = async ({ before }: FileChange): Promise<Contents> => {
    if (before?.mode !== "file" || before.oid === undefined) return undefined;
    try {
      return await objects.readBlob(before.oid);
    } catch (error) {
      if (error instanceof SchemactlError && error.code === "undecided") return undefined;
      throw error;
    }
  };
  return await Promise.all(changes.map(read));
}

function matters(ending: SharedEnding, contents: Contents): boolean {
  if (!(contents instanceof Uint8Array)) return false;
  const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.length);
  return mayMatter(ending, bytes.toString("latin1"));
}
