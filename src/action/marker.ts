import { createHash } from "node:crypto";

/** What tells one comment of ours from every other: which gate wrote it. */
export interface Gate {
  readonly workflow: string;
  readonly job: string;
  /** The job's matrix as JSON. */
  readonly matrix: string;
  readonly name: string;
}

/** Which run wrote it, for which commit. */
export interface Stamp {
  readonly key: string;
  readonly headSha: string;
  readonly run: number;
  readonly attempt: number;
}

/** A short name for a gate; nothing of its own words is in it. */
export function keyOf({ workflow, job, matrix, name }: Gate): string {
  return createHash("sha256")
    .update(JSON.stringify([workflow, job, matrix, name]))
    .digest("hex")
    .slice(0, 20);
}

/** The hidden first line of a comment. */
export function markerOf({ key, headSha, run, attempt }: Stamp): string {
  return `<!-- schemactl ${key} head=${headSha} run=${run} attempt=${attempt} -->`;
}

/** Reads the hidden first line; undefined for a text that has none. */
export function stampOf(body: string): Stamp | undefined {
  const found = /^<!-- schemactl ([0-9a-f]{20}) head=([0-9a-f]{40,64}) run=(\d{1,15}) attempt=(\d{1,6}) -->/.exec(body);
  if (found === null) return undefined;
  const [, key = "", headSha = "", run, attempt] = found;
  return { key, headSha, run: Number(run), attempt: Number(attempt) };
}

/** Negative where `a` is of an earlier run than `b`; GitHub numbers runs in the order in which they were asked for. */
export function byAge(a: Stamp, b: Stamp): number {
  return a.run - b.run || a.attempt - b.attempt;
}
