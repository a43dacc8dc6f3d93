import { parseApproval } from "../config/approval.ts";
import { approvalFolder, approvalPath } from "../config/approval-path.ts";
import { type ApprovalTerms, isRenewed, type Term, termOf } from "../gate.ts";
import type { Approval, Position, Problem, ReportedFinding } from "../model.ts";
import { type Contents, type FileChange, isOversized, type Tree, type TreeEntry } from "../sources/tree.ts";
import type { Run } from "./run.ts";

/** An approval file that a change adds or edits, read. */
export interface TouchedApproval {
  readonly approval: Approval;
  /** `spent`: the merge-base has it, and the change only edits it. */
  readonly state: Term | "spent";
  readonly at: Position | undefined;
}

export interface TouchedApprovals {
  readonly touched: readonly TouchedApproval[];
  /** What does not parse: an error on its line, and nothing counts. */
  readonly faults: readonly Problem[];
}

/** Reads the approvals that are not in the merge-base as they are here; those that are have nothing more to say. */
export async function touchedApprovals(
  { tree, repository }: Pick<Run, "tree" | "repository">,
  changes: readonly (readonly FileChange[])[],
  terms: ApprovalTerms,
): Promise<TouchedApprovals> {
  const [first = [], ...others] = changes.map((some) => some.filter(({ path }) => isApprovalFile(path)));
  // What one of several merge-bases has is spent.
  const here = first.filter(
    ({ path, after }) => after !== undefined && others.every((some) => some.some((change) => change.path === path)),
  );
  const touched: TouchedApproval[] = [];
  const faults: Problem[] = [];
  for (const { path, after } of here) {
    const { approval, problems, positions } = readApproval(path, after?.mode, await contentsAt(tree, path));
    faults.push(...problems.filter(({ severity }) => severity === "error"));
    if (approval === undefined) continue;
    const bases = [first, ...others].map((some) => some.find((change) => change.path === path)?.before);
    const known = await Promise.all(
      bases.map(async (entry) => {
        const contents = entry?.oid === undefined ? undefined : await repository.objects.readBlob(entry.oid);
        return readApproval(path, entry?.mode, contents).approval;
      }),
    );
    const isNew = known.every((base) => isRenewed(approval, base));
    touched.push({ approval, state: isNew ? termOf(approval, terms) : "spent", at: positions.get("/until") });
  }
  return { touched, faults };
}

/** What stands in the folder under another name by accident is told, unless nobody could take it for an approval. */
function isApprovalFile(path: string): boolean {
  return path.startsWith(`${approvalFolder}/`) && /\.ya?ml$/i.test(path);
}

type Reading = ReturnType<typeof parseApproval>;

/** Reads one file of the folder; whatever is no approval has a problem that says so. */
export function readApproval(path: string, mode: TreeEntry["mode"] | undefined, contents: Contents): Reading {
  if (mode !== undefined && mode !== "file") return refused(path, "the approval is a link, which may lead anywhere");
  if (contents === undefined) return { approval: undefined, positions: new Map(), problems: [] };
  if (isOversized(contents)) return refused(path, `the approval has ${contents.oversized} bytes`);
  return parseApproval(contents, path);
}

function refused(file: string, message: string): Reading {
  const hint = "write it anew: schemactl approve";
  return {
    approval: undefined,
    positions: new Map(),
    problems: [{ severity: "error", code: "config", message, hint, file, line: 1, column: 1 }],
  };
}

async function contentsAt(tree: Tree, path: string): Promise<Contents> {
  return (await tree.read([path]))[0];
}

/** What a change's own approvals do not let through, told once each; none of it fails a run. */
export function idleApprovals(
  touched: readonly TouchedApproval[],
  findings: readonly ReportedFinding[],
  terms: ApprovalTerms,
): readonly Problem[] {
  const used = usedIn(findings);
  return touched.flatMap(({ approval, state, at }): readonly Problem[] => {
    const isUsed = state === "live" && used.has(approval.fingerprint);
    if (isUsed) return [];
    const place = { file: approval.file, ...(at === undefined ? {} : { line: at.line, column: at.column }) };
    const severity = state === "too-far" ? "warning" : "notice";
    return [{ severity, code: "approval", ...idleWords(approval, state, terms), ...place }];
  });
}

function usedIn(findings: readonly ReportedFinding[]): ReadonlySet<string> {
  return new Set(findings.filter(({ status }) => status === "approved").map(({ fingerprint }) => fingerprint));
}

function idleWords(
  { until, fingerprint }: Approval,
  state: TouchedApproval["state"],
  { today, maxDays }: ApprovalTerms,
): { readonly message: string; readonly hint: string } {
  const again = `to approve the finding again: schemactl approve ${fingerprint.slice(0, 12)}`;
  switch (state) {
    case "spent":
      return {
        message: "the approval is spent: the merge-base has it already, and it lets nothing through",
        hint: again,
      };
    case "expired":
      return { message: `the approval ended on ${until}, and today is ${today}: it lets nothing through`, hint: again };
    case "too-far":
      return {
        message: `the approval ends on ${until}, more than ${maxDays} days ahead: it lets nothing through`,
        hint: "give it an earlier end",
      };
    case "live":
      return {
        message: "the approval is unused: this change has no such finding",
        hint: "schemactl approve --prune removes it",
      };
  }
}

/** An approval file as it stands in the candidate's tree, and what becomes of it. */
export interface ApprovalRow {
  readonly file: string;
  /** Undefined where the file does not parse. */
  readonly approval: Approval | undefined;
  readonly state: "live" | "unused" | "spent" | "expired" | "too-far" | "invalid";
}

/** Every approval file of a tree and its state: those that no change touches are in the merge-base, and spent. */
export async function approvalRows(
  tree: Tree,
  touched: readonly TouchedApproval[],
  findings: readonly ReportedFinding[],
): Promise<readonly ApprovalRow[]> {
  const entries = await tree.list({ extensions: [], folders: [approvalFolder] });
  const used = usedIn(findings);
  const rows: ApprovalRow[] = [];
  for (const { path, mode } of entries) {
    if (!isApprovalFile(path)) continue;
    const known = touched.find(({ approval }) => approvalPath(approval.fingerprint) === path);
    const approval = known?.approval ?? readApproval(path, mode, await contentsAt(tree, path)).approval;
    const state = known === undefined ? (approval === undefined ? "invalid" : "spent") : known.state;
    const isUnused = state === "live" && approval !== undefined && !used.has(approval.fingerprint);
    rows.push({ file: path, approval, state: isUnused ? "unused" : state });
  }
  return rows;
}
