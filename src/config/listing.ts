import type { Mode, Policy, Problem } from "../model.ts";
import type { Config } from "./config.ts";
import type { Decisions, Ignored, Origin } from "./placement.ts";
import type { Placer, SchemaFile } from "./subjects.ts";

/** One file, its subject, and who decided. */
export interface SubjectRow {
  readonly file: string;
  readonly subject: string;
  readonly was: readonly string[];
  readonly mode: Mode;
  readonly policy: Policy;
  readonly baseline: readonly string[];
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly decidedBy: Decisions & { readonly baseline: Origin };
}

export interface SubjectListing {
  /** By subject, then by file. */
  readonly rows: readonly SubjectRow[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

/** Lists the subject of every file, with everything that the configuration decides about it. */
export function describeSubjects(config: Config, placer: Placer, files: readonly SchemaFile[]): SubjectListing {
  const line = config.positions.get("/baseline")?.line;
  const baseline: Origin = line === undefined ? { kind: "default" } : { kind: "file", line };
  const placements = files.map(placer.place);
  const rows = placements.flatMap((placement): readonly SubjectRow[] => {
    if (placement.kind !== "placed") return [];
    const { kind: _, path, contentDerived: __, elsewhere: ___, decidedBy, ...rest } = placement;
    return [{ file: path, ...rest, baseline: config.baseline, decidedBy: { ...decidedBy, baseline } }];
  });
  return {
    rows: rows.sort((a, b) => compareText(a.subject, b.subject) || compareText(a.file, b.file)),
    ignored: placements.filter((placement) => placement.kind === "ignored").sort((a, b) => compareText(a.path, b.path)),
    problems: placements.flatMap((placement) => (placement.kind === "misplaced" ? [placement.problem] : [])),
  };
}

/** Who decided, in words: `default`, `schemactl.yaml:2`, `schemactl.yaml:9 (entry 2)`; entries count from 1, as people do. */
export function describeOrigin(origin: Origin, config: Config): string {
  if (origin.kind === "default") return "default";
  const place = `${config.file ?? "configuration"}:${origin.line}`;
  return origin.kind === "file" ? place : `${place} (entry ${origin.index + 1})`;
}

/** The entries of `schemas` that match none of a repository's schema files: mostly a glob with a slip in it, and then nothing of the entry holds. */
export function idleEntries(config: Config, placer: Placer, paths: readonly string[]): readonly Problem[] {
  const used = new Set(paths.flatMap((path) => placer.entries(path)));
  return config.schemas.flatMap(({ files }, index): readonly Problem[] => {
    if (used.has(index)) return [];
    const at = config.positions.get(`/schemas/${index}/files`);
    const place =
      config.file === undefined || at === undefined ? {} : { file: config.file, line: at.line, column: at.column };
    const globs = files.map((glob) => `\`${glob}\``).join(", ");
    return [
      {
        severity: "warning",
        code: "config",
        message: `${globs} matches no schema file`,
        hint: "globs begin at the repository's root, and case counts",
        ...place,
      },
    ];
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
