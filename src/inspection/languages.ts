import type { Config } from "../config/config.ts";
import { readConfig } from "../config/read.ts";
import { rootsIn } from "../config/roots.ts";
import type { Placer } from "../config/subjects.ts";
import { formatNameOfPath, sharedEndingOf } from "../formats/extensions.ts";
import type { Format } from "../formats/format.ts";
import type { FormatOf } from "../formats/index.ts";
import { type Languages, languagesOf } from "../sources/languages.ts";
import type { Repository } from "../sources/repository.ts";

/** What makes a file a schema in this repository: its ending, what it says of itself, or an entry of the configuration that lists it. */
export function languagesFor(config: Config, placer: Pick<Placer, "lists">, formatOf: FormatOf): Languages {
  return {
    formatOf,
    isSchema: (path, { recognises }, text) => recognises === undefined || recognises(path, text) || placer.lists(path),
    rootsOf: ({ name }) => rootsIn(config, name),
  };
}

/** What makes a file a schema around one that a person named: it and all that it refers to are of its language. */
export async function languagesAround(repository: Repository | undefined, format: Format): Promise<Languages> {
  const formatOf: FormatOf = (path) => {
    const name = formatNameOfPath(path);
    return name === undefined || name === format.name || sharedEndingOf(path) !== undefined ? format : undefined;
  };
  const reading = repository === undefined ? undefined : await readConfig({ root: repository.root });
  const config = reading?.config;
  return languagesOf(formatOf, (asked) => config && rootsIn(config, asked.name));
}
