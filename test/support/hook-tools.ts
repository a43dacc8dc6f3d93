// pre-commit and prek as their users have them, from PyPI, and schemactl as a repository that they install hooks from.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { distFiles } from "../../scripts/dist-files.mjs";
import { createRepository, type TestRepository, temporaryFolder } from "./repository.ts";

export type HookTool = "pre-commit" | "prek";

const versions = ["pre-commit==4.7.0", "prek==0.5.11"];
const home = join(tmpdir(), `schemactl-hook-tools-${versions.join("-").replace(/=+/g, "-")}`);
const scripts = join(home, process.platform === "win32" ? "Scripts" : "bin");

/** Installs both tools into a folder for temporary files, once for a machine; why not, where that cannot be done. */
export function hookToolsProblem(): string | undefined {
  if (existsSync(join(home, "ready"))) return undefined;
  const python = ["python3", "python"].find((name) => spawnSync(name, ["-m", "venv", "--help"]).status === 0);
  if (python === undefined) return "there is no Python with venv";
  const steps: readonly (readonly [string, readonly string[]])[] = [
    [python, ["-m", "venv", home]],
    [join(scripts, "python"), ["-m", "pip", "install", "--quiet", ...versions]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 240_000 });
    if (status !== 0) return `\`${args.slice(0, 3).join(" ")}\` failed: ${stderr.trim().split("\n").at(-1)}`;
  }
  writeFileSync(join(home, "ready"), "");
  return undefined;
}

/** What the sources are now, as a repository with a tag that hooks are installed from. */
export async function publishedHooks(): Promise<TestRepository> {
  const published = createRepository();
  for (const name of ["package.json", "bin", "LICENSE", ".pre-commit-hooks.yaml"])
    cpSync(name, join(published.path, name), { recursive: true });
  for (const [path, text] of await distFiles()) {
    mkdirSync(dirname(join(published.path, "dist", path)), { recursive: true });
    writeFileSync(join(published.path, "dist", path), text);
  }
  published.commit("a release");
  published.tag("v1.0.0");
  return published;
}

/** An environment in which the tools find each other, keep what they install in a folder of their own, and reach no network. */
export function offlineEnv(): Readonly<Record<string, string>> {
  const closed = "http://127.0.0.1:9";
  const kept = temporaryFolder();
  return {
    PATH: `${scripts}${delimiter}${process.env.PATH ?? ""}`,
    HOME: kept,
    PRE_COMMIT_HOME: join(kept, "pre-commit"),
    PREK_HOME: join(kept, "prek"),
    npm_config_cache: join(kept, "npm"),
    npm_config_registry: closed,
    npm_config_userconfig: join(kept, "npmrc"),
    HTTP_PROXY: closed,
    HTTPS_PROXY: closed,
    http_proxy: closed,
    https_proxy: closed,
  };
}

/** Installs both hooks into a repository, as a person would. Throws what the tool says where it fails. */
export function installHooks(tool: HookTool, repository: TestRepository, env: Readonly<Record<string, string>>): void {
  const args = ["install", "--install-hooks", "--hook-type", "pre-commit", "--hook-type", "pre-push"];
  const child = spawnSync(join(scripts, tool), args, {
    cwd: repository.path,
    encoding: "utf8",
    env: { ...repository.env, ...env } as NodeJS.ProcessEnv,
    timeout: 120_000,
  });
  if (child.status !== 0) throw new Error(`${tool} install: ${child.stdout}${child.stderr}`);
}
