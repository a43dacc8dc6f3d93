import type { Question } from "../compatibility/subject-verdict.ts";
import type { Config } from "../config/config.ts";
import type { FailOn } from "../gate.ts";
import type { Mode, Policy, Problem, SubjectReport } from "../model.ts";
import type { Baseline } from "../sources/base.ts";
import type { Repository } from "../sources/repository.ts";
import type { FileChange, Selection, Tree } from "../sources/tree.ts";

/** What is asked of a run. */
export interface Inspection {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Files and folders, absolute or relative to `cwd`; empty for the whole repository. */
  readonly paths: readonly string[];
  readonly against: readonly string[];
  readonly staged: boolean;
  readonly mode: Mode | undefined;
  readonly policy: Policy | undefined;
  readonly failOn: FailOn;
  readonly config: string | undefined;
  readonly proof: Question["proof"];
  /** Left out: all of it. */
  readonly share?: Share;
}

/** One part of a run that is judged in several places at once: of its subjects, every `of`th, counted from `index`. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Judges a part of a run somewhere else, in another thread. */
export type Elsewhere = (inspection: Inspection) => Promise<Judged>;

/** What a run, or a part of it, found. */
export interface Judged {
  readonly subjects: readonly SubjectReport[];
  readonly problems: readonly Problem[];
  /** Files for which the configuration asks for a subject that they cannot have: then nothing counts. */
  readonly misplaced: readonly Problem[];
}

/** A run that has its ground: what everything below it is asked with. */
export interface Run {
  readonly repository: Repository;
  readonly inspection: Inspection;
  readonly config: Config;
  readonly tree: Tree;
  readonly selection: Selection;
}

/** One baseline, and what differs between it and the candidate. */
export interface Difference {
  readonly baseline: Baseline;
  /** The state that the changes are counted from: a commit, a directory, or nothing. */
  readonly from: Tree | string | undefined;
  readonly changes: readonly FileChange[];
}
