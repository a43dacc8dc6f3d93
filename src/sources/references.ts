import { SchemactlError } from "../errors.ts";
import type { Need } from "../formats/format.ts";
import type { Languages } from "./languages.ts";
import type { SchemaText } from "./schema-text.ts";

/** What is known of a tree's files so far. */
export interface Known {
  /** A text that was read; undefined for one that is not there or no text. */
  readonly text: (path: string) => SchemaText | undefined;
  /** The files that define a name. */
  readonly definers: (name: string) => ReadonlySet<string> | undefined;
  /** The paths that a name in a file may mean, best first. */
  readonly candidates: (file: SchemaText, name: string) => readonly string[];
}

/** A text that a need leads to, under the name by which a parser is told of it. */
export interface Target {
  readonly path: string;
  readonly name: string;
  readonly need: Need;
}

/** Tells the paths that a name in a file may mean; each is worked out once, as it is asked for often. */
export function candidatesIn({ rootsOf }: Languages): Known["candidates"] {
  const known = new WeakMap<SchemaText, Map<string, readonly string[]>>();
  return (file, name) => {
    const { paths } = file.format;
    if (paths === undefined) return [];
    const ofFile = known.get(file) ?? new Map<string, readonly string[]>();
    known.set(file, ofFile);
    const candidates = ofFile.get(name) ?? paths.candidates(name, file.path, rootsOf(file.format));
    ofFile.set(name, candidates);
    return candidates;
  };
}

/** Every path that has a say in what a file refers to: what stands there, and what might. */
export function watchedBy(file: SchemaText, { candidates }: Pick<Known, "candidates">): readonly string[] {
  if (file.format.paths === undefined) return [];
  return needsOf(file).flatMap(({ names }) => names.flatMap((name) => candidates(file, name)));
}

/** The names that have to be looked for among definitions: those that stand before the first that leads to a path. */
export function namesToFind(file: SchemaText, known: Known): readonly string[] {
  return needsOf(file).flatMap(({ names }) => {
    const hit = names.findIndex((name) => existing(file, name, known).length > 0);
    return hit < 0 ? names : names.slice(0, hit);
  });
}

/**
 * What each need of a file leads to: the first of its names that a path or a definition answers. Of paths the best is taken; of definitions
 * all, for the format to choose or refuse.
 */
export function targetsOf(file: SchemaText, known: Known): readonly Target[] {
  const targets = needsOf(file).flatMap((need) => answerTo(file, need, known));
  // Who refers by paths may come back to a text, which is then one reference among others.
  return file.format.paths === undefined ? targets.filter(({ path }) => path !== file.path) : targets;
}

function answerTo(file: SchemaText, need: Need, known: Known): readonly Target[] {
  const { paths } = file.format;
  for (const name of need.names) {
    const [best] = existing(file, name, known);
    if (best !== undefined && paths !== undefined)
      return [{ path: best.path, name: paths.referenceName(name, best.path), need }];
    const definers = known.definers(name);
    if (definers === undefined) continue;
    return [...definers].map((path) => ({ path, name: paths?.referenceName(name, path) ?? path, need }));
  }
  return [];
}

/** Throws an error of code `schema` at the first need of a file for which two texts stand that differ, where its language leaves open which is meant. */
export function refuseAmbiguous(file: SchemaText, known: Known): void {
  if (file.format.paths?.ambiguous !== true) return;
  for (const need of needsOf(file)) {
    for (const name of need.names) {
      const [first, ...others] = existing(file, name, known);
      const other = others.find(({ text }) => text !== first?.text);
      if (first !== undefined && other !== undefined) throw ambiguous(file, need, name, [first.path, other.path]);
    }
  }
}

/** Whether more than one text stands where a name of a file may lead, alike or not, and its language leaves open which is meant. */
export function meansSeveral(file: SchemaText, known: Known): boolean {
  if (file.format.paths?.ambiguous !== true) return false;
  return needsOf(file).some(({ names }) => names.some((name) => existing(file, name, known).length > 1));
}

/** The error of a name that may mean two files. */
export function ambiguous(
  { path, format }: SchemaText,
  { line, column }: Need,
  name: string,
  [one, other]: readonly [string, string],
): SchemactlError {
  return new SchemactlError("schema", `\`${name}\` may mean \`${one}\` or \`${other}\`, which differ`, {
    hint: `make them alike, or say in schemactl.yaml which folder counts: \`${format.name}: { roots: [...] }\``,
    file: path,
    line,
    column,
  });
}

/** Where a need was looked for, where nothing was found. */
export function missingFrom(file: SchemaText, known: Known): readonly Missing[] {
  return needsOf(file).flatMap((need) => {
    if (answerTo(file, need, known).length > 0) return [];
    const paths = [...new Set(need.names.flatMap((name) => known.candidates(file, name)))];
    return paths.length === 0 ? [] : [{ path: file.path, line: need.line, column: need.column, paths }];
  });
}

/** A reference that leads nowhere: where it stands, and where it was looked for. */
export interface Missing {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly paths: readonly string[];
}

function existing(file: SchemaText, name: string, known: Known): readonly SchemaText[] {
  return known.candidates(file, name).flatMap((path) => known.text(path) ?? []);
}

function needsOf({ outline }: SchemaText): readonly Need[] {
  return outline?.needs ?? [];
}
