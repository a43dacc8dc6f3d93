// Everything that dist/ consists of, made in memory: the same sources give the same bytes on every machine.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

export const root = fileURLToPath(new URL("..", import.meta.url));

const nodeRequire = createRequire(import.meta.url);

/** What a user can start from; everything else becomes a chunk, loaded when it is needed. */
const entryPoints = [
  { in: "src/cli.ts", out: "cli" },
  { in: "src/index.ts", out: "index" },
  { in: "src/action/action.ts", out: "action" },
];

/** The entry points that others load, by `import` and by a name that ends in `.js`. */
const modules = ["index", "action"];

/** The JSON Schemas that ship: the exported value of a source module, written to dist/schemas/. */
const publishedSchemas = [
  { module: "src/config/json-schema.ts", value: "configSchema", file: "schemactl.schema.json" },
  { module: "src/reporters/json-schema.ts", value: "reportSchema", file: "report.schema.json" },
];

/**
 * Node gives `await import("yaml")` the names that a CommonJS library exports, esbuild gives it only `default`. With this the bundle
 * has the names too, so that code that passes its tests unbundled works bundled.
 * @type {import("esbuild").Plugin}
 */
const namesOfLibraries = {
  name: "names of libraries",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^[a-z@][^:]*$/ }, async ({ path, kind, importer, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const found = await resolve(path, { importer, kind: "import-statement", resolveDir });
      if (found.errors.length > 0 || found.external || isEsModule(found.path)) return undefined;
      return { namespace: "library", path, pluginData: found.path };
    });
    onLoad({ filter: /.*/, namespace: "library" }, ({ pluginData: file }) => {
      const names = Object.keys(nodeRequire(file)).filter((name) => /^[a-zA-Z]\w*$/.test(name) && name !== "default");
      const contents = [
        `import library from ${JSON.stringify(file)};`,
        "export default library;",
        `export const { ${names.join(", ")} } = library;`,
      ].join("\n");
      return { contents, resolveDir: root };
    });
  },
};

/** What judges a change: `check` loads it when there is one, as one file. */
const judge = "src/inspection/judge.ts";

/** What every format is made of. */
const neededByAll = [
  "src/formats/define-format.ts",
  "src/formats/json-text.ts",
  "src/formats/rabin.ts",
  "src/formats/sorted-json.ts",
];

/** Whoever of these is loaded, the judge is loaded already or may be loaded too. */
const knowsSchemas = new RegExp(
  `^src/(${[
    "index",
    "commands/(approve|approve-findings|diff|doctor|examination|explain|fix|init|mending|rule-list|rules|subject-list|subjects)",
    "compatibility/patch",
    "formats/(index|repair|[^/]+/(index|witness|repair))",
    "inspection/(approvals|both-sides|governed-files)",
    "sources/(argument|overlaid-tree|pushed)",
  ].join("|")})\\.ts$`,
);

/** Reporters share most of what they are made of with the one that people see. */
const sharesTheReport = /^src\/(commands\/(approve|diff-report|fix)|reporters\/(?!text\.ts)[^/]+)\.ts$/;

/** Small files that several of the later chunks share: too small to be chunks of their own. */
const shared = ["config/roots", "config/subjects", "config/templates", "inspection/languages"].map(
  (path) => `src/${path}.ts`,
);

/**
 * esbuild makes a chunk for every set of files that share it, and each chunk costs a hook a millisecond or two. So it is told what is true
 * anyway: whatever is loaded has the command line loaded before it, and whatever knows schemas may load with it all that judges them. Then
 * `check` is one file to start, and one more to judge.
 * @type {import("esbuild").Plugin}
 */
const fewFiles = {
  name: "few files",
  setup({ onLoad }) {
    const sources = readdirSync(join(root, "src"), { encoding: "utf8", recursive: true })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join(root, "src", path));
    const later = new Set(sources.flatMap(loadedLater));
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const source = relative(root, path).replaceAll("\\", "/");
      const companions = companionsOf(source, later.has(path));
      if (companions.length === 0) return undefined;
      const imports = companions.map((file) => `import ${JSON.stringify(join(root, file))};\n`);
      return { contents: `${readFileSync(path, "utf8")}\n${imports.join("")}`, loader: "ts" };
    });
  },
};

/** The sources that a source loads when it needs them. @param {string} file */
function loadedLater(file) {
  const loads = readFileSync(file, "utf8").matchAll(/\bimport\("(\.[^"]+)"\)/g);
  return [...loads].map(([, path = ""]) => join(dirname(file), path));
}

/** What is loaded before a source, or along with it. @param {string} source @param {boolean} isLater */
function companionsOf(source, isLater) {
  const companions = [];
  if (isLater || source === "src/index.ts") companions.push("src/cli.ts");
  if (source === "src/cli.ts") companions.push(...shared);
  if (source === judge) companions.push(...neededByAll);
  if (knowsSchemas.test(source)) companions.push(judge);
  if (sharesTheReport.test(source) && isLater) companions.push("src/reporters/text.ts");
  const format = /^(src\/formats\/[^/]+)\/(?:witness|repair)\.ts$/.exec(source)?.[1];
  if (format !== undefined) companions.push(`${format}/index.ts`);
  return companions;
}

/** @param {string} file a file of an installed package */
function isEsModule(file) {
  if (/\.[cm]js$/.test(file)) return file.endsWith(".mjs");
  const [, folder = "", path = ""] =
    /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(file.replaceAll("\\", "/")) ?? [];
  const { type, module } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return type === "module" || (module !== undefined && join(module) === join(path));
}

/** @returns {import("esbuild").BuildOptions} */
function settings() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    absWorkingDir: root,
    bundle: true,
    charset: "ascii",
    define: { SCHEMACTL_VERSION: JSON.stringify(version) },
    format: "esm",
    legalComments: "external",
    // ES modules where a library has them: what a CommonJS build hides behind a wrapper no bundler can follow.
    mainFields: ["module", "main"],
    // Names stay, so that a stack trace in a bug report can be read.
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    plugins: [namesOfLibraries],
    target: "node20",
    write: false,
  };
}

/** @param {string} input a path as esbuild's metafile has it, such as `node_modules/avsc/lib/index.js` */
function packageOf(input) {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

/** A readable word for a source file or a library: `formats-avro-codec`, `yaml`. @param {string} input */
function wordFor(input) {
  const library = input.startsWith("library:") ? input.slice("library:".length) : packageOf(input);
  if (library !== undefined) return library.replace("@", "").replace("/", "-");
  return input
    .replace(/^src\//, "")
    .replace(/\.[cm]?[jt]s$/, "")
    .replaceAll("/", "-");
}

/** The whole path of a library's file as a word. @param {string} input */
function plainWordFor(input) {
  return input
    .replace(/^.*node_modules\//, "")
    .replace(/\.[cm]?[jt]s$/, "")
    .replace(/[^a-zA-Z0-9]+/g, "-");
}

/**
 * Chunk names that change only when the modules in a chunk change: esbuild's own carry a hash of the content. A file that only passes on
 * what one chunk has gets the name of that chunk, and is not needed then.
 * @param {import("esbuild").Metafile} metafile
 * @param {ReadonlyMap<string, string>} passed from a file that only passes on to the chunk that has it
 * @returns {Map<string, string>} from esbuild's file name to ours
 */
function chunkNames(metafile, passed) {
  const outputs = Object.entries(metafile.outputs).filter(([path]) => path.endsWith(".js"));
  const names = new Map();
  const taken = new Set();
  /** @param {string} given @param {string} word */
  const name = (given, word) => {
    taken.add(word);
    names.set(given, `${word}.cjs`);
  };
  for (const { out } of entryPoints) name(passed.get(`${out}.js`) ?? `${out}.js`, out);
  /** @param {string} chunk */
  const passedBy = (chunk) => [...passed].flatMap(([file, of]) => (of === chunk ? [file] : []));
  for (const [path, output] of outputs.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const given = basename(path);
    if (names.has(given) || passed.has(given)) continue;
    const inputs = Object.keys(output.inputs)
      .filter((input) => !input.startsWith("<"))
      .sort();
    // A library that comes in several chunks is told apart by what else they hold.
    const named = [...inputs.filter((input) => input.startsWith("src/")), ...inputs, "runtime"];
    // What only one file passes on is what that file is loaded for.
    const [only, another] = passedBy(given);
    const entry = another === undefined && only !== undefined ? metafile.outputs[`dist/${only}`] : output;
    const words =
      entry?.entryPoint === undefined ? named.map((input) => `shared-${wordFor(input)}`) : [wordFor(entry.entryPoint)];
    const word = [...words, ...inputs.map(plainWordFor)].find((one) => !taken.has(one));
    if (word === undefined) throw new Error(`two chunks would be called ${words[0]}.cjs`);
    name(given, word);
  }
  for (const [given, chunk] of passed) names.set(given, names.get(chunk));
  return names;
}

/**
 * esbuild writes a file for each module that is loaded by itself. Where it has nothing but names that one chunk exports by the same names,
 * that chunk can be loaded in its place.
 * @param {readonly import("esbuild").OutputFile[]} outputs
 */
function passedOn(outputs) {
  const passed = new Map();
  for (const { path, text } of outputs) {
    const [, imports, exported] = /^((?:import(?:\{[^}]*\}from)?"[^"]+";)+)export\{([^}]*)\};\s*$/.exec(text) ?? [];
    const named = [...(imports ?? "").matchAll(/import\{([^}]*)\}from"\.\/([^"]+)"/g)];
    const [only] = named;
    if (named.length === 1 && only?.[1] === exported) passed.set(basename(path), only?.[2]);
  }
  return passed;
}

/** @param {string} name */
function licenceText(name) {
  const folder = join(root, "node_modules", name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`the bundled package ${name} has no licence file`);
  return readFileSync(join(folder, file), "utf8");
}

/**
 * The licence texts of all bundled packages, and the notices found inside their code.
 * @param {import("esbuild").Metafile} metafile
 * @param {readonly string[]} notices
 */
function licences(metafile, notices) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const names = [...new Set(inputs.map(packageOf).filter((name) => name !== undefined))].sort();
  const parts = names.map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${licenceText(name).trim()}\n`;
  });
  const inCode = [...new Set(notices.map((notice) => notice.trim()))].filter((notice) => notice !== "").sort();
  const head = "schemactl is distributed with these packages bundled into it.\n";
  const text = [head, ...parts, ...inCode.map((notice) => `${notice}\n`)].join(`\n${"-".repeat(80)}\n\n`);
  return text.replaceAll("\r\n", "\n");
}

/** How a module says where it is. */
const here = { "import.meta.url": "here.url" };
const hereBanner = 'const here={get url(){return require("node:url").pathToFileURL(__filename).href}};\n';

/**
 * An ES module as CommonJS. esbuild splits only ES modules; but Node's loader for them costs each start a tenth of Node's own, and what V8
 * compiled of one cannot be kept on Node 20.
 * @param {string} text
 */
async function asCommonJs(text) {
  const { code } = await transform(text, {
    ...{ charset: "ascii", minifySyntax: true, minifyWhitespace: true },
    ...{ define: here, format: "cjs", platform: "node", target: "node20" },
    supported: { "dynamic-import": false },
  });
  return /\bhere\.url\b/.test(code) ? hereBanner + code : code;
}

/** What loads the program: one file by itself, which knows the rest by its build. @param {string} program */
async function launcher(program) {
  const { define, ...common } = settings();
  const { outputFiles } = await build({
    ...common,
    define: { ...define, "import.meta.dirname": "__dirname", SCHEMACTL_BUILD: JSON.stringify(program) },
    entryPoints: ["src/launch.ts"],
    legalComments: "none",
    format: "cjs",
  });
  return outputFiles?.[0]?.text ?? "";
}

/** The names that an entry point exports. @param {import("esbuild").Metafile} metafile @param {string} entry */
function exportsOf(metafile, entry) {
  return (metafile.outputs[`dist/${entry}.js`]?.exports ?? []).toSorted();
}

/** @returns {Promise<Map<string, string>>} */
async function javascript() {
  const { metafile, outputFiles, warnings } = await build({
    ...settings(),
    chunkNames: "[name]-[hash]",
    entryPoints,
    metafile: true,
    plugins: [namesOfLibraries, fewFiles],
    outdir: "dist",
    splitting: true,
  });
  if (warnings.length > 0) throw new Error("esbuild's warnings are mistakes here: mend them");
  const passed = passedOn(outputFiles ?? []);
  const names = chunkNames(metafile, passed);
  const chunks = new Map();
  const notices = [];
  for (const { path, text } of outputFiles ?? []) {
    if (passed.has(basename(path))) continue;
    if (path.endsWith(".LEGAL.txt")) {
      notices.push(text);
      continue;
    }
    let code = text.replace(/^\/\*! For license information.*\*\/\n?/m, "").replaceAll("\r\n", "\n");
    for (const [given, name] of names) code = code.replaceAll(`./${given}`, `./${name}`);
    chunks.set(names.get(basename(path)), code);
  }
  const files = new Map();
  for (const [name, code] of chunks) files.set(name, await asCommonJs(code));
  files.set("launch.cjs", await launcher(buildOf(files)));
  for (const entry of modules) {
    const names = exportsOf(metafile, entry);
    files.set(`${entry}.js`, `${names.length > 0 ? `export{${names.join(",")}}from` : "import"}"./${entry}.cjs";\n`);
  }
  files.set("THIRD-PARTY-LICENSES.txt", licences(metafile, notices));
  return files;
}

/** What tells one build from another. @param {Map<string, string>} files */
function buildOf(files) {
  const hash = createHash("sha256");
  for (const [name, code] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${name}\0${code}\0`);
  return hash.digest("hex").slice(0, 16);
}

/** The public types in one file that needs no other, not even Node's types. */
async function declarations() {
  const bundle = await rollup({
    input: join(root, "src/index.ts"),
    plugins: [dts({ tsconfig: join(root, "tsconfig.json"), compilerOptions: { noEmit: false, types: [] } })],
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  const [{ code }] = output;
  if (/\bfrom ['"]/.test(code)) throw new Error("the public types import another module");
  return code.replaceAll("\r\n", "\n");
}

/** @param {{ module: string, value: string }} source */
async function publishedSchema({ module, value }) {
  if (!existsSync(join(root, module))) throw new Error(`${module} is missing: it holds a JSON Schema that ships`);
  const folder = mkdtempSync(join(tmpdir(), "schemactl-bundle-"));
  try {
    const outfile = join(folder, "schema.mjs");
    await build({ ...settings(), entryPoints: [module], legalComments: "none", outfile, write: true });
    const loaded = await import(pathToFileURL(outfile).href);
    if (typeof loaded[value] !== "object") throw new Error(`${module} does not export ${value}`);
    return `${JSON.stringify(loaded[value], null, 2)}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * All files of dist/ by their path in it.
 * @returns {Promise<Map<string, string>>}
 */
export async function distFiles() {
  const files = await javascript();
  files.set("index.d.ts", await declarations());
  for (const source of publishedSchemas) files.set(`schemas/${source.file}`, await publishedSchema(source));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
