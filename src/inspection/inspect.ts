import { readConfig } from "../config/read.ts";
import { SchemactlError } from "../errors.ts";
import { sharedEndingOf, watchedExtensions } from "../formats/extensions.ts";
import { decide } from "../gate.ts";
import type { BaselineRow, Problem, Report, SubjectReport } from "../model.ts";
import { type Baseline, chooseBaselines } from "../sources/base.ts";
import { compareTrees, directoryTree } from "../sources/directory.ts";
import { expectStaged, indexTree, isClean } from "../sources/index-tree.ts";
import { openRepository, type Repository } from "../sources/repository.ts";
import type { FileChange, Tree } from "../sources/tree.ts";
import { workTree } from "../sources/work-tree.ts";
import type { Difference, Elsewhere, Inspection, Judged, Run } from "./run.ts";

/** Finds what changed, judges it, and decides: the whole of `check` but its rendering. Throws what makes a run impossible. */
export async function inspect(inspection: Inspection, elsewhere?: Elsewhere): Promise<Report> {
  return await onGround(inspection, async (run, warnings) => {
    if (run === undefined) return impossible(warnings);
    const baselines = await baselinesOf(run);
    return await reportOf(run, baselines, warnings, elsewhere);
  });
}

/** The part of a run that another thread is asked for. */
export async function inspectShare(inspection: Inspection): Promise<Judged> {
  return await onGround(inspection, async (run) => {
    if (run === undefined) throw new TypeError("a configuration that was fine a moment ago is not");
    const { judgeShare } = await import("./judge.ts");
    return await judgeShare(run, await differencesOf(run, await baselinesOf(run)));
  });
}

/** Opens the repository and reads the configuration; there is no run where that cannot be used. */
async function onGround<Answer>(
  inspection: Inspection,
  act: (run: Run | undefined, warnings: readonly Problem[]) => Promise<Answer>,
): Promise<Answer> {
  const repository = await openRepository(inspection.cwd, inspection.env);
  try {
    if (inspection.staged) expectStaged(repository);
    const reading = await readConfig({
      ...{ root: repository.root, path: inspection.config, cwd: inspection.cwd },
      readText: inspection.staged ? (path) => stagedText(repository, path) : undefined,
    });
    if (reading.config === undefined) return await act(undefined, reading.problems);
    const { config } = reading;
    const tree = inspection.staged
      ? indexTree(repository, config.limits.fileSize)
      : workTree(repository, config.limits.fileSize);
    const run: Run = { repository, inspection, config, tree, selection: { extensions: watchedExtensions } };
    return await act(run, reading.problems);
  } finally {
    repository.close();
  }
}

async function reportOf(
  run: Run,
  baselines: readonly Baseline[],
  warnings: readonly Problem[],
  elsewhere: Elsewhere | undefined,
): Promise<Report> {
  const { inspection, config } = run;
  const differences = await differencesOf(run, baselines);
  const notices = baselines.flatMap(({ notice }) =>
    notice === undefined ? [] : [{ severity: "notice", code: "baseline", message: notice } as const],
  );
  // Everything that reads schemas is loaded only when there is one to read: most commits touch none.
  const judged = differences.every(({ changes }) => changes.length === 0)
    ? nothing
    : await (await import("./judge.ts")).judgeRun(run, differences, elsewhere);
  if (judged.misplaced.length > 0) return impossible([...warnings, ...judged.misplaced]);
  const problems = [...warnings, ...notices, ...judged.problems];
  const policy = { failOn: inspection.failOn, soundness: config.soundness };
  const subjects = policy.soundness === "off" ? judged.subjects.map(withoutRisks) : judged.subjects;
  return {
    schemaVersion: 1,
    ...decide(subjects, problems, policy),
    baselines: baselines.map((baseline) => rowOf(baseline, subjects)),
    subjects,
    problems,
  };
}

const nothing: Judged = { subjects: [], problems: [], misplaced: [] };

/** What the candidates are held against, by the command line or the configuration. */
export async function baselinesOf(run: Run): Promise<readonly Baseline[]> {
  const { repository, inspection, config, tree, selection } = run;
  const asked = inspection.against.length > 0 ? inspection.against : config.baseline;
  const globs = asked.some((name) => name.startsWith("tags:")) ? await import("../config/globs.ts") : undefined;
  return chooseBaselines(repository, {
    ...{ against: inspection.against, configured: config.baseline, cwd: inspection.cwd, env: inspection.env },
    isClean: () => isClean(repository, tree, selection, (changes) => relevant(run, repository.head, changes)),
    matcher: (glob) => {
      const list = globs?.compileGlobs([glob]);
      return (name) => list?.(name) !== undefined;
    },
  });
}

/** What differs, once for each state that the candidate must get along with: while a merge is in progress a baseline has several. */
async function differencesOf(run: Run, baselines: readonly Baseline[]): Promise<readonly Difference[]> {
  const { tree, selection } = run;
  const differences: Difference[] = [];
  for (const baseline of baselines) {
    if (baseline.kind === "directory") {
      const from = directoryTree(baseline.path);
      differences.push({
        baseline,
        from,
        changes: await relevant(run, from, await compareTrees(from, tree, selection)),
      });
      continue;
    }
    const commits =
      baseline.kind === "tags"
        ? [baseline.tags.at(-1)?.commit]
        : baseline.kind === "empty"
          ? [undefined]
          : baseline.commits;
    for (const from of commits) {
      const changes = await relevant(run, from, await tree.changesFrom(from, selection));
      differences.push({ baseline, from, changes });
    }
  }
  return differences;
}

/** What may be a schema among the files that changed: most files of some endings are none. */
async function relevant(
  run: Run,
  from: Tree | string | undefined,
  changes: readonly FileChange[],
): Promise<readonly FileChange[]> {
  if (changes.every(({ path }) => sharedEndingOf(path) === undefined)) return changes;
  return (await import("./relevance.ts")).relevantChanges(run, from, changes);
}

function rowOf({ name, rule, commits, label }: Baseline, subjects: readonly SubjectReport[]): BaselineRow {
  const compared = subjects.flatMap(({ subject, comparisons }) =>
    comparisons.filter(({ baseline }) => baseline === name).map(({ version }) => `${subject}\n${version}`),
  );
  return { name, rule, commits, label, versions: new Set(compared).size };
}

function withoutRisks(subject: SubjectReport): SubjectReport {
  return { ...subject, findings: subject.findings.filter(({ effect }) => effect !== "risks") };
}

/** The configuration cannot be used: nothing was checked, and everything that is wrong with it is told. */
function impossible(problems: readonly Problem[]): Report {
  return { schemaVersion: 1, outcome: "error", exitCode: 2, baselines: [], subjects: [], problems };
}

async function stagedText(repository: Repository, path: string): Promise<Uint8Array | undefined> {
  const contents = await repository.objects.readBlob(`:${path}`);
  if (contents === undefined || contents instanceof Uint8Array) return contents;
  throw new SchemactlError("config", `\`${path}\` has ${contents.oversized} bytes, more than any configuration`, {
    file: path,
  });
}
