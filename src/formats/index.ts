import { SchemactlError } from "../errors.ts";
import type { FormatName } from "../model.ts";
import { formatNameOfPath } from "./extensions.ts";
import type { Format } from "./format.ts";

/** The schema languages that this version reads. Each is loaded when a file of it is to be read: start-up is a feature. */
const loaders: Readonly<Record<FormatName, () => Promise<Format>>> = {
  avro: async () => (await import("./avro/index.ts")).avro,
  protobuf: async () => (await import("./protobuf/index.ts")).protobuf,
  "json-schema": async () => (await import("./json-schema/index.ts")).jsonSchema,
};

/** Every name of a language, in the order in which they are told. */
export const formatNames = Object.keys(loaders) as readonly FormatName[];

/** A format by its name (`avro`). Throws a usage error for one that this version does not read. */
export async function formatByName(name: FormatName): Promise<Format> {
  if (Object.hasOwn(loaders, name)) return await loaders[name]();
  throw new SchemactlError("usage", `the format \`${name}\` is not one that this version reads`, {
    hint: `it reads ${formatNames.join(", ")}`,
  });
}

/** Every format there is. */
export async function allFormats(): Promise<readonly Format[]> {
  return await Promise.all(formatNames.map(formatByName));
}

/** Which format a path may be of, told by its ending; undefined for a file that is no schema. */
export type FormatOf = (path: string) => Format | undefined;

/** Loads the formats that some of these paths may be of, and tells the format of each; of no other format. */
export async function formatsFor(paths: Iterable<string>): Promise<FormatOf> {
  const names = new Set<FormatName>();
  for (const path of paths) {
    const name = formatNameOfPath(path);
    if (name !== undefined) names.add(name);
  }
  const loaded = new Map(await Promise.all([...names].map(async (name) => [name, await formatByName(name)] as const)));
  return (path) => {
    const name = formatNameOfPath(path);
    return name === undefined ? undefined : loaded.get(name);
  };
}
