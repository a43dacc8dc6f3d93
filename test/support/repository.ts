// Real throwaway git repositories. Git is spawned directly, with nothing of the machine's configuration and fixed dates.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export { makeFolder, makeRepository, type Sandbox } from "./sandbox.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** A text, or a value that is written as indented JSON; `null` deletes the file. */
export type FileContents = string | Uint8Array | null | object;

export interface TestRepository {
  /** Absolute and without symbolic links. */
  readonly path: string;
  /** An environment for the program under test: no user configuration, no CI variables. */
  readonly env: Env;
  /** Runs git in the work tree and gives its stdout without the last newline; throws where git fails. */
  readonly git: (...args: readonly string[]) => string;
  /** The same with more environment, and without throwing. */
  readonly tryGit: (args: readonly string[], env?: Env) => GitOutcome;
  readonly write: (files: Readonly<Record<string, FileContents>>) => void;
  readonly symlink: (path: string, target: string) => void;
  readonly read: (path: string) => string;
  /** Writes the files, stages everything and commits; gives the commit's id. */
  readonly commit: (message: string, files?: Readonly<Record<string, FileContents>>) => string;
  /** Merges without fast-forward; gives the merge commit's id. */
  readonly merge: (ref: string, ...options: readonly string[]) => string;
  /** A lightweight tag, or an annotated one where there is a message. */
  readonly tag: (name: string, options?: { readonly message?: string; readonly at?: string }) => void;
  /** Makes a branch and goes there. */
  readonly branch: (name: string, at?: string) => void;
  /** `git clone` of this repository through `file://`, so that `--depth` and `--filter` count. */
  readonly clone: (...options: readonly string[]) => TestRepository;
  /** Hands a stream to `git fast-import`: thousands of commits in a moment. */
  readonly importStream: (stream: string) => void;
  /** A linked work tree on a new branch. */
  readonly worktree: (branch: string) => TestRepository;
}

export interface GitOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folders: string[] = [];

/** A fresh folder that `removeFolders` takes away; its path holds no symbolic link. */
export function temporaryFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "schemactl-")));
  folders.push(path);
  return path;
}

/** Takes away every folder made so far; call it in `afterAll`. */
export function removeFolders(): void {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

/** The least that git needs of the machine, and nothing of its user or of a surrounding hook or CI run. */
export function hermeticEnv(extra: Env = {}): Env {
  const kept = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "PATHEXT", "NODE_V8_COVERAGE"];
  const base = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  return {
    ...base,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    ...extra,
  };
}

/** A new repository on `main` in a fresh folder; `options` go to `git init`. */
export function createRepository(...options: readonly string[]): TestRepository {
  const path = temporaryFolder();
  const repository = repositoryAt(path);
  repository.git("init", "--quiet", "--initial-branch=main", ...options);
  return repository;
}

/** A handle on a repository that is already there. */
export function repositoryAt(path: string): TestRepository {
  const env = hermeticEnv();
  const clock = { seconds: 0 };
  const tryGit = (args: readonly string[], more: Env = {}): GitOutcome =>
    spawnGit(path, args, { ...env, ...author(clock), ...more });
  const git = (...args: readonly string[]): string => succeed(args, tryGit(args));
  const write = (files: Readonly<Record<string, FileContents>>): void => {
    for (const [name, contents] of Object.entries(files)) writeOne(join(path, name), contents);
  };
  return {
    path,
    env,
    git,
    tryGit,
    write,
    symlink: (name, target) => {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      rmSync(join(path, name), { force: true });
      symlinkSync(target, join(path, name));
    },
    read: (name) => readFileSync(join(path, name), "utf8"),
    commit: (message, files = {}) => {
      write(files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", message);
      return git("rev-parse", "HEAD");
    },
    merge: (ref, ...more) => {
      git("merge", "--quiet", "--no-ff", "--no-verify", "-m", `merge ${ref}`, ...more, ref);
      return git("rev-parse", "HEAD");
    },
    tag: (name, { message, at = "HEAD" } = {}) => {
      if (message === undefined) git("tag", name, at);
      else git("tag", "--annotate", "-m", message, name, at);
    },
    branch: (name, at) => {
      git("checkout", "--quiet", "-b", name, ...(at === undefined ? [] : [at]));
    },
    clone: (...more) => {
      const target = join(temporaryFolder(), "clone");
      git("clone", "--quiet", ...more, `file://${path}`, target);
      return repositoryAt(target);
    },
    importStream: (stream) => {
      succeed(["fast-import"], spawnGit(path, ["fast-import", "--quiet"], env, stream));
    },
    worktree: (branch) => {
      const target = join(temporaryFolder(), "linked");
      git("worktree", "add", "--quiet", "-b", branch, target);
      return repositoryAt(target);
    },
  };
}

/** Every commit is made by the same person, a minute after the one before. */
function author(clock: { seconds: number }): Env {
  clock.seconds += 60;
  const date = `${1_700_000_000 + clock.seconds} +0000`;
  return {
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
    GIT_COMMITTER_DATE: date,
  };
}

const hardened = ["-c", "protocol.file.allow=always", "-c", "commit.gpgSign=false", "-c", "gc.auto=0"];

function spawnGit(cwd: string, args: readonly string[], env: Env, input = ""): GitOutcome {
  const child = spawnSync("git", [...hardened, ...args], {
    cwd,
    env: env as NodeJS.ProcessEnv,
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (child.error !== undefined) throw child.error;
  return { status: child.status, stdout: child.stdout, stderr: child.stderr };
}

function succeed(args: readonly string[], outcome: GitOutcome): string {
  if (outcome.status !== 0) {
    throw new Error(`git ${args.join(" ")} ended with ${outcome.status}: ${outcome.stdout}${outcome.stderr}`);
  }
  return outcome.stdout.replace(/\n$/, "");
}

function writeOne(path: string, contents: FileContents): void {
  if (contents === null) {
    rmSync(path, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const raw = typeof contents === "string" || contents instanceof Uint8Array;
  writeFileSync(path, raw ? contents : `${JSON.stringify(contents, null, 2)}\n`);
}
