import { SchemactlError } from "../errors.ts";
import { fetchTags } from "./fetch-command.ts";
import { linesOf } from "./lines.ts";
import type { Repository } from "./repository.ts";
import { compareVersions, readVersions } from "./semver.ts";

/** A tag that HEAD can reach. */
export interface Tag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** The commit, annotated tags peeled. */
  readonly commit: string;
}

/**
 * The tags that match and that HEAD reaches, oldest first: in the order of Semantic Versioning where every name is a
 * version, else by where the first-parent line of HEAD takes them in. Throws `undecided` where a shallow clone cannot tell.
 */
export async function reachableTags(
  repository: Repository,
  matches: (name: string) => boolean,
  glob: string,
): Promise<readonly Tag[]> {
  const { head } = repository;
  if (head === undefined) return [];
  const reached = (await listTags(repository, [`--merged=${head}`])).filter(({ name }) => matches(name));
  if (repository.isShallow) await insistOnAll(repository, reached, matches, glob);
  if (reached.length === 0) await insistOnTags(repository, glob);
  const tags = await Promise.all(reached.map((tag) => peel(repository, tag)));
  const versions = readVersions(tags.map(({ name }) => name));
  const isSettled = versions !== undefined && !hasTies(versions);
  const ranks = isSettled ? undefined : await ranksOnFirstParentLine(repository, head, tags);
  return tags
    .map((tag, i) => ({ tag, version: versions?.[i], rank: ranks?.get(tag.commit) ?? 0 }))
    .sort(
      (a, b) =>
        (a.version && b.version ? compareVersions(a.version, b.version) : 0) ||
        a.rank - b.rank ||
        (a.tag.name < b.tag.name ? -1 : 1),
    )
    .map(({ tag }) => tag);
}

function hasTies(versions: NonNullable<ReturnType<typeof readVersions>>): boolean {
  const sorted = [...versions].sort(compareVersions);
  return sorted.some((version, i) => i > 0 && compareVersions(sorted[i - 1] ?? version, version) === 0);
}

interface ListedTag {
  readonly name: string;
  /** Undefined for a tag of a tag. */
  readonly commit: string | undefined;
}

async function listTags({ git }: Repository, options: readonly string[]): Promise<readonly ListedTag[]> {
  const format = "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)";
  const output = await git.run(["for-each-ref", ...options, format, "refs/tags/"]);
  return output
    .toString("utf8")
    .split("\n")
    .flatMap((line) => {
      const [type, id, peeledType, peeled, ref] = line.split(" ");
      const commit = type === "commit" ? id : peeledType === "commit" ? peeled : undefined;
      const isOther = type !== "commit" && peeledType !== "commit" && peeledType !== "tag";
      return ref === undefined || isOther ? [] : [{ name: ref.slice("refs/tags/".length), commit }];
    });
}

async function peel({ objects }: Repository, { name, commit }: ListedTag): Promise<Tag> {
  if (commit !== undefined) return { name, commit };
  const peeled = await objects.readCommit(`refs/tags/${name}`);
  if (peeled === undefined) throw new SchemactlError("undecided", `the tag \`${name}\` leads to no commit`);
  return { name, commit: peeled.id };
}

/** Beyond the end of a shallow clone, tags that it has may be reachable without its knowing. */
async function insistOnAll(
  repository: Repository,
  reached: readonly ListedTag[],
  matches: (name: string) => boolean,
  glob: string,
): Promise<void> {
  const all = (await listTags(repository, [])).filter(({ name }) => matches(name));
  if (reached.length > 0 && all.length === reached.length) return;
  throw new SchemactlError("undecided", `a shallow clone cannot tell which tags of \`${glob}\` HEAD can reach`, {
    hint: fetchTags(repository),
  });
}

/** No tag at all may mean that none was fetched: `git clone --no-tags` leaves that in the configuration. */
async function insistOnTags(repository: Repository, glob: string): Promise<void> {
  const options = ["config", "--local", "--get-regexp", "^remote\\..*\\.tagopt$", "^--no-tags$"];
  const withoutTags = (await repository.git.run(options, { allow: [1] })).length > 0;
  if (!withoutTags || (await listTags(repository, ["--count=1"])).length > 0) return;
  throw new SchemactlError("undecided", `this clone was made without tags, so none matches \`${glob}\``, {
    hint: fetchTags(repository),
  });
}

/**
 * The order in which HEAD's first-parent line took the tagged commits in, as numbers: a commit counts where it stands on
 * the line, else at the merge that brought it. One pass, children before parents: what a commit passes on to its parents
 * is the oldest place from which it was reached.
 */
async function ranksOnFirstParentLine(
  { git }: Repository,
  head: string,
  tags: readonly Tag[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Set(tags.map(({ commit }) => commit));
  const found: { readonly id: string; readonly place: number }[] = [];
  const places = new Map<string, number>();
  let next: string | undefined = head;
  let place = 0;
  for await (const line of linesOf(git.stream(["rev-list", "--topo-order", "--parents", head]))) {
    const [id = "", ...parents] = line.split(" ");
    if (id === next) {
      places.set(id, place++);
      next = parents[0];
    }
    const here = places.get(id) ?? 0;
    places.delete(id);
    if (wanted.delete(id)) found.push({ id, place: here });
    for (const parent of parents) places.set(parent, Math.max(places.get(parent) ?? 0, here));
    if (wanted.size === 0) break;
  }
  // Places count from the newest; of one merge's commits those that came later in the walk are the older ones.
  const oldestFirst = found.reverse().sort((a, b) => b.place - a.place);
  return new Map(oldestFirst.map(({ id }, rank) => [id, rank]));
}
