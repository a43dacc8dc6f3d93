import type { SchemactlError } from "../errors.ts";
import type { Format, Loaded } from "../formats/format.ts";
import type { Direction, Mode, PlacedFinding, Policy, Proof, ReportedComparison, ReportedFinding } from "../model.ts";
import {
  type Ask,
  compareWithHistory,
  isAsking,
  judgementOf,
  type NewestFirst,
  nothingAsked,
  type VersionComparison,
  within,
} from "./compare.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** A candidate and what it must get along with. */
export interface Question {
  readonly subject: string;
  readonly format: Format;
  readonly mode: Mode;
  readonly policy: Policy;
  /** The candidate's path: where findings are shown, unless they stand in a file that it refers to. */
  readonly file: string;
  readonly candidate: Loaded;
  /** The baseline's name, and its versions by the names that people know them by. */
  readonly baseline: string;
  readonly history: NewestFirst<string>;
  /** `no` skips the search for witnesses, `longer` searches on. */
  readonly proof: "no" | "yes" | "longer";
}

export interface Answer {
  readonly compatible: boolean;
  readonly reason?: "new" | "frozen";
  /** Why some earlier versions could not be read: what was compared stands. */
  readonly undecided?: SchemactlError;
  /** The same for versions that the mode does not ask. */
  readonly unasked?: SchemactlError;
  readonly comparisons: readonly ReportedComparison[];
  readonly findings: readonly ReportedFinding[];
}

/** One candidate's verdict against one baseline, with every finding on the candidate's lines. */
export async function judgeSubject(question: Question): Promise<Answer> {
  const { baseline } = question;
  const verdict = await compareWithHistory(question.history, question.mode, provingOnce(question));
  const asked = verdict.comparisons.flatMap((comparison) => reportedOf(question, comparison));
  const hindsight = verdict.hindsight.flatMap((comparison) => reportedOf(question, comparison));
  return {
    compatible: verdict.compatible,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    ...(verdict.undecided === undefined ? {} : { undecided: verdict.undecided }),
    ...(verdict.unasked === undefined ? {} : { unasked: verdict.unasked }),
    comparisons: verdict.comparisons.map(({ version, direction, compatible }) => ({
      baseline,
      version,
      direction,
      compatible,
    })),
    findings: [...asked, ...hindsight.filter(isNewest(asked))],
  };
}

/** What a version shows that the mode does not ask is told once, of the newest version that shows it. */
function isNewest(told: readonly ReportedFinding[]): (finding: ReportedFinding) => boolean {
  const known = new Set(told.map(({ fingerprint }) => fingerprint));
  return ({ fingerprint }) => {
    const isNew = !known.has(fingerprint);
    known.add(fingerprint);
    return isNew;
  };
}

/**
 * A finding that stands against several versions is proved once, against the newest; the others differ in the version only. What stands only
 * when a witness shows it is decided with that proof.
 */
function provingOnce({ subject, format, candidate, policy, proof }: Question): Ask {
  const judge = judgementOf(format, candidate, { policy, objectionsOnly: true });
  const decided = new Map<string, Proof | undefined>();
  return async (direction, earlier, scope) => {
    if (!isAsking(format, scope)) return nothingAsked;
    const judgement = judge(direction, earlier);
    const prints = new Map(
      within(format, scope, judgement.findings).map(
        (finding) => [finding, fingerprintOf(subject, finding.rule, direction, finding.place)] as const,
      ),
    );
    const fresh = [...prints].filter(([, print]) => !decided.has(print));
    const proofs =
      proof === "no" || fresh.length === 0
        ? new Map<PlacedFinding, Proof>()
        : await judgement.proofsOf(
            fresh.map(([finding]) => finding),
            { exhaustive: proof === "longer" },
          );
    for (const [finding, print] of fresh) decided.set(print, proofs.get(finding) ?? decided.get(print));
    const told = new Set(fresh.map(([finding]) => finding));
    const findings = [...prints].flatMap(([finding, print]) => {
      if (judgement.suspicions.has(finding) && decided.get(print)?.kind !== "witness") return [];
      const own = told.has(finding) ? decided.get(print) : undefined;
      return own === undefined ? finding : { ...finding, proof: own };
    });
    return { compatible: judgement.compatible, reopens: judgement.reopens, findings };
  };
}

function reportedOf(
  question: Question,
  { version, direction, findings }: VersionComparison<string>,
): readonly ReportedFinding[] {
  return findings.map((finding) => onCandidate(question, version, direction, finding));
}

function onCandidate(
  question: Question,
  version: string,
  direction: Direction,
  finding: PlacedFinding,
): ReportedFinding {
  const at = direction === "backward" ? finding.readerAt : finding.writerAt;
  const { rule, effect, errorType, path, message, remedy, notices, proof } = finding;
  return {
    rule,
    effect: effect === "breaks" ? "breaks" : "risks",
    ...(errorType === undefined ? {} : { errorType }),
    direction,
    version,
    baseline: question.baseline,
    file: at.file ?? question.file,
    line: at.line,
    column: at.column,
    path,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(notices === undefined ? {} : { notices }),
    ...(proof === undefined ? {} : { proof: inTime(proof, direction) }),
    fingerprint: fingerprintOf(question.subject, rule, direction, finding.place),
  };
}

/** A format tells a fact of the source from writer to reader; a report tells it in the order of time. */
function inTime(proof: Proof, direction: Direction): Proof {
  return proof.kind === "source" && direction === "forward"
    ? { kind: "source", before: proof.after, after: proof.before }
    : proof;
}
