import type { Problem, Report } from "../model.ts";
import { counts } from "./weight.ts";

/** A fingerprint as a person reads and types it; the whole stands in the documents. */
export function shortPrint(fingerprint: string): string {
  return fingerprint.slice(0, 12);
}

/** The command that lets through what fails a run; undefined where nothing does. */
export function approveCommand({ outcome, subjects }: Report): string | undefined {
  if (outcome !== "failed") return undefined;
  const counting = subjects.flatMap(({ findings }) => findings.filter(counts));
  const breaks = counting.filter(({ effect }) => effect === "breaks");
  const prints = new Set((breaks.length > 0 ? breaks : counting).map(({ fingerprint }) => shortPrint(fingerprint)));
  const [first] = prints;
  if (first === undefined) return undefined;
  return `schemactl approve ${prints.size === 1 ? first : "--all"} --reason "…" --until DATE`;
}

/** What the first line of every output says: that the merge-base had no say in how this change is judged. */
export function isFirst({ code }: Problem): boolean {
  return code === "config/base-unusable";
}
