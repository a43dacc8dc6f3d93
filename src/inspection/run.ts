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
  /** The commit that is pushed is the candidate. */
  readonly pushed?: boolean;
  readonly mode: Mode | undefined;
  readonly policy: Policy | undefined;
  readonly failOn: FailOn;
  readonly config: string | undefined;
  readonly proof: Question["proof"];
  /** Texts of the work tree as they are to become, by their paths in the repository; left out: as they stand. */
  readonly texts?: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
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
  /** The candidate's configuration where `config` is the merge-base's: a name that it says goes on is not given up. */
  readonly heeding?: Config;
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

/** What changed since a state of git, schemas and the gate's own files alike; each state is asked for once. */
export type ChangesSince = (commit: string | undefined) => Promise<readonly FileChange[]>;

/** What one state of the merge-base says of the gate, where that differs from what the candidate says. */
export interface Base {
  readonly commit: string;
  readonly config: Config;
  /** There is no configuration: these are the defaults, and only what touches a schema of this change is loosened by them. */
  readonly isAbsent: boolean;
  /** The paths that this change touches. */
  readonly touched: ReadonlySet<string>;
  /** Those of them that the merge-base has not. */
  readonly added: ReadonlySet<string>;
}
