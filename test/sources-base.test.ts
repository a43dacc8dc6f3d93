import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { afterAll, describe, expect, test } from "vitest";
import { type Baseline, type BaselineRequest, chooseBaselines } from "../src/sources/base.ts";
import type { Env } from "../src/sources/git.ts";
import { indexTree, isClean } from "../src/sources/index-tree.ts";
import { workTree } from "../src/sources/work-tree.ts";
import { createRepository, removeFolders, type TestRepository, temporaryFolder } from "./support/repository.ts";
import { avro, failure, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

interface Asked {
  readonly against?: readonly string[];
  readonly configured?: readonly string[];
  readonly env?: Env;
  readonly staged?: boolean;
  readonly cwd?: string;
}

/** The baselines of a real run. */
function choose(
  made: TestRepository,
  { staged = false, env = {}, ...asked }: Asked = {},
): Promise<readonly Baseline[]> {
  return withRepository(
    made,
    (repository) => {
      const tree = staged ? indexTree(repository) : workTree(repository);
      const request: BaselineRequest = {
        cwd: made.path,
        ...asked,
        env: repository.env,
        isClean: () => isClean(repository, tree, avro),
        matcher: (glob) => picomatch(glob, { dot: true }),
      };
      return chooseBaselines(repository, request);
    },
    env,
  );
}

/** The only one: its rule, and the commits by the names that a test gave them. */
async function chosen(made: TestRepository, names: Readonly<Record<string, string>>, asked: Asked = {}) {
  const [baseline, ...others] = await choose(made, asked);
  expect(others).toEqual([]);
  const nameOf = (id: string): string => Object.entries(names).find(([, commit]) => commit === id)?.[0] ?? id;
  return [baseline?.rule, ...(baseline?.commits ?? []).map(nameOf)];
}

/** The event that GitHub describes to a job. */
function event(payload: unknown): string {
  const path = join(temporaryFolder(), "event.json");
  writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
  return path;
}

const span = (version: number) => ({ "span.avsc": `{"version": ${version}}\n` });

/** main: a, b; the branch `costs` leaves it at a with c; costs is checked out. */
function forked() {
  const made = createRepository();
  const a = made.commit("a", span(1));
  const b = made.commit("b", span(2));
  made.branch("costs", a);
  const c = made.commit("c", { "usage.avsc": "{}\n" });
  return { made, a, b, c };
}

/** main: a, b, checked out. */
function straight() {
  const made = createRepository();
  const a = made.commit("a", span(1));
  const b = made.commit("b", span(2));
  return { made, a, b };
}

describe("on a branch", () => {
  test("the baseline is where the branch left main, not what main has become", async () => {
    const { made, ...names } = forked();
    expect(await chosen(made, names)).toEqual(["the merge-base of HEAD and main", "a"]);
    const [baseline] = await choose(made);
    expect(baseline).toMatchObject({ kind: "commit", name: "merge-base", label: `main@${names.a.slice(0, 7)}` });
  });

  test("it is the same with and without --staged, clean, staged or edited", async () => {
    const { made, ...names } = forked();
    const both = async () => [await choose(made), await choose(made, { staged: true })];
    const [clean, cleanStaged] = await both();
    expect(cleanStaged).toEqual(clean);
    made.write(span(3));
    expect(await both()).toEqual([clean, clean]);
    made.git("add", "--all");
    expect(await both()).toEqual([clean, clean]);
    expect(clean?.[0]?.commits).toEqual([names.a]);
  });

  test("a detached HEAD is as any commit", async () => {
    const { made, ...names } = forked();
    made.git("checkout", "--quiet", "--detach");
    expect(await chosen(made, names)).toEqual(["the merge-base of HEAD and main", "a"]);
  });

  test("master will do where there is no main", async () => {
    const { made, ...names } = forked();
    made.git("branch", "-m", "main", "master");
    expect(await chosen(made, names)).toEqual(["the merge-base of HEAD and master", "a"]);
  });

  test("histories that cross have two merge-bases, and both count", async () => {
    const { made, a, b, c } = forked();
    const costs = made.git("rev-parse", "costs");
    made.merge("main");
    made.git("checkout", "--quiet", "main");
    made.merge(costs);
    made.git("checkout", "--quiet", "costs");
    const [rule, ...commits] = await chosen(made, { a, b, c });
    expect(rule).toBe("the merge-base of HEAD and main: there are 2");
    expect(commits.sort()).toEqual(["b", "c"]);
  });

  test("a branch behind main is checked against what its last commit changed", async () => {
    const { made, a, b } = straight();
    made.commit("c", span(3));
    made.branch("late", b);
    const expected = ["HEAD^1, as HEAD is in main and nothing is changed", "a"];
    expect(await chosen(made, { a, b })).toEqual(expected);
  });

  test("without a commit in common there is no answer", async () => {
    const { made } = straight();
    made.git("checkout", "--quiet", "--orphan", "other");
    made.commit("other", span(9));
    const error = await failure(choose(made));
    expect(error).toMatchObject({ code: "undecided", message: "HEAD and main have no commit in common" });
    expect(error.hint).toContain("--against");
  });
});

describe("on main itself", () => {
  test("an edit is held against HEAD", async () => {
    const { made, ...names } = straight();
    made.write(span(3));
    expect(await chosen(made, names)).toEqual(["the merge-base of HEAD and main, which is HEAD itself", "b"]);
  });

  test("anything staged is a commit on top of HEAD", async () => {
    const { made, ...names } = straight();
    made.write({ "README.md": "an LLM platform" });
    made.git("add", "--all");
    const expected = ["the merge-base of HEAD and main, which is HEAD itself", "b"];
    expect(await chosen(made, names, { staged: true })).toEqual(expected);
    expect(await chosen(made, names)).toEqual(expected);
  });

  test("nothing changed is held against what was there before", async () => {
    const { made, ...names } = straight();
    const expected = ["HEAD^1, as HEAD is in main and nothing is changed", "a"];
    expect(await chosen(made, names)).toEqual(expected);
    expect(await chosen(made, names, { staged: true })).toEqual(expected);
    made.write({ "package-lock.json": "rewritten by the job" });
    expect(await chosen(made, names)).toEqual(expected);
  });

  test("the commit that a hook saw is held against the same commit afterwards", async () => {
    const { made, ...names } = straight();
    made.write(span(3));
    made.git("add", "--all");
    const [, before] = await chosen(made, names, { staged: true });
    made.commit("c");
    const [, after] = await chosen(made, names);
    expect([before, after]).toEqual(["b", "b"]);
  });

  test("of a merge the first parent counts", async () => {
    const { made, ...names } = forked();
    made.git("checkout", "--quiet", "main");
    made.merge("costs");
    expect(await chosen(made, names)).toEqual(["HEAD^1, as HEAD is in main and nothing is changed", "b"]);
  });

  test("before the first commit there is nothing, and everything is new", async () => {
    const made = createRepository();
    const first = made.commit("a", span(1));
    const [baseline] = await choose(made);
    expect(baseline).toMatchObject({
      kind: "empty",
      commits: [],
      rule: "HEAD is the first commit, so every subject is new",
    });
    made.write(span(2));
    expect(await chosen(made, { first })).toEqual(["the merge-base of HEAD and main, which is HEAD itself", "first"]);
  });

  test("on an unborn branch everything is new", async () => {
    const made = createRepository();
    made.write(span(1));
    const [baseline] = await choose(made);
    expect(baseline).toMatchObject({ kind: "empty", rule: "HEAD has no commit yet, so every subject is new" });
  });

  test("without a main branch anywhere HEAD stands in for it", async () => {
    const { made, ...names } = straight();
    made.git("branch", "-m", "main", "trunk");
    expect(await chosen(made, names)).toEqual(["HEAD^1, as there is no main branch and nothing is changed", "a"]);
    made.write(span(3));
    expect(await chosen(made, names)).toEqual(["HEAD, as there is no main branch", "b"]);
  });
});

describe("a remote's branch comes before the local one", () => {
  test("so that commits not yet pushed are part of the change", async () => {
    const { made, ...names } = straight();
    const clone = made.clone();
    clone.commit("c", span(3));
    clone.commit("d", span(4));
    expect(await chosen(clone, names)).toEqual(["the merge-base of HEAD and origin/main", "b"]);
  });

  test("its HEAD first, by the name of the branch that it points to", async () => {
    const { made, a } = straight();
    made.git("branch", "stable", a);
    const clone = made.clone();
    clone.git("remote", "set-head", "origin", "stable");
    expect(await chosen(clone, { a })).toEqual(["the merge-base of HEAD and origin/stable", "a"]);
    clone.git("remote", "set-head", "origin", "--delete");
    expect((await chosen(clone, { a }))[0]).toBe("HEAD^1, as HEAD is in origin/main and nothing is changed");
  });

  test("of several remotes the current branch's counts before origin, and `upstream` before both", async () => {
    const { made, a, b } = straight();
    const clone = made.clone();
    const c = clone.commit("c", span(3));
    const work = clone.commit("d", span(4));
    for (const [remote, commit] of [
      ["origin", a],
      ["company", b],
      ["upstream", c],
    ] as const) {
      clone.git("config", `remote.${remote}.url`, `file://${made.path}`);
      clone.git("config", `remote.${remote}.fetch`, `+refs/heads/*:refs/remotes/${remote}/*`);
      clone.git("update-ref", `refs/remotes/${remote}/main`, commit);
    }
    clone.git("branch", "--quiet", "--set-upstream-to=company/main");
    const names = { a, b, c, work };
    expect(await chosen(clone, names)).toEqual(["the merge-base of HEAD and upstream/main", "c"]);
    clone.git("update-ref", "-d", "refs/remotes/upstream/main");
    expect(await chosen(clone, names)).toEqual(["the merge-base of HEAD and company/main", "b"]);
    clone.git("branch", "--quiet", "--unset-upstream");
    expect(await chosen(clone, names)).toEqual(["the merge-base of HEAD and origin/main", "a"]);
  });

  test("whatever the only remote is called", async () => {
    const { made, ...names } = straight();
    const clone = made.clone("--origin=company");
    clone.git("checkout", "--quiet", "--detach");
    clone.git("branch", "--quiet", "-D", "main");
    clone.commit("c", span(3));
    expect(await chosen(clone, names)).toEqual(["the merge-base of HEAD and company/main", "b"]);
  });
});

describe("while a merge is in progress", () => {
  test("what is merged in is no part of the change", async () => {
    const { made, ...names } = forked();
    made.git("merge", "--quiet", "--no-commit", "--no-ff", "main");
    for (const staged of [false, true])
      expect(await chosen(made, names, { staged })).toEqual(["the merge-base of HEAD, MERGE_HEAD and main", "b"]);
    made.git("commit", "--quiet", "-m", "merge");
    expect(await chosen(made, names)).toEqual(["the merge-base of HEAD and main", "b"]);
  });

  test("every one of several merge-bases counts", async () => {
    const { made, a, b, c } = forked();
    made.git("checkout", "--quiet", "main");
    made.merge("costs");
    made.branch("tokens", b);
    const d = made.commit("d", { "tokens.avsc": "{}\n" });
    made.git("merge", "--quiet", "--no-commit", "--no-ff", c);
    const [rule, ...commits] = await chosen(made, { a, b, c, d });
    expect(rule).toBe("the merge-base of HEAD, MERGE_HEAD and main: there are 2");
    expect(commits.sort()).toEqual(["b", "c"]);
  });

  test("on main the merged branch is held against HEAD", async () => {
    const { made, ...names } = forked();
    made.git("checkout", "--quiet", "main");
    made.git("merge", "--quiet", "--no-commit", "--no-ff", "costs");
    const expected = ["the merge-base of HEAD, MERGE_HEAD and main, which is HEAD itself", "b"];
    expect(await chosen(made, names, { staged: true })).toEqual(expected);
  });

  test("in the hook of `git merge`, which names the commit in its environment only", async () => {
    const { made, ...names } = forked();
    made.write({ ".git/hooks/pre-merge-commit": "#!/bin/sh\nenv | grep ^GITHEAD_ > .git/seen\n" });
    chmodSync(join(made.path, ".git/hooks/pre-merge-commit"), 0o755);
    const head = made.git("rev-parse", "HEAD");
    made.git("merge", "--quiet", "--no-ff", "-m", "merge", "main");
    const [name = "", value = ""] = readFileSync(join(made.path, ".git/seen"), "utf8").trim().split("=");
    made.git("reset", "--quiet", "--soft", head);
    const expected = ["the merge-base of HEAD, MERGE_HEAD and main", "b"];
    expect(await chosen(made, names, { staged: true, env: { [name]: value } })).toEqual(expected);
  });

  test("in a linked work tree only its own merge counts", async () => {
    const { made, ...names } = forked();
    const linked = made.worktree("tokens");
    made.git("merge", "--quiet", "--no-commit", "--no-ff", "main");
    expect(await chosen(linked, names)).toEqual(["the merge-base of HEAD and main", "a"]);
  });
});

describe("what was asked for", () => {
  test("comes before everything, several as rows of their own", async () => {
    const { made, a, b, c } = forked();
    made.tag("v1.0.0", { at: a });
    made.write({ "before/span.avsc": "{}" });
    const baselines = await choose(made, {
      against: ["main", "HEAD", "tags:v*", "dir:before", "main", a.slice(0, 9)],
      configured: ["no-such-ref"],
    });
    expect(baselines.map(({ name, kind, rule, commits }) => [name, kind, rule, ...commits])).toEqual([
      ["main", "commit", "the merge-base of HEAD and main", a],
      ["HEAD", "commit", "HEAD", c],
      ["tags:v*", "tags", "the tag of `v*` that HEAD can reach", a],
      ["dir:before", "directory", "the directory before"],
      [a.slice(0, 9), "commit", `the merge-base of HEAD and ${a.slice(0, 9)}`, a],
    ]);
    expect(b).not.toBe(a);
  });

  test("as tags that nothing matches is a first release, and said so", async () => {
    const { made } = straight();
    const [baseline] = await choose(made, { against: ["tags:v*"] });
    const notice = "no tag that HEAD can reach matches `v*`, so every subject is new";
    expect(baseline).toMatchObject({ kind: "empty", name: "tags:v*", rule: notice, notice, commits: [] });
  });

  test("in the configuration comes before the rules", async () => {
    const { made, a, ...names } = forked();
    made.branch("next");
    made.commit("d", span(4));
    expect(await chosen(made, { a, ...names }, { configured: ["costs"] })).toEqual([
      "the merge-base of HEAD and costs",
      "c",
    ]);
    expect(await chosen(made, { a, ...names }, { configured: ["merge-base"] })).toEqual([
      "the merge-base of HEAD and main",
      "a",
    ]);
    expect(await choose(made, { configured: ["merge-base", "costs"] })).toHaveLength(2);
  });

  test("as a branch that stands at HEAD means what came last; as HEAD it means HEAD", async () => {
    const { made, ...names } = straight();
    expect(await chosen(made, names, { against: ["main"] })).toEqual([
      "HEAD^1, as HEAD is in main and nothing is changed",
      "a",
    ]);
    expect(await chosen(made, names, { against: ["HEAD"] })).toEqual(["HEAD", "b"]);
    expect(await chosen(made, names, { against: ["HEAD~1"] })).toEqual(["the merge-base of HEAD and HEAD~1", "a"]);
  });

  test("as a directory is relative to where one stands, or to the root for the configuration", async () => {
    const { made } = straight();
    mkdirSync(join(made.path, "schemas/before"), { recursive: true });
    const cwd = join(made.path, "schemas");
    const [option] = await choose(made, { against: ["dir:before"], cwd });
    expect(option).toMatchObject({ kind: "directory", path: join(cwd, "before"), label: "dir:before" });
    const [configured] = await choose(made, { configured: ["dir:schemas/before"], cwd });
    expect(configured).toMatchObject({ kind: "directory", path: join(cwd, "before") });
    expect(await failure(choose(made, { configured: ["dir:before"], cwd }))).toMatchObject({ code: "usage" });
  });

  test("on an unborn branch is taken as it is", async () => {
    const { made, ...names } = straight();
    made.git("checkout", "--quiet", "--orphan", "fresh");
    expect(await chosen(made, names, { against: ["main"] })).toEqual(["main itself, as HEAD has no commit", "b"]);
  });

  test.each([
    ["no-such-ref", "there is no ref or commit `no-such-ref`"],
    ["--upload-pack=x", "`--upload-pack=x` is no revision"],
    ["-", "`-` is no revision"],
    ["main\nmain", "`main\nmain` is no revision"],
    ["HEAD:span.avsc", "there is no ref or commit `HEAD:span.avsc`"],
    ["a..b", "there is no ref or commit `a..b`"],
    ["dir:gone", "there is no directory `gone` to compare with"],
    ["dir:", "`dir:` says nothing to compare with"],
    ["tags:", "`tags:` says nothing to compare with"],
  ])("as %j is a wrong use", async (name, message) => {
    const { made } = straight();
    expect(await failure(choose(made, { against: [name] }))).toMatchObject({ code: "usage", message });
  });

  test("as a remote's branch that was not fetched comes with the fetch", async () => {
    const { made } = straight();
    const clone = made.clone();
    const error = await failure(choose(clone, { against: ["origin/release"] }));
    expect(error).toMatchObject({ code: "usage", message: "there is no ref or commit `origin/release`" });
    expect(error.hint).toBe("fetch it: git fetch --no-tags origin +refs/heads/release:refs/remotes/origin/release");
  });

  test("as a commit that is not here cannot be decided", async () => {
    const { made } = straight();
    const gone = "1234567890".repeat(4);
    const error = await failure(choose(made, { against: [gone] }));
    expect(error).toMatchObject({ code: "undecided", hint: `fetch it: git fetch --no-tags origin ${gone}` });
  });
});

describe("in CI, on a pull request", () => {
  const variables: readonly Env[] = [
    { GITHUB_BASE_REF: "release" },
    { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "release" },
    { SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/release" },
    { BITBUCKET_PR_DESTINATION_BRANCH: "release" },
    { CHANGE_TARGET: "release" },
    { BUILDKITE_PULL_REQUEST_BASE_BRANCH: "release" },
    { TRAVIS_BRANCH: "release", TRAVIS_PULL_REQUEST: "7" },
    { DRONE_TARGET_BRANCH: "release", DRONE_BUILD_EVENT: "pull_request" },
    { CI_COMMIT_TARGET_BRANCH: "release" },
    { CIRRUS_BASE_BRANCH: "release" },
    { APPVEYOR_REPO_BRANCH: "release", APPVEYOR_PULL_REQUEST_NUMBER: "7" },
    { SEMAPHORE_GIT_BRANCH: "release", SEMAPHORE_GIT_REF_TYPE: "pull-request" },
    { CODEBUILD_WEBHOOK_BASE_REF: "refs/heads/release", CODEBUILD_WEBHOOK_EVENT: "PULL_REQUEST_UPDATED" },
  ];

  test("the target branch is the base, the remote's before the local one", async () => {
    const { made, a, c } = forked();
    made.git("branch", "release", a);
    for (const env of variables)
      expect(await chosen(made, { a, c }, { env })).toEqual(["the merge-base of HEAD and release", "a"]);
    made.git("update-ref", "refs/remotes/origin/release", a);
    expect(await chosen(made, { a, c }, { env: variables[0] ?? {} })).toEqual([
      "the merge-base of HEAD and origin/release",
      "a",
    ]);
  });

  test("and no base where the variable is about another kind of run", async () => {
    const { made, a } = forked();
    made.git("branch", "release", a);
    const pushes: readonly Env[] = [
      { GITHUB_BASE_REF: "" },
      { TRAVIS_BRANCH: "release", TRAVIS_PULL_REQUEST: "false" },
      { DRONE_TARGET_BRANCH: "release", DRONE_BUILD_EVENT: "push" },
      { APPVEYOR_REPO_BRANCH: "release" },
      { SEMAPHORE_GIT_BRANCH: "release", SEMAPHORE_GIT_REF_TYPE: "branch" },
      { CODEBUILD_WEBHOOK_BASE_REF: "refs/heads/release", CODEBUILD_WEBHOOK_EVENT: "PUSH" },
    ];
    for (const env of pushes)
      expect(await chosen(made, { a }, { env })).toEqual(["the merge-base of HEAD and main", "a"]);
  });

  test("a target branch that is not here cannot be decided, and comes with the fetch", async () => {
    const { made } = forked();
    const clone = made.clone();
    const error = await failure(choose(clone, { env: { GITHUB_BASE_REF: "release" } }));
    expect(error).toMatchObject({
      code: "undecided",
      message: "the target branch `release` (GITHUB_BASE_REF) is not in this clone",
      hint: "fetch it: git fetch --no-tags origin +refs/heads/release:refs/remotes/origin/release",
    });
  });

  test("the fetch of a shallow clone brings the history too, and does what it says", async () => {
    const { made, a } = forked();
    const clone = made.clone("--depth=1", "--branch=costs");
    const env = { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" };
    const error = await failure(choose(clone, { env }));
    expect(error.hint).toBe(
      "fetch it: git fetch --no-tags --unshallow origin +refs/heads/main:refs/remotes/origin/main",
    );
    clone.git(...(error.hint ?? "").replace("fetch it: git ", "").split(" "), "--quiet");
    expect(await chosen(clone, { a }, { env })).toEqual(["the merge-base of HEAD and origin/main", "a"]);
  });

  test("GitLab's own merge-base stands in for a target branch that was not fetched", async () => {
    const { made, a } = forked();
    made.git("branch", "-m", "main", "elsewhere");
    const env = { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_DIFF_BASE_SHA: a };
    expect(await chosen(made, { a }, { env })).toEqual(["the merge-base of HEAD and main", "a"]);
  });

  test("of the merge commit that CI made the first parent counts", async () => {
    const { made, a, b, c } = forked();
    made.git("checkout", "--quiet", "--detach", "main");
    const merge = made.merge("costs");
    made.git("update-ref", "refs/heads/main", a);
    const expected = ["HEAD^1, as HEAD is the merge commit of a pull request", "b"];
    const runs: readonly Env[] = [
      { GITHUB_EVENT_NAME: "pull_request", GITHUB_BASE_REF: "main", GITHUB_SHA: merge },
      { GITHUB_EVENT_NAME: "pull_request", GITHUB_BASE_REF: "main" },
      { GITHUB_REF: "refs/pull/7/merge", GITHUB_BASE_REF: "main", GITHUB_SHA: merge },
      {
        CI_MERGE_REQUEST_EVENT_TYPE: "merged_result",
        CI_COMMIT_SHA: merge,
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
      },
      { CI_MERGE_REQUEST_EVENT_TYPE: "merge_train", CI_COMMIT_SHA: merge, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" },
      { BUILD_SOURCEBRANCH: "refs/pull/7/merge", BUILD_SOURCEVERSION: merge, SYSTEM_PULLREQUEST_TARGETBRANCH: "main" },
    ];
    for (const env of runs) expect(await chosen(made, { a, b, c }, { env })).toEqual(expected);
  });

  test("but a pull request's own head may be a merge too", async () => {
    const { made, a, b, c } = forked();
    const merge = made.merge("main");
    const env = { GITHUB_EVENT_NAME: "pull_request", GITHUB_BASE_REF: "main", GITHUB_SHA: "1".repeat(40) };
    expect(await chosen(made, { a, b, c, merge }, { env })).toEqual(["the merge-base of HEAD and main", "b"]);
  });

  test("a merge commit whose parent was not fetched cannot be decided, and the fetch helps", async () => {
    const { made, b } = forked();
    made.git("config", "uploadpack.allowAnySHA1InWant", "true");
    made.git("checkout", "--quiet", "main");
    made.merge("costs");
    const clone = made.clone("--depth=1");
    const env = { GITHUB_EVENT_NAME: "pull_request", GITHUB_BASE_REF: "main" };
    const error = await failure(choose(clone, { env }));
    expect(error).toMatchObject({ code: "undecided", hint: `fetch it: git fetch --no-tags --depth=1 origin ${b}` });
    clone.git(...(error.hint ?? "").replace("fetch it: git ", "").split(" "), "--quiet");
    expect(await chosen(clone, { b }, { env })).toEqual(["HEAD^1, as HEAD is the merge commit of a pull request", "b"]);
  });
});

describe("in CI, on a push", () => {
  const cases = (before: string): readonly Env[] => [
    { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: event({ before }) },
    { CI_COMMIT_BEFORE_SHA: before },
    { DRONE_COMMIT_BEFORE: before },
  ];

  test("what the push brought is held against where the branch was before", async () => {
    const { made, a, b } = straight();
    made.commit("c", span(3));
    for (const env of cases(a))
      expect(await chosen(made, { a, b }, { env })).toEqual([
        "where the branch was before this push, as HEAD is in main",
        "a",
      ]);
  });

  test("a branch that is new has no before", async () => {
    const { made, a } = straight();
    for (const env of cases("0".repeat(40)))
      expect(await chosen(made, { a }, { env })).toEqual(["HEAD^1, as HEAD is in main and nothing is changed", "a"]);
  });

  test("a push to a branch other than main is held against the merge-base", async () => {
    const { made, a, b } = forked();
    for (const env of cases(b))
      expect(await chosen(made, { a, b }, { env })).toEqual(["the merge-base of HEAD and main", "a"]);
  });

  test("a before that is HEAD says nothing", async () => {
    const { made, a, b } = straight();
    for (const env of cases(b))
      expect(await chosen(made, { a, b }, { env })).toEqual(["HEAD^1, as HEAD is in main and nothing is changed", "a"]);
  });

  test("a before that was not fetched cannot be decided, and the fetch helps", async () => {
    const { made, a } = straight();
    made.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const clone = made.clone("--depth=1");
    const env = { CI_COMMIT_BEFORE_SHA: a };
    const error = await failure(choose(clone, { env }));
    expect(error).toMatchObject({ code: "undecided", hint: `fetch it: git fetch --no-tags --depth=1 origin ${a}` });
    clone.git(...(error.hint ?? "").replace("fetch it: git ", "").split(" "), "--quiet");
    expect((await chosen(clone, { a }, { env }))[1]).toBe("a");
  });

  test("nor can the parent in a clone of one commit", async () => {
    const { made, a } = straight();
    const clone = made.clone("--depth=1");
    const error = await failure(choose(clone));
    expect(error).toMatchObject({ code: "undecided", message: `the commit ${a} to compare with is not in this clone` });
  });

  test("an event that cannot be read cannot be decided", async () => {
    const { made } = straight();
    for (const path of [join(temporaryFolder(), "gone.json"), event("{")]) {
      const error = await failure(choose(made, { env: { GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: path } }));
      expect(error).toMatchObject({ code: "undecided", message: expect.stringContaining("GITHUB_EVENT_PATH") });
    }
  });
});

test("in a merge queue the queue says what the change goes on", async () => {
  const { made, a, b } = straight();
  const path = event({ merge_group: { base_sha: a } });
  const env = { GITHUB_EVENT_NAME: "merge_group", GITHUB_EVENT_PATH: path };
  expect(await chosen(made, { a, b }, { env })).toEqual(["the commit that the merge queue puts the change on", "a"]);
});

test("a shallow clone that does not reach back to the fork cannot decide, and the fetch helps", async () => {
  const { made, a } = forked();
  made.git("checkout", "--quiet", "main");
  const clone = made.clone("--depth=1", "--no-single-branch", "--branch=costs");
  const error = await failure(choose(clone));
  expect(error).toMatchObject({
    code: "undecided",
    message: "this shallow clone does not reach back to where HEAD left origin/main",
    hint: "fetch the whole history: git fetch --unshallow origin",
  });
  clone.git("fetch", "--quiet", "--unshallow", "origin");
  expect(await chosen(clone, { a })).toEqual(["the merge-base of HEAD and origin/main", "a"]);
});
