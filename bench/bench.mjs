// `npm run bench`: what the commands cost as whole processes, next to what they may cost. `npm run bench -- finding history` runs
// the scenarios whose name holds one of the words; BENCH_PAIRS sets how many pairs are timed. `npm run bench -- --tree DIR` compares with
// buf over the Protobuf files of a folder, such as a clone of googleapis.
import { rmSync } from "node:fs";
import { demoRepository } from "./demo-repository.mjs";
import { git } from "./git.mjs";
import { historyRepository, size } from "./history-repository.mjs";
import { median, peakMegabytes, schemactl, timesBareNode, uncached } from "./measure.mjs";
import { files, protobufRepository } from "./protobuf-repository.mjs";
import { benchArguments, compareWithBuf } from "./rival.mjs";
import { compareRate, parseRate, protobufSources } from "./throughput.mjs";

const pairs = Number(process.env.BENCH_PAIRS ?? 61);
const staged = ["check", "--staged"];
const check = ["check"];

/** In the demo repository, against `node -e 0`. `exit` and `prints` say that the run did what the scenario is about. */
const startUp = [
  { name: "nothing relevant staged", wish: { stage: "nothing" }, exit: 0, prints: /^$/, budget: 1.35 },
  { name: "a staged change without findings", wish: { stage: "safe" }, exit: 0, prints: /^$/, budget: 1.6 },
  { name: "with a schemactl.yaml", wish: { stage: "safe", configured: true }, exit: 0, prints: /^$/, budget: 1.8 },
  {
    name: "with a finding and its proof",
    wish: { stage: "breaking" },
    exit: 1,
    prints: /cost_usd.*avsc/s,
    budget: 2.3,
  },
];

/** In a repository with a long history. */
const histories = [
  {
    name: "history: all 1,000 subjects changed",
    branch: "all",
    subjects: size.subjects,
    runs: 3,
    seconds: 10,
    megabytes: 300,
  },
  { name: "history: one subject changed", branch: "one", subjects: 1, runs: 7, seconds: 0.5 },
];

/**
 * One row of the table, told as soon as it is known.
 * @param {string} name
 * @param {number} measured
 * @param {number} budget the most that it may be, or the least of what is done in a second
 * @param {(value: number) => string} show
 * @param {string} [note]
 * @param {"at most" | "at least"} [bound]
 */
function row(name, measured, budget, show, note = "", bound = "at most") {
  const isWithin = bound === "at most" ? measured <= budget : measured >= budget;
  const verdict = isWithin ? "within" : bound === "at most" ? "OVER" : "UNDER";
  const cells = [
    name.padEnd(50),
    show(measured).padStart(11),
    `  ${bound} ${show(budget).padEnd(11)}`,
    verdict.padEnd(7),
    note,
  ];
  console.log(cells.join(" ").trimEnd());
}

/** @param {{ status: number | null, stdout: string, stderr: string }} run @param {string} why */
function unfit(run, why) {
  return new Error(`${why}\nexit ${run.status}\n${run.stdout.slice(0, 2000)}\n${run.stderr.slice(0, 2000)}`);
}

/** @param {(typeof startUp)[number]} scenario */
function measureStartUp({ name, wish, exit, prints, budget }) {
  const folder = demoRepository(/** @type {Parameters<typeof demoRepository>[0]} */ (wish));
  try {
    const trial = schemactl(folder, staged);
    if (trial.status !== exit || !prints.test(trial.stdout)) throw unfit(trial, `${name}: not what was expected`);
    const { ratio, bare, ours } = timesBareNode(folder, staged, pairs);
    const first = timesBareNode(folder, staged, Math.ceil(pairs / 3), uncached).ratio;
    const note = `${ours.toFixed(0)} ms, bare node ${bare.toFixed(0)} ms; ${first.toFixed(2)} × without compiled code`;
    row(name, ratio, budget, (value) => `${value.toFixed(2)} × node`, note);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} folder @param {(typeof histories)[number]} scenario */
function measureHistory(folder, { name, branch, subjects, runs, seconds, megabytes }) {
  git(folder, ["switch", "--quiet", branch]);
  const trial = schemactl(folder, [...check, "--format", "json"]);
  if (trial.status !== 0) throw unfit(trial, `${name}: not what was expected`);
  const versions = JSON.parse(trial.stdout).baselines.reduce(
    (/** @type {number} */ sum, /** @type {{ versions: number }} */ baseline) => sum + baseline.versions,
    0,
  );
  if (versions !== subjects * size.versions) throw unfit(trial, `${name}: compared ${versions} versions`);
  const times = Array.from({ length: runs }, () => schemactl(folder, check).milliseconds / 1000);
  row(name, median(times), seconds, (value) => `${value.toFixed(2)} s`, `${versions} versions compared`);
  if (megabytes === undefined) return;
  const peak = peakMegabytes(folder, check);
  row(`${name}, peak memory`, peak, megabytes, (value) => `${value.toFixed(0)} MB`, "without git's own");
}

async function measureHistories() {
  const wanted = histories.filter(({ name }) => isWanted(name));
  if (wanted.length === 0) return;
  const folder = await historyRepository();
  try {
    for (const scenario of wanted) attempt(() => measureHistory(folder, scenario));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every Protobuf file of a repository has changed, each with all that it imports. */
function measureProtobufCheck() {
  const name = `protobuf: ${files} files changed`;
  if (!isWanted(name)) return;
  const folder = protobufRepository();
  try {
    const trial = schemactl(folder, [...check, "--format", "json"]);
    const judged = trial.stdout.match(/"verdict": "compatible"/g)?.length ?? 0;
    if (trial.status !== 0 || judged !== files) throw unfit(trial, `${name}: ${judged} were judged`);
    const times = Array.from({ length: 3 }, () => schemactl(folder, check).milliseconds / 1000);
    row(name, median(times), 5, (value) => `${value.toFixed(2)} s`);
    row(
      `${name}, peak memory`,
      peakMegabytes(folder, check),
      600,
      (value) => `${value.toFixed(0)} MB`,
      "without git's own",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What one process gets through; BENCH_PROTO_TREE names a folder of Protobuf files, such as a clone of googleapis. */
async function measureThroughput() {
  const perSecond = (/** @type {number} */ value) => `${value.toFixed(0)}/s`;
  if (isWanted("protobuf: files parsed")) {
    const sources = protobufSources(process.env.BENCH_PROTO_TREE);
    const { rate, refused } = await parseRate(sources);
    row("protobuf: files parsed", rate, 2000, perSecond, `${sources.length} files, ${refused} refused`, "at least");
  }
  if (!isWanted("json-schema: pairs compared")) return;
  const { loads, rate, search, proofs } = await compareRate();
  const note = `100 properties, loaded before (${perSecond(loads)}), without proofs`;
  row("json-schema: pairs compared", rate, 2000, perSecond, note, "at least");
  row("json-schema: one pair with its proof", search, 1000, (value) => `${value.toFixed(1)} ms`, `${proofs} witnesses`);
}

/** A scenario that cannot run fails the bench; one that is over its budget is told in the table. @param {() => void} scenario */
function attempt(scenario) {
  try {
    scenario();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

const { words, tree } = benchArguments(process.argv.slice(2));
/** @param {string} name */
const isWanted = (name) => words.length === 0 || words.some((word) => name.includes(word));

for (const scenario of startUp.filter(({ name }) => isWanted(name))) attempt(() => measureStartUp(scenario));
await measureHistories();
attempt(measureProtobufCheck);
await measureThroughput();
await compareWithBuf({ isWanted, tree });
