import { main } from "../cli.ts";
import type { Io } from "../commands/command.ts";
import type { Report } from "../model.ts";
import { type Checkout, hasCommit, openCheckout, trusting } from "./checkout.ts";
import type { GitHubEvent } from "./event.ts";
import { fetchCommit, fetchHistory, type Origin } from "./fetch.ts";

/** What a check is run with. */
export interface Asked {
  readonly cwd: string;
  readonly flags: readonly string[];
  readonly event: GitHubEvent;
  readonly origin: Origin;
  readonly io: Io;
  /** Told when something could not be fetched. */
  readonly trouble: (message: string) => void;
}

/** A report, and what the command said beside it. */
export interface Verdict {
  readonly report: Report;
  readonly notes: string;
}

/**
 * Runs `schemactl check` in the checkout. A checkout of one commit is the usual one: the commit that the event names is fetched before, and
 * the history only for a run that could not decide without it.
 */
export async function checkVerdict(asked: Asked): Promise<Verdict> {
  const env = trusting(asked.cwd, asked.io.env);
  const checkout = await openCheckout(asked.cwd, env);
  if (checkout === undefined) return runCheck(asked, env);
  try {
    const first = await runCheck(asked, await withBase(asked, checkout));
    if (!isUndecided(first.report) || !(await lacksHistory(asked, checkout))) return first;
    const past = await fetched(asked, () => fetchHistory(checkout, asked.origin, wanted(asked, checkout)));
    return past === undefined ? first : await runCheck(asked, past);
  } finally {
    checkout.git.close();
  }
}

async function runCheck({ cwd, flags, io }: Asked, env: Io["env"]): Promise<Verdict> {
  let [document, notes] = ["", ""];
  await main(["check", "--format=json", ...flags], {
    ...io,
    cwd,
    env,
    stdout: (text) => {
      document += text;
    },
    stderr: (text) => {
      notes += text;
    },
  });
  return { report: JSON.parse(document) as Report, notes };
}

/** The environment in which the commit that the change is put on can be read. */
async function withBase(asked: Asked, checkout: Checkout): Promise<Io["env"]> {
  const { commit } = wanted(asked, checkout);
  if (commit === undefined || (await hasCommit(checkout, commit))) return checkout.env;
  return (await fetched(asked, () => fetchCommit(checkout, asked.origin, commit))) ?? checkout.env;
}

function wanted(
  { event }: Asked,
  { head, parents }: Checkout,
): { branch: string | undefined; commit: string | undefined } {
  const tip = event.pullRequest?.headSha;
  const isMerge = tip !== undefined && head !== tip && parents.length > 1 && parents.includes(tip);
  const commit = isMerge ? parents.find((parent) => parent !== tip) : event.baseSha;
  return { branch: event.baseBranch, commit };
}

function isUndecided({ exitCode, subjects }: Report): boolean {
  return exitCode === 3 || subjects.some(({ verdict }) => verdict === "undecided");
}

/** Whether there is more to be had than the checkout has: otherwise what could not be decided has another reason. */
async function lacksHistory(asked: Asked, checkout: Checkout): Promise<boolean> {
  if (checkout.isShallow) return true;
  const { branch } = wanted(asked, checkout);
  const refs = branch === undefined ? [] : [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`];
  const found = await Promise.all(refs.map((ref) => hasCommit(checkout, ref)));
  const partial = await checkout.git.run(["config", "--get-regexp", "^remote\\..*\\.promisor$"], { allow: [1] });
  return partial.length > 0 || (refs.length > 0 && !found.includes(true));
}

/** What cannot be fetched is no failure by itself: the command says what is missing. */
async function fetched(asked: Asked, fetch: () => Promise<Io["env"]>): Promise<Io["env"] | undefined> {
  try {
    return await fetch();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    asked.trouble(`what this checkout lacks could not be fetched: ${reason}`);
    return undefined;
  }
}
