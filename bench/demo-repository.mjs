// The demo repository: some schemas of an LLM platform on main, a branch, and whatever the scenario stages.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { git } from "./git.mjs";

const fixtures = fileURLToPath(new URL("../fixtures/demo", import.meta.url));
const usage = "schemas/cost/usage.avsc";

const configuration = `version: 1
compatibility: BACKWARD
ignore: ["third_party/**"]
schemas:
  - files: "schemas/**/*.avsc"
    owner: observatory
    tags: [telemetry]
`;

/** @param {string} text @param {object} field */
function withField(text, field) {
  const schema = JSON.parse(text);
  return `${JSON.stringify({ ...schema, fields: [...schema.fields, field] }, null, 2)}\n`;
}

/** What a scenario stages. @type {Record<string, (folder: string) => void>} */
const stages = {
  nothing: (folder) =>
    writeFileSync(join(folder, "README.md"), "# Schemas of the inference platform\n\nSee schemas/.\n"),
  safe: (folder) => edit(folder, usage, (text) => withField(text, { name: "cached_tokens", type: "int", default: 0 })),
  breaking: (folder) => edit(folder, usage, (text) => withField(text, { name: "cost_usd", type: "double" })),
};

/** @param {string} folder @param {string} path @param {(text: string) => string} change */
function edit(folder, path, change) {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), "utf8")));
}

/**
 * @param {{ stage: "nothing" | "safe" | "breaking", configured?: boolean }} wish
 * @returns {string} the repository's folder
 */
export function demoRepository({ stage, configured = false }) {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-bench-"));
  cpSync(fixtures, folder, { recursive: true });
  /** @type {Record<string, string>} */
  const beside = {
    "README.md": "# Schemas of the inference platform\n",
    "src/router.ts": "export const retries = 3;\n",
  };
  if (configured) beside["schemactl.yaml"] = configuration;
  for (const [path, text] of Object.entries(beside)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  git(folder, ["add", "--all"]);
  git(folder, ["commit", "--quiet", "--message=schemas of the platform"]);
  git(folder, ["switch", "--quiet", "--create=change"]);
  stages[stage]?.(folder);
  git(folder, ["add", "--all"]);
  return folder;
}
