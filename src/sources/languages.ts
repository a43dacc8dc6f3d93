import type { Format } from "../formats/format.ts";
import type { FormatOf } from "../formats/index.ts";

/** What makes a file a schema, and where its references lead. */
export interface Languages {
  /** Which format a path may be of, told by its ending. */
  readonly formatOf: FormatOf;
  /** Whether the text at a path of that format is a schema; others are read only where a schema refers to them. */
  readonly isSchema: (path: string, format: Format, text: string) => boolean;
  /** The folders below which the configuration says that a format's files name each other; undefined where it says nothing. */
  readonly rootsOf: (format: Format) => readonly string[] | undefined;
}

/** Every file of an ending is a schema: it was named by a person, or no other file has that ending. */
export function languagesOf(formatOf: FormatOf, rootsOf: Languages["rootsOf"] = () => undefined): Languages {
  return { formatOf, isSchema: () => true, rootsOf };
}
