import { expectConfig, readConfig } from "../config/read.ts";
import { SchemactlError } from "../errors.ts";
import { watchedExtensions } from "../formats/extensions.ts";
import { approved, decide, enforcementOf, stricter } from "../gate.ts";
import type { BaselineRow, Problem, Report, ReportedFinding, SubjectReport } from "../model.ts";
import type { Baseline } from "../sources/base.ts";
import { commitTree } from "../sources/commit-tree.ts";
import { indexTree, whatIsStaged } from "../sources/index-tree.ts";
import { openRepository, type Repository } from "../sources/repository.ts";
import type { Tree } from "../sources/tree.ts";
import { workTree } from "../sources/work-tree.ts";
import { type Anchor, type Anchors, anchorsOf } from "./anchors.ts";
import { type Governance, governanceOf, settingsOf } from "./governance.ts";
import { baselinesOf, changesIn, chosen, differencesOf } from "./ground.ts";
import type { ChangesSince, Difference, Elsewhere, Inspection, Judged, Run } from "./run.ts";

/** What a run found, and what else whoever approves has to know. */
export interface Examination {
  readonly report: Report;
  /** Undefined where nothing was checked. */
  readonly run?: Run;
  readonly governance?: Governance;
}

/** Finds what changed, judges it, and decides: the whole of `check` but its rendering. Throws what makes a run impossible. */
export async function inspect(inspection: Inspection, elsewhere?: Elsewhere): Promise<Report> {
  return await examine(inspection, async ({ report }) => report, elsewhere);
}

/** The same for somebody who goes on from there, while the repository is open. */
export async function examine<T>(
  inspection: Inspection,
  use: (found: Examination) => Promise<T>,
  elsewhere?: Elsewhere,
): Promise<T> {
  return await onGround(inspection, async (run, warnings) =>
    use(run === undefined ? { report: impossible(warnings) } : await inspectRun(run, warnings, elsewhere)),
  );
}

/** The part of a run that another thread is asked for. */
export async function inspectShare(inspection: Inspection): Promise<Judged> {
  return await onGround(inspection, async (run) => {
    if (run === undefined) throw new TypeError("a configuration that was fine a moment ago is not");
    const { judgeShare } = await import("./judge.ts");
    const changesSince = changesIn(run);
    const baselines = await baselinesOf(run, changesSince);
    const { anchors } = await anchorsIn(run, baselines, changesSince);
    return await judgeShare(run, await differencesOf(run, baselines, changesSince), anchors);
  });
}

/** Opens the repository and reads the configuration; there is no run where that cannot be used. */
async function onGround<Answer>(
  asked: Inspection,
  act: (run: Run | undefined, warnings: readonly Problem[]) => Promise<Answer>,
): Promise<Answer> {
  const { repository, inspection, pushed } = await standpoint(asked);
  try {
    const prefix = inspection.staged ? "" : pushed;
    const reading = await readConfig({
      ...{ root: repository.root, path: inspection.config, cwd: inspection.cwd },
      readText: prefix === undefined ? undefined : (path) => storedText(repository, `${prefix}:${path}`, path),
    });
    if (reading.config === undefined) return await act(undefined, reading.problems);
    const { config } = reading;
    const tree = await candidateTree(repository, inspection, pushed, config.limits.fileSize);
    const run: Run = { repository, inspection, config, tree, selection: { extensions: watchedExtensions } };
    return await act(run, reading.problems);
  } finally {
    repository.close();
  }
}

/** Where a run stands: in the work tree, or, for a push, as if what is pushed were checked out. */
async function standpoint(
  inspection: Inspection,
): Promise<{ repository: Repository; inspection: Inspection; pushed: string | undefined }> {
  // What is compared with a named ref need not know whether a commit is being made.
  const asksWhatIsStaged = inspection.staged || (inspection.pushed !== true && inspection.against.length === 0);
  const opening = openRepository(inspection.cwd, inspection.env, asksWhatIsStaged ? whatIsStaged : undefined);
  expectConfig(inspection.cwd);
  const repository = await opening;
  if (inspection.pushed !== true) return { repository, inspection, pushed: undefined };
  try {
    if (inspection.staged)
      throw new SchemactlError("usage", "`--staged` and `--pushed` exclude each other", { hint: "give one of them" });
    const { commit, over } = await (await import("../sources/pushed.ts")).pushedFrom(repository, inspection.env);
    const against = inspection.against.length === 0 && over !== undefined ? [over] : inspection.against;
    return { repository: { ...repository, head: commit }, inspection: { ...inspection, against }, pushed: commit };
  } catch (error) {
    repository.close();
    throw error;
  }
}

async function candidateTree(
  repository: Repository,
  { staged, texts }: Inspection,
  pushed: string | undefined,
  limit: number,
): Promise<Tree> {
  if (staged) return indexTree(repository, limit);
  if (pushed !== undefined) return commitTree(repository, pushed, limit);
  const tree = workTree(repository, limit);
  return texts === undefined ? tree : (await import("../sources/overlaid-tree.ts")).overlaid(tree, texts);
}

async function inspectRun(
  run: Run,
  warnings: readonly Problem[],
  elsewhere: Elsewhere | undefined,
): Promise<Examination> {
  const { inspection, config } = run;
  const changesSince = changesIn(run);
  const baselines = await baselinesOf(run, changesSince);
  const { anchors, undecided } = await anchorsIn(run, baselines, changesSince);
  const judge = async (under: Run, rows: readonly Baseline[]): Promise<Judged> =>
    judgedUnder(under, await differencesOf(under, rows, changesSince), anchors, under === run ? elsewhere : undefined);
  const judged = await judge(run, baselines);
  if (judged.misplaced.length > 0) return { report: impossible([...warnings, ...judged.misplaced]) };
  const governance = await governanceOf(run, anchors, changesSince);
  if (governance.faults.length > 0) return { report: impossible([...warnings, ...governance.faults]) };
  const strict = governance.bases.map((base) => base.config.soundness).reduce(stricter, config.soundness);
  const both =
    governance.bases.length === 0
      ? judged
      : await (await import("./both-sides.ts")).judgeBothSides(run, judged, governance.bases, async (other) =>
          judge(other, await baselinesOf(other, changesSince)),
        );
  const terms = { today: inspection.today, maxDays: governance.maxDays };
  const live = governance.approvals.filter(({ state }) => state === "live").map(({ approval }) => approval);
  const subjects = approved(strict === "off" ? both.subjects.map(withoutRisks) : both.subjects, live);
  const idle =
    governance.approvals.length === 0
      ? []
      : (await import("./approvals.ts")).idleApprovals(toldOf(governance, inspection), findingsIn(subjects), terms);
  const notices = baselines.flatMap(({ notice }) =>
    notice === undefined ? [] : [{ severity: "notice", code: "baseline", message: notice } as const],
  );
  const problems = [...undecided, ...governance.problems, ...warnings, ...notices, ...both.problems, ...idle];
  const enforcement = enforcementOf(settingsOf(run, governance), inspection.today);
  const failOn = enforcement === undefined ? inspection.failOn : "never";
  const report: Report = {
    schemaVersion: 1,
    ...decide(subjects, problems, { failOn, soundness: strict }),
    ...(enforcement === undefined ? {} : { enforcement }),
    baselines: baselines.map((baseline) => rowOf(baseline, subjects)),
    subjects,
    problems,
  };
  return { report, run, governance };
}

/** Everything that reads schemas is loaded only when there is one to read: most commits touch none. */
async function judgedUnder(
  run: Run,
  differences: readonly Difference[],
  anchors: readonly Anchor[],
  elsewhere: Elsewhere | undefined,
): Promise<Judged> {
  if (differences.every(({ changes }) => changes.length === 0)) return nothing;
  return await (await import("./judge.ts")).judgeRun(run, differences, anchors, elsewhere);
}

function anchorsIn(run: Run, baselines: readonly Baseline[], changesSince: ChangesSince): Promise<Anchors> {
  return anchorsOf(run, baselines, (names) => chosen(run, names, changesSince));
}

/** Where only some paths are reported, nobody can say of an approval that nothing needs it. */
function toldOf({ approvals }: Governance, { paths }: Inspection): Governance["approvals"] {
  return paths.length === 0 ? approvals : approvals.filter(({ state }) => state !== "live");
}

function findingsIn(subjects: readonly SubjectReport[]): readonly ReportedFinding[] {
  return subjects.flatMap(({ findings }) => findings);
}

const nothing: Judged = { subjects: [], problems: [], misplaced: [] };

function rowOf({ name, rule, commits, label }: Baseline, subjects: readonly SubjectReport[]): BaselineRow {
  const compared = new Map<string, Set<string>>();
  for (const { subject, comparisons } of subjects) {
    const versions = compared.get(subject) ?? new Set();
    compared.set(subject, versions);
    for (const { baseline, version } of comparisons) if (baseline === name) versions.add(version);
  }
  const count = [...compared.values()].reduce((sum, { size }) => sum + size, 0);
  return { name, rule, commits, label, versions: count };
}

function withoutRisks(subject: SubjectReport): SubjectReport {
  return { ...subject, findings: subject.findings.filter(({ effect }) => effect !== "risks") };
}

/** The configuration cannot be used: nothing was checked, and everything that is wrong with it is told. */
function impossible(problems: readonly Problem[]): Report {
  return { schemaVersion: 1, outcome: "error", exitCode: 2, baselines: [], subjects: [], problems };
}

async function storedText(repository: Repository, name: string, path: string): Promise<Uint8Array | undefined> {
  const contents = await repository.objects.readBlob(name);
  if (contents === undefined || contents instanceof Uint8Array) return contents;
  throw new SchemactlError("config", `\`${path}\` has ${contents.oversized} bytes, more than any configuration`, {
    file: path,
  });
}
