import type {
  BaselineRow,
  Enforcement,
  NoWitness,
  Problem,
  Proof,
  Report,
  ReportedApproval,
  ReportedComparison,
  ReportedFinding,
  RuleExample,
  RuleInfo,
  SourceFact,
  SubjectReport,
  Witness,
} from "../model.ts";
import { by, byFile, byPlace, bySubject } from "./order.ts";
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
  status: true,
  approval: true,
  patch: true,
};

const approval: Keys<ReportedApproval> = { who: true, reason: true, until: true, file: true };

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

const enforcement: Keys<Enforcement> = { mode: true, from: true };

const rule: Keys<RuleInfo> = {
  id: true,
  format: true,
  effect: true,
  errorType: true,
  notices: true,
  summary: true,
  meaning: true,
  example: true,
  specification: true,
};

const example: Keys<RuleExample> = { writer: true, bad: true, good: true };

const report: Keys<Report> = {
  schemaVersion: true,
  outcome: true,
  exitCode: true,
  engine: true,
  enforcement: true,
  baselines: true,
  deferred: true,
  subjects: true,
  problems: true,
  rules: true,
};

/** The report as one JSON document: the same run gives the same bytes, whatever order it found things in. */
export function json(value: Report): string {
  return document(
    ordered(
      {
        ...value,
        ...(value.enforcement === undefined ? {} : { enforcement: ordered(value.enforcement, enforcement) }),
        baselines: value.baselines.map((row) => ordered(row, baseline)),
        subjects: [...value.subjects].sort(bySubject).map(subjectOf),
        problems: [...value.problems].sort(byFile).map((one) => ordered(one, problem)),
        ...(value.rules === undefined ? {} : { rules: [...value.rules].sort(by(({ id }) => id)).map(ruleOf) }),
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
      findings: [...value.findings].sort(byPlace).map(findingOf),
    },
    subject,
  );
}

function findingOf(value: ReportedFinding): object {
  return ordered(
    {
      ...value,
      ...(value.proof === undefined ? {} : { proof: proofOf(value.proof) }),
      ...(value.approval === undefined ? {} : { approval: ordered(value.approval, approval) }),
    },
    finding,
  );
}

/** A rule for a document, with its keys in order. */
export function ruleOf(value: RuleInfo): object {
  return ordered({ ...value, example: ordered(value.example, example) }, rule);
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
