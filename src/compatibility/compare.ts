import { SchemactlError } from "../errors.ts";
import {
  type CompareOptions,
  type Format,
  type Judgement,
  type Loaded,
  standing,
  withoutEchoes,
} from "../formats/format.ts";
import type { Comparison, Direction, Mode, PlacedFinding } from "../model.ts";
import { directionsOf, modes } from "./modes.ts";

/** A version that the subject already has. */
export interface EarlierVersion<V> {
  readonly version: V;
  readonly schema: Loaded;
}

/** Versions, newest first, each read only when it is its turn, so that a long history is never held as a whole. */
export type NewestFirst<V> = Iterable<EarlierVersion<V>> | AsyncIterable<EarlierVersion<V>>;

/** What is asked of a version: everything, or only what every version of the history is asked, whatever the mode. */
export type Scope = "all" | "every-version";

/** The answer about one earlier version. */
export interface AskedComparison extends Comparison<PlacedFinding> {
  /** Whether versions older than this one have to be asked what every version is asked. */
  readonly reopens: boolean;
}

/** Answers one question about one earlier version. */
export type Ask = (direction: Direction, earlier: Loaded, scope: Scope) => Promise<AskedComparison>;

/** One question asked of one earlier version, and its answer. */
export interface VersionComparison<V> extends Comparison<PlacedFinding> {
  readonly version: V;
  readonly direction: Direction;
}

export interface HistoryVerdict<V> {
  readonly compatible: boolean;
  /** Newest version first; of FULL the forward question first, as the registry asks. */
  readonly comparisons: readonly VersionComparison<V>[];
  /** What versions show that the mode does not ask, newest first: only what every version is asked, and nothing that breaks. */
  readonly hindsight: readonly VersionComparison<V>[];
  /** `new`: there is no earlier version. `frozen`: there is one, and the mode accepts no other. */
  readonly reason?: "new" | "frozen";
  /** Why the history could not be read to its end: what was compared until then stands. */
  readonly undecided?: SchemactlError;
  /** The same for versions that the mode does not ask: the verdict stands without them. */
  readonly unasked?: SchemactlError;
}

/** Judges a pair: the old data in the new reader (`backward`), or the new data in the old one (`forward`). */
export function judgementOf(
  format: Format,
  candidate: Loaded,
  options: Omit<CompareOptions, "prove">,
): (direction: Direction, earlier: Loaded) => Judgement {
  return (direction, earlier) =>
    direction === "backward"
      ? format.judge(earlier, candidate, { ...options, editable: "reader" })
      : format.judge(candidate, earlier, { ...options, editable: "writer" });
}

/** Asks about each pair by itself, with a proof of each finding where `prove` is set. */
export function askOf(format: Format, candidate: Loaded, options: CompareOptions): Ask {
  const judge = judgementOf(format, candidate, options);
  return async (direction, earlier, scope) => {
    if (!isAsking(format, scope)) return nothingAsked;
    const judgement = judge(direction, earlier);
    const asked = within(format, scope, judgement.findings);
    const proofs = options.prove
      ? await judgement.proofsOf(asked, { exhaustive: options.exhaustive === true })
      : new Map<PlacedFinding, never>();
    const findings = within(format, scope, standing(judgement, proofs));
    return { compatible: judgement.compatible, findings, reopens: judgement.reopens };
  };
}

/** The answer where nothing is asked. */
export const nothingAsked: AskedComparison = { compatible: true, findings: [], reopens: false };

/** Whether a format has anything to ask within a scope. */
export function isAsking(format: Format, scope: Scope): boolean {
  return scope === "all" || format.asksEveryVersion.size > 0;
}

/** The findings that a scope tells. */
export function within(format: Format, scope: Scope, findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  if (scope === "all") return withoutEchoes(findings, format);
  return findings.filter(({ rule, effect }) => effect === "risks" && format.asksEveryVersion.has(rule));
}

/**
 * Holds a candidate against its earlier versions under a mode. Every version that the mode asks for is compared, not only the first that
 * fails: the registry's own answer is that of the first failing version in the order given here. Where the candidate brings something that
 * older versions may have known under another meaning, these are asked about that alone.
 */
export async function compareWithHistory<V>(history: NewestFirst<V>, mode: Mode, ask: Ask): Promise<HistoryVerdict<V>> {
  const row = modes[mode];
  const asked = directionsOf(mode);
  const comparisons: VersionComparison<V>[] = [];
  const hindsight: VersionComparison<V>[] = [];
  let [isNew, isOver, reopened] = [true, false, false];
  const about = async (version: V, earlier: Loaded): Promise<void> => {
    const scope: Scope = isOver || asked.length === 0 ? "every-version" : "all";
    // No mode asks for less than what old data mean to the new reader.
    for (const direction of asked.length === 0 ? (["backward"] as const) : asked) {
      const { reopens, ...comparison } = await ask(direction, earlier, scope);
      reopened ||= reopens;
      if (scope === "all") comparisons.push({ version, direction, ...comparison });
      else if (comparison.findings.length > 0) hindsight.push({ version, direction, ...comparison, compatible: true });
    }
  };
  let failure: SchemactlError | undefined;
  try {
    for await (const { version, schema } of history) {
      if (row.frozen) return { compatible: false, comparisons: [], hindsight: [], reason: "frozen" };
      isNew = false;
      await about(version, schema);
      if (row.transitive) continue;
      if (!reopened) break;
      isOver = true;
    }
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "undecided") throw error;
    failure = error;
  }
  const compatible = comparisons.every((comparison) => comparison.compatible);
  const verdict = { compatible, comparisons, hindsight };
  if (failure !== undefined) return isOver ? { ...verdict, unasked: failure } : { ...verdict, undecided: failure };
  return isNew ? { ...verdict, reason: "new" } : verdict;
}
