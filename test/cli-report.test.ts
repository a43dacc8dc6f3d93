// What `--report` writes beside the answer, and what `schemactl report` makes of a saved one.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { reportFormats } from "../src/commands/command.ts";
import { render } from "../src/commands/render.ts";
import { readReport } from "../src/commands/report-document.ts";
import { readTargets } from "../src/commands/report-targets.ts";
import { SchemactlError } from "../src/errors.ts";
import type { Report } from "../src/model.ts";
import { json } from "../src/reporters/json.ts";
import { reportSchema } from "../src/reporters/json-schema.ts";
import { hostileReport } from "./support/hostile-text.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";
import { type Run, run, world } from "./support/run.ts";
import * as samples from "./support/sample-reports.ts";

const usage = (...fields: readonly object[]): object => ({
  type: "record",
  name: "TokenUsage",
  namespace: "llm.cost",
  fields: [{ name: "tokens", type: "int" }, ...fields],
});

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
  repository.commit("usage", { "schemas/cost/usage.avsc": usage() });
  repository.branch("pricing");
  repository.write({ "schemas/cost/usage.avsc": usage({ name: "cost_usd", type: "double" }) });
});
const folders: string[] = [];
afterAll(() => {
  removeFolders();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder outside of the repository. */
function outside(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "schemactl-reports-")));
  folders.push(folder);
  return folder;
}

const schemactl = (args: readonly string[], stdin?: string): Promise<Run> =>
  run(args, {
    cwd: repository.path,
    env: { ...repository.env } as Record<string, string>,
    ...(stdin === undefined ? {} : { stdin }),
  });

describe("--report", () => {
  test("writes several formats in one run, and changes nothing of the answer", async () => {
    const folder = outside();
    const files = { sarif: "a.sarif", json: "b.json", markdown: "new/c.md", junit: "d.xml", text: "e.txt" };
    const plain = await schemactl(["check"]);
    const told = await schemactl([
      "check",
      ...Object.values(files).flatMap((file) => ["--report", join(folder, file)]),
      ...["--report", `gitlab=${join(folder, "gl-code-quality-report.json")}`],
      ...["--report", `GitHub=${join(folder, "annotations")}`],
    ]);
    expect(told).toEqual(plain);
    const saved = JSON.parse(readFileSync(join(folder, files.json), "utf8")) as Report;
    expect(saved).toMatchObject({ exitCode: 1, engine: "Confluent Schema Registry 8.5" });
    for (const [format, file] of Object.entries({
      ...files,
      gitlab: "gl-code-quality-report.json",
      github: "annotations",
    })) {
      const written = readFileSync(join(folder, file), "utf8");
      if (format === "text") expect(written).toBe(plain.stdout + plain.stderr);
      else expect(written).toBe(await render(saved, format as (typeof reportFormats)[number]));
    }
  });

  test("carries the rules that occur, so that nothing else is needed to show it", async () => {
    const { stdout } = await schemactl(["check", "--format", "json"]);
    const { rules, subjects } = JSON.parse(stdout) as Report;
    const ids = subjects.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules?.map(({ id }) => id)).toEqual([...new Set(ids)].sort());
    expect(rules?.[0]?.meaning.length).toBeGreaterThan(20);
  });

  test("is written when all is well too, and by a quiet hook", async () => {
    repository.write({ "schemas/cost/usage.avsc": usage() });
    const file = join(outside(), "out.sarif");
    expect(await schemactl(["check", "--staged", "--report", file])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ runs: [{ results: [] }] });
  });

  test.each([
    { what: "a configuration that cannot be used", change: { "schemactl.yaml": "version: 7\n" }, args: [] },
    { what: "a ref that does not exist", change: {}, args: ["--against", "v9.9.9"] },
  ])("tells of $what: a file that is missing could be taken for a pass", async ({ change, args }) => {
    repository.write(change);
    const file = join(outside(), "out.json");
    const { code } = await schemactl(["check", "--report", file, ...args]);
    expect(code).toBe(2);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ outcome: "error", exitCode: 2 });
  });

  test("that cannot be written is told once, the others are written, and the verdict decides", async () => {
    const folder = outside();
    writeFileSync(join(folder, "file"), "");
    const good = join(folder, "good.md");
    const args = ["--report", join(folder, "file", "out.sarif"), "--report", good, "--format", "json"];
    const { code, stdout, stderr } = await schemactl(["check", ...args]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "failed" });
    expect(stderr).toMatch(/^warning: the sarif report could not be written to .*out\.sarif: \w+: .*\n$/);
    expect(existsSync(good)).toBe(true);
    repository.write({ "schemas/cost/usage.avsc": usage() });
    expect((await schemactl(["check", ...args])).code).toBe(0);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "in a folder that nobody may write to is told too (root may write anywhere)",
    async () => {
      const folder = join(outside(), "closed");
      mkdirSync(folder);
      chmodSync(folder, 0o555);
      const { code, stderr } = await schemactl(["check", "--report", join(folder, "out.md")]);
      expect(code).toBe(1);
      expect(stderr).toContain("could not be written");
    },
  );

  test("on a full disk is told as what it is, and the verdict stands", async () => {
    const { io, written } = world({ cwd: repository.path, env: { ...repository.env } as Record<string, string> });
    const { main } = await import("../src/cli.ts");
    const full = { ...io, writeFile: () => Promise.reject(new Error("ENOSPC: no space left on device, write")) };
    expect(await main(["check", "--report", "out.md"], full)).toBe(1);
    expect(written.stderr.match(/ENOSPC/g)).toHaveLength(1);
    expect(written.stdout).toContain("cost_usd");
  });

  test.each([
    { args: ["out.avsc"], says: "tells no report format" },
    { args: ["sarfi=out.json"], says: "there is no report format `sarfi`" },
    { args: ["sarif="], says: "names no file" },
    { args: ["json=-"], says: "names no file" },
    { args: ["out.json", "gitlab=out.json"], says: "two reports cannot be written to `out.json`" },
  ])("asked for as $args is a mistake that is told before anything runs", async ({ args, says }) => {
    const { code, stdout, stderr } = await schemactl(["check", ...args.flatMap((word) => ["--report", word])]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("tells the format from the ending, or from what stands before the first `=`", () => {
    const words = [
      "a.sarif",
      "b.sarif.json",
      "c.JSON",
      "d.md",
      "e.markdown",
      "f.xml",
      "g.txt",
      "gitlab=h.json",
      "sarif=i=j",
    ];
    expect(readTargets(words).map(({ format, path }) => `${format} ${path}`)).toEqual([
      ...["sarif a.sarif", "sarif b.sarif.json", "json c.JSON", "markdown d.md", "markdown e.markdown"],
      ...["junit f.xml", "text g.txt", "gitlab h.json", "sarif i=j"],
    ]);
    expect(readTargets(["./k=l.json"])).toEqual([{ format: "json", path: "./k=l.json" }]);
  });
});

describe("--format", () => {
  test.each(reportFormats.filter((format) => format !== "text"))("%s is alone on standard output", async (format) => {
    const { code, stdout, stderr } = await schemactl(["check", "--format", format]);
    const { stdout: document } = await schemactl(["check", "--format", "json"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe(await render(JSON.parse(document) as Report, format));
  });

  test.each(["sarif", "junit", "gitlab", "markdown", "github"])(
    "%s tells a mistake in its own form",
    async (format) => {
      const { code, stdout, stderr } = await schemactl(["check", "--format", format, "--stagd"]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
      expect(stdout).toContain("has no option");
    },
  );
});

describe("schemactl report", () => {
  test.each(reportFormats.filter((format) => format !== "text"))(
    "shows a saved report as the run itself did: %s",
    async (format) => {
      const file = join(outside(), "report.json");
      const { stdout, code } = await schemactl(["check", "--format", format, "--report", file]);
      expect(code).toBe(1);
      expect(await schemactl(["report", file, "--format", format])).toEqual({ code: 0, stdout, stderr: "" });
    },
  );

  test("as text, but for the time that the run took", async () => {
    const file = join(outside(), "report.json");
    const ran = await schemactl(["check", "--report", file]);
    const shown = await schemactl(["report", file]);
    expect(shown).toEqual({ code: 0, stdout: ran.stdout, stderr: ran.stderr.replace(" · 38 ms", "") });
  });

  test("reads the standard input, and writes files as `check` does", async () => {
    const file = join(outside(), "out.xml");
    const { code, stdout } = await schemactl(["report", "-", "--report", file], json(samples.blocked));
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("cost_usd") });
    expect(readFileSync(file, "utf8")).toContain("<testsuites");
  });

  test.each([
    { what: "no JSON", text: "{", says: "it is no JSON" },
    { what: "another document", text: "[]", says: "it is no object" },
    { what: "a later version", text: '{"schemaVersion": 2}', says: "is a report of version 2" },
    { what: "less than a report", text: '{"schemaVersion": 1}', says: "`/outcome` is missing" },
    {
      what: "a line that is none",
      text: json(samples.blocked).replace('"line": 7', '"line": "7%0A"'),
      says: "`/subjects/0/findings/0/line` is no whole number",
    },
    {
      what: "a proof of an unknown kind",
      text: json(samples.blocked).replace('"kind": "witness"', '"kind": "hunch"'),
      says: "`/subjects/0/findings/0/proof/kind` is none of witness, source, none",
    },
    { what: "nothing but depth", text: `${"[".repeat(50_000)}${"]".repeat(50_000)}`, says: "nested deeper than" },
  ])("refuses $what", async ({ text, says }) => {
    const { code, stdout, stderr } = await schemactl(["report", "-"], text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("refuses a file that is not there, and bytes that are no text", async () => {
    expect(await schemactl(["report", "nowhere.json"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("ENOENT"),
    });
    expect(() => readReport(Uint8Array.of(0xff, 0xfe), "x.json")).toThrow("it is no UTF-8");
  });

  test("takes what the published JSON Schema takes, and nothing else", () => {
    const validate = new Ajv2020({ strict: true }).compile(reportSchema);
    const accepts = (value: unknown): boolean => {
      try {
        readReport(Buffer.from(JSON.stringify(value)), "x.json");
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(SchemactlError);
        return false;
      }
    };
    const reports = Object.values(samples).filter((sample): sample is Report => "subjects" in sample);
    const paths = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
      typeof value !== "object" || value === null
        ? [at]
        : [at, ...Object.entries(value).flatMap(([key, child]) => paths(child, [...at, key]))];
    const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
      if (key === undefined) return by;
      const copy = structuredClone(value) as Record<string, unknown>;
      copy[key] = replaced(copy[key], rest, by);
      return copy;
    };
    const seen = new Set<boolean>();
    const anything = fc.constantFrom<unknown>(undefined, null, true, 0, -1, 1.5, "", "breaks", "warn", [], {}, [1], {
      kind: "none",
    });
    fc.assert(
      fc.property(fc.constantFrom(...reports), fc.nat(), anything, (report, turn, by) => {
        const all = paths(report);
        const changed: unknown = JSON.parse(JSON.stringify(replaced(report, all[turn % all.length] ?? [], by) ?? null));
        const valid = validate(changed);
        seen.add(valid);
        expect(accepts(changed)).toBe(valid);
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBe(2);
  });

  test("shows whatever a stranger put into one, in every format, without an error of its own", async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport, fc.constantFrom(...reportFormats), async (report, format) => {
        const { code, stderr } = await schemactl(["report", "-", "--format", format], JSON.stringify(report));
        expect(code).toBe(0);
        expect(stderr).not.toContain("internal error");
      }),
      { numRuns: 50 },
    );
  });
});
