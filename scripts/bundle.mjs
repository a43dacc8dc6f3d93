// `node scripts/bundle.mjs` writes dist/ anew; with `--check` it touches nothing and names what is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { distFiles, root } from "./dist-files.mjs";

/** What a clone has to carry: the hook and the Action run from dist/ without an install. */
const largestDist = 5_000_000;

const dist = join(root, "dist");

/** @param {Map<string, string>} files */
function write(files) {
  rmSync(dist, { force: true, recursive: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  }
}

/** @param {Map<string, string>} files @returns {string[]} */
function stale(files) {
  const present = existsSync(dist)
    ? readdirSync(dist, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(dist.length + 1)
            .replaceAll("\\", "/"),
        )
    : [];
  const problems = present.filter((path) => !files.has(path)).map((path) => `dist/${path} is not built any more`);
  for (const [path, text] of files) {
    if (!present.includes(path)) problems.push(`dist/${path} is missing`);
    else if (!readFileSync(join(dist, path)).equals(Buffer.from(text))) problems.push(`dist/${path} differs`);
  }
  return problems.sort();
}

/** @param {Map<string, string>} files @returns {string[]} */
function unfit(files) {
  const problems = [...files]
    .filter(([, text]) => text.includes("\r\n"))
    .map(([path]) => `dist/${path} has CRLF line ends`);
  const size = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > largestDist) problems.push(`dist/ has ${size} bytes, more than ${largestDist}`);
  return problems;
}

const files = await distFiles().catch((/** @type {Error} */ error) => {
  console.error(error.message);
  process.exit(1);
});
const problems = unfit(files);
if (process.argv.includes("--check")) problems.push(...stale(files));
else if (problems.length === 0) write(files);

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error("`npm run bundle` writes dist/ anew; commit what it writes");
  process.exitCode = 1;
}
