import { approvalFolder } from "../config/approval-path.ts";
import { SchemactlError } from "../errors.ts";
import { type ApprovalRow, approvalRows } from "../inspection/approvals.ts";
import { examine } from "../inspection/inspect.ts";
import type { Problem } from "../model.ts";
import type { SubjectsReport } from "../reporters/subjects-text.ts";
import { openRepository } from "../sources/repository.ts";
import type { Tree } from "../sources/tree.ts";
import { workTree } from "../sources/work-tree.ts";
import type { Io } from "./command.ts";
import { githubWiring } from "./github-wiring.ts";
import { gitlabWiring } from "./gitlab-wiring.ts";
import { type CiFile, type Finding, ok, type Wiring } from "./health.ts";
import { listSubjects } from "./subject-list.ts";

/** Looks at everything that has to be so for the gate to stand. */
export async function examination(io: Io, config: string | undefined): Promise<readonly Finding[]> {
  const { cwd, env } = io;
  const repository = await openRepository(cwd, env);
  try {
    const listing = await listed(io, config);
    const tree = workTree(repository);
    const files = await ciFiles(tree);
    const ignored = await repository.git.run(
      ["check-ignore", "--no-index", `${approvalFolder}/${"0".repeat(64)}.yaml`],
      {
        allow: [1],
      },
    );
    return [
      ...listingFindings(listing),
      ...gateFindings(files),
      ...hookFindings(files),
      ...(listing.outcome === "error" ? [] : await approvalFindings(io, config, ignored.length > 0)),
    ];
  } finally {
    repository.close();
  }
}

/** The schemas as the configuration has them; a baseline that means nothing is no reason to look at nothing else. */
async function listed({ cwd, env }: Io, config: string | undefined): Promise<SubjectsReport> {
  const nothing = { schemaVersion: 1, baselines: [], subjects: [], ignored: [] } as const;
  try {
    return await listSubjects({ cwd, env, paths: [], against: [], config });
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code === "internal") throw error;
    const { message, hint } = error;
    const problem: Problem = { severity: "error", code: "undecided", message, ...(hint === undefined ? {} : { hint }) };
    return { ...nothing, outcome: "undecided", exitCode: 3, problems: [problem] };
  }
}

function listingFindings({ problems, baselines, subjects }: SubjectsReport): readonly Finding[] {
  const about = (problem: Problem): Finding["about"] =>
    problem.code === "undecided" ? "base" : problem.code === "schema" ? "schemas" : "configuration";
  const found = problems
    .filter(({ severity }) => severity !== "notice")
    .map((problem) => findingOf(about(problem), problem));
  const isFine = (what: Finding["about"]): boolean => !found.some((one) => one.about === what && one.state === "wrong");
  const none = "no schema is found: nothing is guarded";
  return [
    ...found,
    ...(isFine("configuration") ? [ok("configuration", "the configuration can be used")] : []),
    ...(isFine("configuration") && subjects.length > 0
      ? [ok("schemas", `${subjects.length} schema files are guarded`)]
      : []),
    ...(found.every(({ state }) => state !== "wrong") && subjects.length === 0
      ? [
          {
            state: "wrong",
            about: "schemas",
            message: none,
            fix: "see `ignore` in schemactl.yaml, and that the files are not git-ignored",
          } as const,
        ]
      : []),
    ...baselines.map(({ label, rule }) => ok("base", `${label} can be reached: ${rule}`)),
  ];
}

function findingOf(about: Finding["about"], { severity, message, hint, file, line }: Problem): Finding {
  return {
    ...{ state: severity === "error" ? "wrong" : "note", about, message },
    ...{ fix: hint ?? "schemactl subjects shows what the configuration makes of each file" },
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

const pipelines = [".gitlab-ci.yml", "azure-pipelines.yml", ".circleci/config.yml", "Jenkinsfile"] as const;
const hookFiles = [
  ".pre-commit-config.yaml",
  "lefthook.yml",
  "lefthook.yaml",
  ".husky/pre-commit",
  "prek.toml",
] as const;

async function ciFiles(tree: Tree): Promise<readonly CiFile[]> {
  const entries = await tree.list({ extensions: [".yml", ".yaml"], files: [...pipelines, ...hookFiles] });
  const named: readonly string[] = [...pipelines, ...hookFiles];
  const paths = entries
    .filter(({ path, mode }) => mode === "file" && (/^\.github\/workflows\/[^/]+$/.test(path) || named.includes(path)))
    .map(({ path }) => path);
  const contents = await tree.read(paths);
  return paths.flatMap((path, i) => {
    const bytes = contents[i];
    return bytes instanceof Uint8Array ? { path, text: new TextDecoder().decode(bytes) } : [];
  });
}

function gateFindings(files: readonly CiFile[]): readonly Finding[] {
  const wirings = files.flatMap((file) => wiringOf(file) ?? []);
  const first = wirings.find(({ onPullRequests }) => onPullRequests);
  const findings = wirings.flatMap((wiring) => wiring.findings);
  if (first === undefined) {
    const [push] = wirings;
    const message =
      push === undefined
        ? "no workflow runs schemactl: nothing stops a breaking change"
        : "schemactl does not run on pull requests";
    const fix = push === undefined ? "schemactl init writes one" : "add `pull_request:` under `on:`";
    return [
      { state: "wrong", about: "gate", message, fix, ...(push === undefined ? {} : { file: push.path }) },
      ...findings,
    ];
  }
  if (findings.some(({ state }) => state === "wrong")) return findings;
  return [
    ok("gate", `${first.path} runs on each pull request; that it is required is a setting of the platform`),
    ...findings,
  ];
}

function wiringOf(file: CiFile): Wiring | undefined {
  if (file.path.startsWith(".github/")) return githubWiring(file);
  if (file.path === ".gitlab-ci.yml") return gitlabWiring(file);
  const isOther = (pipelines as readonly string[]).includes(file.path) && file.text.includes("schemactl");
  return isOther ? { path: file.path, onPullRequests: true, findings: [] } : undefined;
}

function hookFindings(files: readonly CiFile[]): readonly Finding[] {
  const hook = files.find(
    ({ path, text }) => (hookFiles as readonly string[]).includes(path) && text.includes("schemactl"),
  );
  if (hook !== undefined) return [ok("hook", `${hook.path} checks what is committed`)];
  const message = "no hook checks what is committed: a break is seen in the pull request only";
  return [{ state: "note", about: "hook", message, fix: "schemactl init --hook pre-commit" }];
}

const stale: Readonly<Record<ApprovalRow["state"], string | undefined>> = {
  live: undefined,
  unused: "it lets nothing through: this change has no such finding",
  spent: "it is spent: the merge-base has it already",
  expired: "its date is over",
  "too-far": "it ends further ahead than the configuration allows",
  invalid: "it cannot be read",
};

async function approvalFindings(io: Io, config: string | undefined, isIgnored: boolean): Promise<readonly Finding[]> {
  const { cwd, env } = io;
  const asked = { cwd, env, paths: [], against: [], staged: false, mode: undefined, policy: undefined, config };
  const found: Finding[] = [];
  if (isIgnored)
    found.push({
      ...{
        state: "wrong",
        about: "approvals",
        message: `\`${approvalFolder}\` is ignored by git: an approval would never be reviewed`,
      },
      fix: `add to .gitignore: !${approvalFolder}/`,
    });
  try {
    const { rows, faults } = await examine(
      { ...asked, failOn: "never", proof: "no", today: io.today() },
      async ({ report: { subjects, problems }, run, governance }) => {
        if (run === undefined || governance === undefined) return { rows: [], faults: problems };
        const findings = subjects.flatMap((subject) => subject.findings);
        return { rows: await approvalRows(run.tree, governance.approvals, findings), faults: [] };
      },
    );
    found.push(...faults.filter(({ severity }) => severity === "error").map((one) => findingOf("approvals", one)));
    for (const { file, state } of rows) {
      const why = stale[state];
      if (why === undefined) continue;
      const fix = state === "invalid" ? "schemactl check names its line" : "schemactl approve --prune removes it";
      found.push({ state: state === "invalid" ? "wrong" : "note", about: "approvals", message: why, file, fix });
    }
    return found.length > 0 ? found : [ok("approvals", rows.length === 0 ? "there are none" : "all of them are fresh")];
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code === "internal") throw error;
    // That the base is out of reach is told already, and without it nobody knows which are fresh.
    return found;
  }
}
