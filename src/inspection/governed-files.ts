import { defaultConfig } from "../config/config.ts";
import { parseConfig } from "../config/parse.ts";
import type { Problem } from "../model.ts";
import { commitTree } from "../sources/commit-tree.ts";
import type { Contents, FileChange, Tree } from "../sources/tree.ts";
import type { Base, Run } from "./run.ts";

export interface BaseReading {
  /** Undefined where the configuration of the merge-base cannot be used: the candidate's alone decides. */
  readonly base?: Base;
  readonly problem?: Problem;
}

/** The configuration as a commit has it, in the first of these files that is there. */
export async function baseAt(
  { repository }: Pick<Run, "repository">,
  commit: string,
  files: readonly string[],
  changes: readonly FileChange[],
): Promise<BaseReading> {
  const tree = commitTree(repository, commit);
  const touched = new Set(changes.map(({ path }) => path));
  const added = new Set(changes.filter(({ before }) => before === undefined).map(({ path }) => path));
  for (const file of files) {
    const contents = await followed(tree, file);
    if (contents === undefined) continue;
    const { config, problems } =
      contents instanceof Uint8Array ? parseConfig(contents, file) : { config: undefined, problems: [] };
    if (config !== undefined) return { base: { commit, config, isAbsent: false, touched, added } };
    return { problem: unusable(commit, file, problems[0]) };
  }
  return { base: { commit, config: defaultConfig, isAbsent: true, touched, added } };
}

function unusable(commit: string, file: string, first: Problem | undefined): Problem {
  const why = first === undefined ? "it is too large" : first.message;
  return {
    severity: "warning",
    code: "config/base-unusable",
    message: `\`${file}\` at the merge-base ${commit.slice(0, 7)} cannot be used, so the candidate's configuration alone decides: ${why}`,
    hint: "see that this change loosens nothing: nobody else can",
  };
}

/** A link is followed inside the repository, as the disk would. */
async function followed(tree: Tree, file: string): Promise<Contents> {
  let path = file;
  for (let step = 0; step < 5; step++) {
    const [entry] = await tree.list({ extensions: [], files: [path] });
    if (entry?.mode !== "symlink" || entry.target === undefined) return (await tree.read([path]))[0];
    path = targetOf(path, entry.target);
  }
  return undefined;
}

function targetOf(link: string, target: string): string {
  const parts = link.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** Every workflow that runs schemactl and is touched: whoever reviews the change must see it. */
export async function workflowNotices(
  { repository, tree }: Run,
  changes: readonly (readonly FileChange[])[],
  folder: string,
): Promise<readonly Problem[]> {
  const touched = new Map(
    changes.flat().flatMap((change) => (change.path.startsWith(`${folder}/`) ? [[change.path, change] as const] : [])),
  );
  const notices: Problem[] = [];
  for (const [path, { before, after }] of touched) {
    const sides = [
      before?.oid === undefined ? undefined : await repository.objects.readBlob(before.oid),
      (await tree.read([path]))[0],
    ];
    if (!sides.some((side) => side instanceof Uint8Array && latin1.decode(side).includes("schemactl"))) continue;
    const verb = after === undefined ? "removed" : before === undefined ? "added" : "changed";
    notices.push({
      severity: "warning",
      code: "workflow",
      message: `a workflow that runs schemactl is ${verb} here: see that the gate still runs`,
      file: path,
    });
  }
  return notices;
}

const latin1 = new TextDecoder("latin1");
