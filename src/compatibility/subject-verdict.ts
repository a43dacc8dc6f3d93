import type { SchemactlError } from "../errors.ts";
import type { Format, Loaded } from "../formats/format.ts";
import type { Direction, Mode, PlacedFinding, Policy, ReportedComparison, ReportedFinding } from "../model.ts";
import { type Ask, askOf, compareWithHistory, type NewestFirst } from "./compare.ts";
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
  readonly comparisons: readonly ReportedComparison[];
  readonly findings: readonly ReportedFinding[];
}

/** One candidate's verdict against one baseline, with every finding on the candidate's lines. */
export async function judgeSubject(question: Question): Promise<Answer> {
  const { baseline } = question;
  const verdict = await compareWithHistory(question.history, question.mode, provingOnce(question));
  return {
    compatible: verdict.compatible,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    ...(verdict.undecided === undefined ? {} : { undecided: verdict.undecided }),
    comparisons: verdict.comparisons.map(({ version, direction, compatible }) => ({
      baseline,
      version,
      direction,
      compatible,
    })),
    findings: verdict.comparisons.flatMap(({ version, direction, findings }) =>
      findings.map((finding) => onCandidate(question, version, direction, finding)),
    ),
  };
}

/** Asks without proof first: a finding that stands against several versions is proved once, against the newest; the others differ in the version only. */
function provingOnce(question: Question): Ask {
  const options = { policy: question.policy, objectionsOnly: true } as const;
  const judge = askOf(question.format, question.candidate, { ...options, prove: false });
  const prove = askOf(question.format, question.candidate, {
    ...options,
    prove: true,
    exhaustive: question.proof === "longer",
  });
  const proved = new Set<string>();
  return async (direction, earlier) => {
    const judged = await judge(direction, earlier);
    const print = (finding: PlacedFinding): string =>
      fingerprintOf(question.subject, finding.rule, direction, finding.place);
    const fresh = new Set(judged.findings.map(print).filter((fingerprint) => !proved.has(fingerprint)));
    if (question.proof === "no" || fresh.size === 0) return judged;
    for (const fingerprint of fresh) proved.add(fingerprint);
    const { compatible, findings } = await prove(direction, earlier);
    return {
      compatible,
      findings: findings.map((finding) => (fresh.has(print(finding)) ? finding : withoutProof(finding))),
    };
  };
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
    ...(proof === undefined ? {} : { proof }),
    fingerprint: fingerprintOf(question.subject, rule, direction, finding.place),
  };
}

function withoutProof({ proof: _, ...finding }: PlacedFinding): PlacedFinding {
  return finding;
}
