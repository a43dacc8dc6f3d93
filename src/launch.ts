// How the built program starts: as Node would start it, but from the code that V8 made of it on an earlier run. Compiling is a good part of
// what a hook costs, and Node keeps compiled code by itself only since version 22.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { Script } from "node:vm";

/** Differs from one build to the next: V8 knows a source by its length alone. */
declare const SCHEMACTL_BUILD: string;

type Env = Readonly<Record<string, string | undefined>>;

/** A file of the program, as a CommonJS module. */
interface Chunk {
  readonly name: string;
  readonly script: Script;
  readonly module: { exports: unknown };
}

/** The files of a program that are loaded so far. */
export interface Program {
  /** What a file exports; it runs when it is asked for first. */
  readonly load: (name: string) => unknown;
  /** Writes what was compiled, if there was anything that the cache did not have. Never throws: a cache is no reason to fail. */
  readonly keep: () => void;
}

/** Runs the command line of this process. */
export function launch(): void {
  const build = `${SCHEMACTL_BUILD}-${process.version}-${process.arch}`;
  const { load, keep } = program(import.meta.dirname, codeCache(process.env, build));
  process.once("exit", keep);
  (load("cli.cjs") as { readonly start: () => void }).start();
}

/** Where the compiled code of a build is kept: the user's own cache. Undefined where there is none, or where Node's own switch for such caches is off. */
export function codeCache(env: Env, build: string): string | undefined {
  const caches = env.XDG_CACHE_HOME || userCaches(env);
  if (caches === undefined || !isAbsolute(caches) || env.NODE_DISABLE_COMPILE_CACHE === "1") return undefined;
  return join(caches, "schemactl", build);
}

function userCaches(env: Env): string | undefined {
  if (process.platform === "win32") return env.LOCALAPPDATA;
  if (env.HOME === undefined) return undefined;
  return join(env.HOME, process.platform === "darwin" ? "Library/Caches" : ".cache");
}

/** The program in a folder, with its compiled code in another, which need not exist yet. */
export function program(folder: string, cache: string | undefined): Program {
  const builtin = createRequire(join(folder, "launch.cjs"));
  const chunks = new Map<string, Chunk>();
  const trusted = cache !== undefined && isOwn(cache);
  let isNew = false;

  const load = (name: string): unknown => {
    const loaded = chunks.get(name);
    if (loaded !== undefined) return loaded.module.exports;
    const filename = join(folder, name);
    const cachedData = trusted ? read(join(cache, name)) : undefined;
    const script = compile(readFileSync(filename, "utf8"), filename, cachedData);
    isNew ||= cachedData === undefined || script.cachedDataRejected === true;
    const module: Chunk["module"] = { exports: {} };
    chunks.set(name, { name, script, module });
    script.runInThisContext()(module.exports, require, module, filename);
    return module.exports;
  };
  const require = (path: string): unknown => (path.startsWith("./") ? load(path.slice(2)) : builtin(path));
  const keep = (): void => {
    if (cache === undefined || !isNew) return;
    try {
      mkdirSync(cache, { recursive: true, mode: 0o700 });
      if (!isOwn(cache)) return;
      // All of them: what was compiled before has run further this time, and more of its functions are compiled.
      for (const { name, script } of chunks.values()) write(join(cache, name), script.createCachedData());
      removeOld(dirname(cache));
    } catch {}
  };
  return { load, keep };
}

const head = "(function(exports,require,module,__filename){";

function compile(text: string, filename: string, cachedData: Buffer | undefined): Script {
  // Positions in stack traces are those of the file.
  const options = { filename, columnOffset: -head.length };
  return new Script(`${head}${text}\n})`, cachedData === undefined ? options : { ...options, cachedData });
}

/** What is in there is run as code: nobody else's is. */
function isOwn(folder: string): boolean {
  try {
    return process.getuid === undefined || statSync(folder).uid === process.getuid();
  } catch {
    return false;
  }
}

/**
 * What was kept, if nothing has happened to it since: V8 looks no further than the head of what it is given, and damaged code ends the
 * process. So it is kept twice and compared, which takes a hundredth of the time that a library for checksums takes to load.
 */
function read(file: string): Buffer | undefined {
  try {
    const twice = readFileSync(file);
    const data = twice.subarray(0, twice.length / 2);
    return data.length > 0 && data.equals(twice.subarray(data.length)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another run may be reading. */
function write(file: string, data: Buffer): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, Buffer.concat([data, data]));
  renameSync(unfinished, file);
}

/** Builds are replaced by newer ones; in a month nobody has missed what they left. */
function removeOld(builds: string): void {
  const longAgo = Date.now() - 30 * 24 * 60 * 60 * 1000;
  for (const build of readdirSync(builds)) {
    const folder = join(builds, build);
    if (statSync(folder).mtimeMs < longAgo) rmSync(folder, { recursive: true });
  }
}
