import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real git repository in a folder that is thrown away. */
export interface Sandbox {
  readonly root: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, contents: unknown) => void;
  /** Commits everything; every commit has the same author and time, so that its id is always the same. */
  readonly commit: (message: string) => void;
  readonly remove: () => void;
}

const always = {
  GIT_AUTHOR_DATE: "2026-03-01T09:00:00Z",
  GIT_AUTHOR_EMAIL: "ana@llm.example",
  GIT_AUTHOR_NAME: "Ana",
  GIT_COMMITTER_DATE: "2026-03-01T09:00:00Z",
  GIT_COMMITTER_EMAIL: "ana@llm.example",
  GIT_COMMITTER_NAME: "Ana",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** A folder outside of any repository. */
export function makeFolder(): Pick<Sandbox, "root" | "write" | "remove"> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "schemactl-")));
  return {
    root,
    write: (path, contents) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(
        join(root, path),
        typeof contents === "string" ? contents : `${JSON.stringify(contents, null, 2)}\n`,
      );
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

export function makeRepository(): Sandbox {
  const folder = makeFolder();
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: folder.root, encoding: "utf8", env: { PATH: process.env.PATH, ...always } });
  git("init", "--quiet", "--initial-branch=main");
  return {
    ...folder,
    git,
    commit: (message) => {
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
    },
  };
}
