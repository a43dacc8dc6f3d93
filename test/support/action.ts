// The Action as the runner starts it: the bundle as a process, with inputs, event and files in its environment.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type GitHubServer, repository } from "./github-server.ts";
import { hermeticEnv, temporaryFolder } from "./repository.ts";

export interface ActionBundle {
  readonly path: string;
  readonly remove: () => void;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function buildAction(): Promise<ActionBundle> {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-action-"));
  const path = join(folder, "action.mjs");
  await build({
    absWorkingDir: root,
    bundle: true,
    define: { SCHEMACTL_VERSION: '"0.0.0-test"' },
    entryPoints: ["src/action/action.ts"],
    banner: {
      js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
    },
    format: "esm",
    logLevel: "silent",
    mainFields: ["module", "main"],
    outfile: path,
    platform: "node",
    target: "node20",
  });
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

export interface ActionRequest {
  readonly cwd: string;
  readonly github: GitHubServer;
  readonly event: string;
  readonly payload: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly runId?: number;
  readonly attempt?: number;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
}

export interface ActionRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The workflow commands that the runner obeys, in order. */
  readonly commands: readonly string[];
}

/** Runs one step to its end. */
export async function runAction(bundle: ActionBundle, request: ActionRequest): Promise<ActionRun> {
  const { cwd, github, event, payload, inputs = {}, env = {}, runId = 100, attempt = 1 } = request;
  const folder = temporaryFolder();
  const file = (name: string, text = ""): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const given = { token: github.token, comment: "true", matrix: "null", ...inputs };
  const eventText = typeof payload === "string" ? payload : JSON.stringify(payload);
  const environment = hermeticEnv({
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...{
      GITHUB_ACTIONS: "true",
      CI: "true",
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: file("event.json", eventText),
    },
    ...{ GITHUB_OUTPUT: file("output"), GITHUB_STEP_SUMMARY: file("summary.md"), RUNNER_TEMP: folder },
    ...{ GITHUB_API_URL: `${github.url}/api`, GITHUB_GRAPHQL_URL: `${github.url}/api/graphql` },
    ...{ GITHUB_SERVER_URL: `${github.url}/git`, GITHUB_REPOSITORY: repository, GITHUB_WORKSPACE: cwd },
    ...{ GITHUB_WORKFLOW: "schemas", GITHUB_JOB: "check", GITHUB_ACTOR: "ada" },
    ...{ GITHUB_RUN_ID: String(runId), GITHUB_RUN_ATTEMPT: String(attempt) },
    ...env,
  });
  const { code, stdout, stderr } = await finished(request.node ?? process.execPath, bundle.path, cwd, environment);
  const read = (path: string | undefined): string =>
    path && statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : "";
  return {
    ...{ code, stdout, stderr, summary: read(environment.GITHUB_STEP_SUMMARY) },
    outputs: parseOutputs(read(environment.GITHUB_OUTPUT)),
    commands: obeyed(stdout),
  };
}

async function finished(
  node: string,
  path: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Pick<ActionRun, "code" | "stdout" | "stderr">> {
  const child = spawn(node, [path], { cwd, env: env as NodeJS.ProcessEnv });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, stdout, stderr };
}

/** Reads a file of outputs as the runner does: a value ends at the line that is its delimiter. */
export function parseOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let i = 0; i < lines.length - 1; i++) {
    const [, name = "", end] = /^([^=<]+)<<(.+)$/.exec(lines[i] ?? "") ?? [];
    if (end === undefined) throw new Error(`the runner does not know the line ${lines[i]}`);
    const value: string[] = [];
    for (i++; lines[i] !== end; i++) {
      if (i >= lines.length) throw new Error(`the value of ${name} has no end`);
      value.push(lines[i] ?? "");
    }
    outputs[name] = value.join("\n");
  }
  return outputs;
}

/** Reads a log as the runner does: lines that begin with `::`, or hold `##[`, are commands unless they are stopped. */
function obeyed(stdout: string): readonly string[] {
  const found: string[] = [];
  let stopped: string | undefined;
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const word = /^\s*::([^ :]+)(?: [^\n]*?)?::/.exec(line)?.[1] ?? /##\[([^ \]]+)/.exec(line)?.[1];
    if (word === undefined) continue;
    if (stopped !== undefined) {
      if (word === stopped) stopped = undefined;
    } else if (word === "stop-commands")
      stopped = line.slice(line.indexOf("::stop-commands::") + "::stop-commands::".length);
    else found.push(line);
  }
  if (stopped !== undefined) throw new Error("the log ends with its commands stopped");
  return found;
}
