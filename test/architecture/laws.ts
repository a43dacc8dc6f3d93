import { type Import, type SourceFile, sourceFile } from "./source-file.ts";

/** One law of the layout. */
export interface Law {
  readonly law: string;
  readonly because: string;
  /** One clause for each violation. */
  readonly violations: (files: readonly SourceFile[]) => readonly string[];
  /** Files that break this law, and what the check says of them: a law that cannot fail keeps nothing. */
  readonly offenders: Readonly<Record<string, string>>;
  readonly objections: readonly string[];
}

/** Which rooms a room may import from; a room is a folder of src/ or a file in it. Its own files it may always import. */
const doors: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: [],
  formats: ["model", "errors"],
  compatibility: ["formats", "model", "errors"],
  registry: ["compatibility", "formats", "model", "errors"],
  gate: ["model"],
  lifecycle: ["model"],
  reporters: ["model"],
  contracts: ["formats", "model", "errors"],
  sources: ["registry", "compatibility", "formats", "model", "errors"],
  server: ["registry", "compatibility", "formats", "model", "errors"],
  inspection: ["config", "sources", "gate", "registry", "compatibility", "formats", "model", "errors"],
  config: ["sources", "compatibility", "formats", "model", "errors"],
  commands: [
    ...["inspection", "sources", "server", "reporters", "gate", "lifecycle", "contracts", "config"],
    ...["registry", "compatibility", "formats", "model", "errors"],
  ],
  index: ["lifecycle", "contracts", "compatibility", "formats", "model", "errors"],
  launch: [],
  cli: ["commands", "config", "reporters", "sources", "model", "errors"],
  action: ["cli", "commands", "config", "reporters", "sources", "formats", "model", "errors"],
};

const formatFiles = ["canonical", "codec", "diff", "index", "parse", "rules", "witness"];
const formatDoors = ["index", "format", "extensions"].map((name) => `src/formats/${name}.ts`);
const drawers = new Set(["utils", "util", "helpers", "core", "lib", "common", "misc", "shared"]);

const room = (path: string): string => path.split("/")[1]?.replace(/\.ts$/, "") ?? "";
const format = (path: string): string | undefined => /^src\/formats\/([^/]+)\//.exec(path)?.[1];
const isOurs = (target: string): boolean => target.startsWith("src/");
const isNode = (target: string): boolean => target.startsWith("node:");
/** What a library ships as data is read, not run: it binds nobody to the library. */
const isLibrary = (target: string): boolean => !isOurs(target) && !isNode(target) && !target.endsWith(".json");
const library = (target: string): string => /^(@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target;

type Judge = (file: SourceFile, one: Import) => string | undefined | false;

/** Asks of every import; a string is the objection to it. */
function eachImport(judge: Judge): Law["violations"] {
  return (files) => each(files, (file) => file.imports.map((one) => judge(file, one)));
}

function each(
  files: readonly SourceFile[],
  ask: (file: SourceFile) => readonly (string | undefined | false)[],
): readonly string[] {
  return files.flatMap((file) =>
    [...new Set(ask(file))].filter((objection) => typeof objection === "string").map((text) => `${file.path} ${text}`),
  );
}

function cycles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" imports "));
    if (start >= 0 || done.has(path)) return;
    for (const { target } of byPath.get(path)?.imports ?? []) if (isOurs(target)) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

/** The libraries that are loaded before cli.ts has looked at its arguments. */
function loadedAtStart(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { target, kind } of byPath.get(path)?.imports ?? []) {
      if (kind !== "static") continue;
      if (isLibrary(target)) found.push([...trail, path, target].join(" imports "));
      else walk(target, [...trail, path]);
    }
  };
  walk("src/cli.ts", []);
  return found;
}

/** Where the outside world may be touched, and by what. */
function mayTouch(path: string, what: string): boolean {
  if (path === "src/compatibility/fingerprint.ts") return what === "node:module" || what === "node:crypto";
  if (["sources", "registry", "action"].includes(room(path))) return true;
  return ["src/launch.ts", "src/cli.ts", "src/config/read.ts", "src/server/listen.ts"].includes(path);
}

function importers(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    for (const { target } of imports) {
      if (isLibrary(target)) found.set(library(target), (found.get(library(target)) ?? new Set()).add(path));
    }
  }
  return new Map([...found].map(([name, paths]) => [name, [...paths].sort()]));
}

function uneven(files: readonly SourceFile[]): readonly string[] {
  const paths = new Set(files.map((file) => file.path));
  const folders = new Set(files.map((file) => format(file.path)).filter((name) => name !== undefined));
  return [...folders].flatMap((name) =>
    formatFiles
      .map((file) => `src/formats/${name}/${file}.ts`)
      .filter((path) => !paths.has(path))
      .map((path) => `${path} is missing`),
  );
}

/** Reads synthetic files for a law's own proof. */
export function synthetic(texts: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(texts).map(([path, text]) => sourceFile(path, text));
}

export const laws: readonly Law[] = [
  {
    law: "no two files import each other, directly or in a circle",
    because: "a circle is one file in several pieces: none of them can be read, tested or loaded without the others",
    violations: cycles,
    offenders: {
      "src/gate.ts": 'import { a } from "./lifecycle/stage.ts";',
      "src/lifecycle/stage.ts": 'import type { b } from "../gate.ts";',
    },
    objections: ["src/gate.ts imports src/lifecycle/stage.ts imports src/gate.ts"],
  },
  {
    law: "imports go one way: cli, commands, the boxes they join, compatibility, formats, model and errors",
    because: "what a schema means must not depend on who asks, and what is asked not on how it is printed",
    violations: eachImport((file, { target, kind }) => {
      if (!isOurs(target) || room(target) === room(file.path)) return undefined;
      if (room(target) === "config" && kind === "type" && doors[room(file.path)]?.includes("errors")) return undefined;
      return !doors[room(file.path)]?.includes(room(target)) && `imports ${target}`;
    }),
    offenders: {
      "src/compatibility/compare.ts": 'import { check } from "../commands/check.ts";',
      "src/sources/git.ts":
        'import { ignore } from "../config/read.ts";\nimport type { Config } from "../config/config.ts";',
      "src/utilities/a.ts": 'import { b } from "../model.ts";',
    },
    objections: [
      "src/compatibility/compare.ts imports src/commands/check.ts",
      "src/sources/git.ts imports src/config/read.ts",
      "src/utilities/a.ts imports src/model.ts",
    ],
  },
  {
    law: "only cli.ts and the Action import commands, only the Action imports cli.ts, and nobody imports index.ts",
    because: "a verb that another part needs is a part, and belongs into a box of its own",
    violations: eachImport((file, { target }) => {
      if (target === "src/index.ts") return `imports ${target}`;
      if (target === "src/cli.ts") return room(file.path) !== "action" && `imports ${target}`;
      if (room(target) !== "commands" || !isOurs(target)) return undefined;
      return !["cli", "commands", "action"].includes(room(file.path)) && `imports ${target}`;
    }),
    offenders: {
      "src/reporters/text.ts": 'import { table } from "../commands/table.ts";',
      "src/commands/check.ts": 'import { main } from "../cli.ts";',
    },
    objections: ["src/reporters/text.ts imports src/commands/table.ts", "src/commands/check.ts imports src/cli.ts"],
  },
  {
    law: "a format never imports another format, nor the table of formats",
    because:
      "each is a language of its own: a rule of one that leans on another cannot be read against its specification",
    violations: eachImport((file, { target }) => {
      const own = format(file.path);
      if (own === undefined || room(target) !== "formats" || format(target) === own) return undefined;
      return (format(target) !== undefined || target === "src/formats/index.ts") && `imports ${target}`;
    }),
    offenders: {
      "src/formats/avro/diff.ts": 'import { a } from "../protobuf/parse.ts";\nimport { b } from "../format.ts";',
      "src/formats/protobuf/index.ts": 'import { formats } from "../index.ts";',
    },
    objections: [
      "src/formats/avro/diff.ts imports src/formats/protobuf/parse.ts",
      "src/formats/protobuf/index.ts imports src/formats/index.ts",
    ],
  },
  {
    law: "from outside, only formats/index.ts, format.ts and extensions.ts (which files are schemas, told without loading a format) are imported",
    because: "everybody else must work for the next format unchanged",
    violations: eachImport((file, { target }) => {
      if (room(file.path) === "formats" || !target.startsWith("src/formats/")) return undefined;
      return !formatDoors.includes(target) && `imports ${target}`;
    }),
    offenders: {
      "src/sources/files.ts": 'import { parse } from "../formats/avro/parse.ts";',
      "src/config/parse.ts": 'import type { JsonNode } from "../formats/json-text.ts";',
    },
    objections: [
      "src/sources/files.ts imports src/formats/avro/parse.ts",
      "src/config/parse.ts imports src/formats/json-text.ts",
    ],
  },
  {
    law: "reporters, the gate and the lifecycle import model.ts and nothing else of ours",
    because:
      "a reporter that needs more means that the report lacks it, and a policy that looks around cannot be replayed",
    violations: eachImport((file, { target }) => {
      if (!["reporters", "gate", "lifecycle"].includes(room(file.path)) || !isOurs(target)) return undefined;
      return target !== "src/model.ts" && room(target) !== room(file.path) && `imports ${target}`;
    }),
    offenders: { "src/gate.ts": 'import { SchemactlError } from "./errors.ts";\nimport type { A } from "./model.ts";' },
    objections: ["src/gate.ts imports src/errors.ts"],
  },
  {
    law: "node:*, process, the network, chance and the clock only in sources, registry, action, server/listen, config/read, launch.ts and cli.ts",
    because:
      "everything else is a pure function of its arguments: same input, same bytes (a hash is one too: compatibility/fingerprint.ts loads node:crypto through node:module when there is something to hash)",
    violations: (files) =>
      each(files, (file) =>
        [...file.imports.map((one) => one.target).filter(isNode), ...file.ambient].map(
          (what) => !mayTouch(file.path, what) && `uses ${what}`,
        ),
      ),
    offenders: {
      "src/gate.ts": "export const today = new Date();\nexport const then = new Date(0);",
      "src/commands/check.ts": 'import { readFile } from "node:fs/promises";\nexport const home = process.env.HOME;',
      "src/compatibility/fingerprint.ts": 'import { createRequire } from "node:module";\nimport "node:fs";',
      "src/sources/git.ts": 'import { spawn } from "node:child_process";',
    },
    objections: [
      "src/gate.ts uses new Date()",
      "src/commands/check.ts uses node:fs/promises",
      "src/commands/check.ts uses process.env",
      "src/compatibility/fingerprint.ts uses node:fs",
    ],
  },
  {
    law: "only cli.ts and the Action's entry print and set an exit code",
    because: "an exit code that is decided in two places is decided in none",
    violations: (files) =>
      each(files, (file) =>
        file.ambient.map(
          (what) =>
            /^console|^process\.(exit|exitCode|stdout|stderr)$/.test(what) &&
            !["cli", "action"].includes(room(file.path)) &&
            `uses ${what}`,
        ),
      ),
    offenders: {
      "src/sources/git.ts": 'console.error("no git");\nprocess.exitCode = 3;',
      "src/cli.ts": "process.exitCode = 1;",
    },
    objections: ["src/sources/git.ts uses console.error", "src/sources/git.ts uses process.exitCode"],
  },
  {
    law: "each library is imported in one file",
    because: "then it can be replaced, and what it costs is seen, in one place",
    violations: (files) =>
      [...importers(files)]
        .filter(([, paths]) => paths.length > 1)
        .map(([name, paths]) => `${name} is imported by ${paths.join(" and ")}`),
    offenders: {
      "src/formats/avro/codec.ts": 'await import("avsc");',
      "src/formats/avro/witness.ts": 'import type { Type } from "avsc";',
      "src/config/parse.ts": 'await import("yaml");',
    },
    objections: ["avsc is imported by src/formats/avro/codec.ts and src/formats/avro/witness.ts"],
  },
  {
    law: "no library is loaded before the command is known",
    because: "start-up is a feature: a hook that finds nothing to do costs little more than bare node",
    violations: loadedAtStart,
    offenders: {
      "src/cli.ts": 'import { check } from "./commands/check.ts";\nawait import("./commands/diff.ts");',
      "src/commands/check.ts": 'import picomatch from "picomatch";\nconst { parse } = await import("yaml");',
      "src/commands/diff.ts": 'import { Command } from "commander";',
    },
    objections: ["src/cli.ts imports src/commands/check.ts imports picomatch"],
  },
  {
    law: "model.ts holds types only and imports nothing",
    because: "the nouns are what everybody shares; a value among them would be shared state",
    violations: (files) =>
      each(
        files.filter((file) => file.path === "src/model.ts"),
        (file) => [
          ...file.imports.map((one) => `imports ${one.target}`),
          file.syntax.has("value") && "declares something that exists at run time",
        ],
      ),
    offenders: { "src/model.ts": 'import type { A } from "./errors.ts";\nexport const modes = ["NONE"];' },
    objections: ["src/model.ts imports src/errors.ts", "src/model.ts declares something that exists at run time"],
  },
  {
    law: "index.ts stands in src, in formats and in each format, and only they re-export values",
    because: "a name has one home; a barrel hides where it is and loads what is not needed",
    violations: (files) =>
      each(files, (file) => {
        const isIndex = file.path.endsWith("/index.ts");
        const isNamed = /^src\/(formats\/([^/]+\/)?)?index\.ts$/.test(file.path);
        return [
          isIndex && !isNamed && "is one index.ts too many",
          ...file.imports.map(
            (one) => !isIndex && one.reexport && one.kind !== "type" && `re-exports from ${one.target}`,
          ),
        ];
      }),
    offenders: {
      "src/reporters/index.ts": 'export * from "./text.ts";',
      "src/gate.ts": 'export { isBreaking } from "./lifecycle/stage.ts";\nexport type { Mode } from "./model.ts";',
      "src/formats/avro/index.ts": 'export { parse } from "./parse.ts";',
    },
    objections: [
      "src/reporters/index.ts is one index.ts too many",
      "src/gate.ts re-exports from src/lifecycle/stage.ts",
    ],
  },
  {
    law: "no folder or file is called utils, helpers, core, lib or the like",
    because: "a drawer fills with what nobody could name",
    violations: (files) =>
      each(files, (file) =>
        file.path.split("/").map((part) => drawers.has(part.replace(/\.ts$/, "")) && `is in the drawer ${part}`),
      ),
    offenders: { "src/sources/utils/a.ts": "", "src/commands/helpers.ts": "" },
    objections: [
      "src/sources/utils/a.ts is in the drawer utils",
      "src/commands/helpers.ts is in the drawer helpers.ts",
    ],
  },
  {
    law: "folders are at most two deep and known to the design, names are kebab-case",
    because: "the tree is read at one glance",
    violations: (files) =>
      each(files, (file) => [
        file.path.split("/").length > 4 && "is more than two folders deep",
        file.path.split("/").length > 3 && format(file.path) === undefined && "opens a folder inside a folder",
        !(room(file.path) in doors) && "stands in a room that the design does not have",
        !/^[a-z0-9/-]+\.ts$/.test(file.path) && "is not kebab-case",
      ]),
    offenders: {
      "src/formats/avro/rules/names.ts": "",
      "src/sources/git/blobs.ts": "",
      "src/engine/run.ts": "",
      "src/commands/checkAll.ts": "",
    },
    objections: [
      "src/formats/avro/rules/names.ts is more than two folders deep",
      "src/sources/git/blobs.ts opens a folder inside a folder",
      "src/engine/run.ts stands in a room that the design does not have",
      "src/commands/checkAll.ts is not kebab-case",
    ],
  },
  {
    law: "every format has the same seven files, whatever nouns of its own stand beside them",
    because: "who has read one format knows where everything is in the others",
    violations: uneven,
    offenders: Object.fromEntries(
      [...formatFiles.filter((name) => name !== "codec"), "names"].map((name) => [`src/formats/avro/${name}.ts`, ""]),
    ),
    objections: ["src/formats/avro/codec.ts is missing"],
  },
  {
    law: "no enum, no default export, no namespace",
    because: "types must erase to nothing, and a thing has the same name everywhere",
    violations: (files) =>
      each(files, (file) => [...file.syntax].filter((kind) => kind !== "value").map((kind) => `has: ${kind}`)),
    offenders: {
      "src/a.ts": "export enum A { b }",
      "src/b.ts": "export default function b() { switch (1) { default: } }",
      "src/c.ts": "namespace C { export const d = 1 }\nswitch (1) { default: break; }",
    },
    objections: ["src/a.ts has: enum", "src/b.ts has: default export", "src/c.ts has: namespace"],
  },
];
