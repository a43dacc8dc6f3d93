import { existsSync } from "node:fs";
import { join } from "node:path";
import { commitTree } from "./commit-tree.ts";
import { entryOnDisk, folderCheck, readOnDisk } from "./disk.ts";
import { indexTree } from "./index-tree.ts";
import { isEmpty, refuseUnmerged } from "./object-tree.ts";
import { comparePaths, decodePath, isSelected, pathspecs, splitNul } from "./path-bytes.ts";
import { readRawDiff, toFileChange } from "./raw-diff.ts";
import type { Repository } from "./repository.ts";
import { holdsAny } from "./search.ts";
import { type Contents, defaultSizeLimit, type FileChange, type Selection, type Tree, type TreeEntry } from "./tree.ts";

/** The work tree: the index, overlaid with what is modified, deleted, or untracked and not ignored. */
export function workTree(repository: Repository, limit = defaultSizeLimit): Tree {
  const { root, emptyTree, objectFormat } = repository;
  const index = indexTree(repository, limit);
  const known = new Map<string, TreeEntry | undefined>();
  const compared: Compared[] = [];
  const listed: Selection[] = [];
  const isThere = folderCheck(root);
  const loose = once((selection) => looseIn(repository, selection));

  const settle = (change: FileChange, idOf: IdOf): FileChange | undefined => {
    const { path, before, after } = change;
    // A link that a sparse work tree leaves out is not on the disk, and its object is known.
    const now = isRead(change) ? after : (onDisk(path) ?? (after?.oid === undefined ? undefined : after));
    known.set(path, now);
    if (now === undefined && before === undefined) return undefined;
    const isEqual = now?.mode === before?.mode && (now?.oid ?? idOf(objectFormat, root, now)) === before?.oid;
    return isEqual ? undefined : { path, ...(before && { before }), ...(now && { after: now }) };
  };
  const onDisk = (path: string): TreeEntry | undefined => (isThere(path) ? entryOnDisk(root, path) : undefined);

  const changesFrom = async (commit: string | undefined, selection: Selection): Promise<readonly FileChange[]> => {
    if (isEmpty(selection)) return [];
    const covering = compared.find((one) => one.commit === commit && covers(one.selection, selection));
    if (covering !== undefined) return (await covering.changes).filter(({ path }) => isSelected(path, selection));
    const changes = comparedWith(commit, selection);
    if (commit !== undefined) compared.push({ commit, selection, changes });
    return await changes;
  };
  const comparedWith = async (commit: string | undefined, selection: Selection): Promise<readonly FileChange[]> => {
    const [raw, { untracked, unmerged }] = await Promise.all([
      diffWorkTree(repository, commit ?? emptyTree, selection),
      loose(selection),
    ]);
    refuseUnmerged(unmerged);
    const changes = new Map(raw.map((change) => [change.path, toFileChange(change)]));
    // A path that was taken out of the index and is still on the disk has a `before`.
    for (const path of untracked) changes.set(path, { ...changes.get(path), path, after: { path, mode: "file" } });
    const selected = [...changes.values()].filter(({ path }) => isSelected(path, selection));
    const idOf: IdOf = selected.every(isRead) ? () => undefined : (await import("./blob-id.ts")).idOnDisk;
    return selected
      .map((change) => settle(change, idOf))
      .filter((change) => change !== undefined)
      .sort((a, b) => comparePaths(a.path, b.path));
  };
  const entriesIn = async (selection: Selection): Promise<readonly TreeEntry[]> => {
    const base = compared.find((one) => covers(one.selection, selection));
    if (base === undefined)
      return (await changesFrom(undefined, selection)).map(({ after }) => after).filter((entry) => entry !== undefined);
    // The disk has been looked at already: the rest is as that commit has it.
    const entries = await commitTree(repository, base.commit, limit).list(selection);
    const now = new Map(entries.map((entry) => [entry.path, entry]));
    for (const { path, after } of (await base.changes).filter((change) => isSelected(change.path, selection))) {
      if (after === undefined) now.delete(path);
      else now.set(path, after);
    }
    for (const [path, entry] of now) if (!known.has(path)) known.set(path, entry);
    return [...now.values()].sort((a, b) => comparePaths(a.path, b.path));
  };
  const list = once(async (selection) => {
    const entries = await entriesIn(selection);
    listed.push(selection);
    return entries;
  });
  const read = async (paths: readonly string[]): Promise<readonly Contents[]> => {
    const unknown = paths.filter((path) => !known.has(path));
    const found = await Promise.all(unknown.map(tracked));
    for (const [i, path] of unknown.entries()) known.set(path, found[i]);
    const entries = paths.map((path) => known.get(path));
    const stored = entries.filter((entry) => entry?.mode === "file").flatMap((entry) => entry?.oid ?? []);
    const blobs = repository.objects.readBlobs(stored, limit);
    const contents: Contents[] = [];
    for (const entry of entries) {
      if (entry?.mode !== "file") contents.push(undefined);
      else if (entry.oid === undefined) contents.push(readOnDisk(root, entry.path, limit));
      else contents.push((await blobs.next()).value || undefined);
    }
    return contents;
  };
  /** A path that nobody listed: the disk has it, or the index does where the file is left out of a sparse work tree. */
  const tracked = async (path: string): Promise<TreeEntry | undefined> => {
    const there = onDisk(path);
    if (there === undefined && listed.some((selection) => isSelected(path, selection))) return undefined;
    // Most paths that are looked for on suspicion are nowhere, and the index says so without a process of its own.
    if (there !== undefined || (await index.read([path]))[0] === undefined) return there;
    return (await list({ extensions: [], files: [path] }))[0];
  };
  const search = async (needles: readonly string[], selection: Selection): Promise<readonly string[]> => {
    if (isEmpty(selection) || needles.length === 0) return [];
    const [entries, hits] = await Promise.all([list(selection), index.search(needles, selection)]);
    const stored = new Set(hits);
    return entries
      .filter(({ mode }) => mode === "file")
      .filter(({ path, oid }) =>
        oid === undefined ? holdsAny(readOnDisk(root, path, limit), needles) : stored.has(path),
      )
      .map(({ path }) => path);
  };
  return { label: "the work tree", list, read, search, changesFrom };
}

/** What was found to differ from a commit. */
interface Compared {
  readonly commit: string;
  readonly selection: Selection;
  readonly changes: Promise<readonly FileChange[]>;
}

/** Whether whoever asked for the first selection knows of everything in the second. */
function covers(wide: Selection, narrow: Selection): boolean {
  const has = (all: readonly string[] = [], some: readonly string[] = []): boolean =>
    some.every((one) => all.includes(one));
  return has(wide.extensions, narrow.extensions) && has(wide.files, narrow.files) && has(wide.folders, narrow.folders);
}

/** Hashing takes long to load, and most runs have nothing to hash. */
type IdOf = typeof import("./blob-id.ts").idOnDisk;

/** Git tells the object where the disk holds what the index says; what it has not read, and links, are looked at here. */
function isRead({ after }: FileChange): boolean {
  return after === undefined || after.mode === "submodule" || (after.mode === "file" && after.oid !== undefined);
}

/** Asks each selection once. */
function once<T>(ask: (selection: Selection) => Promise<T>): (selection: Selection) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (selection) => {
    const key = JSON.stringify([selection.extensions, selection.files, selection.folders]);
    const answer = answers.get(key) ?? ask(selection);
    answers.set(key, answer);
    return answer;
  };
}

/**
 * Tracked paths that differ. Without `--cached` git looks at the disk, takes left-out files of a sparse work tree from
 * the index, and leaves the id of what it has not read as zeros. Intent-to-add files are on the disk, so they count.
 */
async function diffWorkTree({ git }: Repository, from: string, selection: Selection) {
  const options = ["--raw", "-z", "--no-renames", "--no-abbrev", "--ita-visible-in-index", "--ignore-submodules=dirty"];
  return readRawDiff(splitNul(await git.run(["diff-index", ...options, from, "--", ...pathspecs(selection)])));
}

interface Loose {
  readonly untracked: readonly string[];
  readonly unmerged: readonly string[];
}

/**
 * What `diff-index` does not tell of the disk: files that the index does not know, and those that it knows several times.
 * Ignored is what the repository says in `.gitignore` and its own `info/exclude`, not the user's list.
 */
async function looseIn({ git, commonDir }: Repository, selection: Selection): Promise<Loose> {
  const own = join(commonDir, "info", "exclude");
  const ignored = ["--exclude-per-directory=.gitignore", ...(existsSync(own) ? [`--exclude-from=${own}`] : [])];
  const options = ["ls-files", "-z", "-t", "--others", "--unmerged", "--no-recurse-submodules", ...ignored];
  const lines = splitNul(await git.run([...options, "--", ...pathspecs(selection)]));
  return {
    untracked: lines
      .filter((line) => line[0] === tag.untracked)
      .map((line) => decodePath(line.subarray(2)))
      .filter((path) => !path.endsWith("/")),
    unmerged: lines
      .filter((line) => line[0] === tag.unmerged)
      .map((line) => decodePath(line.subarray(line.indexOf("\t") + 1))),
  };
}

/** `? path`, and `M mode id stage` before a tab and the path. */
const tag = { untracked: 0x3f, unmerged: 0x4d } as const;
