// What makes a file a schema, without the code that reads it: most runs find none that changed, and end here.
import type { FormatName } from "../model.ts";

/** The endings of each format's files, with the dot. */
export const extensionsOf: Readonly<Record<FormatName, readonly string[]>> = {
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

/** An ending that schemas share with files that are none. */
export interface SharedEnding {
  readonly extension: string;
  /** A longer ending that only a schema has. */
  readonly own: string;
  /** What a text holds that says of itself that it is a schema. */
  readonly needle: string;
  /** What else may matter: a text without this can hardly be a part that a schema refers to. */
  readonly part: RegExp;
}

/** Configuration, data and lock files have this ending too. */
export const sharedEndings: readonly SharedEnding[] = [
  {
    extension: ".json",
    own: ".schema.json",
    needle: "json-schema.org",
    part: /"(?:\$defs|definitions|properties|additionalProperties|items|\$ref|\$id|\$anchor|enum|const|anyOf|oneOf|allOf|not|pattern|format|required)"\s*:|"type"\s*:\s*(?:\[|"(?:object|array|string|number|integer|boolean|null)")/,
  },
];

/** The name of the format that a path may be of, told by its ending. */
export function formatNameOfPath(path: string): FormatName | undefined {
  for (const [name, extensions] of Object.entries(extensionsOf))
    if (extensions.some((extension) => path.endsWith(extension))) return name as FormatName;
  return undefined;
}

/** The ending that this path shares with files that are no schemas; undefined where its name alone says that it is one. */
export function sharedEndingOf(path: string): SharedEnding | undefined {
  return sharedEndings.find(({ extension, own }) => path.endsWith(extension) && !path.endsWith(own));
}

/** Whether a text at a shared ending may be a schema, or a part of one: `latin1` is enough of it. */
export function mayMatter({ needle, part }: SharedEnding, text: string): boolean {
  return text.includes(needle) || part.test(text);
}

/** What to do about a file that looks like a schema and is not read; undefined for any other. */
export function unsupportedOfPath(path: string): string | undefined {
  return Object.entries(unsupportedExtensions).find(([extension]) => path.endsWith(extension))?.[1];
}

/** Every ending of a schema, the longer ones first. */
const ownEndings = [...sharedEndings.map(({ own }) => own), ...Object.values(extensionsOf).flat()];

/** A path without the ending that makes it a schema; undefined where it has none. */
export function withoutEnding(path: string): string | undefined {
  const ending = ownEndings.find((one) => path.endsWith(one));
  return ending === undefined ? undefined : path.slice(0, path.length - ending.length);
}

/** The folders below which a format's files name each other, where the configuration names none. */
export const usualRoots: Readonly<Partial<Record<FormatName, readonly string[]>>> = {
  protobuf: ["proto", "protos", "third_party"],
};
