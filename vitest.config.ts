import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")) as { version: string };

/** Where CI wants the outcome of every test as JSON, beside what a person reads. */
const results = process.env.TEST_RESULTS;

export default defineConfig({
  define: { SCHEMACTL_VERSION: JSON.stringify(version) },
  test: {
    include: ["test/**/*.test.ts"],
    watch: false,
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: results === undefined ? ["default"] : ["default", ["json", { outputFile: results }]],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "json"],
      thresholds: { lines: 90 },
    },
  },
});
