import type {
  Approval,
  Enforcement,
  Outcome,
  Problem,
  ReportedFinding,
  RuleInfo,
  Soundness,
  SubjectReport,
} from "./model.ts";

/** What makes a run fail: breaks alone, risks too, or nothing. */
export type FailOn = "breaks" | "risks" | "never";

export interface GatePolicy {
  readonly failOn: FailOn;
  readonly soundness: Soundness;
}

export interface GateDecision {
  readonly outcome: Outcome;
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** Whether a finding is an objection under that policy: what the base has already, and what was let pass, is none. */
export function objects(finding: ReportedFinding, policy: GatePolicy): boolean {
  if (policy.failOn === "never" || finding.status !== undefined) return false;
  return finding.effect === "breaks" || policy.failOn === "risks" || policy.soundness === "error";
}

/**
 * The whole policy of a run, as exit codes in order: 1 when any objection is certain, even if others could not be decided; else 3 when anything
 * needed for a verdict could not be read; else 0. Usage and configuration errors (2) end a run before it gets here.
 */
export function decide(
  subjects: readonly SubjectReport[],
  problems: readonly Problem[],
  policy: GatePolicy,
): GateDecision {
  if (subjects.some((subject) => subject.findings.some((finding) => objects(finding, policy))))
    return { outcome: "failed", exitCode: 1 };
  const undecided =
    subjects.some((subject) => subject.verdict === "undecided") ||
    problems.some((problem) => problem.severity === "error");
  return undecided ? { outcome: "undecided", exitCode: 3 } : { outcome: "passed", exitCode: 0 };
}

/** What an approval may be: the day on which it is read, and how far ahead it may end. */
export interface ApprovalTerms {
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly maxDays: number;
}

/** Whether a new approval counts on that day, and why not; its last day is one of its days. */
export function termOf({ until }: Pick<Approval, "until">, { today, maxDays }: ApprovalTerms): Term {
  if (until < today) return "expired";
  return dayNumber(until) - dayNumber(today) > maxDays ? "too-far" : "live";
}

export type Term = "live" | "expired" | "too-far";

/** The day so many days later. */
export function daysLater(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * millisecondsOfDay).toISOString().slice(0, 10);
}

const millisecondsOfDay = 86_400_000;

function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / millisecondsOfDay);
}

/**
 * Whether an approval is another one than the base had under its name. That of the base is spent: whoever wants the same finding to pass again
 * approves it again, on another day or against another version. A later end or another reason alone makes no new one.
 */
export function isRenewed(approval: Approval, base: Approval | undefined): boolean {
  return base === undefined || approval.when !== base.when || approval.against !== base.against;
}

/** Marks what live approvals let pass, by the whole fingerprint; what is standing needs none. */
export function approved(subjects: readonly SubjectReport[], approvals: readonly Approval[]): readonly SubjectReport[] {
  if (approvals.length === 0) return subjects;
  const byFingerprint = new Map(approvals.map((approval) => [approval.fingerprint, approval]));
  return subjects.map((subject) => ({
    ...subject,
    findings: subject.findings.map((finding): ReportedFinding => {
      const approval = byFingerprint.get(finding.fingerprint);
      if (approval === undefined || finding.status !== undefined) return finding;
      const { who, reason, until, file } = approval;
      return { ...finding, status: "approved", approval: { who, reason, until, file } };
    }),
  }));
}

/** What a configuration says about failing at all. */
export interface EnforcementSettings {
  readonly mode: "enforce" | "warn";
  readonly enforceFrom?: string;
}

/** The first day on which objections fail a run; days compare as texts. */
export function enforcedFrom({ mode, enforceFrom }: EnforcementSettings): string {
  return mode === "enforce" ? "0000-00-00" : (enforceFrom ?? never);
}

const never = "9999-12-31";

/** That nothing fails this run, where every configuration that has a say agrees; undefined where it is enforced. */
export function enforcementOf(settings: readonly EnforcementSettings[], today: string): Enforcement | undefined {
  const from = settings.map(enforcedFrom).sort()[0] ?? "";
  if (from <= today) return undefined;
  return { mode: "warn", ...(from === never ? {} : { from }) };
}

/** The stricter of two: what one configuration calls an objection is one. */
export function stricter(a: Soundness, b: Soundness): Soundness {
  return soundnessOrder.indexOf(a) > soundnessOrder.indexOf(b) ? a : b;
}

const soundnessOrder: readonly Soundness[] = ["off", "warn", "error"];

const schemaOf = (name: string, namespace = "llm.cost"): string =>
  JSON.stringify({ type: "record", name, namespace, fields: [{ name: "tokens", type: "long" }] });

/** The findings that no format knows: they concern a subject as a whole. */
export const gateRules = [
  {
    id: "subject/deleted",
    format: "gate",
    effect: "breaks",
    notices: ["source"],
    summary: "a subject of the baseline is gone",
    meaning:
      "The baseline has a schema under this subject and the candidate has none. Producers and consumers that look the subject up lose it, and a registry that publishes from this repository would stop knowing it. Every mode but NONE objects.",
    example: { writer: schemaOf("TokenUsage"), bad: "(the file is deleted)", good: schemaOf("TokenUsage") },
    specification: "schemactl: a subject is a promise that outlives the file",
  },
  {
    id: "subject/renamed",
    format: "gate",
    effect: "breaks",
    notices: ["source"],
    summary: "a file's schema goes on under another subject",
    meaning:
      "The full name changed in place, and with it the subject: consumers of the old subject see no further version, and the new one starts without a history, so nothing protects it from its own past. Say in schemactl.yaml which subject it continues (`was:`), or keep the name.",
    example: { writer: schemaOf("TokenUsage"), bad: schemaOf("TokenUsageEvent"), good: schemaOf("TokenUsage") },
    specification: "schemactl: versions are kept under a subject's name",
  },
  {
    id: "subject/frozen",
    format: "gate",
    effect: "breaks",
    summary: "a locked subject got another version",
    meaning:
      "The subject's mode is DISABLED, which means locked: no further version is accepted at all, compatible or not. It is the opposite of NONE.",
    example: {
      writer: schemaOf("AuditTrail"),
      bad: schemaOf("AuditTrail").replace('"long"', '"int"'),
      good: schemaOf("AuditTrail"),
    },
    specification: "AWS Glue Schema Registry: compatibility mode DISABLED",
  },
  {
    id: "subject/copies-differ",
    format: "gate",
    effect: "breaks",
    summary: "two files of one subject were made to differ",
    meaning:
      "Copies of one schema are one subject. This change made two of them differ, so which of them is the next version of the subject cannot be told. Change them together, or give one of them a subject of its own.",
    example: {
      writer: schemaOf("Money"),
      bad: schemaOf("Money").replace('"long"', '"double"'),
      good: schemaOf("Money"),
    },
    specification: "schemactl: one subject has one next version",
  },
  {
    id: "config/loosened",
    format: "gate",
    effect: "breaks",
    summary: "the configuration asks less of a subject than it did",
    meaning:
      "The change alters what the gate itself demands: a question is no longer asked, a policy or severity is lowered, a schema is no longer found, or the baseline or the limits of approvals are weaker. Every run judges by the configuration of the merge-base and by the candidate's, and a subject must pass both; so the loosening has to be approved like any other break, and counts from the next change on.",
    example: {
      writer: "version: 1\ncompatibility: FULL_TRANSITIVE\n",
      bad: "version: 1\ncompatibility: BACKWARD\n",
      good: "version: 1\ncompatibility: FULL_TRANSITIVE\n",
    },
    specification: "schemactl: a change cannot loosen the gate that it has to pass",
  },
  {
    id: "schema/invalid",
    format: "gate",
    effect: "breaks",
    summary: "a candidate is no valid schema",
    meaning:
      "A registry would refuse to register it, and no reader or writer can be built from it. What it was before still holds; nothing else about it can be judged.",
    example: {
      writer: schemaOf("TokenUsage"),
      bad: schemaOf("TokenUsage").replace('"long"', '"longg"'),
      good: schemaOf("TokenUsage"),
    },
    specification: "the specification of the schema's own language",
  },
] as const satisfies readonly RuleInfo[];

export type GateRule = (typeof gateRules)[number]["id"];
