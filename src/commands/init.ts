import { modeNames } from "../compatibility/modes.ts";
import type { Mode } from "../model.ts";
import { visible } from "../reporters/visible.ts";
import { defineCommand, type Io, type Prompts } from "./command.ts";
import type { Starter, Wishes } from "./starter-files.ts";

declare const SCHEMACTL_VERSION: string;

const systems = ["github", "gitlab", "none"] as const;
const hooks = ["pre-commit", "lefthook", "husky", "none"] as const;

/** `schemactl init`: the files of a repository that begins, shown before they are written. */
export const init = defineCommand(
  {
    name: "init",
    summary: "write schemactl.yaml, the workflow and the hook for this repository",
    description: [
      "Finds the schemas, proposes how they are judged, and shows each file before it is written. At a terminal it asks; each question is also an option, and without a terminal nothing is asked: what is not said is as proposed.",
      "A file that is there is never overwritten without --force or a yes. Where it holds other things too, what to add is shown instead.",
    ].join("\n\n"),
    args: [],
    options: {
      mode: { value: "MODE", choices: modeNames, summary: "who must be able to read whom" },
      ci: { value: "SYSTEM", choices: systems, summary: "the system that runs the gate" },
      hook: { value: "MANAGER", choices: hooks, summary: "what runs the gate before a commit" },
      yes: { short: "y", summary: "ask nothing, and take what is proposed" },
      force: { summary: "overwrite files that are there" },
      "dry-run": { summary: "show the files, and write none" },
    },
    examples: [
      { command: "schemactl init", shows: "asks what to write" },
      { command: "schemactl init --yes --mode FULL --hook lefthook", shows: "asks nothing" },
    ],
  },
  async ({ values, io }) => {
    const ground = await surveyed(io);
    const mayAsk = !values.yes && io.isTTY("stdout") && io.prompts !== undefined;
    const prompts = mayAsk ? await io.prompts?.() : undefined;
    const found = ground.subjects.length;
    io.stdout(`${found === 0 ? "no schema found yet" : `${found} schema ${found === 1 ? "file" : "files"} found`}\n`);
    const wishes = await wishesOf(values, ground, prompts);
    if (wishes === undefined) return cancelled(io);
    const { starterFiles } = await import("./starter-files.ts");
    for (const file of starterFiles(wishes, ground.subjects)) {
      const answer = await offer(file, ground.root, { ...values, dryRun: values["dry-run"] }, io, prompts);
      if (answer === "cancelled") return cancelled(io);
      io.stdout(`${answer}\n`);
    }
    io.stdout("\nschemactl doctor says whether the gate stands\n");
    return 0;
  },
);

function cancelled(io: Io): 130 {
  io.stderr("cancelled: what was written so far stays\n");
  return 130;
}

type Ground = Awaited<ReturnType<typeof surveyed>>;

/** What the repository has already. */
async function surveyed(io: Io) {
  const [{ openRepository }, { defaultBranch }, { listSubjects }, { proposedMode }] = await Promise.all([
    import("../sources/repository.ts"),
    import("../sources/remote.ts"),
    import("./subject-list.ts"),
    import("./starter-files.ts"),
  ]);
  const { cwd, env } = io;
  const { subjects } = await listSubjects({ cwd, env, paths: [], against: [], config: undefined });
  const repository = await openRepository(cwd, env);
  try {
    const { root } = repository;
    const isThere = async (path: string): Promise<boolean> => (await textAt(io, root, path)) !== undefined;
    const branch = (await defaultBranch(repository))?.title.replace(/^[^/]+\//, "") ?? "main";
    const hook = (await isThere("lefthook.yml"))
      ? "lefthook"
      : (await isThere(".husky/pre-commit"))
        ? "husky"
        : "pre-commit";
    const ci = (await isThere(".gitlab-ci.yml")) ? "gitlab" : "github";
    return { root, branch, subjects, mode: proposedMode(subjects), hook, ci } as const;
  } finally {
    repository.close();
  }
}

interface Answers {
  readonly mode: Mode | undefined;
  readonly ci: Wishes["ci"] | undefined;
  readonly hook: Wishes["hook"] | undefined;
}

/** What was said, else what is answered, else what is proposed; undefined where somebody waved a question away. */
async function wishesOf(said: Answers, ground: Ground, prompts: Prompts | undefined): Promise<Wishes | undefined> {
  const { meanings } = await import("./starter-files.ts");
  const ask = async <Value extends string>(
    given: Value | undefined,
    question: string,
    choices: readonly Value[],
    proposed: Value,
    hints?: Readonly<Record<Value, string>>,
  ): Promise<Value | undefined> => {
    if (given !== undefined || prompts === undefined) return given ?? proposed;
    const offered = choices.map((value) => ({
      value,
      label: value,
      ...(hints === undefined ? {} : { hint: hints[value] }),
    }));
    const chosen = await prompts.select(question, offered, proposed);
    return choices.find((choice) => choice === chosen);
  };
  const mode = await ask(said.mode, "Who must be able to read whom?", modeNames, ground.mode, meanings);
  const ci = mode && (await ask(said.ci, "Where does the gate run?", systems, ground.ci));
  const hook = ci && (await ask(said.hook, "What runs it before a commit?", hooks, ground.hook));
  if (mode === undefined || ci === undefined || hook === undefined) return undefined;
  return { mode, ci, hook, branch: ground.branch, version: SCHEMACTL_VERSION };
}

/** Shows a file, and writes it where it may; answers what became of it. */
async function offer(
  { path, text, piece }: Starter,
  root: string,
  { force, dryRun }: { readonly force: boolean; readonly dryRun: boolean },
  io: Io,
  prompts: Prompts | undefined,
): Promise<string> {
  const old = await textAt(io, root, path);
  if (old === text || (piece !== undefined && old?.includes("schemactl") === true))
    return `\n${path} is as it should be`;
  const isThere = old !== undefined;
  io.stdout(`\n--- ${path}${isThere ? " (is there already)" : ""}\n${indented(isThere ? (piece ?? text) : text)}`);
  if (dryRun) return "not written: --dry-run";
  if (isThere && piece !== undefined) return `not written: add these lines to ${path}`;
  if (prompts !== undefined) {
    const answer = await prompts.confirm(`${isThere ? "Overwrite" : "Write"} ${path}?`, !isThere);
    if (answer === undefined) return "cancelled";
    if (!answer) return "not written";
  } else if (isThere && !force) return "not written: the file is there; --force overwrites it";
  await io.writeFile(`${root}/${path}`, text);
  return `written: ${path}`;
}

const indented = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${visible(line)}\n`)
    .join("");

async function textAt(io: Io, root: string, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await io.readFile(`${root}/${path}`));
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}
