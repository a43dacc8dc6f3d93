// Against `buf breaking`, in one run on one machine: whole processes, from spawn to exit, taking turns.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";
import { environment } from "./git.mjs";
import { median } from "./measure.mjs";
import { protoTree } from "./proto-tree.mjs";

const bin = fileURLToPath(new URL("../bin/schemactl.js", import.meta.url));
/** The binary itself: the script that the npm package puts before it would cost it time, and hide its memory. */
const platform = `@bufbuild/buf-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;
const installed = fileURLToPath(new URL(`../node_modules/${platform}/bin/buf`, import.meta.url));
const buf = [process.env.BENCH_BUF ?? "", installed].find((path) => path !== "" && existsSync(path));

const ours = /** @type {const} */ ([process.execPath, [bin, "check", "--against", "HEAD"]]);
const theirs = /** @type {const} */ ([buf ?? "", ["breaking", "--against", ".git#ref=HEAD"]]);

/** What is promised; `ratio` and `memory` are of ours to theirs. */
const scenarios = [
  { name: "5 files, 1 changed", files: 5, changed: 1, runs: 11, most: { ratio: 1 } },
  { name: "large tree, 1 changed", files: 7_000, changed: 1, runs: 5, most: { seconds: 0.5, megabytes: 150 } },
  { name: "large tree, 2,000 changed", files: 7_000, changed: 2_000, runs: 3, most: { ratio: 0.1, memory: 0.1 } },
];

/** @typedef {readonly [string, readonly string[]]} Command */

/**
 * One run. Its peak memory the kernel keeps and forgets with the process, so it would have to be asked until the end; on two cores that alone
 * makes a short run longer by a tenth.
 * @param {string} folder @param {Command} command @param {(pid: number | undefined) => void} [ask] called again and again
 * @returns {Promise<number>} seconds
 */
function seconds(folder, [command, args], ask) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, [...args], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const timer = ask && setInterval(() => ask(child.pid), 3);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (/** @type {Buffer} */ data) => (output += data));
    child.on("error", reject);
    child.on("exit", () => clearInterval(timer));
    child.on("close", (status) => {
      // Both find nothing to object to: what is measured is the finding out.
      if (status !== 0) reject(new Error(`${command} ended with ${status}\n${output.slice(0, 2000)}`));
      else resolve(Number(process.hrtime.bigint() - start) / 1e9);
    });
  });
}

/** The peak memory of one run, in megabytes. @param {string} folder @param {Command} command */
async function peak(folder, command) {
  let kilobytes = 0;
  await seconds(folder, command, (pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      kilobytes = Math.max(kilobytes, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended, or this system has no such file.
    }
  });
  return kilobytes === 0 ? Number.NaN : kilobytes / 1024;
}

/**
 * What all commands take, in the median. They take turns: a slow minute of the machine is one for each of them.
 * @param {string} folder @param {readonly Command[]} commands @param {number} runs
 */
async function measured(folder, commands, runs) {
  /** @type {number[]} */
  const megabytes = [];
  for (const command of commands) megabytes.push(await peak(folder, command));
  const times = commands.map(() => /** @type {number[]} */ ([]));
  for (let i = 0; i < runs; i++)
    for (const [at, command] of commands.entries()) times[at]?.push(await seconds(folder, command));
  return times.map((own, at) => ({ seconds: median(own), megabytes: megabytes[at] ?? Number.NaN }));
}

/** @param {number} value @param {string} unit */
const shown = (value, unit) => (Number.isNaN(value) ? "–" : `${value.toFixed(unit === "s" ? 2 : 0)} ${unit}`);

/** @param {(typeof scenarios)[number]} scenario @param {string | undefined} tree */
async function compared({ name, files, changed, runs, most }, tree) {
  const made = protoTree({ files, changed, tree });
  try {
    const [we, they] = await measured(made.folder, buf === undefined ? [ours] : [ours, theirs], runs);
    if (we === undefined) throw new Error("nothing was measured");
    const ratio = they === undefined ? undefined : we.seconds / they.seconds;
    const memory = they === undefined ? undefined : we.megabytes / they.megabytes;
    const over = Object.entries({ ...we, ratio, memory }).flatMap(([what, value]) => {
      const budget = /** @type {Record<string, number | undefined>} */ (most)[what];
      if (budget === undefined || value === undefined || Number.isNaN(value)) return [];
      return value > budget ? [`OVER: ${what} is ${value.toFixed(3)}, at most ${budget}`] : [];
    });
    const promised = Object.entries(most).map(([what, budget]) => {
      const times = `${budget === 1 ? "" : `${1 / budget} times `}`;
      return {
        ratio: `${times}faster`,
        memory: `a ${1 / budget}th of its memory`,
        seconds: `${budget} s`,
        megabytes: `${budget} MB`,
      }[what];
    });
    const cells = [
      `${tree === undefined ? name : `${name} (${made.files} files, ${made.changed} changed)`}`,
      shown(we.seconds, "s"),
      they === undefined ? "–" : shown(they.seconds, "s"),
      ratio === undefined ? "–" : `${(1 / ratio).toFixed(1)} ×`,
      shown(we.megabytes, "MB"),
      they === undefined ? "–" : shown(they.megabytes, "MB"),
      promised.join(", "),
      over.length === 0 ? (they === undefined && !("seconds" in most) ? "not compared" : "kept") : over.join("; "),
    ];
    return `| ${cells.join(" | ")} |`;
  } finally {
    rmSync(made.folder, { recursive: true });
  }
}

/** @param {string} command @param {readonly string[]} args */
const firstLine = (command, args) => spawnSync(command, args, { encoding: "utf8" }).stdout?.trim().split("\n")[0] ?? "";

/**
 * Prints the table that the README shows.
 * @param {{ isWanted: (name: string) => boolean, tree: string | undefined }} asked
 */
export async function compareWithBuf({ isWanted, tree }) {
  const wanted = scenarios.filter(
    ({ name }) => isWanted(`buf: ${name}`) && (tree === undefined || name !== "5 files, 1 changed"),
  );
  if (wanted.length === 0) return;
  const [cpu] = cpus();
  console.log(
    [
      "",
      `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
      `schemactl ${firstLine(process.execPath, [bin, "--version"]).replace("schemactl ", "")} on node ${process.version} · ${buf === undefined ? "buf is not installed: npm install --no-save @bufbuild/buf" : `buf ${firstLine(buf, ["--version"])}`} · ${firstLine("git", ["--version"])}`,
      "medians; memory is the peak of the process itself, without git's",
      "",
      "| Protobuf | schemactl | buf | faster by | memory | buf's memory | promised | |",
      "|---|--:|--:|--:|--:|--:|---|---|",
    ].join("\n"),
  );
  for (const scenario of wanted) console.log(await compared(scenario, tree));
}

/** The words of a command line, and the folder behind `--tree`. @param {readonly string[]} argv */
export function benchArguments(argv) {
  const at = argv.indexOf("--tree");
  if (at < 0) return { words: argv, tree: undefined };
  const tree = argv[at + 1];
  if (tree === undefined || !existsSync(tree)) throw new Error(`--tree needs a folder, not ${tree ?? "nothing"}`);
  const words = argv.filter((_, i) => i !== at && i !== at + 1);
  return { words: words.length === 0 ? ["buf"] : words, tree };
}
