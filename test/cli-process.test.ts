import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Binary, buildBinary } from "./support/binary.ts";
import { checkAt, record } from "./support/check.ts";
import { createRepository, removeFolders } from "./support/repository.ts";

let binary: Binary;
beforeAll(async () => {
  binary = await buildBinary();
});
afterAll(() => {
  binary.remove();
  removeFolders();
});

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

describe("a check of many subjects and their histories", () => {
  /** So many subjects that a second thread is asked to help; every third breaks its oldest version. */
  function manySubjects() {
    const repository = createRepository();
    const files = (version: number) =>
      Object.fromEntries(
        Array.from({ length: 140 }, (_, i) => {
          const added = {
            name: "cost_usd",
            type: i % 3 === 0 && version === 3 ? "string" : "double",
            default: i % 3 === 0 && version === 3 ? "" : 0,
          };
          const fields = version === 1 || version === 3 ? ["model_id", added] : ["model_id"];
          return [`schemas/event-${i}.avsc`, record(`llm.cost.Event${i}`, ...fields)] as const;
        }),
      );
    repository.commit("one", files(1));
    repository.commit("two", files(2));
    repository.branch("work");
    repository.write({ ...files(3), "notes.avdl": "protocol Notes {}" });
    return repository;
  }

  /** Tells on standard error when a thread has answered: without an answer the first thread judges all of it, and the report is the same too. */
  const witness = `data:text/javascript,${encodeURIComponent(
    'process.on("worker", (thread) => thread.on("message", () => console.error("a thread answered")));',
  )}`;

  test("is the same report, whichever thread judged", async () => {
    const repository = manySubjects();
    const args = ["--mode", "BACKWARD_TRANSITIVE"];
    const alone = await checkAt(repository, {}, ...args);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", witness, binary.path, "check", "--format", "json", ...args],
      { cwd: repository.path, env: repository.env as NodeJS.ProcessEnv, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: "a thread answered\n" });
    expect(alone.report.subjects).toHaveLength(140);
    expect(JSON.parse(stdout)).toEqual(alone.report);
  });
});
