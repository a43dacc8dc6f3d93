import type { Report } from "../model.ts";
import { plain } from "../reporters/colour.ts";
import { markdown } from "../reporters/markdown.ts";
import { headline } from "../reporters/summary.ts";
import type { Api } from "./api.ts";
import { longestComment, tell } from "./comment.ts";
import type { Inputs } from "./inputs.ts";
import { keyOf } from "./marker.ts";
import { isNews, isSettled, type Page, resolvedNote } from "./page.ts";
import type { Destination } from "./pull-request.ts";
import { suggest } from "./suggestions.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What is told in a pull request, and by what right. */
export interface Delivery {
  readonly report: Report;
  readonly page: Page;
  readonly inputs: Inputs;
  readonly env: Env;
}

/** Tells a verdict in a pull request: in the one comment, and as suggestions where they are asked for. */
export async function deliver(api: Api, to: Destination, delivery: Delivery): Promise<void> {
  const { report, page, inputs, env } = delivery;
  const repository = env.GITHUB_REPOSITORY ?? "";
  const gate = { workflow: env.GITHUB_WORKFLOW ?? "", job: env.GITHUB_JOB ?? "" };
  const key = keyOf({ ...gate, matrix: inputs.matrix, name: inputs.name });
  if (inputs.comment) await tell(api, repository, to, { key, body: bodyOf(report, page), isNews: isNews(report) });
  if (inputs.suggestions) await suggest(api, repository, to, { key, report });
}

function bodyOf(report: Report, page: Page): string {
  const notes = [...(isSettled(report) ? [resolvedNote] : []), ...(page.note === undefined ? [] : [page.note])];
  const note = notes.length === 0 ? {} : { note: notes.join("\n\n") };
  return markdown(report, { ...page, ...note, limit: longestComment });
}

/** What came out, in one line without a word of the repository. */
export function outcomeWords(report: Report): string {
  return headline(report, plain);
}
