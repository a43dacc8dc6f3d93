import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { main } from "../../src/cli.ts";
import type { Io } from "../../src/commands/command.ts";

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly isTTY?: boolean;
  /** `YYYY-MM-DD`. */
  readonly today?: string;
}

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The world as a command sees it, and what it wrote there. A run takes 38 ms, by this world's clock. */
export function world({
  cwd = process.cwd(),
  env = {},
  stdin = "",
  isTTY = false,
  today = "2026-03-01",
}: Surroundings = {}): {
  readonly io: Io;
  readonly written: { stdout: string; stderr: string };
} {
  const written = { stdout: "", stderr: "" };
  const io: Io = {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    isTTY: () => isTTY,
    stdin: async () => Buffer.from(stdin),
    readFile: (path) => readFile(resolve(cwd, path)),
    writeFile: async (path, text) => {
      await mkdir(dirname(resolve(cwd, path)), { recursive: true });
      await writeFile(resolve(cwd, path), text);
    },
    removeFile: (path) => rm(resolve(cwd, path)),
    today: () => today,
    elapsed: () => 38,
  };
  return { io, written };
}

/** Runs one command line in this process. */
export async function run(argv: readonly string[], surroundings: Surroundings = {}): Promise<Run> {
  const { io, written } = world(surroundings);
  const code = await main(argv, io);
  return { ...written, code };
}

/** A run as a reviewer reads it: the command, what it wrote where, and its exit code. */
export function transcript(command: string, { stdout, stderr, code }: Run): string {
  const ended = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  const parts = [
    `$ ${command}\n`,
    ended(stdout),
    stderr === "" ? "" : `--- stderr\n${ended(stderr)}`,
    `--- exit ${code}\n`,
  ];
  return parts.join("");
}
