import type { Placer } from "../config/subjects.ts";
import { SchemactlError } from "../errors.ts";
import { sharedEndingOf, sharedEndings } from "../formats/extensions.ts";
import { formatsFor } from "../formats/index.ts";
import { catalogueOf } from "../sources/catalogue.ts";
import { commitTree } from "../sources/commit-tree.ts";
import { languagesFor } from "./languages.ts";
import type { Base, Run } from "./run.ts";

/** The schema files that the merge-base has as well; a moved one is removed and new. Without a configuration there, those alone that this change touches. */
export async function pathsInBoth(
  { repository, config, tree, selection }: Run,
  base: Base,
  placers: readonly Placer[],
): Promise<readonly string[]> {
  const [there, here] = await Promise.all([
    commitTree(repository, base.commit, config.limits.fileSize).list(selection),
    tree.list(selection),
  ]);
  const old = new Set(there.filter(({ mode }) => mode === "file").map(({ path }) => path));
  const both = here.filter(({ mode, path }) => mode === "file" && old.has(path)).map(({ path }) => path);
  const asked = base.isAbsent ? both.filter((path) => base.touched.has(path)) : both;
  const doubtful = asked.filter(
    (path) => sharedEndingOf(path) !== undefined && !placers.some(({ lists }) => lists(path)),
  );
  const none = new Set(doubtful);
  for (const { extension, needle } of doubtful.length === 0 ? [] : sharedEndings)
    for (const path of await tree.search([needle], { extensions: [extension] })) none.delete(path);
  return asked.filter((path) => !none.has(path));
}

/** The subjects whose files this change removes: one that stays where it was does not go on in their name, whatever `was` says. */
export async function removedSubjects(run: Run, base: Base, placer: Placer): Promise<ReadonlySet<string>> {
  const { repository, config, tree, selection } = run;
  const here = new Set((await tree.list(selection)).map(({ path }) => path));
  const paths = [...base.touched].filter((path) => !base.added.has(path) && !here.has(path));
  const formatOf = await formatsFor(paths);
  const before = commitTree(repository, base.commit, config.limits.fileSize);
  const catalogue = catalogueOf(before, languagesFor(base.config, placer, formatOf));
  const subjects = new Set<string>();
  for (const path of paths) {
    const [format, file] = [formatOf(path), await catalogue.file(path)];
    if (format === undefined || file === undefined || file instanceof SchemactlError) continue;
    const place = placer.place({ path, format: format.name, name: file.outline?.name });
    if (place.kind === "placed") subjects.add(place.subject);
  }
  return subjects;
}
