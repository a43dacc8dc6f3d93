import { basename, dirname, resolve } from "node:path";
import { SchemactlError } from "../errors.ts";
import { type Env, type Git, type GitEnd, gitIn, withoutUserConfiguration } from "./git.ts";
import { readGitFile } from "./git-file.ts";
import { type Objects, openObjects } from "./objects.ts";
import { promisorRemote } from "./partial.ts";

/** A git repository with a work tree, open for reading. Nothing is ever written to it. */
export interface Repository {
  /** Absolute path of the work tree's root. */
  readonly root: string;
  /** The folder asked from, relative to the root: empty, or ending in `/`. */
  readonly prefix: string;
  /** Absolute; the linked work tree's own in a linked work tree. */
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectFormat: "sha1" | "sha256";
  /** The id of the tree without entries. */
  readonly emptyTree: string;
  readonly isShallow: boolean;
  /** The commit id of HEAD; undefined on an unborn branch. */
  readonly head: string | undefined;
  /** The full name of the current branch's upstream, such as `refs/remotes/origin/main`. */
  readonly upstream: string | undefined;
  readonly env: Env;
  /** Runs in the root, without the user's configuration. */
  readonly git: Git;
  readonly objects: Objects;
  /** What git answered to the question that went along with the opening, or why it did not; undefined where it may have looked elsewhere. */
  readonly early: Promise<Buffer> | undefined;
  /** Ends every child. */
  readonly close: () => void;
}

/** An option that rev-parse does not know and so repeats: it parts answers that may hold newlines. */
const mark = "--schemactl";

/** The last two may fail (an unborn branch, no upstream), when the answers before them have been given. */
const questions = [
  ...["rev-parse", "--is-bare-repository", "--is-shallow-repository", "--show-object-format", mark],
  ...["--absolute-git-dir", mark, "--git-common-dir", mark, "--show-prefix", mark, "--show-toplevel", mark],
  ...["HEAD", mark, "--symbolic-full-name", "@{upstream}"],
];

const emptyTrees = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
} as const;

type Facts = Pick<
  Repository,
  "root" | "prefix" | "gitDir" | "commonDir" | "objectFormat" | "isShallow" | "head" | "upstream"
>;

/**
 * Opens the repository that `cwd` is in. Throws `usage` where there is none or it has no work tree, `undecided` where
 * git refuses (dubious ownership), is missing or dies. Costs two processes at once, one of which stays to read objects; a third answers
 * `question`, for whoever knows what to ask before anything is known of the repository.
 */
export async function openRepository(cwd: string, env: Env, question?: readonly string[]): Promise<Repository> {
  let commonDir: string | undefined;
  let remote: { readonly name: string | undefined } | undefined;
  const promisor = (): string | undefined => {
    if (commonDir !== undefined) remote ??= { name: promisorRemote(commonDir) };
    return remote?.name;
  };
  const outside = gitIn(cwd, env, promisor);
  const objects = openObjects(outside, promisor);
  try {
    const asked = readFacts(outside, cwd);
    const early = question === undefined ? undefined : outside.run(question);
    // Whoever needs the answer sees why there is none.
    early?.catch(() => {});
    const facts = atRoot(await asked, env);
    commonDir = facts.commonDir;
    const known = { ...withoutUserConfiguration, GIT_DIR: facts.gitDir, GIT_WORK_TREE: facts.root };
    const git = outside.at(facts.root, known);
    const emptyTree = emptyTrees[facts.objectFormat];
    // From a folder below, a relative GIT_INDEX_FILE names another file than from the root.
    return {
      ...facts,
      emptyTree,
      env,
      git,
      objects,
      early: facts.prefix === "" ? early : undefined,
      close: outside.close,
    };
  } catch (error) {
    outside.close();
    throw error;
  }
}

async function readFacts(git: Git, cwd: string): Promise<Facts> {
  const child = git.start(questions, { deaf: true });
  let answer = "";
  child.process.stdout.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  const end = await child.ended;
  const [flags = "", gitDir, commonDir, prefix, root, head = "", upstream] = answer
    .split(`${mark}\n`)
    .map((part) => part.replace(/\n$/, ""));
  const [isBare, isShallow, objectFormat] = flags.split("\n");
  if (isBare === "true") throw new SchemactlError("usage", "a bare repository has no work tree to check", bareHint);
  if (end.code !== 0 && !root) throw refusal(end, cwd);
  if (gitDir === undefined || commonDir === undefined || prefix === undefined || !root)
    throw new SchemactlError("undecided", "git does not say where its repository is", tooOld);
  if (objectFormat !== "sha1" && objectFormat !== "sha256")
    throw new SchemactlError("undecided", `git does not know the object format \`${objectFormat}\``, tooOld);
  return {
    root,
    prefix,
    gitDir,
    commonDir: resolve(cwd, commonDir),
    objectFormat,
    isShallow: isShallow === "true",
    head: /^[0-9a-f]{40,64}$/.test(head) ? head : undefined,
    upstream: upstream || undefined,
  };
}

/**
 * A hook of a linked work tree runs with GIT_DIR set, and then git takes whatever folder the hook went to for the root:
 * every file outside of it would look deleted. The git folder says where its work tree is.
 */
function atRoot(facts: Facts, env: Env): Facts {
  if (!env.GIT_DIR || env.GIT_WORK_TREE) return facts;
  const own = readGitFile(facts.gitDir, "gitdir").trim() || facts.gitDir;
  const root = basename(own) === ".git" ? dirname(own) : facts.root;
  if (!facts.root.startsWith(`${root}/`)) return facts;
  return { ...facts, root, prefix: `${facts.root.slice(root.length + 1)}/${facts.prefix}` };
}

const bareHint = { hint: "run it in a clone with a work tree" };
const tooOld = { hint: "git 2.30 or newer is needed" };

function refusal({ error, stderr }: GitEnd, cwd: string): SchemactlError {
  const cause = error();
  const exception = /git config --global --add safe\.directory .+/.exec(stderr)?.[0];
  if (exception !== undefined || stderr.includes("unsafe repository")) {
    return new SchemactlError("undecided", `git refuses the repository at \`${cwd}\`: somebody else owns it`, {
      hint: `if you trust it: ${exception ?? `git config --global --add safe.directory ${cwd}`}`,
      cause,
    });
  }
  if (stderr.includes("not a git repository")) {
    const hint = "run it inside a repository, or make one: git init";
    return new SchemactlError("usage", `\`${cwd}\` is not in a git repository`, { hint, cause });
  }
  if (stderr.includes("must be run in a work tree")) {
    return new SchemactlError("usage", `\`${cwd}\` is not in a work tree`, { ...bareHint, cause });
  }
  return cause;
}
