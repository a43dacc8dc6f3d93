import type {
  BaselineRow,
  NoWitness,
  Problem,
  Proof,
  Report,
  ReportedComparison,
  ReportedFinding,
  SourceFact,
  SubjectReport,
  Witness,
} from "../model.ts";
import { byFile, byPlace, bySubject } from "./order.ts";
import { visibleJson } from "./visible.ts";

/** The keys of a type in the order in which they are written; the compiler counts them. */
export type Keys<T> = Readonly<Record<keyof T, true>>;

const proofs: { readonly [Kind in Proof["kind"]]: Keys<Extract<Proof, { kind: Kind }>> } = {
  witness: { kind: true, outcome: true, codec: true, datum: true, reads: true, bytes: true } satisfies Keys<Witness>,
  source: { kind: true, before: true, after: true } satisfies Keys<SourceFact>,
  none: { kind: true, reason: true, explanation: true } satisfies Keys<NoWitness>,
};

const finding: Keys<ReportedFinding> = {
  rule: true,
  effect: true,
  errorType: true,
  direction: true,
  baseline: true,
  version: true,
  file: true,
  line: true,
  column: true,
  path: true,
  message: true,
  remedy: true,
  notices: true,
  proof: true,
  fingerprint: true,
};

const comparison: Keys<ReportedComparison> = { baseline: true, version: true, direction: true, compatible: true };

const subject: Keys<SubjectReport> = {
  subject: true,
  format: true,
  mode: true,
  policy: true,
  files: true,
  owner: true,
  tags: true,
  verdict: true,
  comparisons: true,
  findings: true,
};

export const baseline: Keys<BaselineRow> = { name: true, rule: true, commits: true, label: true, versions: true };

export const problem: Keys<Problem> = {
  severity: true,
  code: true,
  message: true,
  hint: true,
  file: true,
  line: true,
  column: true,
};

const report: Keys<Report> = {
  schemaVersion: true,
  outcome: true,
  exitCode: true,
  baselines: true,
  subjects: true,
  problems: true,
};

/** The report as one JSON document: the same run gives the same bytes, whatever order it found things in. */
export function json(value: Report): string {
  return document(
    ordered(
      {
        ...value,
        baselines: value.baselines.map((row) => ordered(row, baseline)),
        subjects: [...value.subjects].sort(bySubject).map(subjectOf),
        problems: [...value.problems].sort(byFile).map((one) => ordered(one, problem)),
      },
      report,
    ),
  );
}

/** Any answer as a JSON document, with nothing in it that a terminal would obey. */
export function document(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}

/** A proof with its keys in order. */
export function proofOf(proof: Proof): object {
  return ordered(proof, proofs[proof.kind] as Keys<Proof>);
}

function subjectOf(value: SubjectReport): object {
  return ordered(
    {
      ...value,
      files: [...value.files].sort(),
      comparisons: value.comparisons.map((one) => ordered(one, comparison)),
      findings: [...value.findings]
        .sort(byPlace)
        .map((one) => ordered(one.proof === undefined ? one : { ...one, proof: proofOf(one.proof) }, finding)),
    },
    subject,
  );
}

/** An object with the keys of a type in order, and nothing else. */
export function ordered(value: object, keys: Readonly<Record<string, true>>): object {
  const given = new Map(Object.entries(value));
  return Object.fromEntries(
    Object.keys(keys)
      .filter((key) => given.get(key) !== undefined)
      .map((key) => [key, given.get(key) as unknown]),
  );
}
