// What makes a file a schema, without the code that reads it: most runs find none that changed, and end here.
import type { FormatName } from "../model.ts";

/** The endings of each format's files, with the dot. */
export const extensionsOf: Readonly<Partial<Record<FormatName, readonly string[]>>> = {
  avro: [".avsc"],
  protobuf: [".proto"],
  "json-schema": [".json"],
};

/** Endings that look like schemas and are not read, and what to do instead. */
export const unsupportedExtensions: Readonly<Record<string, string>> = {
  ".avdl": "generate the schemas with avro-tools (`idl2schemata`) and commit the .avsc files",
  ".avpr": "generate the schemas from the protocol with avro-tools and commit the .avsc files",
};

/** Every ending that a run looks at. */
export const watchedExtensions: readonly string[] = [
  ...Object.values(extensionsOf).flat(),
  ...Object.keys(unsupportedExtensions),
];
