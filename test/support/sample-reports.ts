// Reports as `check` makes them, written by hand: an LLM platform's telemetry and cost schemas, changed in every way a report can tell.
import type { BaselineRow, Report, ReportedFinding, RuleInfo, SubjectReport } from "../../src/model.ts";

const mergeBase: BaselineRow = {
  name: "merge-base",
  rule: "the merge-base of HEAD and origin/main",
  commits: ["3f2c1a9e0d4b5c6a7f8091a2b3c4d5e6f7081920"],
  label: "main@3f2c1a9",
  versions: 3,
};

const releases: BaselineRow = {
  name: "tags:v*",
  rule: "the tags that match v* and are reachable from HEAD, newest last",
  commits: ["1111111111111111111111111111111111111111", "2222222222222222222222222222222222222222"],
  label: "v1.3.0",
  versions: 4,
};

export const missingDefault: ReportedFinding = {
  rule: "avro/reader-field-missing-default-value",
  effect: "breaks",
  errorType: "READER_FIELD_MISSING_DEFAULT_VALUE",
  direction: "backward",
  version: "3f2c1a9",
  baseline: "merge-base",
  file: "schemas/cost/usage.avsc",
  line: 7,
  column: 5,
  path: "/fields/2",
  message: "the reader needs `cost_usd`, which the writer never sends, and it has no default",
  remedy: 'give `cost_usd` a default:  "default": 0',
  notices: ["wire"],
  proof: {
    kind: "witness",
    outcome: "refused",
    codec: "avsc",
    datum: { model_id: "gpt-4o", tokens: 812 },
    reads: "missing field `cost_usd`",
  },
  fingerprint: "7c1e09aa".repeat(8),
};

const tokenUsage: SubjectReport = {
  subject: "llm.cost.TokenUsage",
  format: "avro",
  mode: "BACKWARD",
  policy: "strict",
  files: ["schemas/cost/usage.avsc"],
  verdict: "incompatible",
  comparisons: [{ baseline: "merge-base", version: "3f2c1a9", direction: "backward", compatible: false }],
  findings: [missingDefault],
};

/** A record that grew a field without a default. */
export const blocked: Report = {
  schemaVersion: 1,
  outcome: "failed",
  exitCode: 1,
  baselines: [{ ...mergeBase, versions: 1 }],
  subjects: [tokenUsage],
  problems: [],
};

const missingDefaultRule: RuleInfo = {
  id: "avro/reader-field-missing-default-value",
  format: "avro",
  effect: "breaks",
  errorType: "READER_FIELD_MISSING_DEFAULT_VALUE",
  notices: ["wire"],
  summary: "a field that only the reader has carries no default",
  meaning:
    "The reader has to fill the field from somewhere, and the data does not hold it.\n\nGive it a default, and old data reads as that.",
  example: {
    writer: '{"type": "record", "name": "TokenUsage", "fields": []}',
    bad: '{"type": "record", "name": "TokenUsage", "fields": [{"name": "cost_usd", "type": "double"}]}',
    good: '{"type": "record", "name": "TokenUsage", "fields": [{"name": "cost_usd", "type": "double", "default": 0}]}',
  },
  specification: "Avro 1.12, Schema Resolution: the reader's record has a field with no default value",
};

const symbolGone: ReportedFinding = {
  rule: "avro/missing-enum-symbols",
  effect: "breaks",
  errorType: "MISSING_ENUM_SYMBOLS",
  direction: "forward",
  file: "schemas/telemetry/span.avsc",
  line: 12,
  column: 48,
  path: "/fields/3/type/symbols",
  message: "the reader's enum `FinishReason` lacks `SAFETY`, which the writer may send, and it has no default",
  remedy: 'give `FinishReason` a default in an earlier version:  "default": "STOP"',
  fingerprint: "a0".repeat(32),
};

const span: SubjectReport = {
  subject: "llm.telemetry.Span",
  format: "avro",
  mode: "FULL_TRANSITIVE",
  policy: "strict",
  files: ["schemas/telemetry/span.avsc"],
  owner: "observatory",
  tags: ["pii", "telemetry"],
  verdict: "incompatible",
  comparisons: [
    { baseline: "merge-base", version: "3f2c1a9", direction: "forward", compatible: false },
    { baseline: "merge-base", version: "3f2c1a9", direction: "backward", compatible: true },
    { baseline: "tags:v*", version: "v1.3.0", direction: "forward", compatible: false },
    { baseline: "tags:v*", version: "v1.3.0", direction: "backward", compatible: true },
    { baseline: "tags:v*", version: "v1.2.0", direction: "forward", compatible: false },
    { baseline: "tags:v*", version: "v1.2.0", direction: "backward", compatible: true },
  ],
  findings: [
    {
      rule: "avro/logical-type-changed",
      effect: "risks",
      direction: "backward",
      version: "v1.2.0",
      baseline: "tags:v*",
      file: "schemas/telemetry/span.avsc",
      line: 6,
      column: 33,
      path: "/fields/1/type",
      message: "the writer's `started_at` counts milliseconds, the reader takes it for microseconds",
      remedy: "keep `timestamp-millis`, or add a field of another name",
      proof: {
        kind: "witness",
        outcome: "misread",
        codec: "avsc",
        datum: { span_id: "9f1c", started_at: 1767225600000 },
        reads: { span_id: "9f1c", started_at: "1970-01-21T10:53:45.600Z" },
        bytes: "08396631638080a8e7ee66",
      },
      fingerprint: "b1".repeat(32),
    },
    {
      ...symbolGone,
      version: "3f2c1a9",
      baseline: "merge-base",
      proof: {
        kind: "witness",
        outcome: "refused",
        codec: "avsc",
        datum: { span_id: "9f1c", started_at: 0, tokens: "9223372036854775807", finish: "SAFETY" },
        reads: "unknown symbol SAFETY",
      },
    },
    { ...symbolGone, version: "v1.3.0", baseline: "tags:v*" },
    { ...symbolGone, version: "v1.2.0", baseline: "tags:v*" },
    {
      rule: "avro/name-mismatch",
      effect: "breaks",
      errorType: "NAME_MISMATCH",
      direction: "backward",
      version: "v1.2.0",
      baseline: "tags:v*",
      file: "schemas/telemetry/span.avsc",
      line: 3,
      column: 11,
      path: "/name",
      message: "the reader's record is `Span`, the writer's is `TraceSpan`",
      remedy: 'give `Span` the alias `TraceSpan`:  "aliases": ["TraceSpan"]',
      proof: {
        kind: "none",
        reason: "name-only",
        explanation: "Java's decoder ignores the names of records; the registry refuses them",
      },
      fingerprint: "c2".repeat(32),
    },
  ],
};

const quiet = (
  subject: string,
  verdict: SubjectReport["verdict"],
  versions: readonly string[],
  mode: SubjectReport["mode"] = "BACKWARD",
): SubjectReport => ({
  subject,
  format: "avro",
  mode,
  policy: "strict",
  files: [`schemas/${subject.split(".").join("/")}.avsc`],
  verdict,
  comparisons: versions.map((version) => ({
    baseline: "merge-base",
    version,
    direction: "backward",
    compatible: true,
  })),
  findings: [],
});

/** Two baselines, four modes, everything at once; one deleted, one that could not be decided. */
export const release: Report = {
  schemaVersion: 1,
  outcome: "failed",
  exitCode: 1,
  baselines: [mergeBase, releases],
  subjects: [
    quiet("llm.policy.Decision", "compatible", ["3f2c1a9", "88aa001"], "BACKWARD_TRANSITIVE"),
    span,
    quiet("llm.inference.Prompt", "undecided", []),
    quiet("llm.inference.Completion", "new", []),
    quiet("llm.inference.Route", "compatible", [], "NONE"),
    tokenUsage,
    {
      ...quiet("llm.cost.Invoice", "deleted", []),
      files: [],
      findings: [
        {
          rule: "subject/deleted",
          effect: "breaks",
          version: "3f2c1a9",
          baseline: "merge-base",
          file: "schemas/cost/invoice.avsc",
          line: 1,
          column: 1,
          message: "`llm.cost.Invoice` is gone: whoever reads or writes it has no schema any more",
          remedy: "put the file back, or set the subject's mode to NONE first",
          proof: { kind: "source", before: "record llm.cost.Invoice", after: "(no file)" },
          fingerprint: "d3".repeat(32),
        },
      ],
    },
  ],
  problems: [
    {
      severity: "error",
      code: "undecided",
      message: "the schema of `llm.inference.Prompt` at 3f2c1a9 is missing from this partial clone",
      hint: "git fetch --no-filter origin 3f2c1a9e0d4b5c6a7f8091a2b3c4d5e6f7081920",
      file: "schemas/llm/inference/Prompt.avsc",
    },
    {
      severity: "warning",
      code: "byte-order-mark",
      message: "the file begins with a byte order mark",
      hint: "save it as UTF-8 without one",
      file: "schemas/policy/decision.avsc",
      line: 1,
      column: 1,
    },
    { severity: "notice", code: "unsupported", message: "2 files of Avro IDL (.avdl) are not read yet" },
  ],
};

/** Nothing to object to. */
export const passed: Report = {
  schemaVersion: 1,
  outcome: "passed",
  exitCode: 0,
  baselines: [{ ...mergeBase, versions: 2 }],
  subjects: [quiet("llm.cost.TokenUsage", "compatible", ["3f2c1a9"]), quiet("llm.inference.Completion", "new", [])],
  problems: [],
};

/** No schema was touched. */
export const untouched: Report = { ...passed, baselines: [{ ...mergeBase, versions: 0 }], subjects: [] };

/** A configuration that cannot be used: nothing was checked. */
export const misconfigured: Report = {
  schemaVersion: 1,
  outcome: "error",
  exitCode: 2,
  baselines: [],
  subjects: [],
  problems: [
    {
      severity: "error",
      code: "config",
      message: "unknown key `compatability`",
      hint: "did you mean `compatibility`?",
      file: "schemactl.yaml",
      line: 2,
      column: 1,
    },
    {
      severity: "error",
      code: "config",
      message: "`BACKWARDS` is no mode",
      hint: "did you mean `BACKWARD`?",
      file: "schemactl.yaml",
      line: 7,
      column: 20,
    },
  ],
};

const looser: ReportedFinding = {
  rule: "config/loosened",
  effect: "breaks",
  file: "schemactl.yaml",
  line: 3,
  column: 16,
  message: "`llm.cost.TokenUsage` was held to FULL, and now to BACKWARD: readers of older releases are asked no more",
  remedy: "keep `compatibility: FULL`, or have the loosening approved",
  fingerprint: "e4".repeat(32),
};

/** What a gate has let through, what it objects to all the same, and what it could not look at. */
export const gated: Report = {
  schemaVersion: 1,
  outcome: "failed",
  exitCode: 1,
  engine: "Confluent Schema Registry 8.5",
  baselines: [{ ...mergeBase, versions: 2 }],
  deferred: ["the versions in the registry `prod`: this run has no credentials for it"],
  subjects: [
    {
      ...tokenUsage,
      findings: [
        {
          ...missingDefault,
          patch:
            '--- a/schemas/cost/usage.avsc\n+++ b/schemas/cost/usage.avsc\n@@ -7 +7 @@\n-    { "name": "cost_usd", "type": "double" }\n+    { "name": "cost_usd", "type": "double", "default": 0 }\n',
        },
        looser,
      ],
    },
    {
      ...span,
      mode: "FORWARD_TRANSITIVE",
      findings: [
        {
          ...symbolGone,
          version: "3f2c1a9",
          baseline: "merge-base",
          status: "approved",
          approval: {
            who: "ada@example.com",
            reason: "no consumer of spans reads finish reasons yet",
            until: "2026-12-24",
            file: ".schemactl/approvals/a0a0a0a0a0a0.yaml",
          },
        },
      ],
    },
    {
      ...quiet("llm.policy.Decision", "incompatible", ["88aa001"], "BACKWARD_TRANSITIVE"),
      findings: [
        {
          ...missingDefault,
          version: "88aa001",
          file: "schemas/policy/decision.avsc",
          fingerprint: "f5".repeat(32),
          status: "standing",
        },
      ],
    },
  ],
  problems: [],
  rules: [missingDefaultRule],
};

/** A gate that is being introduced: everything is told, and nothing fails. */
export const warned: Report = {
  ...blocked,
  outcome: "passed",
  exitCode: 0,
  engine: "Confluent Schema Registry 8.5",
  enforcement: { mode: "warn", from: "2027-01-31" },
};

/** Every part of it was written by somebody who means harm. */
export const hostile: Report = {
  ...blocked,
  deferred: ["\u001b[2J<!-- schemactl --> ##[error]@everyone"],
  subjects: [
    {
      ...tokenUsage,
      subject: "llm.\u001b[2J\u202egasU\u2066",
      owner: "a\u0007b",
      findings: [
        {
          ...missingDefault,
          file: "schemas/</code></details>/@llm/team #1 <!-- x -->.avsc",
          line: 9,
          message:
            "`` ``` </pre> [click](https://evil.example/) ![x](y) | ##[add-mask]cost\r\n::error::forged $x$ www.evil.example @llm/team #1",
          remedy: "a]]> & <script>alert('\"')</script> \ufffe %0A%25 ](x)",
          patch: "+ ````\n+ </details> <!-- schemactl -->\r\n",
          proof: { kind: "source", before: "<!-- schemactl:1 -->", after: "</pre>@llm/team" },
          status: "approved",
          approval: {
            who: "@llm/team",
            reason: "::stop-commands::x\n##[endgroup]",
            until: "<b>",
            file: "../../`x`.yaml",
          },
          fingerprint: "ab".repeat(32),
        },
        {
          ...missingDefault,
          file: "schemas/\u001b]8;;x\u0007cost\n::error::/usage.avsc",
          message: "the reader needs `a\u2028b`\r\u009b31m, which\tthe writer never sends",
          remedy: "give it\u200b a default\ud800",
          proof: {
            kind: "witness",
            outcome: "refused",
            codec: "avsc",
            datum: { "\u001b[31m": "x\u0085y\ufeff" },
            reads: "missing \u001b[31m\nerror: forged",
          },
        },
      ],
    },
  ],
  problems: [
    {
      severity: "warning",
      code: "x",
      message: "\u001b[1mbold\u001b[0m\nsecond line",
      hint: "\u202eh",
      file: "a\nb.avsc",
      line: 1,
    },
  ],
};

/** A message far too long for a line. */
export const long: Report = {
  ...blocked,
  subjects: [
    {
      ...tokenUsage,
      findings: [
        {
          ...missingDefault,
          proof: {
            kind: "witness",
            outcome: "refused",
            codec: "avsc",
            datum: {
              prompt: "word ".repeat(200),
              tokens: Array.from({ length: 500 }, (_, i) => i),
              ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`label_${i}`, "x"])),
            },
            reads: "missing field `cost_usd`",
          },
        },
      ],
    },
  ],
};
