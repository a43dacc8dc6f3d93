import type { Outcome, Problem, ReportedFinding, RuleInfo, Soundness, SubjectReport } from "./model.ts";

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

/** Whether a finding is an objection under that policy. */
export function objects(finding: ReportedFinding, policy: GatePolicy): boolean {
  if (policy.failOn === "never") return false;
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
