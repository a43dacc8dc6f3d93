// The command table, and the only file that prints an error or sets an exit code.
import { parseArgs } from "node:util";
import { optionTypes, readArguments } from "./commands/arguments.ts";
import { check, inspectShare } from "./commands/check.ts";
import {
  type Command,
  type Inspection,
  type Io,
  type Judged,
  type ReportFormat,
  reportFormats,
} from "./commands/command.ts";
import { exitCodeOf, SchemactlError } from "./errors.ts";

declare const SCHEMACTL_VERSION: string;

/** Every command by its name, in the order of the help. All but the one that hooks run are loaded when they are asked for: start-up is a feature. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => check,
  approve: async () => (await import("./commands/approve.ts")).approve,
  report: async () => (await import("./commands/report.ts")).report,
  fix: async () => (await import("./commands/fix.ts")).fix,
  init: async () => (await import("./commands/init.ts")).init,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  subjects: async () => (await import("./commands/subjects.ts")).subjects,
  diff: async () => (await import("./commands/diff.ts")).diff,
  rules: async () => (await import("./commands/rules.ts")).rules,
  explain: async () => (await import("./commands/explain.ts")).explain,
  completion: async () => (await import("./commands/completion.ts")).completion,
};

/**
 * Runs one command line and answers with the exit code. Never throws: what goes wrong is told on standard error, or as the one JSON document on
 * standard output where `--format json` was asked for.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    return await tell(error, argv, io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.stderr(await helpOf(undefined));
    return exitCodeOf.usage;
  }
  if (name === "--version" || name === "-V") return say(io, `schemactl ${SCHEMACTL_VERSION}\n`);
  if (name === "--help" || name === "-h") return say(io, await helpOf(undefined));
  if (name === "help") return say(io, await helpOf(rest.find((word) => !word.startsWith("-"))));
  const command = await load(name);
  const options = optionTypes(command);
  const { tokens } = parseArgs({ args: rest, options, strict: false, allowPositionals: true, tokens: true });
  const { help, values, args } = readArguments(command, tokens);
  if (help) return say(io, await helpOf(name));
  return await command.run({ values: values as never, args, io, commands: loadAll });
}

async function load(name: string): Promise<Command> {
  const loader = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (loader !== undefined) return await loader();
  if (name.startsWith("-")) {
    throw new SchemactlError("usage", `\`${name}\` stands before the command`, {
      hint: "write `schemactl COMMAND [OPTIONS]`",
    });
  }
  const { suggest } = await import("./config/suggest.ts");
  const meant = suggest(name, [...Object.keys(commands), "help"]);
  const hint = meant === undefined ? "`schemactl --help` lists the commands" : `did you mean \`schemactl ${meant}\`?`;
  throw new SchemactlError("usage", `there is no command \`${name}\``, { hint });
}

async function loadAll(): Promise<readonly Command[]> {
  return await Promise.all(Object.values(commands).map((loader) => loader()));
}

async function helpOf(name: string | undefined): Promise<string> {
  const { commandHelp, overview } = await import("./commands/help.ts");
  return name === undefined ? overview(await loadAll()) : commandHelp(await load(name));
}

function say(io: Io, text: string): 0 {
  io.stdout(text);
  return 0;
}

/** Shows an error the way a report is shown: one document, or lines for a person. */
async function tell(error: unknown, argv: readonly string[], io: Io): Promise<number> {
  const { present } = await import("./commands/present.ts");
  const debug = io.env.SCHEMACTL_DEBUG === "1";
  if (debug && error instanceof Error) io.stderr(`${error.stack ?? error.message}\n`);
  const { reportOf } = await import("./commands/error-report.ts");
  return await present(reportOf(error), { format: formatAsked(argv), color: "auto" }, io);
}

/** Told from the bare words, because the command line may be what is wrong: a command that answers with a report, or with JSON, still does. */
function formatAsked(argv: readonly string[]): ReportFormat {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const asked = words.flatMap((word, i) => {
    const value =
      word === "--format" ? words[i + 1] : word.startsWith("--format=") ? word.slice("--format=".length) : undefined;
    return value?.toLowerCase() ?? [];
  });
  if (asked.includes("json")) return "json";
  const answersWithReport = argv[0] === "check" || argv[0] === "report";
  return (answersWithReport ? reportFormats.find((format) => asked.includes(format)) : undefined) ?? "text";
}

/** Runs the command line of this process, to its exit code. */
export function start(): void {
  const argv = process.argv.slice(2);
  const io = processIo();
  let answered = false;
  let silent = true;
  let crashed = false;
  const stdout = (text: string): void => {
    answered = true;
    silent = false;
    io.stdout(text);
  };
  const stderr = (text: string): void => {
    silent = false;
    io.stderr(text);
  };
  process.once("SIGINT", () => process.exit(130));
  process.on("uncaughtException", (error) => {
    if (crashed) process.exit(exitCodeOf.internal);
    crashed = true;
    // Whoever reads a document has one already: a second one would spoil it.
    void tell(error, answered ? [] : argv, io).then((code) => process.stderr.write("", () => process.exit(code)));
  });
  void main(argv, { ...io, stdout, stderr }).then((code) => {
    process.exitCode = code;
    // Nobody need wait until the children that were told to end have ended, and what this process holds has been cleared away.
    if (silent) process.exit();
    afterWriting(process.stdout, () => afterWriting(process.stderr, () => process.exit()));
  });
}

/** What could not be written is told by the stream's own event, and decides how the process ends. */
function afterWriting(stream: NodeJS.WriteStream, then: () => void): void {
  stream.write("", (error) => {
    if (!error) then();
  });
}

/** The other end of `elsewhere`: answers the question that this thread was made for. */
export async function work(): Promise<void> {
  const { parentPort, workerData } = await import("node:worker_threads");
  parentPort?.postMessage(await inspectShare(workerData));
}

/** A thread of this very program. It takes the process's environment, which is what any question has. */
async function elsewhere({ env: _, ...question }: Inspection): Promise<Judged> {
  const [{ Worker }, { setFlagsFromString }] = await Promise.all([import("node:worker_threads"), import("node:v8")]);
  const worker = new Worker(`import(${JSON.stringify(import.meta.url)}).then((cli) => cli.work())`, {
    eval: true,
    workerData: { ...question, env: { ...process.env } },
  });
  // Whoever walks a long history makes and drops a schema for each version; left alone, V8 lets the dead ones pile up to hundreds of
  // megabytes. The flag is for both threads, and goes again: V8 keeps no code from one run to the next where its flags differ.
  setFlagsFromString("--heap-growing-percent=100");
  const answer = new Promise<Judged>((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
    worker.once("exit", () => reject(new Error("the thread ended without an answer")));
  });
  return await answer.finally(() => setFlagsFromString("--heap-growing-percent=0"));
}

/** The world of this process. */
export function processIo(): Io {
  const streams = { stdout: writerTo(() => process.stdout), stderr: writerTo(() => process.stderr) };
  return {
    cwd: process.cwd(),
    env: process.env,
    ...streams,
    isTTY: (stream) => process[stream].isTTY === true,
    stdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    readFile: async (path) => (await import("node:fs/promises")).readFile(path),
    writeFile: async (path, text) => {
      const [{ mkdir, writeFile }, { dirname }] = await Promise.all([import("node:fs/promises"), import("node:path")]);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    },
    removeFile: async (path) => (await import("node:fs/promises")).rm(path),
    today: () => new Date().toISOString().slice(0, 10),
    // `performance` would be loaded for this alone.
    elapsed: () => Math.round(process.uptime() * 1000),
    elsewhere,
    prompts: async () => (process.stdin.isTTY ? (await import("./commands/clack.ts")).clackPrompts : undefined),
  };
}

/** Writes to a stream that may be closed at the other end: `schemactl rules | head` is no error, and changes no verdict. */
function writerTo(stream: () => NodeJS.WriteStream): (text: string) => void {
  let open: NodeJS.WriteStream | undefined;
  return (text) => {
    if (open === undefined) {
      open = stream();
      open.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
      });
    }
    open.write(text);
  };
}
