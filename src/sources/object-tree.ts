import { SchemactlError } from "../errors.ts";
import { comparePaths, decodePath, isSelected, pathspecs, splitNul } from "./path-bytes.ts";
import { type RawChange, toFileChange } from "./raw-diff.ts";
import type { Repository } from "./repository.ts";
import { holdsAny, isSearchable } from "./search.ts";
import type { Contents, FileChange, Selection, Tree, TreeEntry } from "./tree.ts";
import { entriesOf } from "./tree-objects.ts";

/** What tells the trees that git holds apart. */
export interface ObjectTreeSource {
  readonly label: string;
  /** What differs from a commit, or from the empty tree. */
  readonly diff: (from: string, selection: Selection) => Promise<readonly RawChange[]>;
  /** What `git grep` searches: `--cached`, or a commit's id. */
  readonly searched: string;
  /** The commit whose tree it is, but for what `changes` tells. */
  readonly commit?: string | undefined;
  readonly changes?: () => Promise<readonly RawChange[]>;
  /** What goes before a path to make it a revision expression. */
  readonly prefix: string;
}

/** A tree all of whose contents are objects of the repository. */
export function objectTree(repository: Repository, source: ObjectTreeSource, limit: number): Tree {
  const { objects } = repository;
  const known = new Map<string, TreeEntry>();
  const lists = new Map<string, Promise<readonly TreeEntry[]>>();

  const changesFrom = async (commit: string | undefined, selection: Selection): Promise<readonly FileChange[]> => {
    if (isEmpty(selection)) return [];
    const raw = await source.diff(commit ?? repository.emptyTree, selection);
    refuseUnmerged(raw.filter(({ status }) => status === "U").map(({ path }) => path));
    const found = raw.map(toFileChange).filter((change) => isSelected(change.path, selection) && differs(change));
    return await noted(found);
  };
  const noted = async (found: readonly FileChange[]): Promise<readonly FileChange[]> => {
    const changes = await Promise.all(found.map(withTarget));
    for (const { path, after } of changes) if (after !== undefined) known.set(path, after);
    return changes;
  };
  const list = async (selection: Selection): Promise<readonly TreeEntry[]> => {
    const few = isEmpty(selection) ? [] : await fewEntries(repository, source);
    const found =
      few === undefined
        ? await changesFrom(undefined, selection)
        : await noted(few.filter(({ path }) => isSelected(path, selection)));
    return found.map(({ after }) => after).filter((entry) => entry !== undefined);
  };
  const withTarget = async (change: FileChange): Promise<FileChange> => {
    const { after } = change;
    if (after?.mode !== "symlink" || after.oid === undefined) return change;
    const target = await objects.readBlob(after.oid);
    if (!(target instanceof Uint8Array)) return change;
    return { ...change, after: { ...after, target: decodePath(Buffer.from(target)) } };
  };
  const readUnknown = async (path: string): Promise<Contents> => {
    const contents = path.includes("\n") ? undefined : await objects.readBlob(source.prefix + path, limit);
    // A symbolic link's blob is a path and an intent-to-add entry's is empty: neither ends its line, and then the mode decides.
    if (contents instanceof Uint8Array ? contents.includes(10) : contents !== undefined) return contents;
    if (contents === undefined && !path.includes("\n")) return undefined;
    const [entry] = await list({ extensions: [], files: [path] });
    return entry?.mode === "file" && entry.oid !== undefined ? objects.readBlob(entry.oid, limit) : undefined;
  };
  const read = async (paths: readonly string[]): Promise<readonly Contents[]> => {
    const unknown = paths.filter((path) => !known.has(path));
    const isListed = unknown.length > manyPaths;
    if (isListed) await tree.list({ extensions: [...new Set(unknown.map(endingOf))] });
    const files = paths.map((path) => (known.get(path)?.mode === "file" ? known.get(path)?.oid : undefined));
    const others = paths.map((path) => (isListed || known.has(path) ? undefined : readUnknown(path)));
    const rest = Promise.all(others);
    rest.catch(() => {});
    const blobs = objects.readBlobs(
      files.filter((oid) => oid !== undefined),
      limit,
    );
    const contents: Contents[] = [];
    for (const oid of files) contents.push(oid === undefined ? undefined : (await blobs.next()).value || undefined);
    const read = await rest;
    return contents.map((known, i) => known ?? read[i]);
  };
  const search = async (needles: readonly string[], selection: Selection): Promise<readonly string[]> => {
    if (isEmpty(selection) || needles.length === 0) return [];
    if (needles.every(isSearchable)) return grep(repository, source.searched, needles, selection);
    const entries = (await tree.list(selection)).filter(({ mode }) => mode === "file");
    const found: string[] = [];
    const blobs = objects.readBlobs(
      entries.map(({ oid }) => oid ?? ""),
      limit,
    );
    for (const { path } of entries) if (holdsAny((await blobs.next()).value || undefined, needles)) found.push(path);
    return found;
  };
  const tree: Tree = {
    label: source.label,
    list: (selection) => {
      const key = JSON.stringify([selection.extensions, selection.files, selection.folders]);
      const listed = lists.get(key) ?? list(selection);
      lists.set(key, listed);
      return listed;
    },
    read,
    search,
    changesFrom,
  };
  return tree;
}

/** Git finds each path anew from the root of the tree; one list of them all is made in the time of so many. */
const manyPaths = 256;

/** What a path ends in, as a selection has it. */
function endingOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? path.slice(path.lastIndexOf("/") + 1);
}

/** All that is there, where it is so little that the process which reads objects can tell it, unmerged paths aside. */
async function fewEntries(
  { objects }: Repository,
  { commit, changes }: ObjectTreeSource,
): Promise<readonly FileChange[] | undefined> {
  const entries = commit === undefined ? undefined : await entriesOf(objects, commit);
  if (entries === undefined) return undefined;
  const raw = (await changes?.()) ?? [];
  if (raw.some(({ status }) => status === "U")) return undefined;
  const byPath = new Map<string, FileChange>(entries.map((after) => [after.path, { path: after.path, after }]));
  for (const change of raw.map(toFileChange)) byPath.set(change.path, change);
  return [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path));
}

/** A file that only became executable is the same schema. */
function differs({ before, after }: FileChange): boolean {
  return before?.mode !== after?.mode || before?.oid !== after?.oid;
}

/** Whether nothing is asked for; git would take no pathspec for every path. */
export function isEmpty({ extensions, files = [], folders = [] }: Selection): boolean {
  return extensions.length === 0 && files.length === 0 && folders.length === 0;
}

/** An unmerged path has no contents yet. */
export function refuseUnmerged(paths: readonly string[]): void {
  const unmerged = [...new Set(paths)];
  const [first] = unmerged;
  if (first === undefined) return;
  const names = unmerged.map((path) => `\`${path}\``).join(", ");
  throw new SchemactlError("undecided", `${names} ${unmerged.length === 1 ? "is" : "are"} unmerged`, {
    hint: "resolve the conflict and `git add` the file",
    file: first,
  });
}

/** One call, however many needles; they go through stdin, where their number has no limit. */
async function grep(
  { git }: Repository,
  searched: string,
  needles: readonly string[],
  selection: Selection,
): Promise<readonly string[]> {
  const options = ["--files-with-matches", "--null", "--fixed-strings", "--text", "--no-color", "--full-name"];
  const scope = ["--no-recurse-submodules", "-f", "-", searched, "--", ...pathspecs(selection)];
  const output = await git.run(["grep", ...options, ...scope], {
    input: `${needles.join("\n")}\n`,
    allow: [1],
    // It passes over an object that it cannot read, and ends as if that held no needle.
    isFailure: (stderr) => /^error: /m.test(stderr),
  });
  // Names found in a commit stand behind its id.
  const skipped = searched.startsWith("-") ? 0 : searched.length + 1;
  return splitNul(output).map((name) => decodePath(name.subarray(skipped)));
}
