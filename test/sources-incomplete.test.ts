// Clones that have left something with their remote.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commitTree } from "../src/sources/commit-tree.ts";
import { commitHistory } from "../src/sources/history.ts";
import { indexTree } from "../src/sources/index-tree.ts";
import { missingIn } from "../src/sources/partial.ts";
import { workTree } from "../src/sources/work-tree.ts";
import { listing } from "./support/listing.ts";
import { createRepository, removeFolders, repositoryAt, type TestRepository } from "./support/repository.ts";
import { avro, failure, textOf, told, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

/** A repository that lets itself be cloned in part, with three versions of a schema. */
function platform(): TestRepository {
  const made = createRepository();
  made.git("config", "uploadpack.allowFilter", "true");
  made.git("config", "uploadpack.allowAnySHA1InWant", "true");
  for (const version of ["one", "two", "three"]) {
    made.commit(version, { "span.avsc": `${version} Money\n`, "usage.avsc": "{}\n" });
  }
  return made;
}

const fetchHint =
  "fetch what is missing: git rev-list --objects --missing=print HEAD | sed -n 's/^?//p' | " +
  "git fetch --no-tags --no-write-fetch-head --stdin origin";

describe("a clone without blobs", () => {
  const older = async (clone: TestRepository, path: string) =>
    withRepository(clone, async (repository) => {
      const commit = await repository.objects.readCommit("HEAD^1");
      return (await commitTree(repository, commit?.id ?? "").read([path])).map(textOf);
    });

  test("still knows what changed, and reads what it has", async () => {
    const clone = platform().clone("--filter=blob:none");
    clone.write({ "span.avsc": "edited\n" });
    await withRepository(clone, async (repository) => {
      const from = (await repository.objects.readCommit("HEAD^1"))?.id;
      expect((await workTree(repository).changesFrom(from, avro)).map(told)).toEqual(["* span.avsc disk"]);
      expect((await indexTree(repository).read(["span.avsc"])).map(textOf)).toEqual(["three Money\n"]);
      expect(await indexTree(repository).search(["Money"], avro)).toEqual(["span.avsc"]);
    });
  });

  test("cannot decide about a blob that it lacks, fetches nothing, and says how to", async () => {
    const clone = platform().clone("--filter=blob:none");
    const before = listing(join(clone.path, ".git"));
    const error = await failure(older(clone, "span.avsc"));
    expect(error).toMatchObject({ code: "undecided", hint: fetchHint });
    expect(error.message).toMatch(/^the object [0-9a-f]{40} is not in this partial clone/);
    expect(listing(join(clone.path, ".git"))).toEqual(before);
    const command = fetchHint.slice(fetchHint.indexOf(": ") + 2);
    clone.git("-c", `alias.fetch-missing=!${command}`, "fetch-missing");
    expect(await older(clone, "span.avsc")).toEqual(["two Money\n"]);
  });

  test("goes on reading after a blob that it lacks", async () => {
    const made = platform();
    const clone = made.clone("--filter=blob:none");
    const lacking = made.git("rev-parse", "HEAD^1:span.avsc");
    const present = made.git("rev-parse", "HEAD:span.avsc");
    await withRepository(clone, async ({ objects }) => {
      const answers = await Promise.allSettled([
        objects.readBlob(present),
        objects.readBlob(lacking),
        objects.readBlob(present),
        objects.readCommit("1234567890".repeat(4)),
        objects.readCommit("HEAD"),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "fulfilled",
        "fulfilled",
        "fulfilled",
      ]);
      const [first, , third, none, head] = answers.map((answer) =>
        answer.status === "fulfilled" ? answer.value : undefined,
      );
      expect([first, third].map((blob) => textOf(blob as Uint8Array))).toEqual(["three Money\n", "three Money\n"]);
      expect(none).toBeUndefined();
      expect(head).toMatchObject({ id: made.git("rev-parse", "HEAD") });
      expect(
        await failure(
          objects
            .readBlobs([present, lacking])
            .next()
            .then(() => objects.readBlob(lacking)),
        ),
      ).toMatchObject({ code: "undecided" });
    });
  });

  test("does not take a gap for a file that is absent, nor for one without a needle", async () => {
    const clone = platform().clone("--filter=blob:none");
    expect(await failure(withRepository(clone, ({ objects }) => objects.readBlob("HEAD^1:span.avsc")))).toMatchObject({
      code: "undecided",
      hint: fetchHint,
    });
    expect(await withRepository(clone, ({ objects }) => objects.readBlob("HEAD^1:gone.avsc"))).toBeUndefined();
    const search = withRepository(clone, async (repository) => {
      const commit = await repository.objects.readCommit("HEAD^1");
      return commitTree(repository, commit?.id ?? "").search(["Money"], avro);
    });
    expect(await failure(search)).toMatchObject({ code: "undecided", hint: fetchHint });
  });

  test("names the remote that it was cloned from", async () => {
    const clone = platform().clone("--filter=blob:none", "--origin=company");
    const error = await failure(withRepository(clone, ({ objects }) => objects.readBlob("HEAD^1:span.avsc")));
    expect(error.hint).toMatch(/--stdin company$/);
  });
});

describe("a clone without trees", () => {
  test("cannot decide about the commits whose trees it lacks", async () => {
    const clone = platform().clone("--filter=tree:0");
    const read = withRepository(clone, async (repository) => {
      const commit = await repository.objects.readCommit("HEAD^1");
      return commitTree(repository, commit?.id ?? "").list(avro);
    });
    expect(await failure(read)).toMatchObject({ code: "undecided", hint: fetchHint });
  });
});

describe("a shallow clone", () => {
  test("knows what it is, and the parents that it lacks", async () => {
    const made = platform();
    const clone = made.clone("--depth=1");
    await withRepository(clone, async ({ isShallow, objects }) => {
      expect(isShallow).toBe(true);
      const parent = made.git("rev-parse", "HEAD^1");
      expect((await objects.readCommit("HEAD"))?.parents).toEqual([parent]);
      expect(await objects.readCommit("HEAD^1")).toBeUndefined();
      expect(await objects.readCommit(parent)).toBeUndefined();
    });
  });

  test("cannot decide about versions before its end, but about those of a younger file", async () => {
    const made = platform();
    made.commit("young", { "young.avsc": "{}\n", "usage.avsc": null });
    const clone = made.clone("--depth=2");
    await withRepository(clone, async (repository) => {
      const history = await commitHistory(repository, repository.head ?? "", avro);
      expect(history.length).toBe(2);
      expect(history.truncation("young.avsc")).toBeUndefined();
      expect(history.truncation("never.avsc")).toBeUndefined();
      for (const path of ["span.avsc", "usage.avsc"]) {
        const error = history.truncation(path);
        expect(error).toMatchObject({ code: "undecided", file: path });
        expect(error?.hint).toBe("fetch the whole history: git fetch --unshallow origin");
      }
    });
    clone.git("fetch", "--quiet", "--unshallow", "origin");
    await withRepository(clone, async (repository) => {
      const history = await commitHistory(repository, repository.head ?? "", avro);
      expect(history.length).toBe(4);
      expect(history.truncation("span.avsc")).toBeUndefined();
    });
  });
});

test("a repository that has lost an object cannot be decided", async () => {
  const made = createRepository();
  made.commit("first", { "span.avsc": "one\n" });
  const id = made.git("rev-parse", "HEAD:span.avsc");
  rmSync(join(made.path, ".git/objects", id.slice(0, 2), id.slice(2)));
  const broken = repositoryAt(made.path);
  const read = withRepository(broken, async (repository) => {
    const tree = commitTree(repository, repository.head ?? "");
    await tree.list(avro);
    return tree.read(["span.avsc"]);
  });
  expect(await failure(read)).toMatchObject({
    code: "undecided",
    message: `the object ${id} is missing from the repository`,
  });
  const search = withRepository(broken, (repository) =>
    commitTree(repository, repository.head ?? "").search(["one"], avro),
  );
  expect((await failure(search)).message).toMatch(new RegExp(`^\`git grep\` ended .*${id}`));
});

test("git tells which object it may not fetch, in the words of any version", () => {
  const id = "394557c2606a4fd82635d81c81a3fe84323f8e71";
  expect(missingIn(`fatal: could not fetch ${id} from promisor remote\n`)).toBe(id);
  // Git 2.30, of a blob and of a tree.
  expect(missingIn(`fatal: transport 'file' not allowed\nerror: 'HEAD:a.avsc': unable to read ${id}\n`)).toBe(id);
  expect(missingIn(`fatal: transport 'https' not allowed\nfatal: unable to read tree ${id}\n`)).toBe(id);
  // An object that nobody promised is lost: fetching would not bring it.
  expect(missingIn(`fatal: unable to read tree ${id}\n`)).toBeUndefined();
});
