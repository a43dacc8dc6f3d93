import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { type Git, gitIn } from "../sources/git.ts";
import { withSettings } from "./settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The repository that a workflow checked out, looked at and never written to. */
export interface Checkout {
  readonly root: string;
  readonly env: Env;
  readonly git: Git;
  /** Absolute. */
  readonly objects: string;
  readonly index: string;
  readonly shallow: string;
  readonly isShallow: boolean;
  readonly head: string;
  /** As HEAD records them, fetched or not. */
  readonly parents: readonly string[];
}

/**
 * The environment in which git takes the checkout for its own: in a container job somebody else owns it. Nothing of the
 * workflow's inputs stays in it.
 */
export function trusting(cwd: string, env: Env): Env {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("INPUT_")));
  const root = rootAbove(cwd);
  return root === undefined ? kept : withSettings(kept, [["safe.directory", root.replaceAll("\\", "/")]]);
}

function rootAbove(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Looks at the checkout; undefined where there is none, or it has no commit: then the command tells. */
export async function openCheckout(cwd: string, env: Env): Promise<Checkout | undefined> {
  const root = rootAbove(cwd);
  if (root === undefined) return undefined;
  const git = gitIn(root, env);
  try {
    const questions = ["objects", "index", "shallow"].flatMap((name) => ["--git-path", name]);
    const answer = await git.run(["rev-parse", ...questions, "--is-shallow-repository", "HEAD"]);
    const [objects = "", index = "", shallow = "", isShallow, head = ""] = answer.toString("utf8").split("\n");
    const raw = (await git.run(["cat-file", "commit", head])).toString("latin1");
    const parents = [...(raw.split("\n\n", 1)[0] ?? "").matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id = ""]) => id);
    const paths = { objects: resolve(root, objects), index: resolve(root, index), shallow: resolve(root, shallow) };
    return { root, env, git, ...paths, isShallow: isShallow === "true", head, parents };
  } catch {
    return undefined;
  }
}

/** Whether the checkout has a commit. */
export async function hasCommit({ git }: Checkout, id: string): Promise<boolean> {
  return git.run(["cat-file", "-e", `${id}^{commit}`]).then(
    () => true,
    () => false,
  );
}

/** The environment that borrows objects from other repositories. */
export function borrowing(...folders: readonly string[]): Env {
  return { GIT_ALTERNATE_OBJECT_DIRECTORIES: folders.join(delimiter) };
}
