import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createRepository, removeFolders } from "./support/repository.ts";
import { failure, textOf, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

/** Two texts whose ids as blobs begin with the same four digits. */
function twins(): readonly [string, string] {
  const seen = new Map<string, string>();
  for (let i = 0; ; i++) {
    const text = `${i}\n`;
    const short = createHash("sha1").update(`blob ${text.length}\0${text}`).digest("hex").slice(0, 4);
    const twin = seen.get(short);
    if (twin !== undefined) return [twin, text];
    seen.set(short, text);
  }
}

/** The ids of all files of HEAD, in the order of their paths. */
function blobsOf(made: ReturnType<typeof createRepository>): readonly string[] {
  const lines = made.git("ls-tree", "-r", "HEAD").split("\n");
  return lines.map((line) => line.split(/\s/)[2] ?? "");
}

describe("the reader of objects", () => {
  test("resolves any expression, tags peeled", async () => {
    const made = createRepository();
    const first = made.commit("first", { "span.avsc": "one\n" });
    const second = made.commit("second", { "span.avsc": "two\n" });
    made.tag("v1.0.0", { message: "the first release", at: first });
    made.tag("release", { message: "a tag of a tag", at: "v1.0.0" });
    made.write({ "span.avsc": "staged\n" });
    made.git("add", "--all");
    await withRepository(made, async ({ objects }) => {
      const head = await objects.readCommit("HEAD");
      expect(head).toEqual({ id: second, parents: [first], tree: made.git("rev-parse", "HEAD^{tree}") });
      const revisions = ["HEAD^1", "HEAD~1", "v1.0.0", "release", first.slice(0, 8), "main@{1}"];
      const commits = await Promise.all(revisions.map((revision) => objects.readCommit(revision)));
      expect(commits.map((commit) => commit?.id)).toEqual(revisions.map(() => first));
      expect((await objects.readCommit(first))?.parents).toEqual([]);
      expect(textOf(await objects.readBlob("HEAD:span.avsc"))).toBe("two\n");
      expect(textOf(await objects.readBlob(":span.avsc"))).toBe("staged\n");
    });
  });

  test("knows all parents of a merge, in order", async () => {
    const made = createRepository();
    made.commit("first");
    made.branch("costs");
    const theirs = made.commit("theirs");
    made.git("checkout", "--quiet", "main");
    const ours = made.commit("ours");
    const merge = made.merge("costs");
    const commit = await withRepository(made, ({ objects }) => objects.readCommit(merge));
    expect(commit?.parents).toEqual([ours, theirs]);
  });

  test("has nothing for what is not there, or is of another kind", async () => {
    const made = createRepository();
    made.commit("first", { "schemas/span.avsc": "one\n" });
    await withRepository(made, async ({ objects }) => {
      for (const revision of ["no-such-branch", "HEAD^2", "HEAD:schemas", "MERGE_HEAD", "a b c", ":schemas/span.avsc"])
        expect(await objects.readCommit(revision)).toBeUndefined();
      for (const revision of ["HEAD:gone.avsc", "HEAD:schemas", "HEAD", ":gone.avsc", "no-such-branch:span.avsc"])
        expect(await objects.readBlob(revision)).toBeUndefined();
    });
  });

  test("takes no option and no second line for a revision", async () => {
    const made = createRepository();
    made.commit("first");
    await withRepository(made, async ({ objects }) => {
      for (const revision of ["--help", "-", "HEAD\nHEAD", "", "a\0b"]) {
        expect(await failure(objects.readCommit(revision))).toMatchObject({ code: "usage" });
        expect(await failure(objects.readBlob(revision))).toMatchObject({ code: "usage" });
      }
      expect(await objects.readCommit("HEAD")).toBeDefined();
    });
  });

  test("goes on after a reflog that is too short, which ends its child", async () => {
    const made = createRepository();
    const head = made.commit("first");
    await withRepository(made, async ({ objects }) => {
      const revisions = ["main@{0}", "main@{99}", "HEAD", "HEAD@{7}", "main"];
      const commits = await Promise.all(revisions.map((revision) => objects.readCommit(revision)));
      expect(commits.map((commit) => commit?.id)).toEqual([head, undefined, head, undefined, head]);
    });
  });

  test("keeps in step whatever it is asked", async () => {
    const made = createRepository();
    const head = made.commit("first", { "span.avsc": "one\n" });
    const words = [
      "HEAD",
      "main",
      "^",
      "~",
      "@",
      "@{",
      "}",
      "{",
      ":",
      ":/",
      "/",
      "[",
      "*",
      "..",
      "^{commit}",
      " ",
      "missing",
    ];
    const others = ["\r", "\t", "-", "\\", '"', "é", "\udce9", "0", "1", "7", ":span.avsc", "deadbeef", "commit 3"];
    const revision = fc
      .array(fc.constantFrom(...words, ...others), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(""));
    await withRepository(made, async ({ objects }) => {
      await fc.assert(
        fc.asyncProperty(revision, async (text) => {
          const answer = await objects.readCommit(text).catch((error: unknown) => error);
          if (answer instanceof Error) expect(answer).toMatchObject({ name: "SchemactlError", code: "usage" });
          expect((await objects.readCommit("HEAD"))?.id).toBe(head);
        }),
        { numRuns: 300 },
      );
    });
  });

  test("asks for more digits of an ambiguous id, and goes on", async () => {
    const made = createRepository();
    const [one, other] = twins();
    made.commit("twins", { "one.avsc": one, "other.avsc": other });
    const twin = made.git("rev-parse", "HEAD:one.avsc").slice(0, 4);
    expect(made.git("rev-parse", "HEAD:other.avsc").slice(0, 4)).toBe(twin);
    await withRepository(made, async ({ objects }) => {
      const error = await failure(objects.readBlob(twin));
      expect(error).toMatchObject({ code: "usage", message: `\`${twin}\` may mean several objects` });
      expect(textOf(await objects.readBlob("HEAD:one.avsc"))).toBe(one);
    });
  });

  test("reads many blobs in order, next to other questions, whatever their bytes", async () => {
    const made = createRepository();
    const contents = Array.from({ length: 400 }, (_, i) => {
      return Buffer.from(Array.from({ length: i * 7 }, (_unused, k) => (i * 31 + k * 17) % 256));
    });
    made.commit("many", Object.fromEntries(contents.map((bytes, i) => [`${String(i).padStart(3, "0")}.bin`, bytes])));
    const ids = blobsOf(made);
    await withRepository(made, async ({ objects }) => {
      let i = 0;
      for await (const blob of objects.readBlobs(ids)) {
        expect(Buffer.from(blob as Uint8Array).equals(contents[i] ?? Buffer.of())).toBe(true);
        if (i % 100 === 0) expect((await objects.readCommit("HEAD"))?.parents).toEqual([]);
        i++;
      }
      expect(i).toBe(400);
    });
  });

  test("holds a bounded part of what it reads ahead, and cannot lock itself up", async () => {
    const made = createRepository();
    const large = Array.from({ length: 24 }, (_, i) => [`${i}.bin`, `${i}`.repeat(1 << 20)]);
    made.commit("large", Object.fromEntries(large));
    const ids = blobsOf(made);
    await withRepository(made, async ({ objects }) => {
      let count = 0;
      for await (const blob of objects.readBlobs(ids)) {
        expect(blob).toBeInstanceOf(Uint8Array);
        // A question in between waits behind everything that was asked for ahead.
        expect(await objects.readCommit("HEAD")).toBeDefined();
        count++;
      }
      expect(count).toBe(24);
    });
  });

  test("may be left in the middle of a list", async () => {
    const made = createRepository();
    made.commit("many", Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${i}.avsc`, `${i}\n`])));
    const ids = blobsOf(made);
    await withRepository(made, async ({ objects }) => {
      for await (const blob of objects.readBlobs(ids)) {
        expect(blob).toBeInstanceOf(Uint8Array);
        break;
      }
      expect(textOf(await objects.readBlob("HEAD:7.avsc"))).toBe("7\n");
    });
  });

  test("passes over what is too large, and reads what follows", async () => {
    const made = createRepository();
    made.commit("first", { "a.avsc": "a\n", "large.avsc": "x".repeat(300_000), "z.avsc": "z\n" });
    const ids = blobsOf(made);
    await withRepository(made, async ({ objects }) => {
      const blobs = [];
      for await (const blob of objects.readBlobs(ids, 1000)) blobs.push(textOf(blob));
      expect(blobs).toEqual(["a\n", { oversized: 300_000, limit: 1000 }, "z\n"]);
      expect(await objects.readBlob("HEAD:large.avsc", 299_999)).toEqual({ oversized: 300_000, limit: 299_999 });
      expect(await objects.readBlob("HEAD:large.avsc", 300_000)).toHaveLength(300_000);
    });
  });

  test("cannot decide about an object that should be there", async () => {
    const made = createRepository();
    made.commit("first", { "span.avsc": "one\n" });
    const gone = "1234567890".repeat(4);
    await withRepository(made, async ({ objects }) => {
      const error = await failure(objects.readBlob(gone));
      expect(error).toMatchObject({ code: "undecided", hint: "see what is broken: git fsck" });
      expect(error.message).toBe(`the object ${gone} is missing from the repository`);
      expect(await failure(objects.readBlobs([gone]).next())).toMatchObject({ code: "undecided" });
      expect(textOf(await objects.readBlob("HEAD:span.avsc"))).toBe("one\n");
    });
  });

  test("fails, and does not wait, once its child is gone", async () => {
    const made = createRepository();
    made.commit("first", { "span.avsc": "one\n" });
    await withRepository(made, async (repository) => {
      expect(await repository.objects.readCommit("HEAD")).toBeDefined();
      repository.close();
      const error = await failure(repository.objects.readCommit("HEAD"));
      expect(error).toMatchObject({ code: "undecided", message: "`git cat-file` ended with SIGTERM" });
    });
  });
});
