import { SchemactlError } from "../errors.ts";
import type { Problem, ReportedFinding, SubjectReport } from "../model.ts";
import { loosenings } from "./loosening.ts";
import { mergeSubjects } from "./merge.ts";
import type { Base, Judged, Run } from "./run.ts";

/** Judges again under every configuration of the merge-base: what either side objects to is an objection, and what the candidate's asks less is one too. */
export async function judgeBothSides(
  run: Run,
  judged: Judged,
  bases: readonly Base[],
  judge: (run: Run) => Promise<Judged>,
): Promise<Judged> {
  let subjects = judged.subjects;
  const problems: Problem[] = [...judged.problems];
  for (const base of bases) {
    // A file that the old configuration has no place for is new, and judged by the candidate's.
    const before = await judgeUnder(run, base, judge);
    const known = new Set(subjects.flatMap((subject) => subject.findings.map(keyOf)));
    const old = before.subjects.filter((subject) => !isNewAndIgnored(subject, subjects, base));
    const more = [...old, ...(await loosenings(run, base))].flatMap((subject) => onlyNew(subject, known));
    subjects = mergeSubjects([...subjects, ...more]);
    problems.push(
      ...before.problems.filter((problem) => !problems.some((one) => isSame(one, problem))).filter(isError),
    );
  }
  return { subjects, problems, misplaced: [] };
}

/** What can no longer be compared as the merge-base would have it is told; the baseline that went away is a loosening of its own. */
async function judgeUnder(run: Run, { config }: Base, judge: (run: Run) => Promise<Judged>): Promise<Judged> {
  try {
    return await judge({ ...run, config, heeding: run.config });
  } catch (error) {
    const isKnown = error instanceof SchemactlError && (error.code === "undecided" || error.code === "usage");
    if (!isKnown) throw error;
    const message = `the change cannot be judged as the merge-base's configuration asks: ${error.message}`;
    const { hint } = error;
    const problem: Problem = { severity: "error", code: "undecided", message, ...(hint === undefined ? {} : { hint }) };
    return { subjects: [], problems: [problem], misplaced: [] };
  }
}

/** A file that nobody ever checked, and that the candidate's configuration does not want checked, loses nothing: a fixture, a vendored copy. */
function isNewAndIgnored({ files }: SubjectReport, candidate: readonly SubjectReport[], { added }: Base): boolean {
  return files.every((file) => added.has(file) && !candidate.some((subject) => subject.files.includes(file)));
}

/** A subject that the other side has nothing to add about is not told twice, and one that only it knows is told where it objects. */
function onlyNew(subject: SubjectReport, known: Set<string>): readonly SubjectReport[] {
  const findings = subject.findings.filter((finding) => !known.has(keyOf(finding)));
  for (const finding of findings) known.add(keyOf(finding));
  if (findings.length === 0 && subject.verdict !== "undecided") return [];
  return [{ ...subject, comparisons: [], findings }];
}

function keyOf({ fingerprint, baseline, version, file, message }: ReportedFinding): string {
  return JSON.stringify([fingerprint, baseline, version, file, message]);
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}

function isSame(a: Problem, b: Problem): boolean {
  return a.code === b.code && a.file === b.file && a.message === b.message;
}
