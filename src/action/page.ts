import type { Report } from "../model.ts";
import { code } from "../reporters/markdown-text.ts";
import { isUrgent, tally } from "../reporters/weight.ts";
import type { PullRequest } from "./event.ts";

/** What only the platform knows and a reviewer should: who asks for what loosens the gate. */
export function authorNote(report: Report, pullRequest: PullRequest | undefined): string | undefined {
  if (pullRequest === undefined || pullRequest.author === "") return undefined;
  const isAsked = report.subjects.some(({ findings }) => findings.some(isUrgent));
  return isAsked
    ? `What loosens the gate here is asked for by ${code(pullRequest.author)}, who opened the pull request.`
    : undefined;
}

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
