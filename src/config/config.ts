import type { Mode, Policy, Position, Problem, Soundness } from "../model.ts";

/** What schemactl.yaml says, every default filled in. */
export interface Config {
  /** The file it came from, relative to the repository; undefined when there is none. */
  readonly file: string | undefined;
  readonly version: 1;
  /** The mode of every subject that no entry decides. */
  readonly compatibility: Mode;
  readonly policy: Policy;
  readonly soundness: Soundness;
  /** What candidates are held against: `merge-base`, a ref, `tags:GLOB`, `dir:PATH`; one row of the report each. */
  readonly baseline: readonly string[];
  /** Files that are no schemas of this repository, as globs. */
  readonly ignore: readonly string[];
  readonly limits: Limits;
  /** `warn` reports everything and fails nothing, until `enforceFrom` where that is set. */
  readonly mode: "enforce" | "warn";
  /** The first day on which `warn` ends, `YYYY-MM-DD`, UTC. */
  readonly enforceFrom?: string;
  readonly approvals: ApprovalSettings;
  readonly protobuf?: ProtobufSettings;
  readonly schemas: readonly SchemaEntry[];
  /** Where each value stands in the file, by JSON pointer (`/compatibility`, `/schemas/0/subject`); what is not there is a default. */
  readonly positions: ReadonlyMap<string, Position>;
}

export interface Limits {
  /** In bytes; a larger schema file is refused by name. */
  readonly fileSize: number;
}

export interface ApprovalSettings {
  /** How many days ahead an approval may end at most. */
  readonly maxDays: number;
}

export interface ProtobufSettings {
  /** The folders, from the repository's root, that imports are looked up in. */
  readonly roots?: readonly string[];
}

/** One entry of `schemas`. Every entry that matches a file applies, in order: later keys win, tags add up. */
export interface SchemaEntry {
  readonly files: readonly string[];
  /** A template over namespace, name, path, dir and file. */
  readonly subject?: string;
  /** Templates of earlier subjects whose versions go on under this one. */
  readonly was?: readonly string[];
  readonly compatibility?: Mode;
  readonly policy?: Policy;
  readonly owner?: string;
  readonly tags?: readonly string[];
}

export interface ConfigReading {
  /** Undefined where at least one problem is an error; the others are warnings. */
  readonly config: Config | undefined;
  readonly problems: readonly Problem[];
}

/** What holds where nothing is written. */
export const defaultConfig: Config = {
  file: undefined,
  version: 1,
  compatibility: "BACKWARD",
  policy: "strict",
  soundness: "warn",
  baseline: ["merge-base"],
  ignore: [],
  limits: { fileSize: 8_000_000 },
  mode: "enforce",
  approvals: { maxDays: 90 },
  schemas: [],
  positions: new Map(),
};
