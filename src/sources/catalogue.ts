import { identifier } from "../compatibility/identity.ts";
import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import type { SchemaReference, SchemaSource } from "../model.ts";
import type { Languages } from "./languages.ts";
import {
  ambiguous,
  candidatesIn,
  type Known,
  type Missing,
  meansSeveral,
  missingFrom,
  namesToFind,
  refuseAmbiguous,
  type Target,
  targetsOf,
  watchedBy,
} from "./references.ts";
import { decodeSchema, type SchemaText } from "./schema-text.ts";
import { type Contents, isOversized, type Tree } from "./tree.ts";

/** A schema file with all that it needs, found in its own tree. */
export interface Resolved {
  readonly file: SchemaText;
  /** References are named by their paths, or as their language names them. */
  readonly source: SchemaSource;
  /** The paths whose contents have a say: those of the references, and those where a better one would stand. */
  readonly watches: readonly string[];
  /** What it needs and was not found where it was looked for. */
  readonly missing: readonly Missing[];
  /** Equal for two versions exactly when all the texts they reach are equal in everything but white space, key order and comments. */
  readonly identity: string;
}

/** The schema files of one tree: read when asked for, found by a scan of bytes for names, parsed only as far as their outlines. */
export interface Catalogue {
  readonly tree: Tree;
  /** One schema file; an error of code `schema` in place of one that is no text, undefined where the tree has none. */
  readonly file: (path: string) => Promise<SchemaText | SchemactlError | undefined>;
  /** The same for any file that has the ending of a schema: it may be a part that schemas refer to. */
  readonly part: (path: string) => Promise<SchemaText | SchemactlError | undefined>;
  /** Reads many files at once, so that asking for them one by one costs nothing. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** The files that refer to one of these names, as a definition elsewhere. */
  readonly mentioning: (format: Format, names: readonly string[]) => Promise<readonly string[]>;
  /** The files that refer to one of these paths, or would if a file stood there. */
  readonly referring: (format: Format, paths: readonly string[]) => Promise<readonly string[]>;
  /** The files that claim each of these names, among those that were read so far. */
  readonly claiming: (names: readonly string[]) => ReadonlyMap<string, readonly string[]>;
  /** Whether one of the names by which a file refers to others leads to several texts; told of files that are prepared. */
  readonly isAmbiguous: (path: string) => boolean;
  /** The files that define this name. */
  readonly defining: (format: Format, name: string) => Promise<readonly string[]>;
  /** Finds what these files need, all together: a search of the tree costs about as much for many names as for one. */
  readonly prepare: (paths: readonly string[]) => Promise<void>;
  /** One schema and all that it reaches; undefined where the tree has none. Throws the error of a file that is no text. */
  readonly resolve: (path: string) => Promise<Resolved | undefined>;
}

/** Beyond that many names, reading every schema file once is cheaper than searching for each. */
const manyNames = 64;

/** Up to so many schema files are all read at the first search: that costs one process, and no second search costs another. */
const fewFiles = 100;

/** Beyond that many paths where something might stand, one list of the tree is cheaper than asking for each. */
const manyPaths = 256;

/** The catalogue of a tree; `small` tells that few files may be read all at once. */
export function catalogueOf(
  tree: Tree,
  languages: Languages,
  { small = false }: { readonly small?: boolean } = {},
): Catalogue {
  const files = new Map<string, SchemaText | SchemactlError | undefined>();
  const definers = new Map<string, Set<string>>();
  const mentions = new Map<string, Set<string>>();
  const watchers = new Map<string, Set<string>>();
  const references = new Map<string, SchemaReference>();
  const searched = new Set<string>();
  const resolutions = new Map<string, Resolved>();
  const prepared = new Set<string>();
  const identityOf = identifier();

  const readable = (path: string): SchemaText | undefined => {
    const file = files.get(path);
    return file === undefined || file instanceof SchemactlError ? undefined : file;
  };
  const known: Known = {
    text: readable,
    definers: (name) => definers.get(name),
    candidates: candidatesIn(languages),
  };
  const enter = (path: string, contents: Contents): void => {
    const format = languages.formatOf(path);
    if (contents === undefined || format === undefined) return void files.set(path, undefined);
    try {
      if (isOversized(contents)) throw oversized(path, contents.oversized, contents.limit);
      const file = decodeSchema(path, format, contents, (text) => languages.isSchema(path, format, text));
      files.set(path, file);
      for (const name of file.outline?.defines ?? []) addTo(definers, name, path);
      for (const need of file.outline?.needs ?? []) for (const name of need.names) addTo(mentions, name, path);
      for (const watched of watchedBy(file, known)) addTo(watchers, watched, path);
    } catch (error) {
      if (!(error instanceof SchemactlError)) throw error;
      files.set(path, error);
    }
  };
  const load = async (paths: readonly string[]): Promise<void> => {
    const missing = [...new Set(paths)].filter((path) => !files.has(path));
    if (missing.length === 0) return;
    const contents = await tree.read(missing);
    for (const [i, path] of missing.entries()) enter(path, contents[i]);
  };
  /** Reads what may not be there. */
  const probe = async (format: Format, paths: readonly string[]): Promise<void> => {
    const unknown = paths.filter((path) => !files.has(path));
    if (unknown.length <= manyPaths) return load(unknown);
    const there = new Set((await tree.list({ extensions: format.extensions })).map(({ path }) => path));
    for (const path of unknown) if (!there.has(path)) files.set(path, undefined);
    await load(unknown);
  };
  const search = async (format: Format, asked: Iterable<string>): Promise<void> => {
    const keyOf = (needle: string): string => `${format.name}\n${needle}`;
    const needles = [...new Set(asked)].filter((needle) => needle !== "" && !searched.has(keyOf(needle)));
    if (needles.length === 0 || searched.has(keyOf(everything))) return;
    const selection = { extensions: format.extensions };
    // Where other files have the same ending, nobody reads them all.
    const mayReadAll = format.recognises === undefined;
    const many = mayReadAll && needles.length > manyNames;
    const files =
      mayReadAll && (many || small) ? (await tree.list(selection)).filter(({ mode }) => mode === "file") : [];
    const all = many || (mayReadAll && small && files.length <= fewFiles);
    await load(all ? files.map(({ path }) => path) : await tree.search(needles, selection));
    for (const needle of all ? [everything] : needles) searched.add(keyOf(needle));
  };
  const neededBy = (file: SchemaText): readonly Target[] => targetsOf(file, known);

  const prepare = async (paths: readonly string[]): Promise<void> => {
    const seen = new Set<string>();
    const isNew = (path: string): boolean => !prepared.has(path) && !seen.has(path);
    for (let level = paths.filter(isNew); level.length > 0; ) {
      for (const path of level) seen.add(path);
      await load(level);
      const now = level.map(readable).filter((file) => file !== undefined);
      for (const format of new Set(now.map((file) => file.format))) {
        const own = now.filter((file) => file.format === format);
        await probe(format, [...new Set(own.flatMap((file) => watchedBy(file, known)))]);
        await search(format, own.flatMap((file) => namesToFind(file, known)).map(format.needle));
      }
      level = [...new Set(now.flatMap(neededBy).map(({ path }) => path))].filter(isNew);
    }
    // Now only: another search may be under way for the same files.
    for (const path of seen) prepared.add(path);
  };
  const schema = (path: string): SchemaText | SchemactlError | undefined => {
    const [file, format] = [files.get(path), languages.formatOf(path)];
    if (file === undefined || format === undefined) return undefined;
    // What is no text is a schema where its name alone says so.
    const isSchema = file instanceof SchemactlError ? languages.isSchema(path, format, "") : file.isSchema;
    return isSchema ? file : undefined;
  };
  /** One object for each text and name, so that a parser can tell that it has read it before. */
  const referenceTo = ({ path, name }: Target): SchemaReference => {
    const key = `${name}\n${path}`;
    const reference = references.get(key) ?? { name, text: readable(path)?.text ?? "", file: path };
    references.set(key, reference);
    return reference;
  };
  const resolve = async (path: string): Promise<Resolved | undefined> => {
    const resolution = resolutions.get(path);
    if (resolution !== undefined) return resolution;
    await load([path]);
    const file = schema(path);
    if (file instanceof SchemactlError) throw file;
    if (file === undefined) return undefined;
    const own = file.format.paths === undefined ? { text: file.text } : { text: file.text, file: path };
    if ((file.outline?.needs ?? []).length === 0)
      return { file, source: own, watches: [], missing: [], identity: identityOf(file.format, own) };
    await prepare([path]);
    const { reached, targets } = closureOf(file, known);
    const texts = [...targets.values()]
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
      .map(referenceTo);
    const source = { ...own, references: texts };
    const watches = [
      ...new Set([...reached].flatMap((one) => [one.path, ...watchedBy(one, known)]).filter((one) => one !== path)),
    ].sort();
    const missing = [...reached].flatMap((one) => missingFrom(one, known));
    const resolved = { file, source, watches, missing, identity: identityOf(file.format, source) };
    resolutions.set(path, resolved);
    return resolved;
  };
  return {
    tree,
    file: async (path) => {
      await load([path]);
      return schema(path);
    },
    part: async (path) => {
      await load([path]);
      return files.get(path);
    },
    load,
    mentioning: async (format, names) => {
      await search(format, names.map(format.needle));
      return [...new Set(names.flatMap((name) => [...(mentions.get(name) ?? [])]))];
    },
    referring: async (format, paths) => {
      const { needle } = format.paths ?? {};
      if (needle === undefined) return [];
      await search(format, paths.map(needle));
      return [...new Set(paths.flatMap((path) => [...(watchers.get(path) ?? [])]))];
    },
    claiming: (names) => {
      const claimants = new Map<string, string[]>(names.map((name) => [name, []]));
      for (const path of files.keys())
        for (const name of readable(path)?.outline?.claims ?? []) claimants.get(name)?.push(path);
      return claimants;
    },
    isAmbiguous: (path) => {
      const file = readable(path);
      return file !== undefined && meansSeveral(file, known);
    },
    defining: async (format, name) => {
      await search(format, [format.needle(name)]);
      return [...(definers.get(name) ?? [])];
    },
    prepare,
    resolve,
  };
}

/** Stands for every needle of a format, once all its files have been read; no name has a line end. */
const everything = "\n";

/** A file and all that it reaches, and the texts that a parser is handed. Throws where it is open which text is meant. */
function closureOf(
  file: SchemaText,
  known: Known,
): { readonly reached: ReadonlySet<SchemaText>; readonly targets: ReadonlyMap<string, Target> } {
  const reached = new Set([file]);
  const targets = new Map<string, Target>();
  for (const one of reached) {
    refuseAmbiguous(one, known);
    for (const target of targetsOf(one, known)) {
      const text = known.text(target.path);
      if (text === undefined || (target.path === file.path && file.format.paths === undefined)) continue;
      const other = targets.get(target.name);
      if (other === undefined || other.path !== target.path) {
        const differs = other !== undefined && known.text(other.path)?.text !== text.text;
        if (differs && file.format.paths?.ambiguous === true)
          throw ambiguous(one, target.need, target.name, [other.path, target.path]);
        targets.set(other === undefined ? target.name : `${target.name}\n${target.path}`, target);
      }
      reached.add(text);
    }
  }
  return { reached, targets };
}

function oversized(path: string, size: number, limit: number): SchemactlError {
  return new SchemactlError("schema", `the file has ${size} bytes, more than the limit of ${limit}`, {
    file: path,
    line: 1,
    column: 1,
    hint: "split it, or raise `limits.file-size` in schemactl.yaml",
  });
}

function addTo(index: Map<string, Set<string>>, name: string, path: string): void {
  const paths = index.get(name);
  if (paths === undefined) index.set(name, new Set([path]));
  else paths.add(path);
}
