import { modes } from "../compatibility/modes.ts";
import type { FormatName, Mode, Policy, ReportedFinding } from "../model.ts";
import { type GateFinding, gateFinding } from "./findings.ts";

/** What a configuration demands of one subject. */
export interface Demands {
  readonly mode: Mode;
  readonly policy: Policy;
}

/** One thing that is demanded less. */
export interface Weakening {
  /** The key of the configuration that it shows in. */
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** What follows, as a clause. */
  readonly effect: string;
  /** What brings it about, where one thing does so for many subjects: those share one approval. */
  readonly cause?: string | undefined;
}

/** What is demanded of a subject no longer; nothing where it was no subject before. Judged by what is asked, not by how it is written. */
export function weakenings(format: FormatName, before: Demands | undefined, after: Demands): readonly Weakening[] {
  if (before === undefined || after.mode === "DISABLED") return [];
  const lost = lostQuestions(before.mode, after.mode);
  const isLenient = format === "json-schema" && before.policy === "strict" && after.policy === "lenient";
  return [
    ...(lost.length === 0
      ? []
      : [{ key: "compatibility", before: before.mode, after: after.mode, effect: lost.join(", and ") }]),
    ...(isLenient
      ? [{ key: "policy", before: "strict", after: "lenient", effect: "open content models are no longer objected to" }]
      : []),
  ];
}

function lostQuestions(before: Mode, after: Mode): readonly string[] {
  const [had, has] = [modes[before], modes[after]];
  const asked = had.backward || had.forward;
  return [
    ...(had.frozen ? ["the subject accepts versions again"] : []),
    ...(had.backward && !has.backward ? ["nobody asks any more whether new readers can read old data"] : []),
    ...(had.forward && !has.forward ? ["nobody asks any more whether old readers can read new data"] : []),
    ...(had.transitive && !has.transitive && asked && (has.backward || has.forward)
      ? ["versions before the latest are no longer compared"]
      : []),
  ];
}

/** A loosening as a finding; without a cause it is one subject's alone. */
export function weakenedFinding(
  subject: string,
  { key, before, after, effect, cause }: Weakening,
  at: Pick<GateFinding, "file" | "line" | "column" | "baseline">,
): ReportedFinding {
  return gateFinding({
    rule: "config/loosened",
    ...at,
    subject: cause === undefined ? subject : "*",
    names: [key, cause ?? ""],
    before,
    after,
    message: `\`${subject}\` is asked less, as its ${key} goes from ${before} to ${after}: ${effect}`,
    remedy: "put it back, or have it approved: schemactl approve",
  });
}
