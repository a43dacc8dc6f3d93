import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** The program as one file that Node runs: what the sources are now, not what was bundled last. */
export interface Binary {
  readonly path: string;
  readonly remove: () => void;
}

export async function buildBinary(): Promise<Binary> {
  const folder = mkdtempSync(join(tmpdir(), "schemactl-binary-"));
  const path = join(folder, "schemactl.mjs");
  await build({
    bundle: true,
    define: { SCHEMACTL_VERSION: '"0.0.0-test"' },
    entryPoints: ["src/cli.ts"],
    banner: {
      js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
    },
    format: "esm",
    logLevel: "silent",
    mainFields: ["module", "main"],
    outfile: join(folder, "cli.mjs"),
    platform: "node",
    target: "node20",
  });
  writeFileSync(path, 'import { start } from "./cli.mjs";\n\nstart();\n');
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
