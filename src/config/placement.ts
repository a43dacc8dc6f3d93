import type { Mode, Policy, Problem } from "../model.ts";

/** Which line decided something: nothing written, a key of the whole file, or an entry of `schemas` (its index counts from 0). */
export type Origin =
  | { readonly kind: "default" }
  | { readonly kind: "file"; readonly line: number }
  | { readonly kind: "entry"; readonly index: number; readonly line: number };

/** What the configuration says about one file. */
export type Placement = Placed | Ignored | Misplaced;

export interface Placed {
  readonly kind: "placed";
  readonly path: string;
  readonly subject: string;
  /** Earlier subjects whose versions go on here. */
  readonly was: readonly string[];
  readonly mode: Mode;
  readonly policy: Policy;
  readonly owner?: string;
  readonly tags: readonly string[];
  /** The subject asks for nothing of the path, so that it stays when the file moves. */
  readonly contentDerived: boolean;
  /** Other paths at which a file would have this subject: below another root. */
  readonly elsewhere?: readonly string[];
  readonly decidedBy: Decisions;
}

/** Which line decided each property; tags add up, so several may. */
export interface Decisions {
  readonly subject: Origin;
  readonly was: Origin;
  readonly mode: Origin;
  readonly policy: Origin;
  readonly owner: Origin;
  readonly tags: readonly Origin[];
}

export interface Ignored {
  readonly kind: "ignored";
  readonly path: string;
  /** The glob of `ignore` that decided, and its line. */
  readonly glob: string;
  readonly line: number;
}

/** The configuration asks for a subject that this file cannot have: an error, told beside all others of the run. */
export interface Misplaced {
  readonly kind: "misplaced";
  readonly path: string;
  readonly problem: Problem;
}
