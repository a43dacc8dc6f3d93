import { SchemactlError } from "../errors.ts";
import type { Catalogue, Resolved } from "./catalogue.ts";
import type { SchemaText } from "./schema-text.ts";

/**
 * A catalogue in which a file that was a schema before, and that nobody can read any more, is still one: it is a schema with a fault, not
 * a file of another kind.
 */
export function continuing(catalogue: Catalogue, before: Catalogue): Catalogue {
  const spoilt = async (path: string): Promise<SchemaText | SchemactlError | undefined> => {
    const part = await catalogue.part(path);
    const isRead = part !== undefined && !(part instanceof SchemactlError) && part.outline !== undefined;
    return isRead || part === undefined || (await before.file(path)) === undefined ? undefined : part;
  };
  return {
    ...catalogue,
    file: async (path) => (await catalogue.file(path)) ?? (await spoilt(path)),
    resolve: async (path): Promise<Resolved | undefined> => {
      const resolved = await catalogue.resolve(path);
      const file = resolved === undefined ? await spoilt(path) : undefined;
      if (file instanceof SchemactlError) throw file;
      if (file === undefined) return resolved;
      const { format, text } = file;
      return { file, source: { text, file: path }, watches: [], missing: [], identity: format.identity(text) };
    },
  };
}
