import { identityOf } from "../compatibility/identity.ts";
import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import type { SchemaSource } from "../model.ts";
import { decodeSchema, type SchemaText } from "./schema-text.ts";
import { type Contents, isOversized, type Tree } from "./tree.ts";

/** A schema file with all that it needs, found in its own tree. */
export interface Resolved {
  readonly file: SchemaText;
  /** References are named by their paths. */
  readonly source: SchemaSource;
  /** The paths of the references. */
  readonly reaches: readonly string[];
  /** Equal for two versions exactly when all the texts they reach are equal in everything but white space, key order and comments. */
  readonly identity: string;
}

/** The schema files of one tree: read when asked for, found by a scan of bytes for names, parsed only as far as their outlines. */
export interface Catalogue {
  readonly tree: Tree;
  /** One file; an error of code `schema` in place of one that is no text, undefined where the tree has none. */
  readonly file: (path: string) => Promise<SchemaText | SchemactlError | undefined>;
  /** Reads many files at once, so that asking for them one by one costs nothing. */
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** The files that refer to one of these names, as a definition elsewhere. */
  readonly mentioning: (format: Format, names: readonly string[]) => Promise<readonly string[]>;
  /** The files that define this name. */
  readonly defining: (format: Format, name: string) => Promise<readonly string[]>;
  /** Finds what these files need, all together: a search of the tree costs about as much for many names as for one. */
  readonly prepare: (paths: readonly string[]) => Promise<void>;
  /** One file and all that it reaches; undefined where the tree has none. Throws the error of a file that is no text. */
  readonly resolve: (path: string) => Promise<Resolved | undefined>;
}

/** Beyond that many names, reading every schema file once is cheaper than searching for each. */
const manyNames = 64;

/** Up to so many schema files are all read at the first search: that costs one process, and no second search costs another. */
const fewFiles = 100;

/** The catalogue of a tree. `formatOf` tells which format a path belongs to; `small` that few files may be read all at once. */
export function catalogueOf(
  tree: Tree,
  formatOf: (path: string) => Format | undefined,
  { small = false }: { readonly small?: boolean } = {},
): Catalogue {
  const files = new Map<string, SchemaText | SchemactlError | undefined>();
  const definers = new Map<string, Set<string>>();
  const mentions = new Map<string, Set<string>>();
  const searched = new Set<string>();

  const enter = (path: string, contents: Contents): void => {
    const format = formatOf(path);
    if (contents === undefined || format === undefined) return void files.set(path, undefined);
    try {
      if (isOversized(contents)) throw oversized(path, contents.oversized, contents.limit);
      const file = decodeSchema(path, format, contents);
      files.set(path, file);
      for (const name of file.outline?.defines ?? []) addTo(definers, name, path);
      for (const need of file.outline?.needs ?? []) for (const name of need.names) addTo(mentions, name, path);
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
  const search = async (format: Format, names: Iterable<string>): Promise<void> => {
    const needles = [...new Set([...names].map(format.needle))].filter((needle) => !searched.has(needle));
    if (needles.length === 0 || searched.has(everythingOf(format))) return;
    const selection = { extensions: format.extensions };
    const many = needles.length > manyNames;
    const files = many || small ? (await tree.list(selection)).filter(({ mode }) => mode === "file") : [];
    const all = many || (small && files.length <= fewFiles);
    await load(all ? files.map(({ path }) => path) : await tree.search(needles, selection));
    for (const needle of all ? [everythingOf(format)] : needles) searched.add(needle);
  };
  const readable = (path: string): SchemaText | undefined => {
    const file = files.get(path);
    return file === undefined || file instanceof SchemactlError ? undefined : file;
  };
  /** Of the names that each reference may mean, the first that the tree defines; its definers, all of them, for the format to choose or refuse. */
  const neededBy = (file: SchemaText): readonly string[] =>
    (file.outline?.needs ?? [])
      .flatMap((need) => [...(need.names.map((name) => definers.get(name)).find((paths) => paths !== undefined) ?? [])])
      .filter((path) => path !== file.path);

  const prepare = async (paths: readonly string[]): Promise<void> => {
    const seen = new Set<string>();
    for (let level = [...paths]; level.length > 0; ) {
      for (const path of level) seen.add(path);
      await load(level);
      const now = level.map(readable).filter((file) => file !== undefined);
      for (const format of new Set(now.map((file) => file.format))) {
        const names = now
          .filter((file) => file.format === format)
          .flatMap((file) => (file.outline?.needs ?? []).flatMap((need) => need.names));
        await search(format, names);
      }
      level = [...new Set(now.flatMap(neededBy))].filter((path) => !seen.has(path));
    }
  };
  const resolve = async (path: string): Promise<Resolved | undefined> => {
    await load([path]);
    const file = files.get(path);
    if (file instanceof SchemactlError) throw file;
    if (file === undefined) return undefined;
    if ((file.outline?.needs ?? []).length === 0) {
      const source = { text: file.text };
      return { file, source, reaches: [], identity: identityOf(file.format, source) };
    }
    await prepare([path]);
    const reached = new Set<string>();
    for (let level = neededBy(file); level.length > 0; ) {
      const fresh = level.filter((next) => next !== path && !reached.has(next));
      for (const next of fresh) reached.add(next);
      level = fresh.map(readable).flatMap((next) => (next === undefined ? [] : neededBy(next)));
    }
    const reaches = [...reached].sort();
    const references = reaches.map((name) => ({ name, text: readable(name)?.text ?? "" }));
    const source = { text: file.text, references };
    return { file, source, reaches, identity: identityOf(file.format, source) };
  };
  return {
    tree,
    file: async (path) => {
      await load([path]);
      return files.get(path);
    },
    load,
    mentioning: async (format, names) => {
      await search(format, names);
      return [...new Set(names.flatMap((name) => [...(mentions.get(name) ?? [])]))];
    },
    defining: async (format, name) => {
      await search(format, [name]);
      return [...(definers.get(name) ?? [])];
    },
    prepare,
    resolve,
  };
}

/** Stands for every needle of a format, once all its files have been read; no name has a line end. */
const everythingOf = (format: Format): string => `\n${format.name}`;

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
