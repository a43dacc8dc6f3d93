import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { watchedExtensions } from "../formats/extensions.ts";
import type { Git } from "../sources/git.ts";
import { pathspecs } from "../sources/path-bytes.ts";
import { borrowing, type Checkout } from "./checkout.ts";
import { credentials, withSettings } from "./settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Where missing objects are fetched from, and to. */
export interface Origin {
  /** `https://github.com`. */
  readonly server: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  /** A folder that the runner empties. */
  readonly temporary: string;
}

/**
 * Fetches one commit without its history, for a checkout that has it not, and answers with the environment in which git sees it.
 * The checkout stays as it is: what is fetched goes into a bare repository beside it, and no ref moves.
 */
export async function fetchCommit(checkout: Checkout, origin: Origin, commit: string): Promise<Env> {
  const bare = await makeBare(checkout, origin);
  await bare.git.run(["fetch", "--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head", "origin", commit]);
  // What the checkout's history ends at, it ends at here too.
  if (checkout.isShallow) appendFileSync(join(bare.path, "shallow"), readFileSync(checkout.shallow));
  return standIn(checkout, bare);
}

/** What of the past is asked for. */
export interface History {
  /** A branch to compare with, without `refs/heads/`. */
  readonly branch: string | undefined;
  /** A commit that the branch may not reach any more. */
  readonly commit: string | undefined;
}

/**
 * Fetches the history of HEAD and of the base with the tags in it: first without file contents, then of those only what the checkout
 * lacks and a schema can be in.
 */
export async function fetchHistory(checkout: Checkout, origin: Origin, { branch, commit }: History): Promise<Env> {
  const bare = await makeBare(checkout, origin);
  const past = ["fetch", "--quiet", "--filter=blob:none", "--no-write-fetch-head", "origin"];
  const base = branch === undefined ? [] : [`+refs/heads/${branch}:refs/remotes/origin/${branch}`];
  await bare.git.run([...past, `+${checkout.head}:refs/schemactl/head`, ...base]);
  // A force push may have left it unreachable, and the server may have dropped it: then the command says what is missing.
  if (commit !== undefined) await bare.git.run([...past, `+${commit}:refs/schemactl/base`]).catch(() => undefined);
  const reader = bare.git.at(bare.path, borrowing(checkout.objects));
  await fetchContents(checkout, bare);
  // Where this checkout ends, a ref of its own may still end: git would stumble over what comes before.
  const isWhole = checkout.isShallow ? (ref: string) => hasHistory(reader, ref) : undefined;
  return standIn(checkout, bare, isWhole);
}

function hasHistory(git: Git, commit: string): Promise<boolean> {
  return git.run(["rev-list", "--quiet", commit, "--not", "refs/schemactl/head"]).then(
    () => true,
    () => false,
  );
}

/** What a check may read of the past: schemas, configuration, approvals and workflows. */
const read = { extensions: [...watchedExtensions, ".yaml", ".yml"], files: [".gitattributes", ".gitmodules"] };

/** Raw diffs name the contents of both sides, and need none of them. */
const everyVersion = ["log", "--all", "-m", "--root", "--raw", "--no-abbrev", "--no-renames", "--format="];

async function fetchContents(checkout: Checkout, bare: Bare): Promise<void> {
  const listed = await bare.git.run([...everyVersion, "--", ...pathspecs(read)]);
  const ids = new Set<string>();
  for (const line of linesOf(listed)) {
    const [, , mode = "", , after] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) /.exec(line) ?? [];
    if (after !== undefined && mode !== "160000" && !/^0+$/.test(after)) ids.add(after);
  }
  // Asked in a repository that knows of no server: otherwise git goes and fetches one object after the other.
  const probe = join(bare.path, "probe");
  await bare.git.at(bare.path, { GIT_DIR: probe }).run(["init", "--quiet", "--bare", objectFormat(checkout)]);
  const reader = bare.git.at(bare.path, { GIT_DIR: probe, ...borrowing(checkout.objects, join(bare.path, "objects")) });
  const answers = await reader.run(["cat-file", "--batch-check=%(objectname)"], { input: `${[...ids].join("\n")}\n` });
  const missing = linesOf(answers).flatMap((line) => /^([0-9a-f]+) missing$/.exec(line)?.[1] ?? []);
  if (missing.length === 0) return;
  const input = `${missing.join("\n")}\n`;
  await bare.git.run(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--stdin", "origin"], { input });
}

function objectFormat({ head }: Checkout): string {
  return `--object-format=${head.length === 64 ? "sha256" : "sha1"}`;
}

interface Bare {
  readonly path: string;
  readonly git: Git;
}

/** A server that says nothing for half a minute has said all it will. */
const patience = [
  ["http.lowSpeedLimit", "1"],
  ["http.lowSpeedTime", "30"],
] as const;

async function makeBare(checkout: Checkout, { server, repository, token, temporary }: Origin): Promise<Bare> {
  const path = mkdtempSync(join(temporary, "schemactl-git-"));
  const url = `${server.replace(/\/$/, "")}/${repository}`;
  const settings = [...credentials(server, token), ...patience, ["remote.origin.url", url] as const];
  const env = { ...withSettings(checkout.env, settings), GIT_ALLOW_PROTOCOL: "https:http", GIT_DIR: path };
  const git = checkout.git.at(path, env);
  await git.run(["init", "--quiet", "--bare", objectFormat(checkout)]);
  // Named in a file too, so that git takes it for a remote that has more to give.
  await git.run(["config", "remote.origin.url", url]);
  return { path, git };
}

/** Gives the bare repository HEAD and the refs of the checkout, and says how git takes it for that of the work tree. */
async function standIn(
  checkout: Checkout,
  bare: Bare,
  isWhole: (commit: string) => Promise<boolean> = async () => true,
): Promise<Env> {
  const git = bare.git.at(bare.path, borrowing(checkout.objects));
  const format = "--format=%(refname) %(objectname)";
  const [here, there] = await Promise.all([checkout.git, git].map((one) => one.run(["for-each-ref", format])));
  const fetched = new Set(linesOf(there).map((line) => line.split(" ")[0]));
  const commands: string[] = [];
  for (const line of linesOf(here)) {
    const [ref, commit = ""] = line.split(" ");
    if (!fetched.has(ref) && (await isWhole(commit))) commands.push(`create ${line}\n`);
  }
  await git.run(["update-ref", "--stdin"], { input: commands.join("") });
  await git.run(["update-ref", "--no-deref", "HEAD", checkout.head]);
  const places = { GIT_DIR: bare.path, GIT_WORK_TREE: checkout.root, GIT_INDEX_FILE: checkout.index };
  return { ...checkout.env, ...places, ...borrowing(checkout.objects) };
}

function linesOf(output: Buffer | undefined): readonly string[] {
  return (output ?? Buffer.alloc(0))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}
