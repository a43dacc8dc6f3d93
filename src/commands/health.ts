/** One thing that `doctor` looked at. */
export interface Finding {
  readonly state: "ok" | "note" | "wrong";
  /** What was looked at, in a word. */
  readonly about: "configuration" | "schemas" | "base" | "gate" | "hook" | "approvals";
  /** One lower-case clause. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  /** What to write or to run; whatever is not ok has one. */
  readonly fix?: string;
}

/** A file that may run the gate. */
export interface CiFile {
  readonly path: string;
  readonly text: string;
}

/** What a file of a CI system says of the gate. */
export interface Wiring {
  readonly path: string;
  /** Whether it runs on each pull request. */
  readonly onPullRequests: boolean;
  readonly findings: readonly Finding[];
}

export const ok = (about: Finding["about"], message: string): Finding => ({ state: "ok", about, message });
