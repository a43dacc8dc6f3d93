import { SchemactlError } from "../errors.ts";
import { batchReader } from "./batch.ts";
import type { Git } from "./git.ts";
import { missingLocal, missingPromised } from "./partial.ts";
import { type Contents, defaultSizeLimit } from "./tree.ts";

/** A commit as git holds it: its parents are the recorded ones, even at a shallow boundary. */
export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly tree: string;
}

/** One long-lived `git cat-file --batch`: resolves any revision expression and reads what it names, in the order asked for. */
export interface Objects {
  /** The commit that an expression names, tags peeled; undefined where there is none. A leading `-` or a newline is a `usage` error. */
  readonly readCommit: (revision: string) => Promise<Commit | undefined>;
  /** The bytes of the tree that an expression names; undefined where there is none. */
  readonly readTree: (revision: string) => Promise<Uint8Array | undefined>;
  /** The blob that an expression (`:path`, `HEAD:path`, an id) names; undefined where there is none. */
  readonly readBlob: (revision: string, limit?: number) => Promise<Contents>;
  /** The blobs of those ids in that order, read ahead within bounds. A missing promised blob throws `undecided` with the command that fetches it. */
  readonly readBlobs: (oids: Iterable<string>, limit?: number) => AsyncGenerator<Contents, void, undefined>;
}

/** How many blobs are asked for ahead of the one that is read. */
const ahead = 256;

/** Starts the child. `promisor` names the remote of a partial clone. */
export function openObjects(git: Git, promisor: () => string | undefined): Objects {
  const reader = batchReader(git);
  const readBlob = async (revision: string, limit = defaultSizeLimit): Promise<Contents> => {
    const found = await reader.ask(checked(revision), "blob", limit);
    if (found !== undefined) return found.contents;
    await insistOn(git, revision, promisor);
    return undefined;
  };
  return {
    readBlob,
    readCommit: async (revision) => {
      const found = await reader.ask(`${checked(revision)}^{commit}`, "commit", Number.POSITIVE_INFINITY);
      return found?.contents instanceof Uint8Array ? readCommit(found.id, found.contents) : undefined;
    },
    readTree: async (revision) => {
      const found = await reader.ask(checked(revision), "tree", Number.POSITIVE_INFINITY);
      return found?.contents instanceof Uint8Array ? found.contents : undefined;
    },
    readBlobs: async function* (oids, limit = defaultSizeLimit) {
      const waiting: { readonly oid: string; readonly answer: ReturnType<typeof reader.askAhead> }[] = [];
      const rest = oids[Symbol.iterator]();
      for (let next = rest.next(); ; ) {
        // Asking in lots lets one write carry many requests.
        if (waiting.length < ahead / 2)
          for (; !next.done && waiting.length < ahead; next = rest.next())
            waiting.push({ oid: next.value, answer: reader.askAhead(next.value, limit) });
        const first = waiting.shift();
        if (first === undefined) return;
        const found = await first.answer;
        if (found === undefined) throw missing(first.oid, promisor());
        reader.release(found);
        yield found.contents;
      }
    },
  };
}

function readCommit(id: string, bytes: Uint8Array): Commit {
  const header = Buffer.from(bytes).toString("latin1").split("\n\n", 1)[0] ?? "";
  const values = (key: string): string[] =>
    header
      .split("\n")
      .filter((line) => line.startsWith(`${key} `))
      .map((line) => line.slice(key.length + 1));
  return { id, tree: values("tree")[0] ?? "", parents: values("parent") };
}

/** The protocol has one expression a line, and no git command takes one that begins with a dash. */
function checked(revision: string): string {
  if (revision.startsWith("-") || /[\n\0]/.test(revision) || revision === "") {
    throw new SchemactlError("usage", `\`${revision}\` is no revision`, {
      hint: "name a branch, a tag or a commit",
    });
  }
  return revision;
}

/**
 * An expression that names nothing is answered like one whose object a partial clone has not fetched: there, and for
 * whole ids, absence has to be told from a gap.
 */
async function insistOn(git: Git, revision: string, promisor: () => string | undefined): Promise<void> {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) throw missing(revision, promisor());
  const remote = promisor();
  if (remote === undefined || !revision.includes(":")) return;
  const resolved = await git.run(["rev-parse", "--verify", "--quiet", revision], { allow: [1, 128] });
  const id = resolved.toString("latin1").trim();
  if (/^[0-9a-f]{40,64}$/.test(id)) throw missingPromised(id, remote);
}

function missing(oid: string, remote: string | undefined): SchemactlError {
  return remote === undefined ? missingLocal(oid) : missingPromised(oid, remote);
}
