import picomatch from "picomatch";
import { afterAll, describe, expect, test } from "vitest";
import { compareVersions, readVersions } from "../src/sources/semver.ts";
import { reachableTags } from "../src/sources/tags.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { failure, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

const tagsOf = (made: TestRepository, glob: string) =>
  withRepository(made, (repository) => reachableTags(repository, picomatch(glob, { dot: true }), glob));
const namesOf = async (made: TestRepository, glob: string) => (await tagsOf(made, glob)).map(({ name }) => name);

describe("tags", () => {
  test("are those that HEAD reaches and the glob matches, annotated ones peeled", async () => {
    const made = createRepository();
    const a = made.commit("a");
    made.tag("v1.0.0", { message: "annotated" });
    made.tag("v1.0.1-inner", { message: "a tag of a tag", at: "v1.0.0" });
    const b = made.commit("b");
    made.tag("v1.1.0");
    made.tag("deployed");
    made.git("tag", "v9.0.0-tree", "HEAD^{tree}");
    made.branch("costs", a);
    made.commit("c");
    made.tag("v2.0.0");
    made.git("checkout", "--quiet", "main");
    expect(await tagsOf(made, "v*")).toEqual([
      { name: "v1.0.0", commit: a },
      { name: "v1.0.1-inner", commit: a },
      { name: "v1.1.0", commit: b },
    ]);
    expect(await namesOf(made, "release-*")).toEqual([]);
  });

  test("that are all versions stand in their order, whatever the commits' order is", async () => {
    const made = createRepository();
    const order = ["v1.10.0", "v1.9.0", "v1.9.0-rc.10", "v1.9.0-rc.2", "2.0.0-alpha", "v1.9.0-rc"];
    for (const name of order) {
      made.commit(name);
      made.tag(name);
    }
    const sorted = ["v1.9.0-rc", "v1.9.0-rc.2", "v1.9.0-rc.10", "v1.9.0", "v1.10.0", "2.0.0-alpha"];
    expect(await namesOf(made, "*")).toEqual(sorted);
  });

  test("that are versions of one component stand in their order too", async () => {
    const made = createRepository();
    for (const name of ["schemas/v1.10.0", "schemas/v1.2.3", "billing/v3.0.0"]) {
      made.commit(name);
      made.tag(name);
    }
    expect(await namesOf(made, "schemas/v*")).toEqual(["schemas/v1.2.3", "schemas/v1.10.0"]);
    // Versions of two components have no order among each other.
    expect(await namesOf(made, "**")).toEqual(["schemas/v1.10.0", "schemas/v1.2.3", "billing/v3.0.0"]);
  });

  test("of equal versions stand as HEAD's line took them in", async () => {
    const made = createRepository();
    for (const name of ["v1.0.0+b", "v1.0.0+a", "v0.9.0"]) {
      made.commit(name);
      made.tag(name);
    }
    expect(await namesOf(made, "v*")).toEqual(["v0.9.0", "v1.0.0+b", "v1.0.0+a"]);
  });

  test("that are not all versions stand as HEAD's first-parent line took them in", async () => {
    const made = createRepository();
    made.commit("a");
    made.tag("zero");
    made.branch("costs");
    made.commit("b");
    made.branch("tokens");
    made.commit("c");
    made.tag("deep-older");
    made.commit("d");
    made.tag("deep");
    made.git("checkout", "--quiet", "costs");
    made.merge("tokens");
    made.tag("side");
    made.git("checkout", "--quiet", "main");
    made.commit("e");
    made.tag("before-the-merge");
    made.merge("costs");
    made.tag("the-merge");
    made.commit("f");
    made.tag("v1.0.0");
    expect(await namesOf(made, "*")).toEqual([
      "zero",
      "before-the-merge",
      "deep-older",
      "deep",
      "side",
      "the-merge",
      "v1.0.0",
    ]);
  });

  test("on an unborn branch there are none", async () => {
    expect(await namesOf(createRepository(), "*")).toEqual([]);
  });

  test("cannot be decided where a shallow clone may hide that HEAD reaches them", async () => {
    const made = createRepository();
    made.commit("a");
    made.tag("v1.0.0");
    made.commit("b");
    made.tag("v1.1.0");
    const clone = made.clone("--depth=1", "--no-single-branch");
    const hint = "fetch them: git fetch --unshallow --tags origin";
    expect(await failure(namesOf(clone, "v2.*"))).toMatchObject({ code: "undecided", hint });
    expect(await namesOf(clone, "v1.1.*")).toEqual(["v1.1.0"]);
    clone.git("fetch", "--quiet", "--depth=1", "origin", "+refs/tags/v1.0.0:refs/tags/v1.0.0");
    expect(await failure(namesOf(clone, "v*"))).toMatchObject({ code: "undecided", hint });
    clone.git("fetch", "--quiet", "--unshallow", "--tags", "origin");
    expect(await namesOf(clone, "v*")).toEqual(["v1.0.0", "v1.1.0"]);
  });

  test("cannot be decided in a clone that was made without any", async () => {
    const made = createRepository();
    made.commit("a");
    made.tag("v1.0.0");
    const clone = made.clone("--no-tags");
    const error = await failure(namesOf(clone, "v*"));
    expect(error).toMatchObject({ code: "undecided", hint: "fetch them: git fetch --tags origin" });
    clone.git("fetch", "--quiet", "--tags", "origin");
    expect(await namesOf(clone, "v*")).toEqual(["v1.0.0"]);
    expect(await namesOf(clone, "w*")).toEqual([]);
  });
});

describe("semantic versions", () => {
  // The order that section 11 of the specification gives as its example.
  const ordered = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.10",
    "1.2.0",
    "1.10.0",
    "2.0.0",
    "99999999999999999999.0.0",
    "100000000000000000000.0.0",
  ];

  test("come in the specification's order", () => {
    const versions = readVersions(ordered) ?? [];
    expect(versions).toHaveLength(ordered.length);
    for (const [i, a] of versions.entries())
      for (const [k, b] of versions.entries()) expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - k));
  });

  test.each([
    [["v1.0.0", "1.1.0"]],
    [["schemas/v1.0.0", "schemas/1.1.0-rc.1+build.5"]],
    [["release-1.0.0"]],
    [["1.0.0--", "1.0.0-0a.x-y-z"]],
    [[]],
  ])("are %j", (names) => {
    expect(readVersions(names)).toHaveLength(names.length);
  });

  test.each([
    [["1.0"]],
    [["v1"]],
    [["1.0.0", "next"]],
    [["01.0.0"]],
    [["1.0.0-01"]],
    [["1.0.0-"]],
    [["1.0.0.0"]],
    [["2026.11.22.1"]],
    [["a/1.0.0", "b/1.0.0"]],
    [["1.0.0 "]],
  ])("are not %j", (names) => {
    expect(readVersions(names)).toBeUndefined();
  });
});
