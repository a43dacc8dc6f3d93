import { spawnSync } from "node:child_process";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeCache, program } from "../src/launch.ts";

let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schemactl-launch-"));
  cache = join(folder, "caches", "schemactl", "build");
  writeFileSync(join(folder, "greeting.cjs"), 'exports.greet=(name)=>"hello "+name;\n');
  writeFileSync(
    join(folder, "cli.cjs"),
    'const{greet}=require("./greeting.cjs"),{sep}=require("node:path");exports.start=()=>greet(sep);exports.lazy=()=>require("./later.cjs");\n',
  );
  writeFileSync(join(folder, "later.cjs"), "exports.where=__filename;\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Cli {
  readonly start: () => string;
  readonly lazy: () => { readonly where: string };
}

/** One run of the program: what it answers, and then what it keeps. */
function run({
  use = (cli: Cli): unknown => cli.start(),
  into = cache,
}: {
  use?: (cli: Cli) => unknown;
  into?: string;
} = {}): unknown {
  const { load, keep } = program(folder, into === "nowhere" ? undefined : into);
  const answer = use(load("cli.cjs") as Cli);
  keep();
  return answer;
}

const kept = (): readonly string[] => readdirSync(cache).sort();
const age = (file: string): void => utimesSync(join(cache, file), 1, 1);
const isOld = (file: string): boolean => statSync(join(cache, file)).mtimeMs === 1000;

describe("the program", () => {
  test("is loaded as Node loads CommonJS: its own files by name, once, the rest from Node", () => {
    const { load } = program(folder, undefined);
    const cli = load("cli.cjs") as Cli;
    expect(cli.start()).toMatch(/^hello [/\\]$/);
    expect(load("cli.cjs")).toBe(cli);
    expect(cli.lazy()).toBe(load("later.cjs"));
    expect(cli.lazy().where).toBe(join(folder, "later.cjs"));
  });

  test("tells positions as they are in its files", () => {
    writeFileSync(join(folder, "cli.cjs"), 'exports.start=()=>{throw new Error("no")};\n');
    const stack = run({
      use: (cli) => {
        try {
          return cli.start();
        } catch (error) {
          return (error as Error).stack;
        }
      },
    });
    expect(stack).toMatch(/cli\.cjs:1:26\)?\n/);
  });
});

describe("compiled code", () => {
  test("is kept by the first run, in a folder that is the user's alone, and used by the next", () => {
    expect(run()).toMatch(/^hello/);
    expect(kept()).toEqual(["cli.cjs", "greeting.cjs"]);
    if (process.platform !== "win32") expect(statSync(cache).mode & 0o777).toBe(0o700);
    for (const file of kept()) age(file);
    expect(run()).toMatch(/^hello/);
    expect(kept().filter(isOld)).toEqual(["cli.cjs", "greeting.cjs"]);
  });

  test("is what runs: of a source of the same length V8 sees no difference, which is why the build is in the folder's name", () => {
    run();
    writeFileSync(join(folder, "greeting.cjs"), 'exports.greet=(name)=>"HELLO "+name;\n');
    expect(run()).toMatch(/^hello/);
    expect(run({ into: join(folder, "caches", "schemactl", "other") })).toMatch(/^HELLO/);
  });

  test("is kept anew, with all that ran, when a run loads a file that none has loaded before", () => {
    run();
    age("cli.cjs");
    run({ use: (cli) => cli.lazy() });
    expect(kept()).toEqual(["cli.cjs", "greeting.cjs", "later.cjs"]);
    expect(isOld("cli.cjs")).toBe(false);
  });

  test("of builds that nobody has written to for a month goes when a new one is kept", () => {
    const builds = join(folder, "caches", "schemactl");
    for (const build of ["older", "newer"]) mkdirSync(join(builds, build), { recursive: true });
    utimesSync(join(builds, "older"), 1, 1);
    run();
    expect(readdirSync(builds).sort()).toEqual(["build", "newer"]);
  });

  test("cannot be kept: the run is none the worse", () => {
    writeFileSync(join(folder, "caches"), "a file where the folder would be");
    expect(run()).toMatch(/^hello/);
  });

  test("without a place for it is not kept", () => {
    expect(run({ into: "nowhere" })).toMatch(/^hello/);
    expect(readdirSync(folder)).not.toContain("caches");
  });

  test.skipIf(process.getuid?.() !== 0)(
    "of somebody else is neither run nor written (only root can make a folder somebody else's)",
    () => {
      run();
      writeFileSync(join(folder, "greeting.cjs"), 'exports.greet=(name)=>"HELLO "+name;\n');
      chownSync(cache, 12345, 12345);
      for (const file of kept()) age(file);
      expect(run()).toMatch(/^HELLO/);
      expect(kept().filter(isOld)).toEqual(kept());
    },
  );
});

describe("the place for compiled code", () => {
  const at = (env: Readonly<Record<string, string>>): string | undefined => codeCache(env, "build");

  test("is the user's cache", () => {
    const caches = join(folder, "caches");
    expect(at({ XDG_CACHE_HOME: caches, HOME: "/home/ann" })).toBe(join(caches, "schemactl", "build"));
    if (process.platform === "linux") expect(at({ HOME: "/home/ann" })).toBe("/home/ann/.cache/schemactl/build");
  });

  test.each([
    ["there is no home", {}],
    ["the cache is no absolute path", { XDG_CACHE_HOME: "caches" }],
    ["Node's own switch for such caches is off", { XDG_CACHE_HOME: "/caches", NODE_DISABLE_COMPILE_CACHE: "1" }],
  ])("is nowhere when %s", (_, env) => {
    expect(at(env)).toBeUndefined();
  });
});

describe("the command", () => {
  const bin = fileURLToPath(new URL("../bin/schemactl.js", import.meta.url));
  const explain = (): string =>
    spawnSync(process.execPath, [bin, "explain", "subject/deleted"], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: folder },
    }).stdout;
  const own = (): string => {
    const [build = ""] = readdirSync(join(folder, "schemactl"));
    return join(folder, "schemactl", build);
  };

  test("keeps its own, and says the same with and without", () => {
    const first = explain();
    expect(first).toMatch(/subject\/deleted/);
    expect(basename(own())).toMatch(
      new RegExp(`^[0-9a-f]{16}-${process.version.replaceAll(".", "\\.")}-${process.arch}$`),
    );
    expect(readdirSync(own())).toContain("cli.cjs");
    expect(explain()).toBe(first);
  });

  // In a process of its own, because V8 remembers what this one has compiled.
  test.each([
    ["empty", () => Buffer.of()],
    ["cut short", (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ["nonsense", () => Buffer.alloc(5000, 7)],
    ["damaged in one place", (whole: Buffer) => whole.fill(0x5a, 50_000, 50_100)],
    ["zeros", (whole: Buffer) => whole.fill(0)],
  ])("does not run compiled code that is %s, and keeps it anew", (_, spoilt) => {
    const first = explain();
    const file = join(own(), "cli.cjs");
    const size = statSync(file).size;
    const bytes = spoilt(readFileSync(file));
    writeFileSync(file, bytes);
    expect(explain()).toBe(first);
    expect(readFileSync(file).equals(bytes)).toBe(false);
    expect(statSync(file).size).toBeGreaterThan(size / 2);
    expect(explain()).toBe(first);
  });
});
