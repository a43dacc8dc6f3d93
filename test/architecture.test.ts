import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { laws, synthetic } from "./architecture/laws.ts";
import { sourceFile } from "./architecture/source-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => `src/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts"))
  .sort()
  .map((path) => sourceFile(path, readFileSync(join(root, path), "utf8")));

describe.each(laws.map((law, index) => ({ ...law, number: index + 1 })))("law $number: $law", (law) => {
  test("is kept", () => {
    const objections = law.violations(sources).map((what) => `${what}: law ${law.number}, because ${law.because}`);
    expect(objections).toEqual([]);
  });

  test("can be broken", () => {
    expect(law.violations(synthetic(law.offenders))).toEqual(law.objections);
  });
});

test("the sources were found", () => {
  expect(sources.map((file) => file.path)).toEqual(
    expect.arrayContaining(["src/cli.ts", "src/index.ts", "src/model.ts"]),
  );
});
