import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { SchemactlError } from "../errors.ts";
import type { Problem } from "../model.ts";
import { type ConfigReading, defaultConfig } from "./config.ts";

/** Reads a file by its path relative to the repository, from where the candidate stands; undefined when there is none. */
export type ReadText = (path: string) => Promise<Uint8Array | string | undefined>;

export interface ConfigRequest {
  /** The absolute path of the repository. */
  readonly root: string;
  /** What `--config` names, absolute or relative to `cwd`. */
  readonly path?: string | undefined;
  /** The folder that `path` is relative to; the repository's root when left out. */
  readonly cwd?: string | undefined;
  /** Where files of the repository are read instead of the disk, as from the index. */
  readonly readText?: ReadText | undefined;
}

/** What decides which files are read as the configuration. */
export interface ConfigPlace extends Pick<ConfigRequest, "root" | "path" | "cwd"> {
  /** The index or a commit is read, where a link is a text of its own. */
  readonly isStored?: boolean;
}

/** The repository's own files, by their paths from its root, whose change may change the configuration; none where it stands outside. */
export function configFiles({ root, path, cwd, isStored = false }: ConfigPlace): readonly string[] {
  if (path !== undefined) {
    const name = nameInside(root, resolve(cwd ?? root, path));
    return name === undefined ? [] : withTarget(root, name, isStored);
  }
  return [configName, misspeltConfigName].flatMap((name) => withTarget(root, name, isStored));
}

/** A link changes with what it leads to. */
function withTarget(root: string, name: string, isStored: boolean): readonly string[] {
  const absolute = join(root, name);
  if (isStored || lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return [name];
  const target = nameInside(root, realPath(absolute));
  return target === undefined ? [name] : [name, target];
}

const configName = "schemactl.yaml";
/** A name that people try; it is read, so that what it demands holds, and told to change. */
const misspeltConfigName = "schemactl.yml";

/**
 * Loads what reads a configuration, where the folder that a run is started in has one: git, which is asked meanwhile where the repository is,
 * takes as long.
 */
export function expectConfig(folder: string): void {
  // Whoever needs it asks again, and is told why it cannot be loaded.
  if (existsSync(join(folder, configName))) loadParser().catch(() => {});
}

/** Finds and reads schemactl.yaml; without one, the defaults. Throws a usage error when the file that `--config` names cannot be read. */
export async function readConfig(request: ConfigRequest): Promise<ConfigReading> {
  if (request.path !== undefined) return readNamed(request, request.path);
  const [wanted, misspelt] = await Promise.all(
    [configName, misspeltConfigName].map((name) => readInRepository(request, name)),
  );
  const [file, source] = wanted === undefined ? [misspeltConfigName, misspelt] : [configName, wanted];
  if (source === undefined) return { config: defaultConfig, problems: [] };
  const reading = await parse(source, file);
  return misspelt === undefined
    ? reading
    : { ...reading, problems: [misspeltProblem(wanted !== undefined), ...reading.problems] };
}

function misspeltProblem(both: boolean): Problem {
  const message = both ? `the file is not read: \`${configName}\` is` : `the configuration's name is \`${configName}\``;
  const hint = both ? "remove one of the two" : `git mv ${misspeltConfigName} ${configName}`;
  return { severity: "warning", code: "config", message, hint, file: misspeltConfigName };
}

async function readNamed(request: ConfigRequest, path: string): Promise<ConfigReading> {
  const absolute = resolve(request.cwd ?? request.root, path);
  const name = nameInside(request.root, absolute);
  const indexed = request.readText !== undefined && name !== undefined;
  const source = indexed ? await request.readText?.(name) : attempt(path, () => readFileSync(absolute));
  if (source === undefined) {
    const hint = indexed
      ? `git add ${name}, or leave --staged out`
      : `without --config, \`${configName}\` at the repository's root is read`;
    throw new SchemactlError("usage", `there is no file \`${path}\`${indexed ? " in the index" : ""}`, { hint });
  }
  return parse(source, name ?? path);
}

async function readInRepository(request: ConfigRequest, name: string): Promise<Uint8Array | string | undefined> {
  if (request.readText !== undefined) return request.readText(name);
  const path = join(request.root, name);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const target = attempt(name, () => statSync(path));
  if (target === undefined) throw unreadable(name, "it is a link to nothing");
  if (!target.isFile()) throw unreadable(name, target.isDirectory() ? "it is a folder" : "it is no file");
  if (nameInside(request.root, realpathSync(path)) === undefined)
    throw unreadable(name, "it is a link that leaves the repository");
  return attempt(name, () => readFileSync(path));
}

/** The path with `/` from the repository's root; undefined for what lies outside. Folders on the way may be links. */
function nameInside(root: string, path: string): string | undefined {
  const name = relative(realPath(root), join(realPath(dirname(path)), basename(path)));
  return name === ".." || name.startsWith(`..${sep}`) || isAbsolute(name) ? undefined : name.split(sep).join("/");
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What the disk says; undefined where there is no such file. */
function attempt<Answer>(name: string, ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw unreadable(name, reasons[code] ?? code, cause);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  EACCES: "this user may not",
  ELOOP: "it is a link to itself",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GB",
};

function unreadable(name: string, reason: string, cause?: unknown): SchemactlError {
  return new SchemactlError("config", `\`${name}\` cannot be read: ${reason}`, { file: name, cause });
}

async function parse(source: Uint8Array | string, file: string): Promise<ConfigReading> {
  return (await loadParser()).parseConfig(source, file);
}

/** The YAML library takes as long to load as git takes to answer: only a repository with a configuration pays. */
const loadParser = () => import("./parse.ts");
