import type { Problem, SubjectReport } from "../model.ts";
import type { Catalogue } from "../sources/catalogue.ts";
import { continuing } from "../sources/continuing.ts";
import type { Languages } from "../sources/languages.ts";
import { type Pair, pairUp } from "../sources/pairing.ts";
import { affectedPaths } from "../sources/scope.ts";
import type { ChangedPath } from "../sources/tree.ts";
import { readCandidate } from "./candidate.ts";
import { differingCopies } from "./copies.ts";
import { judgePair, type PairQuestion, quiet } from "./pair-verdict.ts";
import type { Share } from "./run.ts";
import { deletedSubject } from "./subject-findings.ts";

/** One baseline, the candidate, and what differs between them. */
export interface BaselineQuestion extends PairQuestion {
  readonly changes: readonly ChangedPath[];
  readonly languages: Languages;
  readonly share: Share;
  /** Whether the report tells of all files: then an edited one that is invalid is told itself, and need not be told by each that refers to it. */
  readonly tellsAll: boolean;
  /** Whether every version will be asked about: then their history is read while the files that a change touches are still looked for. */
  readonly asksForHistory: boolean;
}

export interface BaselineAnswer {
  readonly subjects: readonly SubjectReport[];
  readonly problems: readonly Problem[];
  /** The candidate's files that were looked at. */
  readonly affected: readonly string[];
}

/** Judges everything that differs from one baseline, subject by subject: locate → pair → parse → diff → judge → prove. */
export async function judgeBaseline(asked: BaselineQuestion): Promise<BaselineAnswer> {
  const { lineage, changes } = asked;
  const before = lineage.catalogue(0);
  const continued = changes.filter((change) => change.before && change.after).map(({ path }) => path);
  if (asked.asksForHistory) lineage.narrowedTo(continued, true);
  const question = { ...asked, candidate: continuing(asked.candidate, before) };
  const { candidate } = question;
  const affected = await affectedPaths(changes, before, candidate, asked.tellsAll);
  const { formatOf } = question.languages;
  const { pairs, gone } = await pairUp(affected, changes, before, candidate, formatOf, question.placeOf);
  const { index, of } = question.share;
  const groups = bySubject(pairs).filter((_, i) => i % of === index);
  const own = groups.flat();
  await Promise.all([
    candidate.prepare(own.map((pair) => pair.path)),
    before.prepare(own.flatMap((pair) => pair.before ?? [])),
  ]);
  const past = lineage.narrowedTo(await watchedIn(before, own));
  const { baseline, merged = [], placeOf } = question;
  const then = { baseline, newest: before, merged, placeOf };
  const subjects: SubjectReport[] = [];
  for (const file of index === 0 ? gone : [])
    if (file.place.mode !== "NONE") subjects.push(await deletedSubject(then, file));
  const problems: Problem[] = [];
  for (const copies of groups) {
    const judged = new Set<string>();
    for (const pair of copies) {
      const read = await readCandidate(candidate, pair);
      // A second copy of the same text with the same past has the same verdict: its file is named, its findings are not told twice.
      const key =
        copies.length < 2 ? "" : `${read.resolved?.identity ?? pair.path}\n${await pastIdentity(before, pair)}`;
      subjects.push(
        judged.has(key) ? quiet(read, "unchanged") : await judgePair({ ...question, lineage: past }, read, problems),
      );
      judged.add(key);
    }
  }
  if (index > 0) return { subjects, problems, affected };
  const [earlier = before] = merged;
  const copies = await differingCopies(pairs, earlier, candidate, question.placeOf, question.baseline);
  return { subjects: [...subjects, ...copies.subjects], problems: [...problems, ...copies.problems], affected };
}

async function pastIdentity(before: Catalogue, { before: path }: Pair): Promise<string> {
  if (path === undefined) return "";
  return (await before.resolve(path).catch(() => undefined))?.identity ?? path;
}

/** The paths whose past has a say in the versions of these pairs. */
async function watchedIn(before: Catalogue, pairs: readonly Pair[]): Promise<readonly string[]> {
  const paths = new Set<string>();
  for (const { before: path, format } of pairs) {
    if (path === undefined) continue;
    paths.add(path);
    if (format.paths === undefined) continue;
    const resolved = await before.resolve(path).catch(() => undefined);
    for (const watched of resolved?.watches ?? []) paths.add(watched);
  }
  return [...paths];
}

function bySubject(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) groups.set(pair.place.subject, [...(groups.get(pair.place.subject) ?? []), pair]);
  return [...groups.values()];
}
