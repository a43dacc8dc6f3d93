import { realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import type { SchemaSource } from "../model.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { commitTree } from "./commit-tree.ts";
import { directoryTree } from "./directory.ts";
import { indexTree } from "./index-tree.ts";
import type { Languages } from "./languages.ts";
import { openRepository, type Repository } from "./repository.ts";
import { decodeSchema } from "./schema-text.ts";
import { workTree } from "./work-tree.ts";

/** Where a person stands who names a schema on the command line. */
export interface Standpoint {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: () => Promise<Uint8Array>;
  /** What makes a file a schema: whatever is named, and whatever that refers to, is one. */
  readonly languages: (repository: Repository | undefined, format: Format) => Promise<Languages>;
}

/** A schema that was named on the command line, with all that it refers to in its own tree. */
export interface NamedSchema {
  readonly path: string;
  readonly source: SchemaSource;
  /** As in `Resolved`. */
  readonly identity: string;
}

/** What stands for a schema that is not there: git's own name for it. */
const absent = "/dev/null";

/**
 * Reads what one word names: a file, if there is one of that name; else `REF:path` (`./` from here), `:path` in the index, or `-` for the standard
 * input. Undefined for `/dev/null`. Throws `undecided` for what cannot be read, `usage` for what means nothing.
 */
export async function readArgument(word: string, format: Format, at: Standpoint): Promise<NamedSchema | undefined> {
  if (word === absent) return undefined;
  if (word === "-") {
    const { text } = decodeSchema("-", format, await at.stdin());
    return { path: word, source: { text }, identity: format.identity(text) };
  }
  if (isFile(resolve(at.cwd, word))) return await readFile(word, format, at);
  const { ref, path } = split(word);
  const repository = await openRepository(at.cwd, at.env);
  try {
    const tree = ref === "" ? indexTree(repository) : commitTree(repository, await commitOf(repository, ref));
    const inTree = path.startsWith("./") || path.startsWith("../") ? fromHere(repository.prefix, path) : path;
    return await read(catalogueOf(tree, await at.languages(repository, format)), inTree, word);
  } finally {
    repository.close();
  }
}

async function readFile(word: string, format: Format, at: Standpoint): Promise<NamedSchema> {
  const file = realpathSync(resolve(at.cwd, word));
  const repository = await repositoryOf(dirname(file), at.env);
  try {
    const tree = repository === undefined ? directoryTree(dirname(file)) : workTree(repository);
    return await read(
      catalogueOf(tree, await at.languages(repository, format)),
      (repository?.prefix ?? "") + basename(file),
      word,
    );
  } finally {
    repository?.close();
  }
}

async function read(catalogue: Catalogue, path: string, word: string): Promise<NamedSchema> {
  const resolved = await catalogue.resolve(path);
  if (resolved === undefined) {
    throw new SchemactlError("undecided", `\`${word}\` names no file: ${catalogue.tree.label} has no \`${path}\``);
  }
  return { path, source: resolved.source, identity: resolved.identity };
}

/** Outside of a repository, and where git refuses, a file's folder is all there is around it. */
async function repositoryOf(folder: string, env: Standpoint["env"]): Promise<Repository | undefined> {
  try {
    return await openRepository(folder, env);
  } catch (error) {
    if (error instanceof SchemactlError) return undefined;
    throw error;
  }
}

async function commitOf(repository: Repository, ref: string): Promise<string> {
  const commit = await repository.objects.readCommit(ref);
  if (commit !== undefined) return commit.id;
  throw new SchemactlError("usage", `there is no commit \`${ref}\``, {
    hint: "`git log --oneline --all` lists those that there are",
  });
}

/** At the first colon outside of braces: `HEAD@{10:00}:path` has one inside. */
function split(word: string): { readonly ref: string; readonly path: string } {
  const colon = /^(?:[^:{]|\{[^}]*\})*:/.exec(word)?.[0].length;
  if (colon === undefined || colon === word.length) {
    const hint = "give a file, REF:path, :path (the index), - (standard input) or /dev/null (nothing)";
    throw new SchemactlError("undecided", `there is no file \`${word}\``, { hint });
  }
  return { ref: word.slice(0, colon - 1), path: word.slice(colon) };
}

function fromHere(prefix: string, path: string): string {
  return resolve("/", prefix, path).slice(1);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
