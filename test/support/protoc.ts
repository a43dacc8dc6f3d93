import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { SchemaReference } from "../../src/model.ts";

const home = resolve("node_modules/protoc");

interface Asset {
  readonly arch: string;
  readonly platform: string;
  readonly executable: string;
}

/** The compiler itself, without the script around it: starting node takes longer than compiling. */
const executable = (JSON.parse(readFileSync(join(home, "assets.json"), "utf8")) as readonly Asset[])
  .filter((asset) => asset.arch === process.arch && asset.platform === process.platform)
  .map((asset) => join(home, "bin", asset.executable))[0];

/** Whether protoc runs on this machine. */
export const hasProtoc = executable !== undefined;

/** The folder with protoc's own files of google/protobuf. */
export const protocInclude = join(home, "include");

/** What protoc says of a text: no word for a valid one, else its errors. */
export function protoc(text: string, references: readonly SchemaReference[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-protoc-"));
  try {
    for (const file of [...references, { name: "root.proto", text }]) {
      mkdirSync(dirname(join(folder, file.name)), { recursive: true });
      writeFileSync(join(folder, file.name), file.text);
    }
    const args = [`-I${folder}`, `-I${protocInclude}`, "-o", join(folder, "out"), "root.proto"];
    const { status, stderr, error } = spawnSync(executable ?? "protoc", args, { encoding: "utf8" });
    if (error !== undefined) throw error;
    return status === 0 ? "" : stderr.replaceAll(`${folder}/`, "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
