import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defaultConfig } from "../src/config/config.ts";
import { readConfig } from "../src/config/read.ts";
import { removeFolders, temporaryFolder } from "./support/repository.ts";

afterAll(removeFolders);

function folder(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const full = "version: 1\ncompatibility: FULL\n";
const none = "version: 1\ncompatibility: NONE\n";

describe("the repository's configuration", () => {
  test("is schemactl.yaml at its root", async () => {
    const root = folder({ "schemactl.yaml": full, "schemas/schemactl.yaml": none });
    expect(await readConfig({ root, cwd: join(root, "schemas") })).toMatchObject({
      config: { file: "schemactl.yaml", compatibility: "FULL" },
      problems: [],
    });
  });

  test("is the defaults where there is none", async () => {
    expect(await readConfig({ root: folder({}) })).toEqual({ config: defaultConfig, problems: [] });
  });

  test("holds when it is called schemactl.yml, and says how to rename it", async () => {
    expect(await readConfig({ root: folder({ "schemactl.yml": full }) })).toMatchObject({
      config: { file: "schemactl.yml", compatibility: "FULL" },
      problems: [
        {
          severity: "warning",
          file: "schemactl.yml",
          message: "the configuration's name is `schemactl.yaml`",
          hint: "git mv schemactl.yml schemactl.yaml",
        },
      ],
    });
    expect(await readConfig({ root: folder({ "schemactl.yml": none, "schemactl.yaml": full }) })).toMatchObject({
      config: { file: "schemactl.yaml", compatibility: "FULL" },
      problems: [
        {
          severity: "warning",
          file: "schemactl.yml",
          message: "the file is not read: `schemactl.yaml` is",
          hint: "remove one of the two",
        },
      ],
    });
  });

  test("with a mistake is no configuration", async () => {
    expect(await readConfig({ root: folder({ "schemactl.yaml": "version: 1\ncompat: FULL\n" }) })).toMatchObject({
      config: undefined,
      problems: [{ severity: "error", line: 2, column: 1, hint: "did you mean `compatibility`?" }],
    });
  });

  test("comes from the index when that is what is checked", async () => {
    const root = folder({ "schemactl.yaml": full });
    const index: Readonly<Record<string, string>> = { "schemactl.yaml": none };
    expect(await readConfig({ root, readText: async (path) => index[path] })).toMatchObject({
      config: { compatibility: "NONE" },
    });
    expect(await readConfig({ root, readText: async () => undefined })).toMatchObject({
      config: { compatibility: "BACKWARD" },
    });
  });

  test("may be a link inside of the repository, and not one that leaves it", async () => {
    const root = folder({ "ops/gate.yaml": full });
    symlinkSync("ops/gate.yaml", join(root, "schemactl.yaml"));
    expect(await readConfig({ root })).toMatchObject({ config: { compatibility: "FULL" } });
    const other = temporaryFolder();
    symlinkSync(join(root, "ops/gate.yaml"), join(other, "schemactl.yaml"));
    await expect(readConfig({ root: other })).rejects.toMatchObject({
      code: "config",
      file: "schemactl.yaml",
      message: "`schemactl.yaml` cannot be read: it is a link that leaves the repository",
    });
  });

  test("that cannot be read is an error", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "schemactl.yaml"));
    await expect(readConfig({ root })).rejects.toMatchObject({
      code: "config",
      file: "schemactl.yaml",
      message: "`schemactl.yaml` cannot be read: it is a folder",
    });
    const dangling = temporaryFolder();
    symlinkSync("gate.yaml", join(dangling, "schemactl.yaml"));
    await expect(readConfig({ root: dangling })).rejects.toMatchObject({
      code: "config",
      message: "`schemactl.yaml` cannot be read: it is a link to nothing",
    });
    const circle = temporaryFolder();
    symlinkSync("gate.yaml", join(circle, "gate.yaml"));
    await expect(readConfig({ root: circle, path: "gate.yaml" })).rejects.toMatchObject({
      code: "config",
      message: "`gate.yaml` cannot be read: it is a link to itself",
    });
    symlinkSync("schemactl.yaml", join(circle, "schemactl.yaml"));
    await expect(readConfig({ root: circle })).rejects.toMatchObject({
      code: "config",
      message: "`schemactl.yaml` cannot be read: it is a link to itself",
    });
  });

  // Root may read everything, and Windows has no such permissions.
  test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "that this user may not read is an error",
    async () => {
      const root = folder({ "schemactl.yaml": full });
      chmodSync(join(root, "schemactl.yaml"), 0);
      await expect(readConfig({ root })).rejects.toMatchObject({
        code: "config",
        message: "`schemactl.yaml` cannot be read: this user may not",
      });
    },
  );
});

describe("the configuration that --config names", () => {
  test("is found from the folder where the command runs, or by its absolute path", async () => {
    const root = folder({ "ops/gate.yaml": full, "schemactl.yaml": none });
    const expected = { config: { file: "ops/gate.yaml", compatibility: "FULL" } };
    expect(await readConfig({ root, cwd: join(root, "ops"), path: "gate.yaml" })).toMatchObject(expected);
    expect(await readConfig({ root, path: "./ops/gate.yaml" })).toMatchObject(expected);
    expect(await readConfig({ root, path: join(root, "ops/gate.yaml") })).toMatchObject(expected);
  });

  test("is in the repository when a link leads there", async () => {
    const root = folder({ "ops/gate.yaml": none });
    const link = join(temporaryFolder(), "checkout");
    symlinkSync(root, link);
    const index: Readonly<Record<string, string>> = { "ops/gate.yaml": full };
    const request = { root, cwd: join(link, "ops"), path: "gate.yaml", readText: async (path: string) => index[path] };
    expect(await readConfig(request)).toMatchObject({ config: { file: "ops/gate.yaml", compatibility: "FULL" } });
  });

  test("may lie outside of the repository, and then keeps the name it was called by", async () => {
    const [root, outside] = [folder({}), folder({ "gate.yaml": "version: 1\npolcy: x\n" })];
    const path = join(outside, "gate.yaml");
    expect(await readConfig({ root, path, readText: async () => undefined })).toMatchObject({
      config: undefined,
      problems: [{ file: path, line: 2 }],
    });
  });

  test("must exist", async () => {
    const root = folder({});
    await expect(readConfig({ root, path: "gate.yaml" })).rejects.toMatchObject({
      code: "usage",
      message: "there is no file `gate.yaml`",
    });
    await expect(
      readConfig({ root: folder({ "gate.yaml": full }), path: "gate.yaml", readText: async () => undefined }),
    ).rejects.toMatchObject({
      code: "usage",
      message: "there is no file `gate.yaml` in the index",
      hint: "git add gate.yaml, or leave --staged out",
    });
  });
});
