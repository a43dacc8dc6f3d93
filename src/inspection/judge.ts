import { modes } from "../compatibility/modes.ts";
import type { Placement } from "../config/placement.ts";
import { createPlacer, type Placer } from "../config/subjects.ts";
import { type FormatOf, formatsFor } from "../formats/index.ts";
import type { Problem, SubjectReport } from "../model.ts";
import { type Catalogue, catalogueOf } from "../sources/catalogue.ts";
import { commitTree, emptyTree } from "../sources/commit-tree.ts";
import {
  commitLineage,
  emptyLineage,
  type Ground,
  type Lineage,
  singleLineage,
  tagLineage,
} from "../sources/lineage.ts";
import type { Place, PlaceOf } from "../sources/pairing.ts";
import { pathInRepository } from "../sources/path.ts";
import type { FileChange } from "../sources/tree.ts";
import type { Anchor } from "./anchors.ts";
import { judgeBaseline } from "./baseline.ts";
import { gateFinding } from "./findings.ts";
import { languagesFor } from "./languages.ts";
import { mergeSubjects } from "./merge.ts";
import { submoduleProblems, textProblems, unsupportedProblems } from "./problems.ts";
import type { Difference, Elsewhere, Inspection, Judged, Run, Share } from "./run.ts";

const whole: Share = { index: 0, of: 1 };

/** So many changed files whose whole history is asked about are worth a second thread; without their histories it would cost more than it saves. */
const many = 128;

/** Judges every difference of a run, half of a long one elsewhere, and tells what it could not judge. */
export async function judgeRun(
  run: Run,
  differences: readonly Difference[],
  anchors: readonly Anchor[],
  elsewhere: Elsewhere | undefined,
): Promise<Judged> {
  const changes = differences.reduce((count, difference) => count + difference.changes.length, 0);
  if (elsewhere === undefined || changes < many || !asksForHistory(run))
    return await judgeShare(run, differences, anchors);
  const part = (index: number): Inspection => ({ ...run.inspection, share: { index, of: 2 } });
  // Whatever fails there fails here too, where it can be told.
  const away = elsewhere(part(1)).catch(() => judgeShare({ ...run, inspection: part(1) }, differences, anchors));
  // Together, so that where both fail the second failure is nobody's surprise.
  const parts = await Promise.all([judgeShare({ ...run, inspection: part(0) }, differences, anchors), away]);
  return {
    subjects: mergeSubjects(parts.flatMap(({ subjects }) => subjects)),
    problems: parts.flatMap(({ problems }) => problems),
    misplaced: parts[0].misplaced,
  };
}

function asksForHistory({ inspection, config }: Run): boolean {
  const asked = [config.compatibility, ...config.schemas.flatMap(({ compatibility }) => compatibility ?? [])];
  return (inspection.mode === undefined ? asked : [inspection.mode]).some((mode) => modes[mode].transitive);
}

/** Judges the part of a run that its inspection asks for. */
export async function judgeShare(
  run: Run,
  differences: readonly Difference[],
  anchors: readonly Anchor[],
): Promise<Judged> {
  const { repository, config, tree, selection, inspection } = run;
  const changes = differences.flatMap((difference) => difference.changes);
  const [formatOf, placer] = await Promise.all([formatsFor(changes.map(({ path }) => path)), createPlacer(config)]);
  const placeOf = placing(run, placer, run.heeding && (await createPlacer(run.heeding)));
  const languages = languagesFor(config, placer, formatOf);
  const ground: Ground = { repository, selection, languages, sizeLimit: config.limits.fileSize };
  const candidate = catalogueOf(tree, languages, { small: true });
  const answers = [];
  const merged = ({ from }: Difference): { merged?: readonly Catalogue[] } => {
    if (typeof from !== "object" && anchors.includes(from)) return {};
    const trees = anchors.map((commit) => (commit === undefined ? emptyTree() : commitTree(repository, commit)));
    return { merged: trees.map((one) => catalogueOf(one, languages)) };
  };
  for (const difference of differences) {
    const relevant = difference.changes.filter(
      (change) => isFileOf(change, formatOf) && placer.ignored(change.path) === undefined,
    );
    const question = {
      baseline: difference.baseline.name,
      lineage: lineageOf(ground, difference),
      ...merged(difference),
      candidate,
      languages,
      placeOf,
      proof: inspection.proof,
      soundness: config.soundness,
      share: inspection.share ?? whole,
      tellsAll: inspection.paths.length === 0,
      asksForHistory: asksForHistory(run),
    };
    answers.push(
      await judgeBaseline({
        ...question,
        changes: relevant.map(({ path, before, after }) => ({
          path,
          before: before?.mode === "file",
          after: after?.mode === "file",
        })),
      }),
    );
  }
  const isFirst = inspection.share === undefined || inspection.share.index === 0;
  const subjects = mergeSubjects([
    ...answers.flatMap((answer) => answer.subjects),
    ...(isFirst ? strayLinks(changes, languages, placeOf) : []),
  ]);
  const problems = [
    ...(isFirst ? unsupportedProblems(changes.flatMap(({ path, after }) => (after === undefined ? [] : path))) : []),
    ...(isFirst ? await submoduleProblems(repository) : []),
    ...(await textProblems(subjects, candidate)),
    ...answers.flatMap((answer) => answer.problems),
  ];
  return {
    subjects: within(run, subjects),
    problems,
    misplaced: await misplacedAmong(
      answers.flatMap((answer) => answer.affected),
      placer,
      candidate,
    ),
  };
}

function isFileOf({ before, after }: FileChange, formatOf: FormatOf): boolean {
  return [before, after].some((entry) => entry?.mode === "file" && formatOf(entry.path) !== undefined);
}

/** Asks the configuration for the place of a file, and the command line for what it overrides. */
function placing({ inspection, config }: Run, placer: Placer, heeded: Placer | undefined): PlaceOf {
  const known = new Map<string, Place | undefined>();
  const place: PlaceOf = (path, format, outline) => {
    const file = { path, format: format.name, name: outline?.name };
    const placement = placer.place(file);
    if (placement.kind === "ignored") return undefined;
    const [mode, policy] = [inspection.mode, inspection.policy];
    if (placement.kind === "placed") {
      const was = [...new Set([...placement.was, ...continuedBy(heeded?.place(file))])];
      return { ...placement, was, mode: mode ?? placement.mode, policy: policy ?? placement.policy };
    }
    // The subject of a text that cannot be read, or that had no name in a version of the past.
    const [own, judged] = [mode ?? config.compatibility, policy ?? config.policy];
    return { subject: path, was: [], mode: own, policy: judged, tags: [] };
  };
  // A history asks it of every version of a file.
  return (path, format, outline) => {
    const key = `${path}\n${outline?.name ?? ""}`;
    if (!known.has(key)) known.set(key, place(path, format, outline));
    return known.get(key);
  };
}

/** What the candidate's own configuration says that a file goes on with: who says so gives nothing up. */
function continuedBy(placement: Placement | undefined): readonly string[] {
  return placement?.kind === "placed" ? placement.was : [];
}

/** The files for which the configuration asks for a subject that they cannot have. */
async function misplacedAmong(
  paths: readonly string[],
  placer: Placer,
  candidate: Catalogue,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const path of new Set(paths)) {
    const file = await candidate.file(path);
    if (file === undefined || !("outline" in file) || file.outline === undefined) continue;
    const placement = placer.place({ path, format: file.format.name, name: file.outline.name });
    if (placement.kind === "misplaced") problems.push(placement.problem);
  }
  return problems;
}

function lineageOf(ground: Ground, { baseline, from }: Difference): Lineage {
  if (baseline.kind === "tags") return tagLineage(ground, baseline.tags);
  if (typeof from === "string") return commitLineage(ground, from);
  const { languages } = ground;
  return from === undefined ? emptyLineage(languages) : singleLineage(from, baseline.label, languages);
}

/** A symbolic link is no schema: the file it points to is checked at its own path, unless it lies outside of the repository. */
function strayLinks(
  changes: readonly FileChange[],
  { formatOf, isSchema }: Ground["languages"],
  placeOf: PlaceOf,
): readonly SubjectReport[] {
  return changes.flatMap(({ path, after }) => {
    const format = formatOf(path);
    if (after?.mode !== "symlink" || format === undefined || !leaves(path, after.target ?? "")) return [];
    if (!isSchema(path, format, "")) return [];
    const place = placeOf(path, format, undefined);
    if (place === undefined) return [];
    const finding = gateFinding({
      ...{ rule: "schema/invalid", subject: place.subject, file: path, before: "", after: after.target ?? "" },
      message: "the file is a symbolic link that leaves the repository, so what it says is not part of this change",
      remedy: "commit the schema itself",
    });
    const { subject, mode, policy } = place;
    return [
      {
        subject,
        format: format.name,
        mode,
        policy,
        files: [path],
        verdict: "invalid" as const,
        comparisons: [],
        findings: [finding],
      },
    ];
  });
}

function leaves(path: string, target: string): boolean {
  if (target.startsWith("/")) return true;
  let depth = path.split("/").length - 1;
  for (const part of target.split("/")) {
    if (part === "..") depth -= 1;
    else if (part !== "" && part !== ".") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

/** What `check PATH…` limits: the report, never the comparison. */
function within({ repository, inspection }: Run, subjects: readonly SubjectReport[]): readonly SubjectReport[] {
  if (inspection.paths.length === 0) return subjects;
  const folders = inspection.paths.map((path) => pathInRepository(repository, inspection.cwd, path));
  const inside = (file: string): boolean =>
    folders.some((folder) => folder === "" || file === folder || file.startsWith(`${folder}/`));
  return subjects.filter(({ files, findings }) => files.some(inside) || findings.some(({ file }) => inside(file)));
}
