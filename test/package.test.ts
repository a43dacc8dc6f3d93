import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, unknown>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: unknown;
  readonly workspaces?: unknown;
}

const manifest = JSON.parse(read("package.json")) as Manifest;

describe("package.json", () => {
  test("names one ES module package that runs on Node 20", () => {
    expect(manifest).toMatchObject({
      name: "schemactl",
      type: "module",
      license: "Apache-2.0",
      engines: { node: ">=20" },
      bin: { schemactl: "bin/schemactl.js" },
    });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("installs nothing but itself: a hook must be there in two seconds", () => {
    expect(manifest.dependencies).toEqual({});
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(manifest.workspaces).toBeUndefined();
  });

  test.each(["build", "prepare", "prepack", "install", "preinstall", "postinstall"])(
    "has no script %s: npm runs it when it installs the package from git, and installs every devDependency for it",
    (name) => {
      expect(Object.keys(manifest.scripts)).not.toContain(name);
    },
  );

  test("one command runs all that CI checks", () => {
    expect(manifest.scripts.check?.split(" && ")).toEqual([
      "npm run lint",
      "npm run types",
      "npm run bundle:check",
      "npm test",
    ]);
    expect(read(".ci/run")).toMatch(/^npm ci$/m);
    expect(read(".ci/run")).toMatch(/npm run check/);
  });

  test("ships bin and dist, the library with its types, and the JSON Schemas", () => {
    expect(manifest.files).toEqual(["bin", "dist"]);
    expect(manifest.exports).toEqual({
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./schemas/*.json": "./dist/schemas/*.json",
      "./package.json": "./package.json",
    });
  });

  test("bin is a shebang and one call, loaded as CommonJS: Node's loader for ES modules costs a hook a tenth of Node's own start", () => {
    expect(read("bin/schemactl.js")).toBe('#!/usr/bin/env node\nrequire("../dist/launch.cjs").launch();\n');
    expect(JSON.parse(read("bin/package.json"))).toEqual({ type: "commonjs" });
  });

  test("dist has nothing in it that the loader of compiled code could not load: no import() and no await at its files' top", () => {
    const files = readdirSync(join(root, "dist")).filter((path) => path.endsWith(".cjs"));
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      // Where it compiles as a function's body, nothing asks for an ES module.
      const text = read(join("dist", file));
      expect(() => new Script(`(function(){${text}\n})`)).not.toThrow();
      expect(text.match(/\bimport\((?!\$\{JSON)/g) ?? []).toEqual([]);
    }
  });
});

describe("package-lock.json", () => {
  const lock = JSON.parse(read("package-lock.json")) as {
    readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
  };

  test("names no registry: a clone uses the one that its machine is set up for", () => {
    expect(read("package-lock.json")).not.toMatch(/"resolved"|registry/);
    expect(read(".npmrc")).toMatch(/^omit-lockfile-registry-resolved=true$/m);
  });

  test("serves every platform: the builds of a tool for all of them are there, not those of one machine alone", () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
    expect(lock.packages).toHaveProperty(["node_modules/@biomejs/cli-win32-x64"]);
    expect(lock.packages).toHaveProperty(["node_modules/@esbuild/darwin-arm64"]);
  });

  test("agrees with package.json", () => {
    const { name, version, engines } = manifest;
    expect(lock.packages[""]).toMatchObject({ name, version, engines });
  });
});

describe(".gitattributes", () => {
  const attributes = (path: string): string =>
    execFileSync("git", ["check-attr", "text", "eol", "linguist-generated", "--", path], {
      cwd: root,
      encoding: "utf8",
    });

  test("dist is checked out byte for byte, and folded away in reviews", () => {
    expect(attributes("dist/cli.cjs")).toMatch(/text: unset\n/);
    expect(attributes("dist/cli.cjs")).toMatch(/linguist-generated: set\n/);
  });

  test("sources have LF line ends on every machine", () => {
    expect(attributes("src/cli.ts")).toMatch(/text: auto\n.*eol: lf\n/);
  });
});

describe("the packed package", () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "schemactl-package-"));
    const installed = join(project, "node_modules", "schemactl");
    mkdirSync(installed, { recursive: true });
    for (const path of ["package.json", ...manifest.files])
      cpSync(join(root, path), join(installed, path), { recursive: true });
  });
  afterAll(() => rmSync(project, { recursive: true }));

  const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });

  test("exports the library and the JSON Schemas", () => {
    const script = `
      const library = await import("schemactl");
      const { default: config } = await import("schemactl/schemas/schemactl.schema.json", { with: { type: "json" } });
      const { default: report } = await import("schemactl/schemas/report.schema.json", { with: { type: "json" } });
      console.log(JSON.stringify([Object.keys(library).sort(), typeof config.$schema, typeof report.$schema]));`;
    const printed = node("--no-warnings", "--input-type=module", "--eval", script);
    expect(JSON.parse(printed)).toEqual([["SchemactlError", "check", "compare", "parse"], "string", "string"]);
  });

  test("has a command that says its version", () => {
    const bin = join("node_modules", "schemactl", "bin", "schemactl.js");
    expect(node(bin, "--version")).toBe(`schemactl ${manifest.version}\n`);
  });

  test("has types that need no other package, not even Node's", () => {
    const consumer = `
      import { check, compare, parse, SchemactlError } from "schemactl";
      const source = { text: '"long"', references: [{ name: "tokens", text: '"int"' }] };
      const { compatible, findings } = await compare({ format: "avro", writer: source, reader: source, policy: "strict", prove: false });
      const verdict: boolean = compatible;
      const rules: readonly string[] = findings.map((finding) => finding.rule);
      const { comparisons } = await check({ format: "avro", candidate: source, history: [{ version: 1, ...source }], mode: "FULL" });
      const direction: "backward" | "forward" | undefined = comparisons[0]?.direction;
      const { canonical } = await parse({ format: "avro", text: '"long"' });
      export const line: number | undefined = new SchemactlError("schema", canonical).line;
      export { direction, rules, verdict };
      // @ts-expect-error a mode is one of eight words
      await check({ format: "avro", candidate: source, history: [], mode: "SIDEWAYS" });
    `;
    writeFileSync(join(project, "consumer.mts"), consumer);
    const options = {
      ...{ module: "nodenext", moduleResolution: "nodenext", target: "es2022", lib: ["es2022"] },
      ...{ types: [], strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
    };
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["consumer.mts"] }),
    );
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    expect(() => node(compiler, "-p", project)).not.toThrow();
  });
});
