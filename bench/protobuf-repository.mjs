// A platform's Protobuf files, packed: some types that everybody imports, many services, and a branch that changes every file.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { git } from "./git.mjs";

export const files = 2_000;
const sharedFiles = 20;

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
/** @param {number} number */
const teamOf = (number) => `team${two(Math.floor(number / 50))}`;
/** @param {number} number */
export const pathOf = (number) => `proto/llm/${teamOf(number)}/event${String(number).padStart(4, "0")}.proto`;

/** @param {number} number */
function shared(number) {
  return `syntax = "proto3";

package llm.shared;

import "google/protobuf/timestamp.proto";

// What every team measures in the same way.
message Measure${two(number)} {
  int64 value = 1;
  string unit = 2;
  google.protobuf.Timestamp at = 3;
}
`;
}

/** @param {number} number @param {string} more fields of a later version */
export function eventText(number, more = "") {
  const [one, other] = [two(number % sharedFiles), two((number * 7 + 3) % sharedFiles)];
  const imports = [...new Set([one, other])].map((name) => `import "llm/shared/measure${name}.proto";`);
  return `syntax = "proto3";

package llm.${teamOf(number)};

${imports.join("\n")}

// What happened in one inference, number ${number} of its kind.
message Event${number} {
  enum Outcome {
    OUTCOME_UNSPECIFIED = 0;
    OUTCOME_ANSWERED = 1;
    OUTCOME_REFUSED = 2;
  }

  message Span {
    string name = 1;
    int64 start_ms = 2;
    int64 end_ms = 3;
    map<string, string> attributes = 4;
  }

  string trace_id = 1;
  string model_id = 2;
  int32 prompt_tokens = 3;
  int32 completion_tokens = 4;
  double cost_usd = 5;
  Outcome outcome = 6;
  repeated Span spans = 7;
  llm.shared.Measure${one} latency = 8;
  llm.shared.Measure${other} budget = 9;
  optional string policy = 10;
  oneof caller {
    string user_id = 11;
    string service = 12;
  }
  reserved 20 to 29;
${more}}

service Events${number} {
  rpc Record(Event${number}) returns (Event${number});
  rpc Watch(Event${number}) returns (stream Event${number});
}
`;
}

/** @returns {string} the repository's folder, on a branch whose every event has one field more than on main */
export function protobufRepository() {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-bench-"));
  /** @param {string} path @param {string} text */
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (let number = 0; number < sharedFiles; number++)
    write(`proto/llm/shared/measure${two(number)}.proto`, shared(number));
  for (let number = 0; number < files; number++) write(pathOf(number), eventText(number));
  write("schemactl.yaml", "version: 1\nprotobuf:\n  roots: [proto]\n");
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  git(folder, ["add", "--all"]);
  git(folder, ["commit", "--quiet", "--message=events of the platform"]);
  git(folder, ["switch", "--quiet", "--create=change"]);
  for (let number = 0; number < files; number++)
    write(pathOf(number), eventText(number, "  int64 cached_tokens = 13;\n"));
  git(folder, ["add", "--all"]);
  git(folder, ["commit", "--quiet", "--message=count what was cached"]);
  return folder;
}
