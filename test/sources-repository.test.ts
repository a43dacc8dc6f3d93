import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Env } from "../src/sources/git.ts";
import { indexTree, whatIsStaged } from "../src/sources/index-tree.ts";
import { openRepository, type Repository } from "../src/sources/repository.ts";
import { workTree } from "../src/sources/work-tree.ts";
import { createRepository, hermeticEnv, removeFolders, temporaryFolder } from "./support/repository.ts";
import { failure } from "./support/sources.ts";

afterAll(removeFolders);

const usage = { name: "TokenUsage", type: "record", fields: [] };

/** Opens, asks and closes. */
async function withOpen<T>(cwd: string, env: Env, ask: (repository: Repository) => T | Promise<T>): Promise<T> {
  const repository = await openRepository(cwd, env);
  try {
    return await ask(repository);
  } finally {
    repository.close();
  }
}

describe("a repository", () => {
  test("is the same from its root and from a folder in it", async () => {
    const made = createRepository();
    const head = made.commit("first", { "schemas/cost/usage.avsc": usage });
    const facts = ({ root, gitDir, commonDir, head, isShallow, objectFormat }: Repository) => {
      return { root, gitDir, commonDir, head, isShallow, objectFormat };
    };
    const fromRoot = await withOpen(made.path, made.env, (found) => ({ ...facts(found), prefix: found.prefix }));
    expect(fromRoot).toEqual({
      root: made.path,
      gitDir: join(made.path, ".git"),
      commonDir: join(made.path, ".git"),
      head,
      isShallow: false,
      objectFormat: "sha1",
      prefix: "",
    });
    const folder = join(made.path, "schemas", "cost");
    const fromFolder = await withOpen(folder, made.env, (found) => ({ ...facts(found), prefix: found.prefix }));
    expect(fromFolder).toEqual({ ...fromRoot, prefix: "schemas/cost/" });
  });

  test("has no HEAD on an unborn branch", async () => {
    const made = createRepository();
    expect(await withOpen(made.path, made.env, ({ head }) => head)).toBeUndefined();
  });

  test("tells the upstream of the current branch", async () => {
    const made = createRepository();
    made.commit("first", { "usage.avsc": usage });
    const clone = made.clone();
    expect(await withOpen(clone.path, clone.env, ({ upstream }) => upstream)).toBe("refs/remotes/origin/main");
    expect(await withOpen(made.path, made.env, ({ upstream }) => upstream)).toBeUndefined();
  });

  test("may have SHA-256 for its ids", async () => {
    const made = createRepository("--object-format=sha256");
    const head = made.commit("first", { "usage.avsc": usage });
    expect(head).toHaveLength(64);
    const facts = await withOpen(made.path, made.env, ({ head, objectFormat, emptyTree }) => {
      return { head, objectFormat, emptyTree };
    });
    expect(facts).toEqual({
      head,
      objectFormat: "sha256",
      emptyTree: made.git("hash-object", "-t", "tree", "/dev/null"),
    });
  });

  test("may be a linked work tree", async () => {
    const made = createRepository();
    made.commit("first", { "usage.avsc": usage });
    const linked = made.worktree("costs");
    const facts = await withOpen(linked.path, linked.env, ({ root, commonDir }) => ({ root, commonDir }));
    expect(facts).toEqual({ root: linked.path, commonDir: join(made.path, ".git") });
  });

  test("may be a submodule", async () => {
    const schemas = createRepository();
    const head = schemas.commit("first", { "usage.avsc": usage });
    const platform = createRepository();
    platform.git("submodule", "--quiet", "add", `file://${schemas.path}`, "contracts");
    const facts = await withOpen(join(platform.path, "contracts"), platform.env, ({ root, head }) => ({ root, head }));
    expect(facts).toEqual({ root: join(platform.path, "contracts"), head });
  });

  test("may stand in a folder whose name holds a newline", async () => {
    const made = createRepository();
    const head = made.commit("first", { "usage.avsc": usage });
    const odd = join(temporaryFolder(), "two\nlines");
    renameSync(made.path, odd);
    expect(await withOpen(odd, made.env, ({ root, head }) => ({ root, head }))).toEqual({ root: odd, head });
  });

  test("is found through the environment of a hook", async () => {
    const made = createRepository();
    const head = made.commit("first", { "usage.avsc": usage });
    const env = { ...made.env, GIT_DIR: ".git", GIT_INDEX_FILE: ".git/index", GIT_PREFIX: "" };
    expect(await withOpen(made.path, env, ({ root, head }) => ({ root, head }))).toEqual({ root: made.path, head });
    const elsewhere = { ...made.env, GIT_DIR: join(made.path, ".git"), GIT_WORK_TREE: made.path };
    expect(await withOpen(temporaryFolder(), elsewhere, ({ root }) => root)).toBe(made.path);
  });
});

test("a hook that goes to a folder of a linked work tree is still in the whole of it", async () => {
  const made = createRepository();
  made.commit("first", { "schemas/cost/usage.avsc": usage, "span.avsc": usage });
  for (const at of [made, made.worktree("costs")]) {
    const env = { ...at.env, GIT_DIR: at.git("rev-parse", "--absolute-git-dir") };
    const found = await withOpen(join(at.path, "schemas/cost"), env, async (repository) => {
      const changes = await workTree(repository).changesFrom(repository.head, { extensions: [".avsc"] });
      return { root: repository.root, prefix: repository.prefix, changes };
    });
    expect(found).toEqual({ root: at.path, prefix: "schemas/cost/", changes: [] });
  }
});

describe("what is no repository to check", () => {
  test("a folder outside of any is a wrong use", async () => {
    const folder = temporaryFolder();
    const error = await failure(openRepository(folder, { ...hermeticEnv(), GIT_CEILING_DIRECTORIES: folder }));
    expect(error).toMatchObject({ code: "usage", message: `\`${folder}\` is not in a git repository` });
    expect(error.hint).toContain("git init");
  });

  test("a bare repository is a wrong use", async () => {
    const bare = createRepository("--bare");
    const error = await failure(openRepository(bare.path, bare.env));
    expect(error).toMatchObject({ code: "usage", message: "a bare repository has no work tree to check" });
  });

  test("the .git folder itself is a wrong use", async () => {
    const made = createRepository();
    const error = await failure(openRepository(join(made.path, ".git"), made.env));
    expect(error).toMatchObject({ code: "usage", message: expect.stringContaining("not in a work tree") });
  });

  test("a folder that does not exist is a wrong use", async () => {
    const error = await failure(openRepository(join(temporaryFolder(), "gone"), hermeticEnv()));
    expect(error).toMatchObject({ code: "usage", message: expect.stringContaining("there is no folder") });
  });

  test("a repository of somebody else cannot be decided, and the hint is git's own", async () => {
    const made = createRepository();
    made.commit("first", { "usage.avsc": usage });
    const error = await failure(openRepository(made.path, { ...made.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" }));
    expect(error.code).toBe("undecided");
    expect(error.hint).toBe(`if you trust it: git config --global --add safe.directory ${made.path}`);
  });

  test("and opens once its owner's trust stands in the user's configuration", async () => {
    const made = createRepository();
    const head = made.commit("first", { "usage.avsc": usage });
    const home = temporaryFolder();
    const config = join(home, ".gitconfig");
    made.git("config", "--file", config, "safe.directory", made.path);
    // Git before 2.32 knows only where the home is.
    const env = { ...made.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1", GIT_CONFIG_GLOBAL: config, HOME: home };
    const found = await withOpen(made.path, env, async (repository) => {
      await repository.git.run(["diff-index", "--cached", "--quiet", "HEAD"]);
      return repository.objects.readCommit("HEAD");
    });
    expect(found?.id).toBe(head);
  });

  test("a machine without git is told so", async () => {
    const made = createRepository();
    const error = await failure(openRepository(made.path, { ...made.env, PATH: temporaryFolder() }));
    expect(error).toMatchObject({ code: "undecided", message: "git is not installed, or not on the PATH" });
    expect(error.hint).toContain("git 2.30");
  });

  test("a broken configuration cannot be decided, with git's last line", async () => {
    const made = createRepository();
    made.write({ ".git/config": "[core\n" });
    const error = await failure(openRepository(made.path, made.env));
    expect(error).toMatchObject({
      code: "undecided",
      message: expect.stringMatching(/^`git rev-parse` ended .*config/),
    });
  });
});

test("a child that dies is told by its name and its last line", async () => {
  const made = createRepository();
  made.commit("first", { "usage.avsc": usage });
  await withOpen(made.path, made.env, async ({ git }) => {
    const error = await failure(git.run(["rev-list", "no-such-branch"]));
    expect(error.code).toBe("undecided");
    expect(error.message).toMatch(/^`git rev-list` ended with code 128: .+/);
  });
});

test("a child that is killed is told by its signal, in the middle of a stream", async () => {
  const made = createRepository();
  made.commit("first", { "usage.avsc": usage });
  await withOpen(made.path, made.env, async ({ git }) => {
    const child = git.start(["cat-file", "--batch"]);
    child.process.kill("SIGKILL");
    expect((await child.ended).error().message).toBe("`git cat-file` ended with SIGKILL");
  });
});

describe("a stream", () => {
  test("takes more than its child reads at once", async () => {
    const made = createRepository();
    const head = made.commit("first", { "usage.avsc": usage });
    async function* questions() {
      for (let i = 0; i < 100; i++) yield `${head}\n`.repeat(1000);
    }
    await withOpen(made.path, made.env, async ({ git }) => {
      let length = 0;
      for await (const chunk of git.stream(["cat-file", "--batch-check"], questions())) length += chunk.length;
      expect(length % 100_000).toBe(0);
      expect(length).toBeGreaterThan(4_000_000);
    });
  });

  test("fails with what its input failed with", async () => {
    const made = createRepository();
    made.commit("first", { "usage.avsc": usage });
    await withOpen(made.path, made.env, async ({ git }) => {
      const input = git.stream(["rev-list", "no-such-branch"]);
      const lines = (async function* () {
        for await (const chunk of input) yield chunk.toString();
      })();
      const read = async () => {
        for await (const chunk of git.stream(["diff-tree", "--stdin"], lines)) expect(chunk).toBeUndefined();
      };
      expect((await failure(read())).message).toMatch(/^`git rev-list` ended with code 128/);
    });
  });

  test("may be left, and ends its child", async () => {
    const made = createRepository();
    made.commit("first", { "usage.avsc": usage });
    await withOpen(made.path, made.env, async ({ git }) => {
      async function* endless() {
        for (;;) yield "HEAD\n".repeat(1000);
      }
      for await (const chunk of git.stream(["cat-file", "--batch-check"], endless())) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    });
  });
});

describe("a question that goes along with the opening", () => {
  test("is answered at the root, and not from a folder below, where a hook's relative GIT_INDEX_FILE names no index", async () => {
    const made = createRepository();
    made.commit("one", { "span.avsc": "span 1\n", "below/README.md": "nothing\n" });
    for (const [cwd, isAnswered] of [
      [made.path, true],
      [join(made.path, "below"), false],
    ] as const) {
      const env = { ...made.env, GIT_DIR: join(made.path, ".git"), GIT_INDEX_FILE: ".git/index" };
      const repository = await openRepository(cwd, env, whatIsStaged);
      expect((await repository.early)?.length).toBe(isAnswered ? 0 : undefined);
      expect(await indexTree(repository).changesFrom(repository.head, { extensions: [".avsc"] })).toEqual([]);
      repository.close();
    }
  });
});
