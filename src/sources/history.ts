import { SchemactlError } from "../errors.ts";
import { fetchHistory } from "./fetch-command.ts";
import { readGitFile } from "./git-file.ts";
import { createLedger, type Removed, type Version } from "./ledger.ts";
import { linesOf } from "./lines.ts";
import { comparePaths, pathspecs, splitNul } from "./path-bytes.ts";
import { modeOf, readRaw, readRawDiff } from "./raw-diff.ts";
import type { Repository } from "./repository.ts";
import type { Tag } from "./tags.ts";
import type { Selection } from "./tree.ts";

/** The states of a line of commits or of a list of tags, and what each selected path held in them. */
export interface History {
  /** How many states there are; 0 is the oldest, length - 1 is the base itself. */
  readonly length: number;
  /** The commit id of a state. */
  readonly commitAt: (at: number) => string;
  /** What a person calls a state: a short commit id or the tag. */
  readonly labelAt: (at: number) => string;
  /** Every selected path that any state held, sorted. */
  readonly paths: readonly string[];
  /** The versions of one path, oldest first; empty for a path that never was. */
  readonly timeline: (path: string) => readonly Version[];
  /** The version of a path that a state holds: found without building the timeline. */
  readonly versionAt: (path: string, at: number) => Version | undefined;
  /** What a path held in a state. */
  readonly blobAt: (path: string, at: number) => string | undefined;
  /** The paths that a state holds. */
  readonly pathsAt: (at: number) => readonly string[];
  /** The paths that went away with a state, and the blob that each held last: where a path added there may come from. */
  readonly removedAt: (at: number) => Promise<readonly Removed[]>;
  /** Where the clone is shallow and the path was already there in the oldest state, what to throw when an older version matters. */
  readonly truncation: (path: string) => SchemactlError | undefined;
}

const diffTree = ["diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev"];

/** Every commit of the line, whether it touches what is asked for or not; a merge is compared with its first parent alone. */
const firstParentLog = [
  "log",
  "--first-parent",
  "--sparse",
  "-m",
  "--raw",
  "-z",
  "--no-renames",
  "--no-abbrev",
  "--format=%H",
];

/**
 * The first-parent history of a commit, each commit compared with its first parent. One `rev-list` and one `diff-tree`,
 * read as they come. Where it is about single files, one `log` finds the few commits that touch them at a tenth of the cost;
 * then `removals` says among what `removedAt` looks, with a process of its own.
 */
export async function commitHistory(
  repository: Repository,
  commit: string,
  selection: Selection,
  removals?: Selection,
): Promise<History> {
  const commits: string[] = [];
  const ledger = createLedger();
  const enter = (k: number, { path, oid }: Step): void => ledger.add(path, k, oid);
  if (selection.extensions.length > 0)
    await record(repository, firstParentLine(repository, commit, commits), selection, enter);
  else
    await readSteps(
      repository.git.stream([...firstParentLog, commit, "--", ...pathspecs(selection)]),
      (id) => commits.push(id.toString("latin1")),
      (step) => enter(commits.length - 1, step),
    );
  const oldest = commits.at(-1) ?? commit;
  const isCut = repository.isShallow && shallowCommits(repository).has(oldest);
  const history = ledger.finish(commits.length);
  const idOf = (at: number): string => commits[commits.length - 1 - at] ?? "";
  return {
    ...history,
    length: commits.length,
    commitAt: idOf,
    labelAt: (at) => idOf(at).slice(0, 7),
    paths: [...history.paths].sort(comparePaths),
    removedAt: async (at) =>
      removals === undefined || at === 0
        ? history.removedAt(at)
        : removedBetween(repository, idOf(at - 1), idOf(at), removals),
    truncation: (path) =>
      isCut && history.blobAt(path, 0) !== undefined ? truncated(repository, path, oldest) : undefined,
  };
}

/** The same over tags, oldest first: each tag is one state. */
export async function tagHistory(repository: Repository, tags: readonly Tag[], selection: Selection): Promise<History> {
  const ledger = createLedger();
  const last = tags.length - 1;
  const pairs = tags.slice(1).map(({ commit }, i) => `${commit} ${tags[i]?.commit}\n`);
  await record(repository, once(pairs.reverse().join("")), selection, (k, { path, oid }) => ledger.add(path, k, oid));
  for (const { path, oid } of await changesOf(repository, repository.emptyTree, tags[0]?.commit, selection))
    ledger.add(path, last, oid);
  const history = ledger.finish(tags.length);
  return {
    ...history,
    length: tags.length,
    commitAt: (at) => tags[at]?.commit ?? "",
    labelAt: (at) => tags[at]?.name ?? "",
    paths: [...history.paths].sort(comparePaths),
    removedAt: async (at) => history.removedAt(at),
    truncation: () => undefined,
  };
}

/** What became of a path: its blob, or undefined where no regular file is left. */
interface Step {
  readonly path: string;
  readonly oid: string | undefined;
}

/** Feeds `<commit> <parent>` lines to one diff-tree; `enter` hears of each step and of the number of its line, from 0. */
async function record(
  repository: Repository,
  lines: AsyncIterable<string>,
  selection: Selection,
  enter: (line: number, step: Step) => void,
): Promise<void> {
  const args = [...diffTree, "--stdin", "--root", "-m", "--always", "--", ...pathspecs(selection)];
  let line = -1;
  const begin = (): void => {
    line++;
  };
  await readSteps(repository.git.stream(args, lines), begin, (step) => enter(line, step));
}

/** Reads commits and what each changes as they come: `<id>`, then the raw lines of its files. `log` has a line end before the first of these. */
async function readSteps(
  output: AsyncIterable<Buffer>,
  begin: (id: Buffer) => void,
  enter: (step: Step) => void,
): Promise<void> {
  let meta: Buffer | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of output) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(0) + 1;
    rest = bytes.subarray(end);
    for (const part of splitNul(bytes.subarray(0, end))) {
      if (meta !== undefined) {
        enter(stepOf(meta, part));
        meta = undefined;
      } else if (part[0] === colon) meta = part;
      else if (part[0] === lineEnd) meta = part.subarray(1);
      else begin(part);
    }
  }
}

const colon = 0x3a;
const lineEnd = 0x0a;

function stepOf(meta: Buffer, name: Buffer): Step {
  const { path, after } = readRaw(meta, name);
  return { path, oid: modeOf(after) === "file" ? after.oid : undefined };
}

/** One write carries some hundred lines. */
const lotSize = 1 << 14;

/** Lists the line newest first, and gives each commit with its first parent to whom it may concern. */
async function* firstParentLine(
  { git }: Repository,
  commit: string,
  commits: string[],
): AsyncGenerator<string, void, undefined> {
  let lot = "";
  for await (const line of linesOf(git.stream(["rev-list", "--first-parent", "--parents", commit]))) {
    const pair = line.split(" ", 2);
    commits.push(pair[0] ?? "");
    lot += `${pair.join(" ")}\n`;
    if (lot.length < lotSize) continue;
    yield lot;
    lot = "";
  }
  yield lot;
}

async function* once(text: string): AsyncGenerator<string, void, undefined> {
  if (text !== "") yield text;
}

async function changesOf(
  { git }: Repository,
  from: string,
  to: string | undefined,
  selection: Selection,
): Promise<readonly Step[]> {
  if (to === undefined) return [];
  const output = await git.run([...diffTree, from, to, "--", ...pathspecs(selection)]);
  return readRawDiff(splitNul(output)).map(({ path, after }) => ({
    path,
    oid: modeOf(after) === "file" ? after.oid : undefined,
  }));
}

async function removedBetween(
  { git }: Repository,
  from: string,
  to: string,
  selection: Selection,
): Promise<readonly Removed[]> {
  const output = await git.run([...diffTree, from, to, "--", ...pathspecs(selection)]);
  return readRawDiff(splitNul(output))
    .filter(({ before, after }) => modeOf(before) === "file" && modeOf(after) !== "file")
    .map(({ path, before }) => ({ path, oid: before.oid }));
}

/** The commits whose parents a shallow clone has left out. */
function shallowCommits({ commonDir }: Repository): ReadonlySet<string> {
  return new Set(readGitFile(commonDir, "shallow").split("\n"));
}

function truncated(repository: Repository, path: string, oldest: string): SchemactlError {
  const message = `the history of \`${path}\` goes on before ${oldest.slice(0, 7)}, where this shallow clone ends`;
  const hint = fetchHistory(repository);
  return new SchemactlError("undecided", message, { file: path, hint });
}
