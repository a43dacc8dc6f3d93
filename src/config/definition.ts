import { modeNames } from "../compatibility/modes.ts";
import type { Json, Policy, Soundness } from "../model.ts";
import {
  type ApprovalSettings,
  type Config,
  defaultConfig,
  type Limits,
  type ProtobufSettings,
  type SchemaEntry,
} from "./config.ts";
import type { TextSyntaxName } from "./text-syntax.ts";

/** What a value may be. `texts` may be written as one text where there is one. */
export type Shape =
  | { readonly kind: "constant"; readonly value: number }
  /** Read in any case; the canonical form is the one listed. */
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "text"; readonly syntax: TextSyntaxName }
  | { readonly kind: "texts"; readonly syntax: TextSyntaxName; readonly least: 0 | 1 }
  | { readonly kind: "size" }
  /** A whole number from 1. */
  | { readonly kind: "count"; readonly most: number }
  | { readonly kind: "record"; readonly keys: Keys }
  | { readonly kind: "records"; readonly keys: Keys };

/** One key of the file. */
export interface Key {
  readonly shape: Shape;
  readonly required?: true;
  /** What holds where the key is left out. */
  readonly default?: Json;
  /** One sentence or two, in Markdown. */
  readonly description: string;
  /** The value of an example, as YAML. */
  readonly example: string;
  /** What people write who mean this key. */
  readonly also?: readonly string[];
  /** Values of another key, which people write here who mean that one. */
  readonly meansElsewhere?: { readonly key: string; readonly values: readonly string[] };
}

/** Keys by the property that they become; in the file `fileSize` is written `file-size`. */
export type Keys = Readonly<Record<string, Key>>;

/** The name under which the file has a property. */
export function keyName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const policies: readonly Policy[] = ["strict", "lenient"];
const soundnesses: readonly Soundness[] = ["off", "warn", "error"];

const limitKeys = {
  fileSize: {
    shape: { kind: "size" },
    default: defaultConfig.limits.fileSize,
    description:
      "A schema file larger than this is refused by name. Bytes, or a number with `KB`, `MB`, `KiB` or `MiB`; below 100 MB.",
    example: "8MB",
    also: ["max-file-size", "size"],
  },
} as const satisfies Keys & { readonly [Property in keyof Limits]: Key };

const approvalKeys = {
  maxDays: {
    shape: { kind: "count", most: 3660 },
    default: defaultConfig.approvals.maxDays,
    description: "How many days ahead an approval may end at most; one that ends later lets nothing through.",
    example: "30",
    also: ["max-age", "days", "limit", "max"],
  },
} as const satisfies Keys & { readonly [Property in keyof ApprovalSettings]: Key };

const protobufKeys = {
  roots: {
    shape: { kind: "texts", syntax: "folder", least: 1 },
    description:
      "The folders that imports are looked up in, from the repository's root, which is `.` itself. Left out: every folder above the importing file, the nearest first, then `proto`, `protos` and `third_party`.",
    example: "[proto, third_party]",
    also: ["root", "import-paths", "proto-path", "proto-paths", "includes", "include", "paths"],
  },
} as const satisfies Keys & { readonly [Property in keyof ProtobufSettings]-?: Key };

const entryKeys = {
  files: {
    shape: { kind: "texts", syntax: "glob", least: 1 },
    required: true,
    description:
      "Which files the entry is about: a glob or a list of globs from the repository's root. `*` stays within a folder, `**` does not; case counts. In a list, a glob that begins with `!` takes out again what it matches.",
    example: '"schemas/telemetry/**/*.avsc"',
    also: ["file", "path", "paths", "glob", "globs", "include", "pattern"],
  },
  subject: {
    shape: { kind: "text", syntax: "subject" },
    description:
      "The subject of these files, with the placeholders `{namespace}`, `{name}`, `{path}`, `{dir}` and `{file}`. Left out: the schema's full name, or the path without its root and extension for a schema that has no name.",
    example: '"{namespace}.{name}-value"',
    also: ["name", "subject-name", "subjects", "topic"],
  },
  was: {
    shape: { kind: "texts", syntax: "subject", least: 0 },
    description: "Earlier subjects whose versions go on under this one, with the same placeholders.",
    example: '["old-name-value"]',
    also: ["formerly", "renamed-from", "previously", "aliases"],
  },
  compatibility: {
    shape: { kind: "choice", values: modeNames },
    description: "The compatibility mode of these subjects.",
    example: "FULL_TRANSITIVE",
    also: ["mode", "level", "compatibility-level", "compat"],
  },
  policy: {
    shape: { kind: "choice", values: policies },
    description: "How strictly these subjects are judged, as the registry's `compatibilityPolicy`.",
    example: "lenient",
    also: ["compatibility-policy"],
  },
  owner: {
    shape: { kind: "text", syntax: "name" },
    description: "Who answers for these subjects; shown in every report.",
    example: "observatory",
    also: ["owners", "team"],
  },
  tags: {
    shape: { kind: "texts", syntax: "name", least: 0 },
    description: "Words to find these subjects by. The tags of all entries that match a file add up.",
    example: "[telemetry, pii]",
    also: ["labels"],
  },
} as const satisfies Keys & { readonly [Property in keyof SchemaEntry]-?: Key };

/** schemactl.yaml: the validator, the suggestions and the schema for editors are all made from this. */
export const configKeys = {
  version: {
    shape: { kind: "constant", value: 1 },
    required: true,
    description: "The version of this file's form.",
    example: "1",
  },
  compatibility: {
    shape: { kind: "choice", values: modeNames },
    default: defaultConfig.compatibility,
    description: "The compatibility mode of every subject that no entry of `schemas` decides.",
    example: "BACKWARD",
    also: ["level", "compatibility-level", "compat"],
  },
  policy: {
    shape: { kind: "choice", values: policies },
    default: defaultConfig.policy,
    description: "The registry's `compatibilityPolicy`: `strict`, or `lenient`.",
    example: "strict",
    also: ["compatibility-policy"],
  },
  soundness: {
    shape: { kind: "choice", values: soundnesses },
    default: defaultConfig.soundness,
    description:
      "What a change does that the registry accepts although data is lost or misread: nothing, a warning, or an error.",
    example: "warn",
    also: ["risks"],
  },
  baseline: {
    shape: { kind: "texts", syntax: "baseline", least: 1 },
    default: defaultConfig.baseline,
    description:
      "What candidates are held against, each on its own row: `merge-base`, a branch, tag or commit, `tags:GLOB`, `dir:PATH`, or a list of these.",
    example: "merge-base",
    also: ["against", "base", "baselines"],
  },
  ignore: {
    shape: { kind: "texts", syntax: "glob", least: 0 },
    default: defaultConfig.ignore,
    description:
      "Files that are no schemas of this repository: a glob or a list of globs. A glob that begins with `!` takes out again what it matches.",
    example: '["third_party/**"]',
    also: ["exclude", "excludes", "ignored", "ignores", "skip"],
  },
  limits: {
    shape: { kind: "record", keys: limitKeys },
    default: { "file-size": defaultConfig.limits.fileSize },
    description: "What is refused before it is read.",
    example: "{ file-size: 8MB }",
    also: ["limit"],
  },
  mode: {
    shape: { kind: "choice", values: ["enforce", "warn"] },
    default: defaultConfig.mode,
    description:
      "`warn` reports everything and fails nothing, for a repository that is only beginning; it ends at `enforce-from`.",
    example: "warn",
    also: ["enforcement"],
    meansElsewhere: { key: "compatibility", values: modeNames },
  },
  enforceFrom: {
    shape: { kind: "text", syntax: "date" },
    description: "The first day, in UTC, on which `mode: warn` no longer holds and objections fail a run.",
    example: "2027-01-31",
    also: ["enforce", "enforce-after", "warn-until"],
  },
  approvals: {
    shape: { kind: "record", keys: approvalKeys },
    default: { "max-days": defaultConfig.approvals.maxDays },
    description: "What an approval may be; the merge-base's configuration decides.",
    example: "{ max-days: 30 }",
    also: ["approval"],
  },
  protobuf: {
    shape: { kind: "record", keys: protobufKeys },
    description: "How Protobuf files find each other.",
    example: "{ roots: [proto, third_party] }",
    also: ["proto", "protos", "protobufs"],
  },
  schemas: {
    shape: { kind: "records", keys: entryKeys },
    default: [],
    description:
      "Refinements for some files. Every entry that matches a file applies, in order: later keys win, tags add up.",
    example: '[{ files: "schemas/**/*.avsc", owner: platform }]',
    also: ["schema", "subjects", "entries", "rules"],
  },
} as const satisfies Keys & { readonly [Property in keyof Omit<Config, "file" | "positions">]-?: Key };
