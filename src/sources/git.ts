import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { SchemactlError } from "../errors.ts";
import { missingIn, missingPromised } from "./partial.ts";

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

export type Env = Readonly<Record<string, string | undefined>>;

export interface RunOptions {
  readonly input?: string | Uint8Array;
  /** Exit codes besides 0 that are answers. */
  readonly allow?: readonly number[];
  /** For a command that goes on after an error and tells it only on stderr. */
  readonly isFailure?: (stderr: string) => boolean;
}

/** Git's plumbing as children of this process, hardened against configuration and environment. */
export interface Git {
  /** The whole of stdout. Other exit codes than 0 and those allowed throw `undecided` with git's last line. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Buffer>;
  /** Stdout piece by piece, no faster than it is read. */
  readonly stream: (args: readonly string[], input?: AsyncIterable<string>) => AsyncGenerator<Buffer, void, undefined>;
  /** A child to talk to; one that is `deaf` has no input, and costs a pipe less. */
  readonly start: (args: readonly string[], options?: { readonly deaf: boolean }) => GitChild;
  /** Git in another folder and with more environment, ended together with this one. */
  readonly at: (cwd: string, env: Env) => Git;
  /** Ends every child. */
  readonly close: () => void;
}

export interface GitChild {
  readonly process: Child;
  /** Settles when the child has ended and its output is read. */
  readonly ended: Promise<GitEnd>;
}

/** How a child ended. */
export interface GitEnd {
  /** The exit code; null after a signal, or when it never started. */
  readonly code: number | null;
  /** The last lines it wrote to stderr. */
  readonly stderr: string;
  /** What to throw where that is a failure. */
  readonly error: () => SchemactlError;
}

/** What no configuration may decide. The rest of a user's configuration is not read at all: see `withoutUserConfiguration`. */
const configuration = [
  "color.ui=false",
  "core.attributesFile=/dev/null",
  "core.bigFileThreshold=512m",
  "core.excludesFile=/dev/null",
  "core.fsmonitor=false",
  "core.longPaths=true",
  "core.quotePath=false",
  "core.untrackedCache=false",
  "diff.ignoreSubmodules=none",
  "diff.relative=false",
  "diff.renames=false",
  "log.diffMerges=separate",
  "log.follow=false",
  "log.showRoot=true",
  "log.showSignature=false",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting]);

/** Nothing is fetched, locked, asked for or translated, and pathspecs and replaced objects are as git has them by default. */
const environment: Env = {
  GIT_ALLOW_PROTOCOL: "none",
  // Else git writes each commit of a long line by itself, and each arrives here by itself.
  GIT_FLUSH: "0",
  GIT_GLOB_PATHSPECS: undefined,
  GIT_ICASE_PATHSPECS: undefined,
  GIT_LITERAL_PATHSPECS: undefined,
  GIT_NOGLOB_PATHSPECS: undefined,
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LANGUAGE: undefined,
  LC_ALL: "C",
};

/**
 * For children that already know their repository. The one that finds it must read the user's configuration, since
 * `safe.directory` counts only there.
 */
export const withoutUserConfiguration: Env = {
  GIT_CONFIG_COUNT: undefined,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_PARAMETERS: undefined,
  GIT_CONFIG_SYSTEM: "/dev/null",
};

/** Git in a folder; nothing is started yet. `promisor` names the remote that a partial clone fetches missing objects from. */
export function gitIn(cwd: string, env: Env, promisor: () => string | undefined = () => undefined): Git {
  return keeper(cwd, { ...env, ...environment }, promisor, new Set());
}

function keeper(cwd: string, env: Env, promisor: () => string | undefined, children: Set<Child>): Git {
  const start: Git["start"] = (args, { deaf } = { deaf: false }) => {
    const child = spawn("git", [...configuration, ...args], {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: [deaf ? "ignore" : "pipe", "pipe", "pipe"],
      windowsHide: true,
    }) as Child;
    children.add(child);
    // A child that ends early closes its stdin; how it ended tells more than the broken pipe does.
    child.stdin?.on("error", () => {});
    const ended = endOf(child, args[0] ?? "", cwd, promisor);
    void ended.then(() => children.delete(child));
    return { process: child, ended };
  };
  return {
    start,
    run: (args, options = {}) => run(start(args, { deaf: options.input === undefined }), options),
    stream: (args, input) => stream(start(args, { deaf: input === undefined }), input),
    at: (folder, more) => keeper(folder, { ...env, ...more }, promisor, children),
    close: () => {
      for (const child of children) end(child);
    },
  };
}

/** Told to end, a child is nobody's concern: the process need not wait until it has. */
function end(child: Child): void {
  child.kill();
  child.unref();
  for (const stream of child.stdio) if (stream instanceof Socket) stream.unref();
}

async function run(child: GitChild, { input, allow = [], isFailure }: RunOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  child.process.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.process.stdin?.end(input);
  const { code, stderr, error } = await child.ended;
  const isAnswer = code === 0 || (code !== null && allow.includes(code));
  if (!isAnswer || isFailure?.(stderr) === true) throw error();
  return Buffer.concat(chunks);
}

async function* stream(child: GitChild, input?: AsyncIterable<string>): AsyncGenerator<Buffer, void, undefined> {
  const { stdout, stdin } = child.process;
  const fed = input === undefined || stdin === null ? undefined : feed(stdin, input);
  // Whoever reads the output learns of a failed input below; until then it is nobody's surprise.
  if (fed instanceof Promise) fed.catch(() => child.process.kill());
  try {
    for await (const chunk of stdout) yield chunk as Buffer;
    await fed;
    const { code, error } = await child.ended;
    if (code !== 0) throw error();
  } finally {
    child.process.kill();
  }
}

async function feed(stdin: NonNullable<Child["stdin"]>, input: AsyncIterable<string>): Promise<void> {
  for await (const piece of input) {
    if (stdin.destroyed) return;
    if (!stdin.write(piece)) await writable(stdin);
  }
  stdin.end();
}

/** Until there is room again, or nobody to write to. */
function writable(stdin: NonNullable<Child["stdin"]>): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stdin.off("drain", go).off("close", go);
      resolve();
    };
    stdin.on("drain", go).on("close", go);
  });
}

/** Enough for the lines that tell what went wrong. */
const stderrKept = 4096;

function endOf(child: Child, command: string, cwd: string, promisor: () => string | undefined): Promise<GitEnd> {
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  return new Promise((resolve) => {
    child.once("error", (cause) => resolve({ code: null, stderr, error: () => notStarted(cause, cwd) }));
    child.once("close", (code, signal) => {
      const how = signal ?? `code ${code}`;
      resolve({ code, stderr, error: () => died(command, how, stderr, promisor) });
    });
  });
}

function notStarted(cause: NodeJS.ErrnoException, cwd: string): SchemactlError {
  if (cause.code === "ENOENT" && existsSync(cwd)) {
    const hint = "install git 2.30 or newer and see that `git --version` runs";
    return new SchemactlError("undecided", "git is not installed, or not on the PATH", { hint, cause });
  }
  if (cause.code === "ENOENT") return new SchemactlError("usage", `there is no folder \`${cwd}\``, { cause });
  return new SchemactlError("undecided", `git could not be started: ${cause.message}`, { cause });
}

function died(command: string, how: string, stderr: string, promisor: () => string | undefined): SchemactlError {
  const missing = missingIn(stderr);
  if (missing !== undefined) return missingPromised(missing, promisor() ?? "origin");
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const said = last === "" ? "" : `: ${last.replace(/^(fatal|error): /, "")}`;
  return new SchemactlError("undecided", `\`git ${command}\` ended with ${how}${said}`);
}
