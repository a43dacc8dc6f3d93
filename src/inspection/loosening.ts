import type { Config } from "../config/config.ts";
import type { Ignored, Placed, Placement } from "../config/placement.ts";
import { createPlacer } from "../config/subjects.ts";
import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import { formatsFor } from "../formats/index.ts";
import type { ReportedFinding, SubjectReport } from "../model.ts";
import { catalogueOf } from "../sources/catalogue.ts";
import { languagesFor } from "./languages.ts";
import { pathsInBoth, removedSubjects } from "./loosened-files.ts";
import type { Base, Run } from "./run.ts";
import { type Weakening, weakenedFinding, weakenings } from "./weakening.ts";
import { wholeLoosenings } from "./whole-loosenings.ts";

/** What a change of the configuration loosens, subject by subject, in the tree that both configurations are asked about. */
export async function loosenings(run: Run, base: Base): Promise<readonly SubjectReport[]> {
  const { config, tree } = run;
  const [old, now] = [await createPlacer(base.config), await createPlacer(config)];
  const paths = await pathsInBoth(run, base, [old, now]);
  const formatOf = await formatsFor(paths);
  const [oldLanguages, languages] = [languagesFor(base.config, old, formatOf), languagesFor(config, now, formatOf)];
  const catalogue = catalogueOf(tree, oldLanguages);
  const removed = await removedSubjects(run, base, old);
  await catalogue.load(paths);
  const reports: SubjectReport[] = [];
  for (const path of paths) {
    const format = formatOf(path);
    const file = await catalogue.file(path);
    if (format === undefined || file === undefined) continue;
    const text = file instanceof SchemactlError ? undefined : file;
    const asked = { path, format: format.name, name: text?.outline?.name };
    const before = old.place(asked);
    if (before.kind !== "placed") continue;
    const isFound = text === undefined || languages.isSchema(path, format, text.text);
    const after = isFound ? now.place(asked) : undefined;
    const findings = loosenedFor(run, format, before, after, base, removed);
    // What concerns every subject is told once.
    const all = reports.length === 0 ? wholeLoosenings(config, base.config, run.inspection.today) : [];
    if (findings.length + all.length === 0 && reports.length > 0) continue;
    const told = all.map((weakening) =>
      weakenedFinding(before.subject, weakening, placeOf(config, weakening.key, path)),
    );
    reports.push(reportOf(format, before, after, [...told, ...findings]));
  }
  return shortened(reports.filter(({ findings }) => findings.length > 0));
}

/** So many subjects that lose the same by the same line are told one by one. */
const mostTold = 20;

/** What one line does to thousands of subjects is told of some, with the number of the others: one approval is for all of them. */
function shortened(reports: readonly SubjectReport[]): readonly SubjectReport[] {
  const counts = new Map<string, number>();
  for (const { fingerprint } of reports.flatMap(({ findings }) => findings))
    counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  const told = new Map<string, number>();
  return reports.flatMap((report): readonly SubjectReport[] => {
    const findings = report.findings.flatMap((finding): readonly ReportedFinding[] => {
      const nth = (told.get(finding.fingerprint) ?? 0) + 1;
      told.set(finding.fingerprint, nth);
      if (nth > mostTold) return [];
      const left = (counts.get(finding.fingerprint) ?? 0) - mostTold;
      if (nth > 1 || left <= 0) return [finding];
      return [{ ...finding, message: `${finding.message}; so it is for ${left} more subjects than are told` }];
    });
    return findings.length === 0 ? [] : [{ ...report, findings }];
  });
}

function loosenedFor(
  { config }: Run,
  format: Format,
  before: Placed,
  after: Placement | undefined,
  base: Base,
  removed: ReadonlySet<string>,
): readonly ReportedFinding[] {
  const { path, subject } = before;
  const told = (weakening: Weakening, pointers: readonly string[]): ReportedFinding =>
    weakenedFinding(subject, weakening, placeOf(config, pointers, path));
  if (after === undefined) {
    const effect = "no entry says any more that the file is a schema, and nothing of it is checked";
    return [told({ key: "schemas", before: "found", after: "not found", effect, cause: path }, ["schemas"])];
  }
  if (after.kind === "misplaced") return [];
  if (after.kind === "ignored") return [ignoredFinding(config, before, after)];
  const lost = before.was.filter((name) => name !== after.subject && !after.was.includes(name));
  const taken = after.was.filter((name) => !before.was.includes(name) && removed.has(name));
  const isOther = after.subject !== subject && !after.was.includes(subject);
  return [
    ...(isOther
      ? [
          told(
            {
              key: "subject",
              before: subject,
              after: after.subject,
              effect: "its versions are no longer compared, unless `was` says that they go on",
            },
            keyOf("subject", after),
          ),
        ]
      : []),
    ...(lost.length === 0
      ? []
      : [
          told(
            {
              key: "was",
              before: lost.join(", "),
              after: "nothing",
              effect: "versions under earlier names are no longer compared",
            },
            keyOf("was", after),
          ),
        ]),
    ...taken.map((name) =>
      told(
        {
          key: "was",
          before: name,
          after: after.subject,
          effect: `the file of \`${name}\` is gone, and this one has a past of its own, so that nothing is compared with it`,
        },
        keyOf("was", after),
      ),
    ),
    ...weakenings(format.name, before, after).map((weakening) => {
      const property = weakening.key === "policy" ? "policy" : "mode";
      return told(
        { ...weakening, cause: causeOf(property, before, after, base.config, config) },
        keyOf(property, after),
      );
    }),
  ];
}

function ignoredFinding(config: Config, { subject, path }: Placed, { glob, line }: Ignored): ReportedFinding {
  const effect = "the file is no longer found, and nothing of it is checked";
  const weakening = { key: "ignore", before: "checked", after: `ignored by \`${glob}\``, effect, cause: glob };
  return weakenedFinding(subject, weakening, config.file === undefined ? { file: path } : { file: config.file, line });
}

/** What decides on either side: a key of the whole file, or the globs of an entry; many subjects that lose the same by the same share an approval. */
function causeOf(property: "mode" | "policy", before: Placed, after: Placed, old: Config, now: Config): string {
  const side = (config: Config, { decidedBy }: Placed): string => {
    const origin = decidedBy[property];
    return origin.kind === "entry" ? (config.schemas[origin.index]?.files.join(" ") ?? "") : "every subject";
  };
  return JSON.stringify([side(old, before), side(now, after)]);
}

/** The keys of the configuration at which a property is decided. */
function keyOf(property: "mode" | "policy" | "subject" | "was", { decidedBy }: Placed): readonly string[] {
  const key = property === "mode" ? "compatibility" : property;
  const origin = decidedBy[property];
  return origin.kind === "entry" ? [`schemas/${origin.index}/${key}`] : [key];
}

/** On the line of the key, where there is one; on the schema's own where no configuration is left. */
function placeOf(
  { file, positions }: Config,
  keys: string | readonly string[],
  path: string,
): { readonly file: string; readonly line?: number; readonly column?: number } {
  if (file === undefined) return { file: path };
  const at = [keys]
    .flat()
    .map((key) => positions.get(`/${key}`))
    .find((position) => position !== undefined);
  return at === undefined ? { file } : { file, line: at.line, column: at.column };
}

function reportOf(
  format: Format,
  before: Placed,
  after: Placement | undefined,
  findings: readonly ReportedFinding[],
): SubjectReport {
  const { mode, policy, owner } = after?.kind === "placed" && after.subject === before.subject ? after : before;
  return {
    subject: before.subject,
    format: format.name,
    mode,
    policy,
    files: [before.path],
    ...(owner === undefined ? {} : { owner }),
    verdict: "unchanged",
    comparisons: [],
    findings,
  };
}
