import { SchemactlError } from "../errors.ts";
import type { Problem, SubjectReport } from "../model.ts";
import type { Catalogue } from "../sources/catalogue.ts";
import type { Pair, PlaceOf } from "../sources/pairing.ts";
import { gateFinding } from "./findings.ts";

interface Copies {
  readonly subjects: readonly SubjectReport[];
  readonly problems: readonly Problem[];
}

/**
 * Copies of one schema are one subject. Files of one subject that differ are named once: as a warning where they differed before, as an
 * objection where this change made them differ.
 */
export async function differingCopies(
  pairs: readonly Pair[],
  before: Catalogue,
  candidate: Catalogue,
  placeOf: PlaceOf,
  baseline: string,
): Promise<Copies> {
  const subjects: SubjectReport[] = [];
  const problems: Problem[] = [];
  const affected = new Map<string, string[]>();
  for (const { path, place } of pairs) {
    const paths = affected.get(place.subject);
    if (paths === undefined) affected.set(place.subject, [path]);
    else paths.push(path);
  }
  await candidate.load(pairs.flatMap(({ place }) => place.elsewhere ?? []));
  const told = new Set<string>();
  for (const pair of pairs) {
    const { subject } = pair.place;
    if (told.has(subject)) continue;
    told.add(subject);
    const paths = await pathsOf(pair, affected.get(subject) ?? [], candidate, placeOf);
    const now = await identities(candidate, paths);
    if (new Set(now.values()).size < 2) continue;
    const files = [...now.keys()].sort();
    const names = files.map((file) => `\`${file}\``).join(" and ");
    const past = await identities(before, files);
    if (past.size === files.length && new Set(past.values()).size > 1) {
      problems.push({
        severity: "warning",
        code: "subject/copies-differ",
        message: `${names} are one subject, \`${subject}\`, and differ`,
        hint: "make them alike, or give one of them a subject of its own",
        file: files[0] ?? pair.path,
      });
      continue;
    }
    const finding = gateFinding({
      ...{ rule: "subject/copies-differ", subject, file: pair.path, ...pair.nameAt, baseline },
      message: `${names} are one subject, \`${subject}\`, and this change makes them differ: which one is its next version cannot be told`,
      remedy: "change them alike, or give one of them a subject of its own in schemactl.yaml",
      before: [...past.values()].sort().join("\n"),
      after: [...now.values()].sort().join("\n"),
    });
    const { mode, policy } = pair.place;
    if (mode !== "NONE")
      subjects.push({
        subject,
        format: pair.format.name,
        mode,
        policy,
        files,
        verdict: "incompatible",
        comparisons: [],
        findings: [finding],
      });
  }
  return { subjects, problems };
}

/** The files of the subject: those that are affected, those that carry the same name elsewhere in the tree, and those at the same path below another root. */
async function pathsOf(
  pair: Pair,
  affected: readonly string[],
  candidate: Catalogue,
  placeOf: PlaceOf,
): Promise<readonly string[]> {
  const { subject } = pair.place;
  const paths = new Set(affected);
  const file = await candidate.file(pair.path);
  const name = file !== undefined && "outline" in file ? file.outline?.name : undefined;
  const defining = name === undefined ? [] : await candidate.defining(pair.format, name);
  for (const path of [...defining, ...(pair.place.elsewhere ?? [])]) {
    const other = await candidate.file(path);
    if (other === undefined || !("outline" in other)) continue;
    if (placeOf(path, other.format, other.outline)?.subject === subject) paths.add(path);
  }
  return [...paths];
}

/** What each file says; one that is no text, or refers to who knows what, says nothing. What git could not give is an error of the run, never silence. */
async function identities(catalogue: Catalogue, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    try {
      const resolved = await catalogue.resolve(path);
      if (resolved !== undefined) found.set(path, resolved.identity);
    } catch (error) {
      if (!(error instanceof SchemactlError) || error.code !== "schema") throw error;
    }
  }
  return found;
}
