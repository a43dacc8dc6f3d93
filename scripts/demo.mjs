// `npm run demo`: a throwaway repository of an LLM platform's schemas, a change to them, and what `schemactl check` says.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const repository = mkdtempSync(join(tmpdir(), "schemactl-demo-"));

/** Where the reports stay, to be looked at afterwards. */
const reports = mkdtempSync(join(tmpdir(), "schemactl-reports-"));

/** Every format, as `--report` asks for it. */
const formats = {
  text: "report.txt",
  json: "report.json",
  markdown: "report.md",
  github: "github-annotations.txt",
  sarif: "report.sarif",
  junit: "junit.xml",
  gitlab: "gl-code-quality-report.json",
};

/** @param {string[]} args */
function git(...args) {
  execFileSync(
    "git",
    ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false", ...args],
    {
      cwd: repository,
      stdio: "ignore",
    },
  );
}

/** @param {string} path @param {string} before @param {string} after */
function edit(path, before, after) {
  const file = join(repository, path);
  const text = readFileSync(file, "utf8");
  if (!text.includes(before)) throw new Error(`${path} does not hold ${before}`);
  writeFileSync(file, text.replace(before, after));
}

/** @param {string[]} args */
function schemactl(...args) {
  console.log(`$ schemactl ${args.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(root, "bin/schemactl.js"), ...args], {
    cwd: repository,
    stdio: "inherit",
  });
  console.log(`(exit ${status})\n`);
}

/** One run, every format: each report to its own file. */
function writeReports() {
  const asked = Object.entries(formats).flatMap(([format, file]) => ["--report", `${format}=${join(reports, file)}`]);
  const { status } = spawnSync(process.execPath, [join(root, "bin/schemactl.js"), "check", ...asked], {
    cwd: repository,
    stdio: "ignore",
  });
  console.log(
    `$ schemactl check ${Object.entries(formats)
      .map((pair) => `--report ${pair.join("=")}`)
      .join(" ")}`,
  );
  console.log(`(exit ${status})\n\nthe reports are in ${reports}`);
  for (const file of readdirSync(reports)) console.log(`  ${file}  ${statSync(join(reports, file)).size} bytes`);
  console.log();
}

/** @param {string} line */
function say(line) {
  console.log(`\n# ${line}\n`);
}

try {
  cpSync(join(root, "fixtures/demo"), repository, { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message=The contracts of an LLM platform");
  git("switch", "--quiet", "--create", "bill-by-cost");

  say("a safe change: a field that has a default");
  edit(
    "schemas/security/pii-detected.avsc",
    `{ "name": "trace_id", "type": "string" },`,
    `{ "name": "trace_id", "type": "string" },\n    { "name": "model_id", "type": ["null", "string"], "default": null },`,
  );
  schemactl("check");

  say("a break: usage gets a cost that old writers never send, and every invoice is built from usage");
  edit(
    "schemas/cost/usage.avsc",
    `{ "name": "tokens", "type": "int" }`,
    `{ "name": "tokens", "type": "int" },\n    { "name": "cost_usd", "type": "double" }`,
  );
  schemactl("check");

  say("the same for machines: every report format, of one run, each in a file that stays");
  writeReports();

  say("the same, mended as the report says");
  edit("schemas/cost/usage.avsc", `"type": "double" }`, `"type": "double", "default": 0 }`);
  schemactl("check");
} finally {
  rmSync(repository, { recursive: true, force: true });
}
