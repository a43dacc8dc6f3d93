// Whole processes, from spawn to exit.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment } from "./git.mjs";

const bin = fileURLToPath(new URL("../bin/schemactl.js", import.meta.url));

/** Writes the process's peak memory to a file when it ends, wherever Node runs. */
const peakHook = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from "node:fs";
  process.on("exit", () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));
`)}`;

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * @param {string} folder
 * @param {readonly string[]} nodeArguments
 * @param {Record<string, string>} [variables]
 */
function run(folder, nodeArguments, variables) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, nodeArguments, {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, ...variables },
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6, status, stdout, stderr };
}

/** @param {string} folder @param {readonly string[]} args @param {Record<string, string>} [variables] */
export function schemactl(folder, args, variables) {
  return run(folder, [bin, ...args], variables);
}

/** Every run is like the first one after an install: no compiled code is kept. */
export const uncached = { NODE_DISABLE_COMPILE_CACHE: "1" };

/**
 * How many times as long as bare node: the median of the ratios of neighbours in time, which share what else the machine does.
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {number} pairs
 * @param {Record<string, string>} [variables]
 */
export function timesBareNode(folder, args, pairs, variables) {
  /** @type {{ bare: number, ours: number }[]} */
  const runs = [];
  for (let i = -2; i < pairs; i++) {
    const bareFirst = i % 2 === 0;
    const first = bareFirst ? run(folder, ["-e", "0"]) : schemactl(folder, args, variables);
    const second = bareFirst ? schemactl(folder, args, variables) : run(folder, ["-e", "0"]);
    const [bare, ours] = bareFirst ? [first, second] : [second, first];
    if (i >= 0) runs.push({ bare: bare.milliseconds, ours: ours.milliseconds });
  }
  return {
    ratio: median(runs.map(({ bare, ours }) => ours / bare)),
    bare: median(runs.map(({ bare }) => bare)),
    ours: median(runs.map(({ ours }) => ours)),
  };
}

/** Peak resident memory of the process itself, in megabytes. @param {string} folder @param {readonly string[]} args */
export function peakMegabytes(folder, args) {
  const scratch = mkdtempSync(join(tmpdir(), "schemactl-bench-"));
  try {
    const file = join(scratch, "peak");
    run(folder, ["--import", peakHook, bin, ...args], { BENCH_PEAK: file });
    return Number(readFileSync(file, "utf8")) / 1024;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
