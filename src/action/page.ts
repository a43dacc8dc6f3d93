import type { Report } from "../model.ts";
import type { MarkdownOptions } from "../reporters/markdown.ts";
import { tally } from "../reporters/weight.ts";

/** What a page tells besides the report. */
export type Page = Pick<MarkdownOptions, "note" | "author">;

/** Whose word it is that a report from elsewhere gives. */
export const foreignNote =
  "**Reported by the fork's own run:** whoever opened the pull request decides what runs there, so this is their word and not a check of this repository.";

/** Stands above the page of a run that has nothing left to tell. */
export const resolvedNote = "**Resolved:** what was told here before is not there any more.";

/** Whether there is something for which a comment is worth while. */
export function isNews(report: Report): boolean {
  const { breaks, risks, approved, loosened } = tally(report);
  return breaks + risks + approved + loosened > 0;
}

/** Whether what was told before is settled, and not only out of sight. */
export function isSettled(report: Report): boolean {
  return report.outcome === "passed" && !isNews(report);
}
