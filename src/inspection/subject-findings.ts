import type { ReportedFinding, SubjectReport } from "../model.ts";
import type { Catalogue } from "../sources/catalogue.ts";
import type { Gone, Pair, PlaceOf } from "../sources/pairing.ts";
import { gateFinding } from "./findings.ts";
import { fileOfSubject, standingIf } from "./standing.ts";

/** What is known of a subject before it is judged. */
export function headerOf({ path, format, place }: Gone): Omit<SubjectReport, "verdict" | "comparisons" | "findings"> {
  const { subject, mode, policy, owner, tags } = place;
  return {
    subject,
    format: format.name,
    mode,
    policy,
    files: [path],
    ...(owner === undefined ? {} : { owner }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** What a baseline is, as far as a deletion has to know it. */
export interface Before {
  readonly baseline: string;
  readonly newest: Catalogue;
  /** As in `BaselineQuestion`. */
  readonly merged: readonly Catalogue[];
  readonly placeOf: PlaceOf;
}

/** A subject that no file goes on with; where the merge-base has none either, that is merged already. */
export async function deletedSubject(
  { baseline, newest, merged, placeOf }: Before,
  file: Gone,
): Promise<SubjectReport> {
  const old = await newest.file(file.path);
  const name = old !== undefined && "outline" in old ? old.outline?.name : undefined;
  const wanted = { format: file.format, paths: [file.path], name, subjects: [file.place.subject] };
  const left = await Promise.all(merged.map((state) => fileOfSubject(state, wanted, placeOf)));
  const isMerged = left.length > 0 && left.every((path) => path === undefined);
  const finding = standingIf(isMerged, deletedFinding(baseline, file));
  return { ...headerOf(file), verdict: "deleted", comparisons: [], findings: [finding] };
}

function deletedFinding(baseline: string, { path, nameAt, place: { subject } }: Gone): ReportedFinding {
  return gateFinding({
    ...{ rule: "subject/deleted", subject, file: path, ...nameAt, baseline, before: subject, after: "" },
    message: `the subject \`${subject}\` is gone: who looks it up finds no schema any more`,
    remedy:
      "keep the file; a subject that goes on under another name says so with `was:` in schemactl.yaml, one that is given up is approved once: schemactl approve",
  });
}

/** A file whose subject is another one than it was. */
export function renamedFinding(baseline: string, { path, place, nameAt }: Pair, from: string): ReportedFinding {
  return gateFinding({
    ...{
      rule: "subject/renamed",
      subject: place.subject,
      file: path,
      ...nameAt,
      baseline,
      before: from,
      after: place.subject,
    },
    message: `the subject \`${from}\` goes on as \`${place.subject}\`: its consumers see no further version, and the new one starts without a history`,
    remedy: `keep the name, or say in schemactl.yaml what it continues:  was: ["${from}"]`,
  });
}

/** A further version of a subject that is locked. */
export function frozenFinding(
  baseline: string,
  { path, place, nameAt }: Pair,
  before: string,
  after: string,
): ReportedFinding {
  return gateFinding({
    ...{ rule: "subject/frozen", subject: place.subject, file: path, ...nameAt, baseline, before, after },
    message: `the subject \`${place.subject}\` is locked: its mode is DISABLED, which accepts no further version`,
    remedy: "undo the change, or have it approved: schemactl approve",
  });
}
