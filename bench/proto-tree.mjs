// Trees of Protobuf files for the comparison with buf: the same bytes whoever runs this, or a real one that somebody names.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { git } from "./git.mjs";

const perFolder = 20;

/** @param {number} number */
const name = (number) => String(number).padStart(4, "0");
/** @param {number} number */
const pathOf = (number) => `llm/area${name(Math.floor(number / perFolder))}/event${name(number)}.proto`;

/** One file; most import the first of their folder, as services of one team do. @param {number} number */
function text(number) {
  const first = number - (number % perFolder);
  const isFirst = number === first;
  const area = name(Math.floor(number / perFolder));
  const lines = [
    'syntax = "proto3";',
    `package llm.area${area};`,
    ...(isFirst ? [] : [`import "${pathOf(first)}";`]),
    `// What happened in one inference, number ${number} of its kind.`,
    `message Event${number} {`,
    "  string trace_id = 1;",
    "  string model_id = 2;",
    "  int32 prompt_tokens = 3;",
    "  int32 completion_tokens = 4;",
    "  double cost_usd = 5;",
    "  map<string, string> labels = 6;",
    ...(isFirst ? [] : [`  Event${first} caused_by = 7;`]),
    `  enum Outcome${number} { OUTCOME${number}_UNSPECIFIED = 0; OUTCOME${number}_ANSWERED = 1; OUTCOME${number}_REFUSED = 2; }`,
    `  Outcome${number} outcome = 8;`,
    "}",
    `service Events${number} { rpc Record(Event${number}) returns (Event${number}); }`,
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * A repository with one commit, in which so many files, evenly spread, got one message more. Imports start at its root, so that neither
 * tool needs a configuration.
 * @param {{ files: number, changed: number, tree?: string | undefined }} wish
 * @returns {{ folder: string, files: number, changed: number }}
 */
export function protoTree({ files, changed, tree }) {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-bench-"));
  const paths = tree === undefined ? generated(folder, files) : copied(folder, tree);
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  // Else git packs in the background, and two at once refuse each other.
  git(folder, ["config", "gc.auto", "0"]);
  git(folder, ["add", "--all"]);
  git(folder, ["commit", "--quiet", "--message=as it was"]);
  git(folder, ["gc", "--quiet"]);
  const count = Math.min(changed, paths.length);
  for (let i = 0; i < count; i++) {
    const path = paths[(Math.floor((i * paths.length) / count) + 1) % paths.length] ?? "";
    appendFileSync(join(folder, path), `\nmessage BenchAdded${i} {\n  int64 cached_tokens = 1;\n}\n`);
  }
  return { folder, files: paths.length, changed: count };
}

/** @param {string} folder @param {number} files */
function generated(folder, files) {
  const paths = Array.from({ length: files }, (_, number) => pathOf(number));
  for (const [number, path] of paths.entries()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text(number));
  }
  return paths;
}

/** @param {string} folder @param {string} tree */
function copied(folder, tree) {
  const paths = readdirSync(tree, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".proto"));
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(tree, path), join(folder, path));
  }
  return paths.sort();
}
