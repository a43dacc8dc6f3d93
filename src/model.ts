// The nouns of the program: types only, no runtime, no imports.

/** A schema language. */
export type FormatName = "avro" | "protobuf" | "json-schema";

/** Who must be able to read whom; DESIGN's eight modes. Seven are the reference registry's, DISABLED is AWS Glue's. */
export type Mode =
  | "NONE"
  | "DISABLED"
  | "BACKWARD"
  | "BACKWARD_TRANSITIVE"
  | "FORWARD"
  | "FORWARD_TRANSITIVE"
  | "FULL"
  | "FULL_TRANSITIVE";

/** The reference registry's `compatibilityPolicy`; only JSON Schema's verdicts differ between the two. */
export type Policy = "strict" | "lenient";

/** What a change does that the registry accepts although data is lost or misread: nothing, a warning, or an objection. */
export type Soundness = "off" | "warn" | "error";

/** `backward`: the new schema reads what the old one wrote. `forward`: the old one reads what the new one writes. */
export type Direction = "backward" | "forward";

/** What a difference means: the registry refuses it, the registry is blind to a loss, or nothing is lost. */
export type Effect = "breaks" | "risks" | "safe";

/** Who notices a difference: readers of the bytes, readers of the JSON form, or people who compile generated code. */
export type Notice = "wire" | "json" | "source";

/** The size of a version bump that a change asks for. */
export type Bump = "major" | "minor" | "patch" | "none";

/** A value as JSON has it. Numbers beyond 2^53 are carried as strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where something stands in a text. 1-based; columns count UTF-16 units; `file` only where it is not the schema's own text. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

/** A schema's text under the name by which other texts refer to it. */
export interface SchemaReference {
  readonly name: string;
  readonly text: string;
  /** Where it stands, for positions and errors; its name where left out. */
  readonly file?: string;
}

/** A schema's text and the texts that it needs, in any order, transitive ones included. */
export interface SchemaSource {
  readonly text: string;
  /** Where it stands, for a language whose references are relative to that; never shown. */
  readonly file?: string;
  readonly references?: readonly SchemaReference[];
}

/** A concrete message that the writer may send, and what the reader makes of it; both were run through the codec. */
export interface Witness {
  readonly kind: "witness";
  /** `refused`: the reader fails. `misread`: it reads another value. `lost`: it reads less. */
  readonly outcome: "refused" | "misread" | "lost";
  /** The library that confirmed it. */
  readonly codec: string;
  /** What the writer sends, in the format's own JSON encoding. */
  readonly datum: Json;
  /** What the reader makes of it: the codec's own words for `refused`, else the value read. */
  readonly reads: Json;
  /** The encoded message in hexadecimal, where its bytes explain the finding; fields apart by ` | `. */
  readonly bytes?: string;
}

/** A fact of the source text, for a difference that shows in no message. */
export interface SourceFact {
  readonly kind: "source";
  readonly before: string;
  readonly after: string;
}

/** Why there is no witness. */
export interface NoWitness {
  readonly kind: "none";
  /** A stable word, such as `name-only`, `uninhabited`, `codec-cannot-read-schema`, `not-found`. */
  readonly reason: string;
  readonly explanation: string;
}

export type Proof = Witness | SourceFact | NoWitness;

/** One difference between a writer and a reader, judged. */
export interface Finding {
  /** `avro/reader-field-missing-default-value`: the key of the rule, everywhere. */
  readonly rule: string;
  readonly effect: Effect;
  /** The registry's own name for the difference, where it has one. */
  readonly errorType?: string;
  /** The registry's own path to it: in Avro a JSON pointer into the reader, `/` being the root. */
  readonly path: string;
  /** The element in the reader's text; the nearest enclosing one where the reader lacks it. */
  readonly readerAt: Position;
  readonly writerAt: Position;
  readonly message: string;
  readonly remedy?: string;
  readonly notices?: readonly Notice[];
  readonly proof?: Proof;
}

/** Where a difference is, told without lines and indexes, so that it can be recognised in another version of the text. */
export interface Place {
  /** The path by names: fields, symbols, full branch names. */
  readonly names: readonly string[];
  /** The canonical text of each side at that place; empty where the side has nothing there. Docs are left out. */
  readonly writer: string;
  readonly reader: string;
}

/** What the formats yield: a finding, and what its fingerprint is made of. */
export interface PlacedFinding extends Finding {
  readonly place: Place;
}

/** The answer for one ordered pair: can this reader read what this writer wrote? */
export interface Comparison<F extends Finding = Finding> {
  readonly compatible: boolean;
  readonly findings: readonly F[];
}

/** What a rule of the table tells about itself. */
export interface RuleInfo {
  readonly id: string;
  readonly format: FormatName | "gate";
  readonly effect: Effect;
  readonly errorType?: string;
  readonly notices?: readonly Notice[];
  /** What differs, in one clause. */
  readonly summary: string;
  /** What it means for readers and writers, in a few sentences. */
  readonly meaning: string;
  readonly example: RuleExample;
  /** The section of the specification or of the reference registry that decides. */
  readonly specification: string;
}

/** One writer, a reader that shows the rule (`bad`) and a reader that keeps it (`good`). */
export interface RuleExample {
  readonly writer: string;
  readonly bad: string;
  readonly good: string;
}

// ---- approvals ----

/** A reviewed file in the repository that lets one exact finding pass once, before a date. */
export interface Approval {
  readonly fingerprint: string;
  readonly who: string;
  /** `YYYY-MM-DD`, as both dates. */
  readonly when: string;
  /** The last day on which it counts, UTC. */
  readonly until: string;
  /** The version that the finding stood against, as a person calls it. */
  readonly against: string;
  readonly reason: string;
  /** What the finding was, for whoever reviews the file; nothing of it decides. */
  readonly finding: {
    readonly rule: string;
    readonly subject: string;
    readonly file: string;
    readonly message: string;
  };
  /** Where it stands, relative to the repository, with `/`. */
  readonly file: string;
}

// ---- the report: everything a reporter may show, and nothing else ----

export type Outcome = "passed" | "failed" | "undecided" | "error";

/** One row of what the candidates were held against. */
export interface BaselineRow {
  /** As asked for: `merge-base`, a ref, `tags:v*`, `dir:PATH`. */
  readonly name: string;
  /** Which rule chose it, in words: "the merge-base of HEAD and origin/main". */
  readonly rule: string;
  /** Full commit ids; none for a directory or an empty history. */
  readonly commits: readonly string[];
  /** `main@3f2c1a9`: what a person calls it. */
  readonly label: string;
  /** How many earlier versions were compared, over all subjects. */
  readonly versions: number;
}

/** A finding as a report shows it: on the candidate's lines, with the version and direction it concerns. */
export interface ReportedFinding {
  readonly rule: string;
  readonly effect: Exclude<Effect, "safe">;
  readonly errorType?: string;
  readonly direction?: Direction;
  /** The version that it was held against: a short commit id, a tag or a directory. */
  readonly version?: string;
  readonly baseline?: string;
  /** Relative to the repository, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path?: string;
  readonly message: string;
  readonly remedy?: string;
  readonly notices?: readonly Notice[];
  readonly proof?: Proof;
  /** SHA-256, 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** Why it fails nobody: the base itself has it, or a reviewed file lets it pass once. Left out: it counts. */
  readonly status?: "standing" | "approved";
  /** What lets it pass; only where `status` is `approved`. */
  readonly approval?: ReportedApproval;
  /** The remedy as a unified diff, where it can be written mechanically. */
  readonly patch?: string;
}

/** The reviewed file that lets a finding pass once. */
export interface ReportedApproval {
  readonly who: string;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`, UTC. */
  readonly until: string;
  /** Where it stands, relative to the repository, with `/`. */
  readonly file: string;
}

/** One pair that was compared for a subject. */
export interface ReportedComparison {
  readonly baseline: string;
  readonly version: string;
  readonly direction: Direction;
  readonly compatible: boolean;
}

export interface SubjectReport {
  readonly subject: string;
  readonly format: FormatName;
  readonly mode: Mode;
  readonly policy: Policy;
  /** The candidate's files; several when copies of one schema stand in the tree. */
  readonly files: readonly string[];
  readonly owner?: string;
  readonly tags?: readonly string[];
  /** `new`: no earlier version. `undecided`: an earlier version could not be read. */
  readonly verdict:
    | "compatible"
    | "incompatible"
    | "new"
    | "unchanged"
    | "frozen"
    | "deleted"
    | "renamed"
    | "invalid"
    | "undecided";
  readonly comparisons: readonly ReportedComparison[];
  readonly findings: readonly ReportedFinding[];
}

/** Something that is not about a change of a subject: configuration, an unreadable file, a format not supported. */
export interface Problem {
  readonly severity: "error" | "warning" | "notice";
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** That nothing fails a run yet: everything is reported, and the run exits 0. */
export interface Enforcement {
  readonly mode: "warn";
  /** The day from which it does fail, `YYYY-MM-DD`; left out: none is set. */
  readonly from?: string;
}

/** What one run of `check` found. A pure value: no times, no absolute paths, sorted. */
export interface Report {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly exitCode: 0 | 1 | 2 | 3;
  /** The registry whose verdicts are reproduced, and its line: `Confluent Schema Registry 8.5`. */
  readonly engine?: string;
  readonly enforcement?: Enforcement;
  readonly baselines: readonly BaselineRow[];
  /** What was not checked here and is enforced later, each in one clause. */
  readonly deferred?: readonly string[];
  readonly subjects: readonly SubjectReport[];
  readonly problems: readonly Problem[];
  /** The rules that occur in the findings, by their ids. */
  readonly rules?: readonly RuleInfo[];
}
