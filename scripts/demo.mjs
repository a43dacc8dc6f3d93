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

/** A section starts where main is. @param {string} branch @param {string} title */
function section(branch, title) {
  git("checkout", "--quiet", "--force", "main");
  git("switch", "--quiet", "--create", branch);
  console.log(`\n${"=".repeat(title.length)}\n${title}\n${"=".repeat(title.length)}`);
}

function avro() {
  section("bill-by-cost", "Avro");
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
}

function protobuf() {
  const turn = "proto/llm/agent/turn.proto";
  section("score-with-sign", "Protobuf");
  say("a break that an import carries: the model's region becomes a number, and every turn has a model");
  edit("proto/llm/shared/model.proto", "string region = 2;", "int32 region = 2;");
  schemactl("check");

  say("the registry accepts the next one, and every large count is cut off: a risk, with the bytes that show it");
  edit("proto/llm/shared/model.proto", "int32 region = 2;", "string region = 2;");
  edit(turn, "int64 prompt_tokens = 3;", "int32 prompt_tokens = 3;");
  schemactl("check");

  say("a number that meant something else once: no version before this one knows, but its data are still there");
  edit(turn, "int32 prompt_tokens = 3;", "int64 prompt_tokens = 3;");
  edit(turn, "  int32 score = 4;\n", "");
  git("commit", "--quiet", "--all", "--message=Drop the score");
  git("branch", "--force", "released");
  edit(turn, "int64 prompt_tokens = 3;", "int64 prompt_tokens = 3;\n  string policy = 4;");
  schemactl("check", "--against", "released");
}

function jsonSchema() {
  const guardrail = "contracts/guardrail.schema.json";
  section("stricter-guardrails", "JSON Schema");
  say("a break in a part that a schema refers to: scores of guardrails end at 0.5");
  edit("contracts/score.json", `"maximum": 1`, `"maximum": 0.5`);
  schemactl("check");

  say("another: a decision is no more, and old messages still hold it");
  edit("contracts/score.json", `"maximum": 0.5`, `"maximum": 1`);
  edit(guardrail, `"REDACT", "BLOCK"`, `"BLOCK"`);
  schemactl("check");

  say("a safe one: a property that may be left out, in a closed content model");
  edit(guardrail, `"BLOCK"`, `"REDACT", "BLOCK"`);
  edit(guardrail, `"score": {`, `"reason": { "type": "string" },\n    "score": {`);
  schemactl("check");
}

try {
  cpSync(join(root, "fixtures/demo"), repository, { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message=The contracts of an LLM platform");
  avro();
  protobuf();
  jsonSchema();
} finally {
  rmSync(repository, { recursive: true, force: true });
}
