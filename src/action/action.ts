// The GitHub Action: inputs → the same command → outputs, summary, comment. The command decides, and this only tells.
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { processIo } from "../cli.ts";
import { render } from "../commands/render.ts";
import type { Report } from "../model.ts";
import { github } from "../reporters/github.ts";
import { markdown } from "../reporters/markdown.ts";
import { plainWords } from "../reporters/markdown-text.ts";
import { type Api, openApi } from "./api.ts";
import { deliver, outcomeWords } from "./delivery.ts";
import { type GitHubEvent, readEvent } from "./event.ts";
import { artifactNamed, reportInFile, reportOfRun } from "./foreign.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { type Log, openLog } from "./log.ts";
import {
  mostSubjects,
  type Outputs,
  outputsOf,
  reasonOf,
  writeOutputs,
  writeReports,
  writeSummary,
} from "./outputs.ts";
import { foreignNote, type Page } from "./page.ts";
import { endedDestination, ownDestination } from "./pull-request.ts";
import { checkVerdict } from "./verdict.ts";

type Env = Readonly<Record<string, string | undefined>>;

interface Step {
  readonly env: Env;
  readonly inputs: Inputs;
  readonly event: GitHubEvent;
  readonly log: Log;
  /** A folder that the runner empties. */
  readonly temporary: string;
  readonly cwd: string;
}

async function run(env: Env, log: Log): Promise<number> {
  try {
    const inputs = readInputs(env);
    const cwd = resolve(env.GITHUB_WORKSPACE || process.cwd(), inputs.workingDirectory);
    const step = { env, inputs, event: readEvent(env), log, temporary: env.RUNNER_TEMP || tmpdir(), cwd };
    if (step.event.endedRun !== undefined || artifactNamed(inputs.report) !== undefined) return await relay(step);
    if (step.event.isDeletion && inputs.report === "") return nothingToDo(step);
    return await judge(step);
  } catch (error) {
    log.fail(reasonOf(error));
    writeSummary(env.GITHUB_STEP_SUMMARY, `## ❌ schemactl: ${plainWords(reasonOf(error))}\n`, log.trouble);
    writeOutputs(env.GITHUB_OUTPUT, { result: "error" }, log.trouble);
    return 2;
  }
}

/** Checks, or takes the report of an earlier step for the verdict, and tells it everywhere. */
async function judge(step: Step): Promise<number> {
  const { env, inputs, event, log } = step;
  if (event.name === "pull_request_target")
    log.trouble("pull_request_target checks out the base branch, not the pull request: run on pull_request instead");
  const report = inputs.report === "" ? await checked(step) : reportInFile(inputs.report, step.cwd);
  const page = { author: event.pullRequest?.author };
  log.print(await render(report, "text"));
  log.obey(github(report, page));
  publish(step, report, page, await writeReports(report, step.temporary, log.trouble));
  const to = ownDestination(event, Number(env.GITHUB_RUN_ID ?? 0), Number(env.GITHUB_RUN_ATTEMPT ?? 1));
  const isWithoutSecrets = inputs.token === "" || (report.deferred ?? []).length > 0;
  if (to !== undefined && !isWithoutSecrets)
    await attempt(step, (api) => deliver(api, to, { report, page, inputs, env }));
  if (report.exitCode !== 0) log.fail(outcomeWords(report));
  return report.exitCode;
}

async function checked({ env, inputs, event, log, temporary, cwd }: Step): Promise<Report> {
  const server = env.GITHUB_SERVER_URL || "https://github.com";
  const origin = { server, repository: env.GITHUB_REPOSITORY ?? "", token: inputs.token, temporary };
  const io = processIo();
  const verdict = await checkVerdict({ cwd, flags: inputs.flags, event, origin, io, trouble: log.trouble });
  log.print(verdict.notes);
  return verdict.report;
}

function publish({ env, log }: Step, report: Report, page: Page, paths: Outputs): void {
  writeSummary(env.GITHUB_STEP_SUMMARY, markdown(report, page), log.trouble);
  writeOutputs(env.GITHUB_OUTPUT, { ...outputsOf(report), ...paths }, log.trouble);
  if (report.subjects.length > mostSubjects)
    log.print(
      `changed-subjects names the first ${mostSubjects} of ${report.subjects.length} subjects: a matrix takes no more`,
    );
}

/** Tells in a pull request what the run of a fork found. Whatever is wrong with that report is nobody's failure here, and sets no status. */
async function relay(step: Step): Promise<number> {
  const { env, inputs, event, log } = step;
  const artifact = artifactNamed(inputs.report);
  const { endedRun } = event;
  if (endedRun === undefined || artifact === undefined)
    throw new Error("on workflow_run, and only there, the input report says artifact:NAME");
  await attempt(step, async (api) => {
    const repository = env.GITHUB_REPOSITORY ?? "";
    const to = await endedDestination(api, repository, endedRun);
    if (to === undefined) return log.print("no single open pull request has the head of that run: nothing is posted");
    const report = await reportOfRun(api, repository, endedRun, artifact);
    const page = { note: foreignNote, author: to.author };
    publish(step, report, page, {});
    await deliver(api, to, { report, page, inputs: { ...inputs, suggestions: false }, env });
  });
  return 0;
}

/** What cannot be told in a pull request is said once here, and changes no verdict. */
async function attempt({ env, inputs, log }: Step, act: (api: Api) => Promise<void>): Promise<void> {
  if (inputs.token === "") return log.trouble("there is no token, so nothing can be told in the pull request");
  const url = env.GITHUB_API_URL || "https://api.github.com";
  try {
    await act(openApi({ url, graphql: env.GITHUB_GRAPHQL_URL || `${url}/graphql`, token: inputs.token }));
  } catch (error) {
    log.trouble(`the pull request could not be told: ${reasonOf(error)}`);
  }
}

function nothingToDo({ env, log }: Step): number {
  const words = "nothing to check: the ref was deleted";
  log.print(words);
  writeSummary(env.GITHUB_STEP_SUMMARY, `## ✅ schemactl: ${words}\n`, log.trouble);
  const nothing: Report = {
    schemaVersion: 1,
    outcome: "passed",
    exitCode: 0,
    baselines: [],
    subjects: [],
    problems: [],
  };
  writeOutputs(env.GITHUB_OUTPUT, outputsOf(nothing), log.trouble);
  return 0;
}

const log = openLog((text) => process.stdout.write(text));
// The runner obeys standard error too, and Node would write there.
process.on("uncaughtException", (error) => {
  log.fail(reasonOf(error));
  process.exitCode = 3;
});
void run(process.env, log).then((code) => {
  process.exitCode ??= code;
});
