import { SchemactlError } from "../errors.ts";
import type { FormatName } from "../model.ts";
import { avro } from "./avro/index.ts";
import { unsupportedExtensions } from "./extensions.ts";
import type { Format } from "./format.ts";

/** The schema languages that this version reads. */
export const formats: readonly Format[] = [avro];

/** A format by its name here (`avro`). Throws a usage error for one that this version does not read. */
export function formatByName(name: FormatName): Format {
  const format = formats.find((known) => known.name === name);
  if (format !== undefined) return format;
  throw new SchemactlError("usage", `the format \`${name}\` is not one that this version reads`, {
    hint: `it reads ${formats.map((known) => known.name).join(", ")}`,
  });
}

/** The format of a file by its ending; undefined for a file that is no schema. */
export function formatOfPath(path: string): Format | undefined {
  return formats.find((format) => format.extensions.some((extension) => path.endsWith(extension)));
}

/** What to do about a file that looks like a schema and is not read; undefined for any other. */
export function unsupportedOfPath(path: string): string | undefined {
  return Object.entries(unsupportedExtensions).find(([extension]) => path.endsWith(extension))?.[1];
}
