import { approvalText } from "../config/approval.ts";
import { approvalPath } from "../config/approval-path.ts";
import { SchemactlError } from "../errors.ts";
import { daysLater, termOf } from "../gate.ts";
import { type ApprovalRow, approvalRows } from "../inspection/approvals.ts";
import { type Examination, examine } from "../inspection/inspect.ts";
import type { Inspection } from "../inspection/run.ts";
import type { Approval, Mode, Policy, Report, ReportedFinding } from "../model.ts";
import { visible } from "../reporters/visible.ts";
import { authorIn } from "../sources/author.ts";
import type { Io } from "./command.ts";

/** What was asked of `approve`. */
export interface ApproveValues {
  readonly reason: string | undefined;
  readonly until: string | undefined;
  readonly who: string | undefined;
  readonly subject: readonly string[];
  readonly all: boolean;
  readonly prune: boolean;
  readonly against: readonly string[];
  readonly staged: boolean;
  readonly mode: Mode | undefined;
  readonly policy: Policy | undefined;
  readonly config: string | undefined;
}

export interface Approved {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A finding, and what a person calls the subject and the version that it stands against. */
interface Found {
  readonly subject: string;
  readonly against: string;
  readonly finding: ReportedFinding;
}

/** Runs the check, and writes an approval for each finding that was named, or removes those that are over. */
export async function approveFindings(values: ApproveValues, prefixes: readonly string[], io: Io): Promise<Approved> {
  refuseContradictions(values, prefixes);
  const inspection: Inspection = {
    ...{ cwd: io.cwd, env: io.env, paths: [], against: values.against, staged: values.staged },
    ...{ mode: values.mode, policy: values.policy, failOn: "breaks", config: values.config, proof: "yes" },
    today: io.today(),
  };
  return await examine(inspection, async (found) => {
    if (found.run === undefined || found.governance === undefined) return failed(found.report);
    const { root } = found.run.repository;
    return values.prune ? await prune(found, root, io) : await write(found, root, values, prefixes, io);
  });
}

function refuseContradictions(
  { reason, until, all, subject, prune: prunes }: ApproveValues,
  prefixes: readonly string[],
) {
  const names = prefixes.length > 0 || all || subject.length > 0;
  if (prunes && names) throw usage("`--prune` approves nothing", "run it by itself");
  if (prunes) return;
  if (!names) throw usage("`approve` needs to know what", "give fingerprints, --subject SUBJECT or --all");
  if (reason === undefined || !/[\p{L}\p{N}]/u.test(reason))
    throw usage("an approval needs a reason", 'write `--reason "why it may pass"`');
  if (until === undefined)
    throw usage("an approval needs an end", "write `--until YYYY-MM-DD`, the last day on which it counts");
}

async function write(
  { report, governance }: Examination,
  root: string,
  values: ApproveValues,
  prefixes: readonly string[],
  io: Io,
): Promise<Approved> {
  const findings = foundIn(report);
  const chosen = choose(findings, values, prefixes);
  const until = endOf(values.until ?? "", { today: io.today(), maxDays: governance?.maxDays ?? 0 });
  const who = values.who ?? (await authorIn(root, io.env));
  if (who === undefined || !/[\p{L}\p{N}]/u.test(who))
    throw usage("nobody knows who approves", 'write `--who NAME`, or set it: git config user.name "…"');
  const written: string[] = [];
  for (const { subject, against, finding } of chosen) {
    const { fingerprint, rule, file, message } = finding;
    const approval: Omit<Approval, "file"> = {
      ...{ fingerprint, who, when: io.today(), until, against, reason: values.reason ?? "" },
      finding: { rule, subject, file, message },
    };
    const path = approvalPath(fingerprint);
    await io.writeFile(`${root}/${path}`, approvalText(approval));
    written.push(`${path}   ${visible(subject)}   ${rule}\n`);
  }
  const what = `${chosen.length === 1 ? "1 finding" : `${chosen.length} findings`} approved until ${until}`;
  const next = `git add .schemactl, and have it reviewed with the change`;
  return { stdout: written.join(""), stderr: `${what}: ${next}\n`, exitCode: 0 };
}

/** The end of an approval: a day that comes, and not too far ahead. */
function endOf(until: string, terms: Parameters<typeof termOf>[1]): string {
  const latest = daysLater(terms.today, terms.maxDays);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(until) && daysAreSame(until);
  if (!isDay) throw usage(`\`${until}\` is no day`, `write \`--until ${latest}\``);
  const term = termOf({ until }, terms);
  if (term === "expired")
    throw usage(`${until} is over: today is ${terms.today}`, `the latest that is allowed is ${latest}`);
  if (term === "too-far")
    throw usage(`${until} is more than ${terms.maxDays} days ahead`, `the latest that is allowed is ${latest}`);
  return until;
}

function daysAreSame(day: string): boolean {
  return !Number.isNaN(Date.parse(day)) && daysLater(day, 0) === day;
}

/** One for each fingerprint: the same finding against several versions is one. */
function foundIn({ subjects, baselines }: Report): readonly Found[] {
  const found = new Map<string, Found>();
  for (const { subject, findings } of subjects) {
    for (const finding of findings) {
      const row = baselines.find(({ name }) => name === finding.baseline) ?? baselines[0];
      const against = finding.version ?? row?.label ?? "nothing";
      const earlier = found.get(finding.fingerprint);
      // What counts somewhere is not standing, whatever it is elsewhere.
      if (earlier === undefined || earlier.finding.status === "standing")
        found.set(finding.fingerprint, { subject, against, finding });
    }
  }
  return [...found.values()];
}

function choose(findings: readonly Found[], values: ApproveValues, prefixes: readonly string[]): readonly Found[] {
  const chosen = new Map<string, Found>();
  const add = (one: Found): void => void chosen.set(one.finding.fingerprint, one);
  for (const prefix of prefixes) add(byPrefix(findings, prefix));
  const counting = findings.filter(({ finding }) => finding.status === undefined);
  for (const subject of values.subject) {
    const some = counting.filter((one) => one.subject === subject);
    if (some.length === 0) throw usage(`the subject \`${subject}\` has no finding to approve`, listed(counting));
    some.forEach(add);
  }
  if (values.all) {
    const breaks = counting.filter(({ finding }) => finding.effect === "breaks");
    const some = breaks.length > 0 ? breaks : counting;
    if (some.length === 0 && chosen.size === 0)
      throw usage("this change has no finding to approve", "run `schemactl check`");
    some.forEach(add);
  }
  return [...chosen.values()];
}

function byPrefix(findings: readonly Found[], prefix: string): Found {
  const typed = prefix.toLowerCase();
  const matching = /^[0-9a-f]+$/.test(typed)
    ? findings.filter(({ finding }) => finding.fingerprint.startsWith(typed))
    : [];
  const [only, another] = matching;
  const counting = findings.filter(({ finding }) => finding.status === undefined);
  if (only === undefined) throw usage(`this change has no finding \`${prefix}\``, listed(counting));
  if (another !== undefined)
    throw usage(`\`${prefix}\` may be ${matching.length} findings`, `give more digits: ${listed(matching)}`);
  if (only.finding.status === "standing")
    throw usage(`\`${prefix}\` is standing: the base has it already`, "it fails nobody, and needs no approval");
  return only;
}

/** What there is to approve, for somebody who named something else. */
function listed(findings: readonly Found[]): string {
  if (findings.length === 0) return "there is nothing to approve: run `schemactl check`";
  const some = findings
    .slice(0, 8)
    .map(({ finding: { fingerprint, rule } }) => `${fingerprint.slice(0, 12)} (${rule})`);
  return `there ${findings.length === 1 ? "is" : "are"} ${some.join(", ")}${findings.length > some.length ? ", …" : ""}`;
}

/** What a removed approval was. */
const over: Readonly<Partial<Record<ApprovalRow["state"], string>>> = {
  spent: "spent",
  unused: "unused",
  expired: "past its date",
};

async function prune({ report, run, governance }: Examination, root: string, io: Io): Promise<Approved> {
  if (run === undefined) return failed(report);
  const findings = report.subjects.flatMap((subject) => subject.findings);
  const rows = await approvalRows(run.tree, governance?.approvals ?? [], findings);
  const removed = rows.flatMap((row) => {
    const why = over[row.state];
    return why === undefined ? [] : [{ file: row.file, why }];
  });
  for (const { file } of removed) await io.removeFile(`${root}/${file}`);
  const what = removed.length === 0 ? "no approval is over" : `${removed.length} removed`;
  return {
    stdout: removed.map(({ file, why }) => `${visible(file)}   ${why}\n`).join(""),
    stderr: `${what}, ${rows.length - removed.length} left\n`,
    exitCode: 0,
  };
}

/** Nothing was checked: why stands in the report. */
function failed({ problems, exitCode }: Report): Approved {
  const [first] = problems.filter(({ severity }) => severity === "error");
  const { message = "nothing was checked", hint, file, line, column } = first ?? {};
  throw new SchemactlError(exitCode === 2 ? "config" : "undecided", message, { hint, file, line, column });
}

function usage(message: string, hint: string): SchemactlError {
  return new SchemactlError("usage", message, { hint });
}
