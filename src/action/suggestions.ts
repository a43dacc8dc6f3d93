import type { Report } from "../model.ts";
import { eachFinding } from "../reporters/each.ts";
import { prose } from "../reporters/markdown-text.ts";
import type { Api } from "./api.ts";
import { type Edit, editOf, liesWithin } from "./hunks.ts";
import { textOf } from "./json.ts";
import { type Destination, isBy, isOutdated, loginsOf } from "./pull-request.ts";

/** A pull request gets so many, over all of its runs. */
const most = 10;

interface Suggestion {
  readonly marker: string;
  readonly file: string;
  readonly edit: Edit;
  readonly message: string;
}

/** Writes the remedies as review suggestions, where the whole edit lies inside the pull request's diff; each once. */
export async function suggest(
  api: Api,
  repository: string,
  to: Destination,
  { key, report }: { readonly key: string; readonly report: Report },
): Promise<void> {
  const wanted = suggestionsOf(report, key);
  if (wanted.length === 0) return;
  const pull = `/repos/${repository}/pulls/${to.number}`;
  const diffs = await diffsOf(api, `${pull}/files`);
  const inside = wanted.filter(({ file, edit }) => liesWithin(edit, diffs.get(file) ?? ""));
  if (inside.length === 0) return;
  const logins = await loginsOf(api);
  const posted = (await api.list(`${pull}/comments`))
    .filter((item) => isBy(item, logins))
    .flatMap((item) => /^<!-- schemactl [0-9a-f]{20} suggests [0-9a-f]{64} -->/.exec(textOf(item, "body") ?? "") ?? [])
    .filter((marker) => marker.includes(` ${key} `));
  const fresh = inside.filter(({ marker }) => !posted.includes(marker)).slice(0, Math.max(0, most - posted.length));
  if (fresh.length === 0 || (await isOutdated(api, repository, to))) return;
  const comments = fresh.map(commentOf);
  await api.send("POST", `${pull}/reviews`, { commit_id: to.headSha, event: "COMMENT", comments });
}

function suggestionsOf(report: Report, key: string): readonly Suggestion[] {
  return eachFinding(report).flatMap(({ finding: { patch, status, file, message, fingerprint } }) => {
    const edit = patch === undefined || status !== undefined ? undefined : editOf(patch);
    if (edit === undefined) return [];
    return [{ marker: `<!-- schemactl ${key} suggests ${fingerprint} -->`, file, edit, message }];
  });
}

/** What the pull request changes, by file; the platform leaves out what is too long. */
async function diffsOf(api: Api, path: string): Promise<ReadonlyMap<string, string>> {
  const files = await api.list(path);
  return new Map(files.map((file) => [textOf(file, "filename") ?? "", textOf(file, "patch") ?? ""]));
}

function commentOf({ marker, file, edit, message }: Suggestion): object {
  const { start, end, after } = edit;
  const text = after.join("\n");
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const body = `${marker}\n${prose(message)}\n\n${fence}suggestion\n${text}\n${fence}`;
  const multiline = start === end ? {} : { start_line: start, start_side: "RIGHT" };
  return { path: file, body, line: end, side: "RIGHT", ...multiline };
}
