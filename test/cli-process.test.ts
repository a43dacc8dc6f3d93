import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Binary, buildBinary } from "./support/binary.ts";

let binary: Binary;
beforeAll(async () => {
  binary = await buildBinary();
});
afterAll(() => binary.remove());

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

function started(...args: readonly string[]) {
  const child = spawn(process.execPath, [binary.path, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code, signal) => resolve({ code, signal, stderr })));
  return { child, ended };
}

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary.path, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("a process", () => {
  test("ends with the code of its command", () => {
    expect(run("--version")).toEqual({ status: 0, stdout: "schemactl 0.0.0-test\n", stderr: "" });
    expect(run("chekc").status).toBe(2);
    expect(run("diff", "/nowhere/usage.avsc", "/dev/null")).toMatchObject({ status: 3, stdout: "" });
  });

  test("writes its whole document to a pipe", () => {
    const { status, stdout } = run("rules", "--format", "json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1 });
  });

  test("keeps quiet when nobody reads on, and keeps its exit code", async () => {
    const { child, ended } = started("rules", "--format", "json");
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, signal: null, stderr: "" });
  });

  test.runIf(existsSync("/dev/full"))(
    "fails when its answer could not be written (where there is a full device to write to)",
    () => {
      const full = openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [binary.path, "rules"], {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
      });
      expect(status).toBe(3);
      expect(stderr).toMatch(/^error: internal error: ENOSPC/);
      expect(stderr).not.toMatch(/^ +at /m);
    },
  );

  test.skipIf(process.platform === "win32")(
    "ends with 130 when interrupted (Windows has no such signal to send)",
    async () => {
      // The parent is told when the handler is there: a signal that comes earlier is Node's own affair.
      const tell = "process.on('newListener', (event) => event === 'SIGINT' && process.send('ready'));";
      const child = spawn(
        process.execPath,
        [
          "--import",
          `data:text/javascript,${encodeURIComponent(tell)}`,
          binary.path,
          "diff",
          "-",
          "/dev/null",
          "--as",
          "avro",
        ],
        { stdio: ["pipe", "pipe", "pipe", "ipc"] },
      );
      const ended = once(child, "close");
      await once(child, "message");
      await sleep(100);
      child.kill("SIGINT");
      expect(await ended).toEqual([130, null]);
    },
  );
});
