import type { FormatName } from "../model.ts";
import type { Config, SchemaEntry } from "./config.ts";
import type { Ignored, Misplaced, Origin, Placed, Placement } from "./placement.ts";
import { nameByPath, samePlaces } from "./roots.ts";
import { contentDerived, expandTemplate, placeholdersOf, valuesOf } from "./templates.ts";

/** A schema file as far as its place is concerned. */
export interface SchemaFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly format: FormatName;
  /** The full name that the schema gives itself; undefined for an unnamed top level. */
  readonly name: string | undefined;
}

/** The configuration, ready to be asked about files. */
export interface Placer {
  /** By the path alone, before anything is read. */
  readonly ignored: (path: string) => Ignored | undefined;
  /** The indexes of the entries of `schemas` that match a path. */
  readonly entries: (path: string) => readonly number[];
  /** Whether an entry of `schemas` says of a path that it is a schema: a glob of wildcards alone says nothing of any. */
  readonly lists: (path: string) => boolean;
  readonly place: (file: SchemaFile) => Placement;
}

/** Compiles the globs of a configuration; the glob library is loaded only when there is one. */
export async function createPlacer(config: Config): Promise<Placer> {
  const globLists = [config.ignore, ...config.schemas.map(({ files }) => files)];
  const compile = globLists.some((globs) => globs.length > 0)
    ? (await import("./globs.ts")).compileGlobs
    : () => () => undefined;
  const [ignores, ...matchers] = globLists.map(compile);
  const ignored = (path: string): Ignored | undefined => {
    const glob = ignores?.(path);
    if (glob === undefined) return undefined;
    const pointer = `/ignore/${config.ignore.indexOf(glob)}`;
    return {
      kind: "ignored",
      path,
      glob,
      line: (config.positions.get(pointer) ?? config.positions.get("/ignore"))?.line ?? 1,
    };
  };
  const entries = (path: string): readonly number[] =>
    matchers.flatMap((matches, i) => (matches(path) === undefined ? [] : [i]));
  const lists = (path: string): boolean => matchers.some((matches) => /\w/.test(matches(path) ?? ""));
  return { ignored, entries, lists, place: (file) => ignored(file.path) ?? place(config, entries(file.path), file) };
}

/** A key of an entry as the last matching entry that has it decides. */
interface Decided<Value> {
  readonly value: Value | undefined;
  readonly origin: Origin;
  /** Where the value stands. */
  readonly pointer: string;
}

function place(config: Config, indexes: readonly number[], file: SchemaFile): Placed | Misplaced {
  const decide = <K extends keyof SchemaEntry>(key: K): Decided<SchemaEntry[K]> => decideKey(config, indexes, key);
  const [template, was, mode, policy, owner] = [
    decide("subject"),
    decide("was"),
    decide("compatibility"),
    decide("policy"),
    decide("owner"),
  ];
  const subject = template.value === undefined ? defaultSubject(config, file) : subjectOf(template.value, file);
  if (typeof subject !== "string") return misplaced(config, file, [template.pointer], subject);
  const earlier: string[] = [];
  for (const [i, text] of (was.value ?? []).entries()) {
    const other = subjectOf(text, file);
    if (typeof other !== "string") return misplaced(config, file, [`${was.pointer}/${i}`, was.pointer], other);
    if (other !== subject && !earlier.includes(other)) earlier.push(other);
  }
  const isByPath = template.value === undefined && file.name === undefined;
  const elsewhere = isByPath ? samePlaces(config, file.format, file.path) : [];
  const tagging = indexes.filter((index) => (config.schemas[index]?.tags ?? []).length > 0);
  return {
    kind: "placed",
    path: file.path,
    subject,
    was: earlier,
    mode: mode.value ?? config.compatibility,
    policy: policy.value ?? config.policy,
    ...(owner.value === undefined ? {} : { owner: owner.value }),
    tags: [...new Set(tagging.flatMap((index) => config.schemas[index]?.tags ?? []))],
    ...(elsewhere.length === 0 ? {} : { elsewhere }),
    contentDerived: template.value === undefined ? file.name !== undefined : contentDerived(template.value),
    decidedBy: {
      ...{ subject: template.origin, was: was.origin, mode: mode.origin, policy: policy.origin, owner: owner.origin },
      tags: tagging.map((index) => decideKey(config, [index], "tags").origin),
    },
  };
}

function decideKey<K extends keyof SchemaEntry>(
  config: Config,
  indexes: readonly number[],
  key: K,
): Decided<SchemaEntry[K]> {
  const index = indexes.findLast((at) => config.schemas[at]?.[key] !== undefined);
  const pointer = index === undefined ? `/${key}` : `/schemas/${index}/${key}`;
  const line = config.positions.get(pointer)?.line;
  if (index !== undefined)
    return { value: config.schemas[index]?.[key], origin: { kind: "entry", index, line: line ?? 1 }, pointer };
  return { value: undefined, origin: line === undefined ? { kind: "default" } : { kind: "file", line }, pointer };
}

interface SubjectFault {
  readonly message: string;
  readonly hint: string;
}

function defaultSubject(config: Config, { name, path, format }: SchemaFile): string | SubjectFault {
  const subject = name ?? nameByPath(config, format, path);
  if (!hasControl(subject)) return subject;
  return { message: "the subject would hold a control character", hint: "rename the file, or give it a subject" };
}

function subjectOf(template: string, { name, path }: SchemaFile): string | SubjectFault {
  const nameless = placeholdersOf(template).find((each) => each === "name" || each === "namespace");
  if (name === undefined && nameless !== undefined) {
    const hint = "use `{path}` or `{file}` for this file, in an entry of its own";
    return { message: `\`{${nameless}}\` has no value: the schema has no name`, hint };
  }
  const subject = expandTemplate(template, valuesOf(path, name));
  if (subject === "")
    return {
      message: `\`${template}\` leaves the subject empty`,
      hint: "add `{name}`, `{file}` or a word of your own",
    };
  if (!hasControl(subject)) return subject;
  const message = `\`${template}\` puts a control character into the subject`;
  return { message, hint: "rename the file, or leave its path out" };
}

function hasControl(subject: string): boolean {
  return /[^ -~\u00a0-\u2027\u202a-\uffff]/.test(subject);
}

/** The problem stands at the first of the pointers that the configuration has, else at the file itself. */
function misplaced(config: Config, { path }: SchemaFile, pointers: readonly string[], fault: SubjectFault): Misplaced {
  const at = pointers.map((pointer) => config.positions.get(pointer)).find((position) => position !== undefined);
  const message = `\`${JSON.stringify(path).slice(1, -1)}\`: ${fault.message}`;
  const where = config.file === undefined || at === undefined ? { file: path } : { file: config.file, ...at };
  return {
    kind: "misplaced",
    path,
    problem: { severity: "error", code: "config", message, hint: fault.hint, ...where },
  };
}
