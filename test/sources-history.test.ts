import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commitHistory, type History, tagHistory } from "../src/sources/history.ts";
import { historyTrees } from "../src/sources/history-tree.ts";
import type { Languages } from "../src/sources/languages.ts";
import { defaultSizeLimit } from "../src/sources/tree.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { avro, failure, textOf, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

/** A story with an edit, a deletion, a return, a move, a merge and commits that touch no schema. */
function story() {
  const made = createRepository();
  made.commit("0: a readme", { "README.md": "an LLM platform\n" });
  made.commit("1: two schemas", { "span.avsc": "span 1\n", "usage.avsc": "usage 1\n" });
  made.commit("2: no schema", { "README.md": "edited\n" });
  made.branch("costs");
  made.commit("side: twice", { "span.avsc": "span 2, unfinished\n" });
  made.commit("side: and again", { "span.avsc": "span 2\n", "money.avsc": "money 1\n" });
  made.git("checkout", "--quiet", "main");
  made.commit("3: the usage goes", { "usage.avsc": null });
  made.merge("costs");
  made.commit("5: the usage is back", { "usage.avsc": "usage 1\n" });
  made.git("mv", "money.avsc", "schemas-money.avsc");
  made.commit("6: a move");
  made.symlink("span.avsc", "usage.avsc");
  made.commit("7: a link is no schema");
  const commits = made.git("rev-list", "--first-parent", "--reverse", "HEAD").split("\n");
  return { made, commits };
}

/** The timeline of a path as `state:contents`. */
async function linesOf(made: TestRepository, history: History, path: string): Promise<readonly string[]> {
  return history
    .timeline(path)
    .map(({ at, oid }) => `${at}: ${oid === undefined ? "gone" : made.git("cat-file", "blob", oid)}`);
}

describe("the history of a commit", () => {
  test("is its first-parent line, each commit held against its first parent", async () => {
    const { made, commits } = story();
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, repository.head ?? "", avro);
      expect(history.length).toBe(8);
      expect(commits.map((_, at) => history.commitAt(at))).toEqual(commits);
      expect(history.labelAt(7)).toBe(commits[7]?.slice(0, 7));
      expect(history.paths).toEqual(["money.avsc", "schemas-money.avsc", "span.avsc", "usage.avsc"]);
      expect(await linesOf(made, history, "span.avsc")).toEqual(["1: span 1", "4: span 2", "7: gone"]);
      expect(await linesOf(made, history, "usage.avsc")).toEqual(["1: usage 1", "3: gone", "5: usage 1"]);
      expect(await linesOf(made, history, "money.avsc")).toEqual(["4: money 1", "6: gone"]);
      expect(await linesOf(made, history, "never.avsc")).toEqual([]);
      expect(history.truncation("span.avsc")).toBeUndefined();
    });
  });

  test("agrees with git at every state", async () => {
    const { made, commits } = story();
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, repository.head ?? "", avro);
      for (const [at, commit] of commits.entries()) {
        const held = made
          .git("ls-tree", "-r", commit)
          .split("\n")
          .filter((line) => line.startsWith("100") && line.endsWith(".avsc"))
          .map((line) => line.split(/\s/));
        expect([...history.pathsAt(at)].sort()).toEqual(held.map(([, , , path]) => path));
        for (const [, , oid, path = ""] of held) expect(history.blobAt(path, at)).toBe(oid);
        for (const path of history.paths) expect(history.versionAt(path, at)?.oid).toBe(history.blobAt(path, at));
      }
    });
  });

  test("tells what went away with a state, so that a move can be followed", async () => {
    const { made } = story();
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, repository.head ?? "", avro);
      const money = history.blobAt("money.avsc", 5);
      expect(await history.removedAt(6)).toEqual([{ path: "money.avsc", oid: money }]);
      expect(history.blobAt("schemas-money.avsc", 6)).toBe(money);
      expect(await history.removedAt(3)).toEqual([{ path: "usage.avsc", oid: history.blobAt("usage.avsc", 1) }]);
      for (const at of [0, 1, 2, 4, 5]) expect(await history.removedAt(at)).toEqual([]);
      const narrow = await commitHistory(
        repository,
        repository.head ?? "",
        { extensions: [], files: ["schemas-money.avsc"] },
        avro,
      );
      expect(narrow.paths).toEqual(["schemas-money.avsc"]);
      expect(await linesOf(made, narrow, "schemas-money.avsc")).toEqual(["6: money 1"]);
      expect(await narrow.removedAt(6)).toEqual([{ path: "money.avsc", oid: money }]);
      expect(await narrow.removedAt(7)).toEqual([{ path: "span.avsc", oid: history.blobAt("span.avsc", 6) }]);
      expect(await narrow.removedAt(0)).toEqual([]);
    });
  });

  test("of a single commit, and of one without schemas", async () => {
    const made = createRepository();
    const first = made.commit("first", { "README.md": "an LLM platform\n" });
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, first, avro);
      expect([history.length, history.paths, history.pathsAt(0), history.blobAt("a.avsc", 0)]).toEqual([
        1,
        [],
        [],
        undefined,
      ]);
    });
  });

  test("with file names of any kind", async () => {
    const made = createRepository();
    const names = ["a b.avsc", "new\nline.avsc", "日本.avsc", "-x.avsc", ":colon.avsc"];
    made.commit("odd", Object.fromEntries(names.map((name) => [name, "{}\n"])));
    const head = made.commit("none", Object.fromEntries(names.map((name) => [name, null])));
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, head, avro);
      expect([...history.paths].sort()).toEqual([...names].sort());
      for (const name of names)
        expect(history.timeline(name).map(({ at, oid }) => [at, oid === undefined])).toEqual([
          [0, false],
          [1, true],
        ]);
    });
  });

  test("in a repository with SHA-256 ids", async () => {
    const made = createRepository("--object-format=sha256");
    made.commit("first", { "span.avsc": "span 1\n" });
    const head = made.commit("second", { "span.avsc": "span 2\n" });
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, head, avro);
      expect(await linesOf(made, history, "span.avsc")).toEqual(["0: span 1", "1: span 2"]);
    });
  });

  test.each([0, 300])("of single files is what it is among all others, %i commits later too", async (later) => {
    const { made } = story();
    const more = Array.from({ length: later }, (_, i) => {
      const from = i === 0 ? "from refs/heads/main^0\n" : `from :${i}\n`;
      // Some come back to span.avsc, and one of those takes it away.
      const text = `span ${i}\n`;
      const file = i % 90 === 80 ? `M 644 inline span.avsc\ndata ${text.length}\n${text}\n` : "";
      const gone = i === 200 ? "D span.avsc\n" : "";
      return `commit refs/heads/main\nmark :${i + 1}\ncommitter Ada <ada@example.com> ${1_800_000_000 + i} +0000\ndata 0\n${from}${file}${gone}\n`;
    });
    made.importStream(more.join(""));
    await withRepository(made, async (repository) => {
      const head = made.git("rev-parse", "main");
      const whole = await commitHistory(repository, head, avro);
      for (const path of whole.paths) {
        const single = await commitHistory(repository, head, { extensions: [], files: [path] }, avro);
        expect(single.length).toBe(whole.length);
        expect(single.timeline(path)).toEqual(whole.timeline(path));
        for (let at = 0; at < whole.length; at++) expect(single.commitAt(at)).toBe(whole.commitAt(at));
      }
      expect(whole.timeline("span.avsc").length).toBe(later === 0 ? 3 : 7);
    });
  });

  test("of thousands of commits", async () => {
    const made = createRepository();
    const count = 3000;
    const stream = Array.from({ length: count }, (_, i) => {
      const text = `version ${i}\n`;
      const from = i === 0 ? "" : `from :${i}\n`;
      const file = `M 644 inline schemas/${i % 7}.avsc\ndata ${text.length}\n${text}\n`;
      return `commit refs/heads/main\nmark :${i + 1}\ncommitter Ada <ada@example.com> ${1_700_000_000 + i} +0000\ndata 0\n${from}${file}\n`;
    });
    made.importStream(stream.join(""));
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, made.git("rev-parse", "main"), avro);
      expect(history.length).toBe(count);
      const expected = Array.from({ length: count }, (_, i) => i).filter((i) => i % 7 === 3);
      const timeline = history.timeline("schemas/3.avsc");
      expect(timeline.map(({ at }) => at)).toEqual(expected);
      expect(history.versionAt("schemas/3.avsc", 1000)?.at).toBe(Math.max(...expected.filter((i) => i <= 1000)));
      expect(history.versionAt("schemas/3.avsc", 2)).toBeUndefined();
      expect(made.git("cat-file", "blob", timeline.at(-1)?.oid ?? "")).toBe(`version ${expected.at(-1)}`);
    });
  });
});

describe("the states of a history", () => {
  test("are read in a row; what one of them lacks is no word on those behind it", async () => {
    const made = createRepository();
    for (const number of [1, 2, 3, 4]) made.commit(`${number}`, { "span.avsc": `span ${number}\n` });
    const blob = made.git("rev-parse", "HEAD~1:span.avsc");
    rmSync(join(made.path, ".git", "objects", blob.slice(0, 2), blob.slice(2)));
    await withRepository(made, async (repository) => {
      const history = await commitHistory(repository, repository.head ?? "", avro);
      const past = { of: async () => history, whole: async () => history };
      const treeAt = historyTrees(repository, past, languagesNobodyAsksFor, defaultSizeLimit);
      const spanAt = async (at: number) => (await treeAt(history, at).read(["span.avsc"])).map(textOf);
      expect(await spanAt(3)).toEqual(["span 4\n"]);
      expect((await failure(spanAt(2))).message).toBe(`the object ${blob} is missing from the repository`);
      expect(await spanAt(1)).toEqual(["span 2\n"]);
      expect(await spanAt(0)).toEqual(["span 1\n"]);
    });
  });
});

const languagesNobodyAsksFor = { formatOf: () => undefined, isSchema: () => false } as unknown as Languages;

describe("the history of tags", () => {
  test("has one state for each, with what changed on the way from one to the next", async () => {
    const made = createRepository();
    const commits = [
      made.commit("a", { "span.avsc": "span 1\n", "usage.avsc": "usage 1\n" }),
      made.commit("b", { "span.avsc": "span 2\n", "usage.avsc": null }),
      made.commit("c", { "span.avsc": "span 3\n", "money.avsc": "money 1\n" }),
    ] as const;
    const tags = [
      { name: "v1", commit: commits[0] },
      { name: "v2", commit: commits[2] },
      { name: "v3", commit: commits[2] },
      { name: "v4", commit: commits[0] },
    ];
    await withRepository(made, async (repository) => {
      const history = await tagHistory(repository, tags, avro);
      expect(history.length).toBe(4);
      expect(tags.map((_, at) => [history.labelAt(at), history.commitAt(at)])).toEqual(
        tags.map(({ name, commit }) => [name, commit]),
      );
      expect(await linesOf(made, history, "span.avsc")).toEqual(["0: span 1", "1: span 3", "3: span 1"]);
      expect(await linesOf(made, history, "usage.avsc")).toEqual(["0: usage 1", "1: gone", "3: usage 1"]);
      expect((await history.removedAt(1)).map(({ path }) => path)).toEqual(["usage.avsc"]);
      expect((await history.removedAt(3)).map(({ path }) => path)).toEqual(["money.avsc"]);
      expect(history.pathsAt(2)).toEqual(history.pathsAt(1));
    });
  });

  test("of one tag alone", async () => {
    const made = createRepository();
    const commit = made.commit("a", { "span.avsc": "span 1\n" });
    await withRepository(made, async (repository) => {
      const history = await tagHistory(repository, [{ name: "v1", commit }], avro);
      expect(await linesOf(made, history, "span.avsc")).toEqual(["0: span 1"]);
    });
  });
});
