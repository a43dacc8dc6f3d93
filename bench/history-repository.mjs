// A long life: 1,000 subjects with 100 versions each over 10,000 first-parent commits, packed, and two branches that change them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, git } from "./git.mjs";

export const size = { subjects: 1_000, versions: 100, commits: 10_000 };
const perCommit = (size.subjects * size.versions) / size.commits;
const firstDate = 1_609_459_200;

/** @param {number} subject */
const nameOf = (subject) => `Event${String(subject).padStart(4, "0")}`;
/** Ten files in a folder, as a platform's teams would have them. @param {number} subject */
const pathOf = (subject) => `schemas/team${String(Math.floor(subject / 10)).padStart(3, "0")}/${nameOf(subject)}.avsc`;

/**
 * Version by version another text, each readable by all others: what comes and goes has a default.
 * @param {number} subject
 * @param {number} version
 */
function schema(subject, version) {
  const fields = [
    { name: "trace_id", type: "string" },
    { name: "model_id", type: "string" },
    { name: "prompt_tokens", type: "int" },
    { name: "completion_tokens", type: "int" },
    { name: "started_at", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "policy", type: ["null", "string"], default: null },
    { name: `experiment_${version % 7}`, type: ["null", "double"], default: null, doc: `Trial ${version}.` },
  ];
  const record = {
    type: "record",
    name: nameOf(subject),
    namespace: "llm.history",
    doc: `Revision ${version}.`,
    fields,
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}

/**
 * One commit of a fast-import stream.
 * @param {{ branch: string, from?: string, at: number, files: readonly (readonly [path: string, text: string])[] }} commit
 */
function commit({ branch, from, at, files }) {
  const who = `Bench <bench@example.com> ${firstDate + at * 600} +0000`;
  const lines = [`commit refs/heads/${branch}`, `author ${who}`, `committer ${who}`, "data 6\nchange"];
  if (from !== undefined) lines.push(`from ${from}`);
  for (const [path, text] of files) lines.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}`);
  return `${lines.join("\n")}\n`;
}

/** @returns {Generator<string>} */
function* stream() {
  yield commit({ branch: "main", at: 0, files: [["schemactl.yaml", "version: 1\ncompatibility: FULL_TRANSITIVE\n"]] });
  for (let number = 0; number < size.commits; number++) {
    const version = Math.floor((number * perCommit) / size.subjects);
    /** @type {[string, string][]} */
    const files = Array.from({ length: perCommit }, (_, i) => {
      const subject = (number * perCommit + i) % size.subjects;
      return [pathOf(subject), schema(subject, version)];
    });
    yield commit({ branch: "main", at: number + 1, files });
  }
  const subjects = Array.from({ length: size.subjects }, (_, subject) => subject);
  for (const [branch, changed] of /** @type {const} */ ([
    ["all", subjects],
    ["one", [417]],
  ])) {
    /** @type {[string, string][]} */
    const files = changed.map((subject) => [pathOf(subject), schema(subject, size.versions)]);
    yield commit({ branch, from: "refs/heads/main", at: size.commits + 1, files });
  }
}

/** @returns {Promise<string>} the repository's folder */
export async function historyRepository() {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-bench-"));
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  const child = spawn("git", ["fast-import", "--quiet", "--depth=50"], {
    cwd: folder,
    env: environment,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const closed = once(child, "close");
  for (const text of stream()) if (!child.stdin.write(text)) await once(child.stdin, "drain");
  child.stdin.end();
  const [status] = await closed;
  if (status !== 0) throw new Error(`git fast-import ended with ${status}`);
  git(folder, ["repack", "-a", "-d", "-q"]);
  git(folder, ["pack-refs", "--all"]);
  return folder;
}
