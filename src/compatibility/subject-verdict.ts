import type { SchemactlError } from "../errors.ts";
import type { Format, Judgement, Loaded } from "../formats/format.ts";
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
import { recent } from "./recent.ts";

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
  /** The base's own versions of the subject: what each of them shows against an earlier version as well is standing. */
  readonly own?: () => Promise<readonly Loaded[]>;
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
  const standing = new Set<PlacedFinding>();
  const patches = new Map<PlacedFinding, string>();
  const verdict = await compareWithHistory(
    question.history,
    question.mode,
    markingStanding(question, standing, provingOnce(question, patches)),
  );
  const reported = (comparison: VersionComparison<string>) => reportedOf(question, { standing, patches }, comparison);
  const asked = verdict.comparisons.flatMap(reported);
  const hindsight = verdict.hindsight.flatMap(reported);
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
function provingOnce(
  { subject, format, candidate, policy, proof, file }: Question,
  patches: Map<PlacedFinding, string>,
): Ask {
  const judge = judgementOf(format, candidate, { policy, objectionsOnly: true });
  const judged = { backward: recent<Loaded, Judgement>(), forward: recent<Loaded, Judgement>() };
  const decided = new Map<string, Proof | undefined>();
  const mended = new Map<string, string | undefined>();
  return async (direction, earlier, scope) => {
    if (!isAsking(format, scope)) return nothingAsked;
    const judgement = judged[direction].of(earlier, () => judge(direction, earlier));
    const { compatible, reopens } = judgement;
    // Most versions of a long history.
    if (judgement.findings.length === 0) return { compatible, reopens, findings: [] };
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
    const stands = [...prints].filter(
      ([finding, print]) => !judgement.suspicions.has(finding) || decided.get(print)?.kind === "witness",
    );
    const unmended = stands.filter(([, print]) => !mended.has(print));
    const written = await patchesOf(
      file,
      judgement,
      unmended.map(([finding]) => finding),
    );
    for (const [finding, print] of unmended) mended.set(print, written.get(finding));
    const findings = stands.map(([finding, print]) => {
      const own = told.has(finding) ? decided.get(print) : undefined;
      const proved = own === undefined ? finding : { ...finding, proof: own };
      const patch = mended.get(print);
      if (patch !== undefined) patches.set(proved, patch);
      return proved;
    });
    return { compatible, reopens, findings };
  };
}

/** The remedies that can be written mechanically, as patches of the candidate's file. */
async function patchesOf(
  file: string,
  judgement: Judgement,
  findings: readonly PlacedFinding[],
): Promise<ReadonlyMap<PlacedFinding, string>> {
  const repairs = await judgement.repairsOf(findings);
  if (repairs.size === 0) return new Map();
  const { patchOf } = await import("./patch.ts");
  return new Map([...repairs].map(([finding, repair]) => [finding, patchOf(file, repair)]));
}

/** Asks the base's own versions the same, where an earlier version shows findings at all; the base's own version shows none against itself. */
function markingStanding(question: Question, standing: Set<PlacedFinding>, ask: Ask): Ask {
  const { format, policy, subject, own } = question;
  if (own === undefined) return ask;
  return async (direction, earlier, scope) => {
    const answer = await ask(direction, earlier, scope);
    const versions = answer.findings.length === 0 ? [] : await own();
    if (versions.length === 0 || versions.includes(earlier)) return answer;
    const known = versions.map((version) => {
      const { findings } = judgementOf(format, version, { policy, objectionsOnly: true })(direction, earlier);
      return new Set(findings.map(({ rule, place }) => fingerprintOf(subject, rule, direction, place)));
    });
    for (const finding of answer.findings) {
      const print = fingerprintOf(subject, finding.rule, direction, finding.place);
      if (known.every((prints) => prints.has(print))) standing.add(finding);
    }
    return answer;
  };
}

function reportedOf(
  question: Question,
  { standing, patches }: { standing: ReadonlySet<PlacedFinding>; patches: ReadonlyMap<PlacedFinding, string> },
  { version, direction, findings }: VersionComparison<string>,
): readonly ReportedFinding[] {
  return findings.map((finding) => {
    const patch = patches.get(finding);
    return {
      ...onCandidate(question, version, direction, finding),
      ...(standing.has(finding) ? { status: "standing" as const } : {}),
      ...(patch === undefined ? {} : { patch }),
    };
  });
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
