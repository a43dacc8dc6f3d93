// No configuration of the user decides anything, and nothing is written into the repository.
import { chmodSync, existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { chooseBaselines } from "../src/sources/base.ts";
import { commitTree } from "../src/sources/commit-tree.ts";
import { commitHistory, tagHistory } from "../src/sources/history.ts";
import { indexTree, isClean } from "../src/sources/index-tree.ts";
import type { Repository } from "../src/sources/repository.ts";
import { reachableTags } from "../src/sources/tags.ts";
import { workTree } from "../src/sources/work-tree.ts";
import { listing } from "./support/listing.ts";
import { createRepository, type Env, removeFolders, temporaryFolder } from "./support/repository.ts";
import { avro, textOf, withRepository } from "./support/sources.ts";

afterAll(removeFolders);

/** A repository with a bit of everything: a merge, tags, a submodule, edits of all kinds, a link, an intent to add. */
function platform() {
  const inner = createRepository();
  inner.commit("inner", { "inner.avsc": '"Money"\n' });
  const made = createRepository();
  made.commit("first", { "schemas/span.avsc": '"Money 1"\n', "schemas/é b.avsc": "{}\n", "gone.avsc": "{}\n" });
  made.tag("v1.9.0", { message: "annotated" });
  made.git("submodule", "--quiet", "add", `file://${inner.path}`, "contracts");
  made.commit("second", { "schemas/span.avsc": '"Money 2"\n' });
  made.tag("v1.10.0");
  made.branch("costs", "HEAD^1");
  made.commit("side", { "usage.avsc": "{}\n" });
  made.git("checkout", "--quiet", "main");
  made.merge("costs");
  made.branch("work");
  made.git("mv", "gone.avsc", "moved.avsc");
  made.commit("moved");
  made.write({ "staged.avsc": '"Money"\n', "schemas/span.avsc": '"Money 3"\n' });
  made.git("add", "--all");
  made.write({
    "untracked.avsc": '"Money"\n',
    "intended.avsc": "{}\n",
    "moved.avsc": "{ }\n",
    "ignored/x.avsc": "{}\n",
  });
  made.write({ ".gitignore": "ignored/\n", "contracts/inner.avsc": '"edited Money"\n' });
  made.git("add", "--intent-to-add", "intended.avsc");
  made.symlink("link.avsc", "schemas/span.avsc");
  utimesSync(join(made.path, "schemas/é b.avsc"), 1, 1);
  return made;
}

/** Everything that the sources can be asked. */
async function answers(repository: Repository): Promise<unknown> {
  const trees = [indexTree(repository), workTree(repository), commitTree(repository, repository.head ?? "")];
  const request = { cwd: repository.root, env: repository.env, matcher: () => () => true };
  const [baseline] = await chooseBaselines(repository, {
    ...request,
    isClean: () => isClean(repository, workTree(repository), avro),
  });
  const seen: unknown[] = [repository.head, repository.upstream, baseline];
  for (const tree of trees) {
    const entries = await tree.list(avro);
    seen.push(entries, (await tree.read(entries.map(({ path }) => path))).map(textOf));
    seen.push(await tree.search(["Money"], avro), await tree.search(["money", "M.ney"], avro));
    for (const commit of [undefined, repository.head, baseline?.commits[0]])
      seen.push(await tree.changesFrom(commit, avro));
  }
  const tags = await reachableTags(repository, () => true, "*");
  const histories = [
    await commitHistory(repository, repository.head ?? "", avro),
    await tagHistory(repository, tags, avro),
  ];
  for (const history of histories)
    seen.push(
      history.paths.map((path) => [path, history.timeline(path)]),
      await history.removedAt(history.length - 1),
    );
  return [...seen, tags];
}

/** A program that tells on itself, and refuses. */
function trap(folder: string): string {
  const path = join(folder, "trap");
  writeFileSync(path, `#!/bin/sh\necho ran "$0" "$@" >> ${folder}/ran\nexit 1\n`);
  chmodSync(path, 0o755);
  return path;
}

const settings = (folder: string, program: string): readonly (readonly [string, string])[] => [
  ["alias.diff-tree", `!${program}`],
  ["color.ui", "always"],
  ["color.diff", "always"],
  ["color.grep", "always"],
  ["core.abbrev", "5"],
  ["core.attributesFile", join(folder, "attributes")],
  ["core.autocrlf", "true"],
  ["core.bigFileThreshold", "1"],
  ["core.checkStat", "minimal"],
  ["core.commitGraph", "false"],
  ["core.excludesFile", join(folder, "ignore")],
  ["core.fileMode", "false"],
  ["core.fsmonitor", program],
  ["core.hooksPath", folder],
  ["core.pager", program],
  ["core.preloadIndex", "false"],
  ["core.quotePath", "true"],
  ["core.safecrlf", "true"],
  ["core.splitIndex", "true"],
  ["core.untrackedCache", "true"],
  ["core.warnAmbiguousRefs", "true"],
  ["diff.algorithm", "patience"],
  ["diff.external", program],
  ["diff.ignoreSubmodules", "all"],
  ["diff.mnemonicPrefix", "true"],
  ["diff.noprefix", "true"],
  ["diff.orderFile", join(folder, "order")],
  ["diff.relative", "true"],
  ["diff.renames", "copies"],
  ["diff.submodule", "diff"],
  ["diff.avro.textconv", program],
  ["diff.avro.command", program],
  ["filter.avro.clean", program],
  ["filter.avro.smudge", program],
  ["filter.avro.required", "true"],
  ["grep.column", "true"],
  ["grep.extendedRegexp", "true"],
  ["grep.fallbackToNoIndex", "true"],
  ["grep.fullName", "false"],
  ["grep.lineNumber", "true"],
  ["grep.patternType", "perl"],
  ["grep.threads", "1"],
  ["i18n.logOutputEncoding", "UTF-16"],
  ["index.sparse", "true"],
  ["init.defaultBranch", "work"],
  ["format.pretty", "fuller"],
  ["log.date", "relative"],
  ["log.decorate", "full"],
  ["log.diffMerges", "combined"],
  ["log.follow", "true"],
  ["log.mailmap", "true"],
  ["log.showRoot", "false"],
  ["log.showSignature", "true"],
  ["notes.displayRef", "*"],
  ["pager.diff-tree", program],
  ["pager.grep", program],
  ["pager.log", program],
  ["pager.rev-list", program],
  ["status.showUntrackedFiles", "no"],
  ["status.relativePaths", "true"],
  ["submodule.recurse", "true"],
  ["tag.sort", "-version:refname"],
  ["versionsort.suffix", "-rc"],
  ["core.useReplaceRefs", "true"],
];

/** A user whose configuration and environment turn everything that git has. */
function hostile(
  made: ReturnType<typeof platform>,
  ...target: readonly string[]
): { readonly env: Env; readonly ran: string } {
  const folder = temporaryFolder();
  const program = trap(folder);
  mkdirSync(join(folder, "home"));
  writeFileSync(join(folder, "attributes"), "*.avsc filter=avro diff=avro text eol=crlf\n");
  writeFileSync(join(folder, "ignore"), "*.avsc\n");
  writeFileSync(join(folder, "order"), "z*\n");
  const where = target.length > 0 ? target : ["--file", join(folder, "gitconfig")];
  for (const [key, value] of settings(folder, program)) made.git("config", ...where, key, value);
  return {
    env: { GIT_CONFIG_GLOBAL: join(folder, "gitconfig"), HOME: join(folder, "home") },
    ran: join(folder, "ran"),
  };
}

describe("the answers are the same", () => {
  test("whatever the user's configuration says", async () => {
    const made = platform();
    const expected = await withRepository(made, answers);
    const { env, ran } = hostile(made);
    expect(await withRepository(made, answers, env)).toEqual(expected);
    expect(existsSync(ran)).toBe(false);
  });

  test("whatever the repository's own configuration says", async () => {
    const made = platform();
    const expected = await withRepository(made, answers);
    const { ran } = hostile(made, "--local");
    expect(await withRepository(made, answers)).toEqual(expected);
    expect(existsSync(ran)).toBe(false);
  });

  test("whatever the environment says", async () => {
    const made = platform();
    const expected = await withRepository(made, answers);
    const folder = temporaryFolder();
    const program = trap(folder);
    const env: Env = {
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: program,
      GIT_CONFIG_KEY_1: "submodule.recurse",
      GIT_CONFIG_VALUE_1: "true",
      GIT_EXTERNAL_DIFF: program,
      GIT_FLUSH: "0",
      GIT_ICASE_PATHSPECS: "1",
      GIT_PAGER: program,
      GIT_PAGER_IN_USE: "1",
      GIT_TRACE: "1",
      LANG: "tr_TR.UTF-8",
      LANGUAGE: "de",
      LC_ALL: "tr_TR.UTF-8",
    };
    expect(await withRepository(made, answers, env)).toEqual(expected);
    for (const name of ["GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS"])
      expect(await withRepository(made, answers, { [name]: "1" })).toEqual(expected);
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  test("whatever objects the user replaces", async () => {
    const made = platform();
    const expected = await withRepository(made, answers);
    made.git("replace", "HEAD", "HEAD^1");
    expect(await withRepository(made, answers)).toEqual(expected);
  });
});

test("nothing is written into the repository", async () => {
  const made = platform();
  const before = listing(made.path);
  await withRepository(made, answers);
  expect(listing(made.path)).toEqual(before);
});

test("locks of another git do not matter", async () => {
  const made = platform();
  const expected = await withRepository(made, answers);
  made.write({ ".git/index.lock": "", ".git/HEAD.lock": "", ".git/refs/heads/main.lock": "" });
  expect(await withRepository(made, answers)).toEqual(expected);
});
