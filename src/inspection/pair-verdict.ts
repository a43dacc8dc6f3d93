import type { EarlierVersion } from "../compatibility/compare.ts";
import { type Answer, judgeSubject, type Question } from "../compatibility/subject-verdict.ts";
import { SchemactlError } from "../errors.ts";
import type { Outline } from "../formats/format.ts";
import type { Problem, ReportedFinding, Soundness, SubjectReport } from "../model.ts";
import type { Catalogue } from "../sources/catalogue.ts";
import type { Lineage } from "../sources/lineage.ts";
import type { Pair, PlaceOf } from "../sources/pairing.ts";
import type { SchemaText } from "../sources/schema-text.ts";
import { type PastVersion, versionsOf } from "../sources/versions.ts";
import { type Candidate, readCandidate } from "./candidate.ts";
import { invalidFinding } from "./findings.ts";
import { type OwnVersion, ownVersions, schemasOf, standingIf, type Wanted } from "./standing.ts";
import { frozenFinding, headerOf, renamedFinding } from "./subject-findings.ts";
import { weakenedFinding, weakenings } from "./weakening.ts";

/** Against what, and how, the pairs of one baseline are judged. */
export interface PairQuestion {
  /** The name of its row in the report. */
  readonly baseline: string;
  readonly lineage: Lineage;
  /** The states of the merge-base: what they show against this baseline as well is standing. Left out where the newest state of the baseline is the merge-base. */
  readonly merged?: readonly Catalogue[];
  readonly candidate: Catalogue;
  readonly placeOf: PlaceOf;
  readonly proof: Question["proof"];
  readonly soundness: Soundness;
}

/** Judges one file; where something that it takes cannot be read, or it is more than can be compared, the others are judged all the same. */
export async function judgePair(
  question: PairQuestion,
  candidate: Candidate,
  problems: Problem[],
): Promise<SubjectReport> {
  try {
    return await judge(question, candidate, problems);
  } catch (error) {
    if (!(error instanceof SchemactlError) || (error.code !== "undecided" && error.code !== "schema")) throw error;
    problems.push(undecidedProblem(candidate.pair, error));
    return quiet(candidate, "undecided");
  }
}

function undecidedProblem({ path }: Pair, { message, hint }: SchemactlError): Problem {
  return { severity: "error", code: "undecided", message, ...(hint === undefined ? {} : { hint }), file: path };
}

/** One file of the candidate against the versions that it continues. */
async function judge(question: PairQuestion, candidate: Candidate, problems: Problem[]): Promise<SubjectReport> {
  if (candidate.kind === "invalid") return invalid(question, candidate, problems);
  const { pair, resolved, schema } = candidate;
  const { place, format } = pair;
  const own = once(() =>
    ownVersions(question.merged ?? [question.lineage.catalogue(0)], wantedOf(pair, schema.name), question.placeOf),
  );
  /** What is no question of the format is standing where the merge-base is beyond this baseline, and has it already. */
  const isMerged = async (has: (version: OwnVersion) => boolean): Promise<boolean> =>
    question.merged !== undefined && (await own()).some(has) && (await own()).every(has);
  const renamed =
    pair.renamedFrom === undefined || place.mode === "NONE"
      ? []
      : [
          standingIf(
            await isMerged(({ resolved: { file } }) => subjectOf(question, file) === place.subject),
            renamedFinding(question.baseline, pair, pair.renamedFrom),
          ),
        ];
  const weakened = weakenedByMove(question, pair, resolved.file.outline);
  const past =
    pair.before === undefined
      ? undefined
      : versionsOf(question.lineage, trailOf(question, pair, pair.before, problems));
  const newest = (await past?.next())?.value || undefined;
  if (newest !== undefined && newest.resolved.identity === resolved.identity)
    return { ...quiet(candidate, "unchanged"), findings: [...weakened, ...renamed] };
  const answer = await judgeSubject({
    ...{ subject: place.subject, format, mode: place.mode, policy: place.policy, file: pair.path, candidate: schema },
    ...{
      baseline: question.baseline,
      history: past === undefined || newest === undefined ? [] : resumed(newest, past),
      own: async () => schemasOf(await own(), newest),
      proof: question.proof,
    },
  });
  const frozen =
    answer.reason === "frozen"
      ? [
          standingIf(
            await isMerged((version) => version.resolved.identity === resolved.identity),
            frozenFinding(question.baseline, pair, newest?.resolved.identity ?? "", resolved.identity),
          ),
        ]
      : [];
  if (answer.undecided !== undefined) problems.push(undecidedProblem(pair, answer.undecided));
  if (answer.unasked !== undefined && question.soundness !== "off") {
    const { message, hint } = answer.unasked;
    problems.push({
      severity: question.soundness === "error" ? "error" : "warning",
      code: "undecided",
      message: `older versions could not be asked what this change brings back: ${message}`,
      ...(hint === undefined ? {} : { hint }),
      file: pair.path,
    });
  }
  return {
    ...quiet(candidate, verdictOf(answer, renamed)),
    comparisons: answer.comparisons,
    findings: [...weakened, ...renamed, ...frozen, ...answer.findings],
  };
}

/** Where the merge-base has what this file continues. */
function wantedOf({ path, before, format, place, renamedFrom }: Pair, name: string | undefined): Wanted {
  return {
    format,
    paths: [path, ...(before === undefined ? [] : [before])],
    name,
    subjects: [place.subject, ...place.was, ...(renamedFrom === undefined ? [] : [renamedFrom])],
  };
}

function subjectOf({ placeOf }: PairQuestion, { path, format, outline }: SchemaText): string | undefined {
  return placeOf(path, format, outline)?.subject;
}

/** A file that moved to where the configuration asks less is a loosening, though the configuration stays as it is. */
function weakenedByMove(
  { placeOf, baseline }: PairQuestion,
  { path, before, format, place, nameAt }: Pair,
  outline: Outline | undefined,
): readonly ReportedFinding[] {
  if (before === undefined || before === path) return [];
  const old = placeOf(before, format, outline);
  return weakenings(format.name, old, place).map((weakening) =>
    weakenedFinding(
      place.subject,
      { ...weakening, cause: `${before} to ${path}` },
      { file: path, ...nameAt, baseline },
    ),
  );
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

function verdictOf(answer: Answer, renamed: readonly ReportedFinding[]): SubjectReport["verdict"] {
  if (answer.reason !== undefined) return answer.reason;
  if (!answer.compatible) return "incompatible";
  if (answer.undecided !== undefined) return "undecided";
  return renamed.length > 0 ? "renamed" : "compatible";
}

async function* resumed(
  first: PastVersion,
  rest: AsyncIterable<PastVersion>,
): AsyncGenerator<EarlierVersion<string>, void, undefined> {
  yield first;
  yield* rest;
}

/** Versions under a name that the configuration does not count to this subject are another subject's, but for the one that is edited right now. */
function trailOf(question: PairQuestion, pair: Pair, path: string, problems: Problem[]) {
  const subjects = [
    pair.place.subject,
    ...pair.place.was,
    ...(pair.renamedFrom === undefined ? [] : [pair.renamedFrom]),
  ];
  return {
    format: pair.format,
    path,
    belongs: (at: string, outline: Outline) =>
      subjects.includes(question.placeOf(at, pair.format, outline)?.subject ?? pair.place.subject),
    onInvalid: (label: string, error: Error) => {
      problems.push({
        severity: "notice",
        code: "baseline-invalid",
        message: `\`${path}\` is no valid schema at ${label}, so it is no version there: ${error.message}`,
        file: pair.path,
      });
    },
  };
}

async function invalid(
  question: PairQuestion,
  candidate: Candidate & { kind: "invalid" },
  problems: Problem[],
): Promise<SubjectReport> {
  const { pair, fault } = candidate;
  const before = question.lineage.catalogue(0);
  const [old, now] = [
    pair.before === undefined ? undefined : await before.file(pair.before),
    await question.candidate.file(pair.path),
  ];
  const [oldText, text] = [
    old !== undefined && "text" in old ? old.text : undefined,
    now !== undefined && "text" in now ? now.text : "",
  ];
  if (
    pair.before !== undefined &&
    oldText === text &&
    (await readCandidate(before, { ...pair, path: pair.before })).kind === "invalid"
  ) {
    problems.push({
      severity: "warning",
      code: "schema/invalid",
      message: `${fault.message}; it was no valid schema before this change either`,
      file: fault.file ?? pair.path,
      ...at(fault),
    });
    return quiet(candidate, "unchanged");
  }
  const finding = invalidFinding(pair.place.subject, pair.path, text, fault);
  const merged = await Promise.all((question.merged ?? []).map((state) => state.file(pair.path)));
  const isMerged =
    merged.length > 0 && merged.every((file) => file !== undefined && "text" in file && file.text === text);
  return { ...quiet(candidate, "invalid"), findings: [standingIf(isMerged, finding)] };
}

function at({ line, column }: { readonly line?: number; readonly column?: number }): {
  line?: number;
  column?: number;
} {
  return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** A subject of which there is nothing to tell but that. */
export function quiet({ pair }: Candidate, verdict: SubjectReport["verdict"]): SubjectReport {
  return { ...headerOf(pair), verdict, comparisons: [], findings: [] };
}
