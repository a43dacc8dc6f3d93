import { describeOrigin, describeSubjects, idleEntries } from "../config/listing.ts";
import { readConfig } from "../config/read.ts";
import { createPlacer, type Placer, type SchemaFile } from "../config/subjects.ts";
import { SchemactlError } from "../errors.ts";
import { sharedEndingOf, sharedEndings, watchedExtensions } from "../formats/extensions.ts";
import { type FormatOf, formatsFor } from "../formats/index.ts";
import { baselinesOf } from "../inspection/ground.ts";
import { languagesFor } from "../inspection/languages.ts";
import type { Inspection, Run } from "../inspection/run.ts";
import type { Problem } from "../model.ts";
import type { SubjectReference, SubjectsReport } from "../reporters/subjects-text.ts";
import type { Baseline } from "../sources/base.ts";
import { type Catalogue, catalogueOf } from "../sources/catalogue.ts";
import { pathInRepository } from "../sources/path.ts";
import { openRepository } from "../sources/repository.ts";
import { workTree } from "../sources/work-tree.ts";

export type Listing = Pick<Inspection, "cwd" | "env" | "paths" | "against" | "config">;

const nothing = { baselines: [], subjects: [], ignored: [] } as const;

/** Lists the schema files of the work tree: the subject of each, how it is judged, and which line decided that. Compares nothing. */
export async function listSubjects(asked: Listing): Promise<SubjectsReport> {
  const repository = await openRepository(asked.cwd, asked.env);
  try {
    const reading = await readConfig({ root: repository.root, path: asked.config, cwd: asked.cwd });
    if (reading.config === undefined) return report("error", nothing, reading.problems);
    const { config } = reading;
    const inspection: Inspection = {
      ...asked,
      staged: false,
      mode: undefined,
      policy: undefined,
      failOn: "never",
      today: "",
      proof: "no",
    };
    const tree = workTree(repository, config.limits.fileSize);
    const run: Run = { repository, inspection, config, tree, selection: { extensions: watchedExtensions } };
    const placer = await createPlacer(config);
    const paths = await pathsOf(run, placer);
    const formatOf = await formatsFor(paths);
    const catalogue = catalogueOf(tree, languagesFor(config, placer, formatOf));
    const { files, problems: unread } = await filesOf(paths, catalogue, formatOf);
    const { rows, ignored, problems: misplaced } = describeSubjects(config, placer, files.filter(within(run)));
    const { baselines, problems: undecided } = await chosen(run);
    const subjectOf = new Map(rows.map(({ file, subject }) => [file, subject]));
    const references = new Map<string, readonly SubjectReference[]>();
    await catalogue.prepare(rows.map(({ file }) => file));
    for (const { file } of rows) references.set(file, await referencesOf(catalogue, file, subjectOf));
    const subjects = rows.map(({ baseline: _, decidedBy: { tags: __, ...decided }, ...row }) => ({
      ...row,
      references: references.get(row.file) ?? [],
      baselines: baselines.map(({ name }) => name),
      decidedBy: {
        subject: describeOrigin(decided.subject, config),
        was: describeOrigin(decided.was, config),
        mode: describeOrigin(decided.mode, config),
        policy: describeOrigin(decided.policy, config),
        baseline: asked.against.length > 0 ? "--against" : describeOrigin(decided.baseline, config),
        owner: describeOrigin(decided.owner, config),
      },
    }));
    const left = ignored.map(({ path, glob, line }) => ({ file: path, glob, decidedBy: `${config.file}:${line}` }));
    const idle = idleEntries(
      config,
      placer,
      files.map(({ path }) => path),
    );
    const outcome = misplaced.length > 0 ? "error" : undecided.length > 0 ? "undecided" : "passed";
    const rowsOf = baselines.map(({ name, rule, commits, label }) => ({ name, rule, commits, label }));
    const problems = [...reading.problems, ...misplaced, ...idle, ...unread, ...undecided];
    return report(outcome, { baselines: rowsOf, subjects, ignored: left }, problems);
  } finally {
    repository.close();
  }
}

const exitCodes = { passed: 0, error: 2, undecided: 3 } as const;

function report(
  outcome: keyof typeof exitCodes,
  found: Pick<SubjectsReport, "baselines" | "subjects" | "ignored">,
  problems: readonly Problem[],
): SubjectsReport {
  return { schemaVersion: 1, outcome, exitCode: exitCodes[outcome], ...found, problems };
}

/** The other subjects that a file refers to by itself, by the names that it has for them; those that refer to more are asked in their turn. */
async function referencesOf(
  catalogue: Catalogue,
  path: string,
  subjectOf: ReadonlyMap<string, string>,
): Promise<readonly SubjectReference[]> {
  const file = await catalogue.file(path);
  if (file === undefined || file instanceof SchemactlError || (file.outline?.needs.length ?? 0) === 0) return [];
  const parts = (await catalogue.resolve(path))?.source.references ?? [];
  const found = new Map<string, string>();
  for (const { names } of file.outline?.needs ?? []) {
    for (const { name, file: at = name } of parts) {
      const part = await catalogue.part(at);
      const defined = part === undefined || part instanceof SchemactlError ? [] : (part.outline?.defines ?? []);
      const meant = names.find((one) => one === name || defined.includes(one));
      const subject = subjectOf.get(at);
      if (meant !== undefined && subject !== undefined && at !== path) found.set(meant, subject);
    }
  }
  return [...found].map(([name, subject]) => ({ name, subject })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The paths of all that may be a schema; of the files that share an ending with others, those that say so somewhere are taken, and no other is read. */
async function pathsOf({ tree, selection }: Run, placer: Placer): Promise<readonly string[]> {
  const entries = (await tree.list(selection)).filter(({ mode }) => mode === "file");
  const [sure, doubtful] = [new Set<string>(), new Set<string>()];
  for (const { path } of entries)
    (sharedEndingOf(path) === undefined || placer.lists(path) ? sure : doubtful).add(path);
  for (const { extension, needle } of doubtful.size === 0 ? [] : sharedEndings)
    for (const path of await tree.search([needle], { extensions: [extension] })) sure.add(path);
  return entries.map(({ path }) => path).filter((path) => sure.has(path));
}

/** Every schema file by its outline; one that is no text has no name, and is told. */
async function filesOf(
  paths: readonly string[],
  catalogue: Catalogue,
  formatOf: FormatOf,
): Promise<{ files: readonly SchemaFile[]; problems: readonly Problem[] }> {
  await catalogue.load(paths);
  const files: SchemaFile[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const format = formatOf(path);
    const file = await catalogue.file(path);
    if (format === undefined || file === undefined) continue;
    const outline = file instanceof SchemactlError ? undefined : file.outline;
    files.push({ path, format: format.name, name: outline?.name });
    if (outline !== undefined) continue;
    const why = file instanceof SchemactlError ? file.message : `the file is not ${format.title}`;
    problems.push({
      severity: "warning",
      code: "schema",
      message: `${why}: its subject is told by its path alone`,
      file: path,
    });
  }
  return { files, problems };
}

/** The baselines of a run; where none can be had, the list is told all the same, and why. */
async function chosen(run: Run): Promise<{ baselines: readonly Baseline[]; problems: readonly Problem[] }> {
  try {
    return { baselines: await baselinesOf(run), problems: [] };
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "undecided") throw error;
    const { message, hint } = error;
    const problem: Problem = { severity: "error", code: error.code, message, ...(hint === undefined ? {} : { hint }) };
    return { baselines: [], problems: [problem] };
  }
}

function within({ repository, inspection }: Run): (file: SchemaFile) => boolean {
  const folders = inspection.paths.map((path) => pathInRepository(repository, inspection.cwd, path));
  return ({ path }) =>
    folders.length === 0 || folders.some((folder) => folder === "" || path === folder || path.startsWith(`${folder}/`));
}
