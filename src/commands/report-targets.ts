import { suggest } from "../config/suggest.ts";
import { SchemactlError } from "../errors.ts";
import type { Report } from "../model.ts";
import { visible } from "../reporters/visible.ts";
import { type Io, type ReportFormat, reportFormats } from "./command.ts";
import { render } from "./render.ts";

/** One file that a report is written to. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly path: string;
}

/** What the end of a file's name says. What GitHub and GitLab read has no ending of its own: it is asked for by name. */
const endings: readonly (readonly [ending: string, format: ReportFormat])[] = [
  [".sarif", "sarif"],
  [".sarif.json", "sarif"],
  [".json", "json"],
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".xml", "junit"],
  [".txt", "text"],
];

/** Reads `--report FORMAT=FILE` and `--report FILE`. */
export function readTargets(words: readonly string[]): readonly ReportTarget[] {
  const targets = words.map(readTarget);
  for (const [i, { path }] of targets.entries()) {
    if (targets.findIndex((other) => other.path === path) === i) continue;
    throw usage(`two reports cannot be written to \`${path}\``, "give each a file of its own");
  }
  return targets;
}

function readTarget(word: string): ReportTarget {
  const [, name, path] = /^([a-z]+)=(.*)$/is.exec(word) ?? [];
  if (name === undefined || path === undefined) return { format: formatOf(word), path: pathOf(word, word) };
  const format = reportFormats.find((one) => one === name.toLowerCase());
  if (format !== undefined) return { format, path: pathOf(path, word) };
  const meant = suggest(name, reportFormats);
  const hint = meant === undefined ? `one of: ${reportFormats.join(", ")}` : `did you mean \`${meant}=${path}\`?`;
  throw usage(`there is no report format \`${name}\``, hint);
}

function formatOf(path: string): ReportFormat {
  const name = path.toLowerCase();
  const found = endings.filter(([ending]) => name.endsWith(ending)).sort(([a], [b]) => b.length - a.length)[0];
  if (found !== undefined) return found[1];
  throw usage(`the ending of \`${path}\` tells no report format`, `write \`--report FORMAT=${path}\``);
}

function pathOf(path: string, word: string): string {
  if (path !== "" && path !== "-") return path;
  throw usage(`\`--report ${word}\` names no file`, "standard output is what --format is for");
}

function usage(message: string, hint: string): SchemactlError {
  return new SchemactlError("usage", message, { hint });
}

/** Writes a report to every file it was asked for. One that cannot be written is told, and changes no verdict. */
export async function deliver(
  report: Report,
  targets: readonly ReportTarget[],
  io: Io,
  elapsed?: number,
): Promise<void> {
  for (const { format, path } of targets) {
    const text = await render(report, format, elapsed);
    try {
      await io.writeFile(path, text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      io.stderr(visible(`warning: the ${format} report could not be written to ${path}: ${reason}`).concat("\n"));
    }
  }
}
