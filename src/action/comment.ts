import { type Api, ApiError } from "./api.ts";
import { numberOf, textOf } from "./json.ts";
import { byAge, markerOf, type Stamp, stampOf } from "./marker.ts";
import { type Destination, isBy, isOutdated, loginsOf } from "./pull-request.ts";

/** What is to stand in the one comment of a gate. */
export interface Message {
  readonly key: string;
  /** Markdown, short enough for the platform together with its marker. */
  readonly body: string;
  /** Whether it is worth a comment where there is none yet. */
  readonly isNews: boolean;
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly stamp: Stamp;
}

/** The platform takes 65,536 characters. */
export const longestComment = 65_000;

/** Brings the one comment of a gate to what it has to say, or leaves it: a newer run knows better. */
export async function tell(api: Api, repository: string, to: Destination, message: Message): Promise<void> {
  const logins = await loginsOf(api);
  const issue = `/repos/${repository}/issues/${to.number}/comments`;
  const stamp: Stamp = { ...to, key: message.key };
  const body = `${markerOf(stamp)}\n${message.body}`;
  const ours = await find(api, issue, message.key, logins);
  if (ours.length === 0 && !message.isNews) return;
  if (await isOutdated(api, repository, to)) return;
  if (ours.length > 0) return fold(api, repository, [...ours, { id: Number.POSITIVE_INFINITY, body, stamp }]);
  await api.send("POST", issue, { body });
  // Two runs may have found nothing at the same time, and both have written.
  await fold(api, repository, await find(api, issue, message.key, logins));
}

/** The comments of this gate by this token, the oldest first. A marker alone can be copied by anybody. */
async function find(api: Api, issue: string, key: string, logins: readonly string[]): Promise<readonly Comment[]> {
  const items = await api.list(issue);
  return items
    .flatMap((item) => {
      const [id, body] = [numberOf(item, "id"), textOf(item, "body") ?? ""];
      const stamp = stampOf(body);
      return id === undefined || stamp?.key !== key || !isBy(item, logins) ? [] : [{ id, body, stamp }];
    })
    .sort((a, b) => a.id - b.id);
}

/** Leaves the oldest comment with the text of the newest run, whoever came last, and takes the others away. */
async function fold(api: Api, repository: string, comments: readonly Comment[]): Promise<void> {
  const [oldest, ...others] = comments;
  const newest = comments.reduce<Comment | undefined>(
    (best, one) => (best === undefined || byAge(best.stamp, one.stamp) <= 0 ? one : best),
    undefined,
  );
  if (oldest === undefined || newest === undefined) return;
  const path = (id: number): string => `/repos/${repository}/issues/comments/${id}`;
  if (newest.body !== oldest.body) await api.send("PATCH", path(oldest.id), { body: newest.body });
  for (const { id } of others) if (Number.isFinite(id)) await remove(api, path(id));
}

/** What another run has taken away already is gone all the same. */
async function remove(api: Api, path: string): Promise<void> {
  try {
    await api.send("DELETE", path);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  }
}
