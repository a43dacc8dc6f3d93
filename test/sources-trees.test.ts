import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commitTree, emptyTree } from "../src/sources/commit-tree.ts";
import { compareTrees, directoryTree } from "../src/sources/directory.ts";
import { indexTree, isClean } from "../src/sources/index-tree.ts";
import { decodePath, encodePath } from "../src/sources/path-bytes.ts";
import type { Repository } from "../src/sources/repository.ts";
import { submodulePaths } from "../src/sources/submodules.ts";
import type { Tree } from "../src/sources/tree.ts";
import { workTree } from "../src/sources/work-tree.ts";
import { createRepository, removeFolders, type TestRepository, temporaryFolder } from "./support/repository.ts";
import { avro, failure, textOf, told, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

/** A platform with two committed schemas and something that is none. */
function platform(): TestRepository {
  const made = createRepository();
  made.commit("first", {
    "schemas/cost/usage.avsc": '{"name": "TokenUsage"}\n',
    "schemas/span.avsc": '{"name": "Span"}\n',
    "README.md": "an LLM platform\n",
  });
  return made;
}

const pathsOf = (entries: readonly { readonly path: string }[]): readonly string[] => entries.map(({ path }) => path);

const kinds: readonly (readonly [string, (repository: Repository, limit?: number) => Tree])[] = [
  ["the index", indexTree],
  ["the work tree", workTree],
  ["a commit", (repository, limit) => commitTree(repository, repository.head ?? "", limit)],
  ["a directory", (repository, limit) => directoryTree(repository.root, limit)],
];

// One contract, whatever the files stand in.
describe.each(kinds)("%s", (_, treeOf) => {
  test("lists the files that are asked for, by their bytes, in every folder", async () => {
    const made = platform();
    made.commit("more", { "A.avsc": "{}\n", "schemas-2/z.avsc": "{}\n", "é.avsc": "{}\n", "schemas/x.AVSC": "{}\n" });
    const listed = await withRepository(made, (repository) => treeOf(repository).list(avro));
    expect(pathsOf(listed)).toEqual([
      "A.avsc",
      "schemas-2/z.avsc",
      "schemas/cost/usage.avsc",
      "schemas/span.avsc",
      "é.avsc",
    ]);
    expect(listed.every(({ mode }) => mode === "file")).toBe(true);
  });

  test("lists a single file that is asked for by its path", async () => {
    const made = platform();
    made.commit("policy", { "schemactl.yaml": "version: 1\n", "schemas/schemactl.yaml": "version: 1\n" });
    const selection = { extensions: [], files: ["schemactl.yaml"] };
    const listed = await withRepository(made, (repository) => treeOf(repository).list(selection));
    expect(pathsOf(listed)).toEqual(["schemactl.yaml"]);
  });

  test("holds nothing where nothing is asked for", async () => {
    const nothing = { extensions: [] };
    await withRepository(platform(), async (repository) => {
      expect(await treeOf(repository).list(nothing)).toEqual([]);
      expect(await treeOf(repository).search(["Span"], nothing)).toEqual([]);
      expect(await treeOf(repository).search([], avro)).toEqual([]);
    });
  });

  test("reads in the order asked for, listed or not", async () => {
    const made = platform();
    const paths = ["schemas/span.avsc", "gone.avsc", "schemas/cost/usage.avsc", "schemas", "schemas/span.avsc"];
    const span = '{"name": "Span"}\n';
    const expected = [span, undefined, '{"name": "TokenUsage"}\n', undefined, span];
    await withRepository(made, async (repository) => {
      const tree = treeOf(repository);
      expect((await tree.read(paths)).map(textOf)).toEqual(expected);
      await tree.list(avro);
      expect((await tree.read(paths)).map(textOf)).toEqual(expected);
    });
  });

  test("names a file that is too large instead of reading it", async () => {
    const made = platform();
    made.commit("large", { "large.avsc": `${" ".repeat(100_000)}\n`, "after.avsc": "{}\n" });
    await withRepository(made, async (repository) => {
      const tree = treeOf(repository, 1000);
      const expected = [{ oversized: 100_001, limit: 1000 }, "{}\n"];
      expect((await tree.read(["large.avsc", "after.avsc"])).map(textOf)).toEqual(expected);
      await tree.list(avro);
      expect((await tree.read(["large.avsc", "after.avsc"])).map(textOf)).toEqual(expected);
    });
  });

  test("finds bytes, not patterns", async () => {
    const made = platform();
    made.commit("more", { "a.avsc": '"llm.cost.Money"\n', "b.avsc": '"llm_cost_Money"', "c.txt": "llm.cost.Money" });
    await withRepository(made, async (repository) => {
      const tree = treeOf(repository);
      expect(await tree.search(["llm.cost.Money"], avro)).toEqual(["a.avsc"]);
      expect(await tree.search(["Span", "_Money", "nowhere", "-e"], avro)).toEqual(["b.avsc", "schemas/span.avsc"]);
      expect(await tree.search(["nowhere"], avro)).toEqual([]);
      expect(await tree.search(["span"], avro)).toEqual([]);
      expect(await tree.search(['Span"}\n', "nowhere"], avro)).toEqual(["schemas/span.avsc"]);
    });
  });

  test("finds bytes in what git takes for binary", async () => {
    const made = platform();
    made.commit("more", { ".gitattributes": "*.avsc -text -diff binary\n", "a.avsc": "\0\0Money\0" });
    await withRepository(made, async (repository) => {
      expect(await treeOf(repository).search(["Money"], avro)).toEqual(["a.avsc"]);
    });
  });

  test("takes any file name as it is", async () => {
    const names = [
      "-rf.avsc",
      ":(exclude)x.avsc",
      'a "quoted" one.avsc',
      "back\\slash.avsc",
      "new\nline.avsc",
      "schemas/*.avsc",
      "tab\t.avsc",
      "日本.avsc",
    ];
    const made = createRepository();
    made.commit("odd names", Object.fromEntries(names.map((name) => [name, `"${names.indexOf(name)} Money"\n`])));
    await withRepository(made, async (repository) => {
      const fresh = treeOf(repository);
      expect((await fresh.read(names)).map(textOf)).toEqual(names.map((_name, i) => `"${i} Money"\n`));
      expect(pathsOf(await fresh.list(avro))).toEqual(names);
      expect(await fresh.search(["Money"], avro)).toEqual(names);
    });
  });

  test.skipIf(process.platform !== "linux")("keeps a file name that is not UTF-8 apart from every other", async () => {
    const made = createRepository();
    const names = [
      Buffer.from("caf\xe9.avsc", "latin1"),
      Buffer.from("caf\xe8.avsc", "latin1"),
      Buffer.from("caf\ufffd.avsc"),
    ];
    for (const [i, name] of names.entries()) {
      writeFileSync(Buffer.concat([Buffer.from(`${made.path}/`), name]), `"${i} Money"\n`);
    }
    made.commit("odd names");
    const paths = ["caf\udce8.avsc", "caf\udce9.avsc", "caf\ufffd.avsc"];
    await withRepository(made, async (repository) => {
      const tree = treeOf(repository);
      expect((await tree.read(paths)).map(textOf)).toEqual(['"1 Money"\n', '"0 Money"\n', '"2 Money"\n']);
      expect(new Set(pathsOf(await tree.list(avro)))).toEqual(new Set(paths));
      expect(new Set(await tree.search(["Money"], avro))).toEqual(new Set(paths));
    });
  });

  test("shows symbolic links and does not follow them", async () => {
    const made = platform();
    made.symlink("link.avsc", "schemas/span.avsc");
    made.symlink("out.avsc", "/etc/passwd");
    made.symlink("linked", "schemas");
    made.commit("links");
    await withRepository(made, async (repository) => {
      const fresh = treeOf(repository);
      expect((await fresh.read(["link.avsc", "out.avsc", "linked/span.avsc"])).map(textOf)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      const links = (await fresh.list(avro)).filter(({ mode }) => mode === "symlink");
      expect(links.map(({ path, target }) => [path, target])).toEqual([
        ["link.avsc", "schemas/span.avsc"],
        ["out.avsc", "/etc/passwd"],
      ]);
      expect((await fresh.read(["link.avsc", "out.avsc"])).map(textOf)).toEqual([undefined, undefined]);
      expect(await fresh.search(["span", "root"], avro)).toEqual([]);
    });
  });

  test("does not enter a submodule", async () => {
    const contracts = platform();
    const made = createRepository();
    made.git("submodule", "--quiet", "add", `file://${contracts.path}`, "vendor.avsc");
    made.commit("a submodule", { "usage.avsc": "{}\n" });
    const listed = await withRepository(made, (repository) => treeOf(repository).list(avro));
    expect(listed.filter(({ mode }) => mode === "file").map(({ path }) => path)).toEqual(["usage.avsc"]);
  });
});

describe("the index", () => {
  const changes = (made: TestRepository, treeOf: (repository: Repository) => Tree, env = {}) =>
    withRepository(
      made,
      async (repository) => (await treeOf(repository).changesFrom(repository.head, avro)).map(told),
      env,
    );

  test("tells what is staged, and not what is only on the disk", async () => {
    const made = platform();
    made.write({ "schemas/new.avsc": "{}\n", "schemas/span.avsc": '{"name": "Span", "doc": "staged"}\n' });
    made.git("add", "--all");
    made.write({ "schemas/span.avsc": "only on the disk", "untracked.avsc": "{}", "schemas/cost/usage.avsc": null });
    expect(await changes(made, indexTree)).toEqual(["+ schemas/new.avsc", "* schemas/span.avsc"]);
    const [staged] = await withRepository(made, (repository) => indexTree(repository).read(["schemas/span.avsc"]));
    expect(textOf(staged)).toBe('{"name": "Span", "doc": "staged"}\n');
  });

  test("is told apart from any commit, and from nothing", async () => {
    const made = platform();
    const first = made.git("rev-parse", "HEAD");
    made.commit("second", { "schemas/span.avsc": null });
    made.write({ "schemas/new.avsc": "{}\n" });
    made.git("add", "--all");
    await withRepository(made, async (repository) => {
      const tree = indexTree(repository);
      expect((await tree.changesFrom(first, avro)).map(told)).toEqual(["+ schemas/new.avsc", "- schemas/span.avsc"]);
      expect((await tree.changesFrom(undefined, avro)).map(told)).toEqual([
        "+ schemas/cost/usage.avsc",
        "+ schemas/new.avsc",
      ]);
    });
  });

  test("hides what is only intended to be added", async () => {
    const made = platform();
    made.write({ "schemas/soon.avsc": "{}\n", "schemas/empty.avsc": "", "schemactl.yaml": "version: 1\n" });
    made.git("add", "schemas/empty.avsc");
    made.git("add", "--intent-to-add", "schemas/soon.avsc", "schemactl.yaml");
    expect(await changes(made, indexTree)).toEqual(["+ schemas/empty.avsc"]);
    await withRepository(made, async (repository) => {
      const tree = indexTree(repository);
      expect((await tree.read(["schemas/soon.avsc", "schemactl.yaml", "schemas/empty.avsc"])).map(textOf)).toEqual([
        undefined,
        undefined,
        "",
      ]);
      expect(pathsOf(await tree.list(avro))).not.toContain("schemas/soon.avsc");
    });
    expect(await changes(made, workTree)).toEqual(["+ schemas/empty.avsc", "+ schemas/soon.avsc disk"]);
  });

  test("has no answer for what is unmerged, and names it", async () => {
    const made = platform();
    made.branch("costs");
    made.commit("theirs", { "schemas/span.avsc": "theirs\n", "README.md": "theirs\n" });
    made.git("checkout", "--quiet", "main");
    made.commit("ours", { "schemas/span.avsc": "ours\n" });
    expect(made.tryGit(["merge", "costs"]).status).toBe(1);
    for (const treeOf of [indexTree, workTree]) {
      const error = await failure(changes(made, treeOf));
      expect(error).toMatchObject({
        code: "undecided",
        message: "`schemas/span.avsc` is unmerged",
        file: "schemas/span.avsc",
      });
    }
    const others = await withRepository(made, (repository) => indexTree(repository).list({ extensions: [".md"] }));
    expect(pathsOf(others)).toEqual(["README.md"]);
  });

  test("counts a file that becomes executable as the same", async () => {
    const made = platform();
    made.git("update-index", "--chmod=+x", "schemas/span.avsc");
    expect(await changes(made, indexTree)).toEqual([]);
    expect(await changes(made, workTree)).toEqual([]);
  });

  test("shows a file that becomes a link as a change of kind", async () => {
    const made = platform();
    made.symlink("schemas/span.avsc", "cost/usage.avsc");
    expect(await changes(made, workTree)).toEqual(["* schemas/span.avsc symlink disk"]);
    made.git("add", "--all");
    expect(await changes(made, indexTree)).toEqual(["* schemas/span.avsc symlink"]);
  });

  /** What a pre-commit hook of this repository sees as changed, read in the hook's own environment. */
  async function inHook(made: TestRepository, ...commit: readonly string[]): Promise<readonly string[]> {
    const folder = temporaryFolder();
    made.write({
      ".git/hooks/pre-commit": `#!/bin/sh\nenv -0 > ${folder}/env\ncp "$GIT_INDEX_FILE" ${folder}/index\npwd > ${folder}/cwd\n`,
    });
    chmodSync(join(made.path, ".git/hooks/pre-commit"), 0o755);
    // The hook refuses nothing, so the index that it saw is put back to be asked about.
    const before = made.git("rev-parse", "HEAD");
    made.git(...commit);
    made.git("update-ref", "refs/heads/main", before);
    const env = Object.fromEntries(
      readFileSync(join(folder, "env"), "utf8")
        .split("\0")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    expect(env.GIT_INDEX_FILE).toMatch(/index\.lock$|next-index-\d+\.lock$/);
    copyFileSync(join(folder, "index"), resolve(made.path, env.GIT_INDEX_FILE ?? ""));
    const seen = await changes(made, indexTree, { ...env, GIT_CONFIG_PARAMETERS: undefined });
    rmSync(resolve(made.path, env.GIT_INDEX_FILE ?? ""));
    return seen;
  }

  test("is the one of `git commit -a` inside its hook", async () => {
    const made = platform();
    made.write({ "schemas/span.avsc": "{}\n", "schemas/cost/usage.avsc": null });
    expect(await inHook(made, "commit", "-q", "-a", "-m", "all")).toEqual([
      "- schemas/cost/usage.avsc",
      "* schemas/span.avsc",
    ]);
  });

  test("is the one of `git commit -- path` inside its hook", async () => {
    const made = platform();
    made.write({ "schemas/span.avsc": "{}\n", "schemas/cost/usage.avsc": "{}\n" });
    made.git("add", "schemas/cost/usage.avsc");
    expect(await inHook(made, "commit", "-q", "-m", "one", "--", "schemas/span.avsc")).toEqual(["* schemas/span.avsc"]);
  });

  test("is the linked work tree's own", async () => {
    const made = platform();
    const linked = made.worktree("costs");
    linked.write({ "schemas/span.avsc": "{}\n" });
    linked.git("add", "--all");
    expect(await changes(linked, indexTree)).toEqual(["* schemas/span.avsc"]);
    expect(await changes(made, indexTree)).toEqual([]);
  });
});

describe("the work tree", () => {
  const changes = (made: TestRepository, selection = avro) =>
    withRepository(made, async (repository) => {
      return (await workTree(repository).changesFrom(repository.head, selection)).map(told);
    });

  test("tells what is edited, deleted, staged, and untracked but not ignored", async () => {
    const made = platform();
    made.commit("more", { ".gitignore": "build/\n", "gone.avsc": "{}\n", "kept.avsc": "{}\n" });
    made.write({ ".git/info/exclude": "private.avsc\n" });
    made.write({ "schemas/span.avsc": "edited", "gone.avsc": null, "staged.avsc": "{}", "private.avsc": "{}" });
    made.git("add", "staged.avsc");
    made.write({ "deep/untracked.avsc": "{}", "build/ignored.avsc": "{}" });
    expect(await changes(made)).toEqual([
      "+ deep/untracked.avsc disk",
      "- gone.avsc",
      "* schemas/span.avsc disk",
      "+ staged.avsc",
    ]);
  });

  test("reads the disk before the index", async () => {
    const made = platform();
    made.write({ "schemas/span.avsc": "staged" });
    made.git("add", "--all");
    made.write({ "schemas/span.avsc": "edited" });
    await withRepository(made, async (repository) => {
      const tree = workTree(repository);
      expect((await tree.read(["schemas/span.avsc"])).map(textOf)).toEqual(["edited"]);
      await tree.list(avro);
      expect((await tree.read(["schemas/span.avsc"])).map(textOf)).toEqual(["edited"]);
      expect(await tree.search(["staged"], avro)).toEqual([]);
      expect(await tree.search(["edited"], avro)).toEqual(["schemas/span.avsc"]);
    });
  });

  test("does not count a file that was only touched", async () => {
    const made = platform();
    utimesSync(join(made.path, "schemas/span.avsc"), 1, 1);
    expect(await changes(made)).toEqual([]);
  });

  test("does not count a link that points where it did", async () => {
    const made = platform();
    made.symlink("link.avsc", "schemas/span.avsc");
    made.commit("a link");
    made.symlink("link.avsc", "schemas/span.avsc");
    expect(await changes(made)).toEqual([]);
    made.symlink("link.avsc", "/etc/passwd");
    const [link] = await withRepository(made, (repository) => workTree(repository).changesFrom(repository.head, avro));
    expect(link?.after).toEqual({ path: "link.avsc", mode: "symlink", target: "/etc/passwd" });
    made.git("add", "--all");
    for (const treeOf of [indexTree, workTree]) {
      const [staged] = await withRepository(made, (repository) =>
        treeOf(repository).changesFrom(repository.head, avro),
      );
      expect(staged?.after).toMatchObject({ path: "link.avsc", mode: "symlink", target: "/etc/passwd" });
    }
  });

  test("does not count an edit that was taken back, staged or not", async () => {
    const made = platform();
    const span = made.read("schemas/span.avsc");
    made.write({ "schemas/span.avsc": "staged" });
    made.git("add", "--all");
    made.write({ "schemas/span.avsc": span });
    expect(await changes(made)).toEqual([]);
  });

  test("still has a file that only left the index", async () => {
    const made = platform();
    made.git("rm", "--quiet", "--cached", "schemas/span.avsc");
    expect(await changes(made)).toEqual([]);
    made.write({ ".gitignore": "span.avsc\n" });
    expect(await changes(made)).toEqual(["- schemas/span.avsc"]);
  });

  test("takes what a sparse work tree leaves out from the index", async () => {
    const made = platform();
    made.git("sparse-checkout", "set", "--no-cone", "/README.md", "/schemas/cost/");
    await withRepository(made, async (repository) => {
      const fresh = workTree(repository);
      expect((await fresh.read(["schemas/span.avsc"])).map(textOf)).toEqual(['{"name": "Span"}\n']);
      expect(await fresh.changesFrom(repository.head, avro)).toEqual([]);
      expect(pathsOf(await fresh.list(avro))).toEqual(["schemas/cost/usage.avsc", "schemas/span.avsc"]);
      expect(await fresh.search(["Span"], avro)).toEqual(["schemas/span.avsc"]);
    });
  });

  test("takes what a sparse index folds up from the index too", async () => {
    const made = platform();
    made.git("sparse-checkout", "set", "--cone", "--sparse-index", "schemas/cost");
    made.commit("telemetry", {});
    expect(await changes(made)).toEqual([]);
    const listed = await withRepository(made, (repository) => indexTree(repository).list(avro));
    expect(pathsOf(listed)).toEqual(["schemas/cost/usage.avsc", "schemas/span.avsc"]);
  });

  test("sees no file behind a link to a folder", async () => {
    const made = platform();
    const outside = temporaryFolder();
    renameSync(join(made.path, "schemas"), join(outside, "schemas"));
    made.symlink("schemas", join(outside, "schemas"));
    expect(await changes(made)).toEqual(["- schemas/cost/usage.avsc", "- schemas/span.avsc"]);
    const read = await withRepository(made, (repository) => workTree(repository).read(["schemas/span.avsc"]));
    expect(read).toEqual([undefined]);
  });

  test("does not wait for a pipe", async () => {
    const made = platform();
    rmSync(join(made.path, "schemas/span.avsc"));
    execFileSync("mkfifo", [join(made.path, "schemas/span.avsc")]);
    expect(await changes(made)).toEqual(["- schemas/span.avsc"]);
  });

  test("does not enter a repository inside", async () => {
    const made = platform();
    made.git("init", "--quiet", "inner");
    made.write({ "inner/span.avsc": "{}" });
    expect(await changes(made)).toEqual([]);
  });

  test("is the whole of it from any folder", async () => {
    const made = platform();
    made.write({ "schemas/span.avsc": "edited", "top.avsc": "{}" });
    const below = { path: join(made.path, "schemas/cost"), env: made.env };
    const seen = await withRepository(below, async (repository) => {
      return (await workTree(repository).changesFrom(repository.head, avro)).map(told);
    });
    expect(seen).toEqual(["* schemas/span.avsc disk", "+ top.avsc disk"]);
  });

  test("holds a whole unborn branch as new", async () => {
    const made = createRepository();
    made.write({ "a.avsc": "{}", "b.avsc": "{}" });
    made.git("add", "a.avsc");
    expect(await changes(made)).toEqual(["+ a.avsc", "+ b.avsc disk"]);
  });
});

describe("a tree is clean", () => {
  const clean = (made: TestRepository, treeOf: (repository: Repository) => Tree) =>
    withRepository(made, (repository) => isClean(repository, treeOf(repository), avro));
  const both = async (made: TestRepository) => [await clean(made, indexTree), await clean(made, workTree)];

  test("when nothing is staged and no schema is edited", async () => {
    const made = platform();
    expect(await both(made)).toEqual([true, true]);
    made.write({ "README.md": "edited", "package-lock.json": "{}" });
    expect(await both(made)).toEqual([true, true]);
  });

  test("and no more when anything is staged: a commit is being made", async () => {
    const made = platform();
    made.write({ "README.md": "edited" });
    made.git("add", "--all");
    expect(await both(made)).toEqual([false, false]);
  });

  test("and no more, for the work tree, when a schema is edited there", async () => {
    const made = platform();
    made.write({ "schemas/span.avsc": "edited" });
    expect(await both(made)).toEqual([true, false]);
  });
});

describe("submodules", () => {
  test("are known by name", async () => {
    const contracts = platform();
    const made = platform();
    expect(await withRepository(made, submodulePaths)).toEqual([]);
    for (const path of ["vendor/contracts", "a # b"])
      made.git("submodule", "--quiet", "add", `file://${contracts.path}`, path);
    expect(await withRepository(made, submodulePaths)).toEqual(["a # b", "vendor/contracts"]);
  });
});

describe("two commits", () => {
  test("differ by what was added, edited and deleted; a rename is both", async () => {
    const made = platform();
    const first = made.git("rev-parse", "HEAD");
    made.git("mv", "schemas/span.avsc", "schemas/trace.avsc");
    const second = made.commit("second", { "schemas/cost/usage.avsc": "{}\n", "README.md": "edited" });
    await withRepository(made, async (repository) => {
      const changes = (await commitTree(repository, second).changesFrom(first, avro)).map(told);
      expect(changes).toEqual(["* schemas/cost/usage.avsc", "- schemas/span.avsc", "+ schemas/trace.avsc"]);
    });
  });
});

describe("trees of different kinds", () => {
  test("are compared by contents", async () => {
    const made = platform();
    made.write({
      "old/schemas/span.avsc": '{"name": "Span"}\n',
      "old/schemas/cost/usage.avsc": "{}",
      "old/gone.avsc": "{}",
    });
    await withRepository(made, async (repository) => {
      const old = directoryTree(join(made.path, "old"));
      const changes = await compareTrees(old, commitTree(repository, repository.head ?? ""), avro);
      expect(changes.map(told)).toEqual(["- gone.avsc", "* schemas/cost/usage.avsc"]);
      expect(await compareTrees(emptyTree(), indexTree(repository), avro)).toHaveLength(2);
      expect(await compareTrees(indexTree(repository), commitTree(repository, repository.head ?? ""), avro)).toEqual(
        [],
      );
    });
  });

  test("a directory has no node_modules and no repositories inside", async () => {
    const made = platform();
    made.git("init", "--quiet", "inner");
    made.write({ "inner/a.avsc": "{}", "node_modules/llm/b.avsc": "{}", "web/node_modules/c.avsc": "{}" });
    mkdirSync(join(made.path, "empty"));
    expect(pathsOf(await directoryTree(made.path).list(avro))).toEqual([
      "schemas/cost/usage.avsc",
      "schemas/span.avsc",
    ]);
  });

  test("a directory has to be one", () => {
    const made = platform();
    expect(() => directoryTree(join(made.path, "README.md"))).toThrow("is no directory");
    expect(() => directoryTree(join(made.path, "gone"))).toThrow("is no directory");
  });
});

test("a path is one string and back, whatever its bytes", () => {
  const paths = [
    [0x61],
    [0xff],
    [0xc3, 0xa9],
    [0xc3],
    [0xed, 0xb3, 0xa9],
    [0xef, 0xbf, 0xbd],
    [0xef, 0xbf, 0xbd, 0x80],
    [0xf0, 0x9f, 0x98, 0x80, 0xe9],
  ];
  const seen = paths.map((bytes) => decodePath(Buffer.from(bytes)));
  expect(seen.map((path) => [...encodePath(path)])).toEqual(paths);
  expect(new Set(seen).size).toBe(paths.length);
});

test("reads the same of many paths that nobody listed as of each alone: files, links, folders and what is absent", async () => {
  const made = createRepository();
  const files = Array.from(
    { length: 300 },
    (_, i) => [`team${i % 7}/event${i}.avsc`, `{"name": "Event${i}"}\n`] as const,
  );
  made.commit("first", { ...Object.fromEntries(files), Makefile: "all:\n", "folder.avsc/inside.txt": "no schema\n" });
  made.write({ target: "team0/event0.avsc" });
  const link = made.git("hash-object", "-w", "target");
  made.git("update-index", "--add", "--cacheinfo", `120000,${link},link.avsc`);
  made.git("commit", "--quiet", "--message=a link");
  const paths = [
    ...files.map(([path]) => path),
    "absent.avsc",
    "team0/absent.proto",
    "link.avsc",
    "folder.avsc",
    "Makefile",
  ];
  await withRepository(made, async (repository) => {
    const tree = (): Tree => commitTree(repository, repository.head ?? "");
    const together = (await tree().read(paths)).map(textOf);
    const alone = await Promise.all(paths.map(async (path) => textOf((await tree().read([path]))[0])));
    expect(together).toEqual(alone);
    expect(together.slice(0, 300)).toEqual(files.map(([, text]) => text));
    expect(together.slice(300)).toEqual([undefined, undefined, undefined, undefined, "all:\n"]);
  });
});
