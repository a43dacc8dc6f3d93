import type { Report } from "../model.ts";
import { count } from "./visible.ts";
import { tally } from "./weight.ts";

/** One thing that every output says beside its findings. */
export interface Remark {
  readonly kind: "enforcement" | "deferred" | "standing";
  readonly text: string;
}

/** What a run's outcome does not tell by itself: that nothing fails it, what it could not check here, what the base has already. */
export function remarks(report: Report): readonly Remark[] {
  const { enforcement, deferred = [] } = report;
  const { standing } = tally(report);
  return [
    ...(enforcement === undefined ? [] : [{ kind: "enforcement", text: warnWords(enforcement.from) } as const]),
    ...deferred.map((what) => ({ kind: "deferred", text: `not checked here, enforced later: ${what}` }) as const),
    ...(standing === 0 ? [] : [{ kind: "standing", text: standingWords(standing) } as const]),
  ];
}

function warnWords(from: string | undefined): string {
  return from === undefined
    ? "mode: warn, so everything is reported and nothing fails this run"
    : `mode: warn, so everything is reported and nothing fails a run before ${from}`;
}

function standingWords(n: number): string {
  const [are, them] = n === 1 ? ["is", "it"] : ["are", "them"];
  return `${count(n, "finding")} against older versions ${are} standing: the base itself has ${them}, so ${them === "it" ? "it fails" : "they fail"} nobody here; a registry in this mode will still refuse the version`;
}
