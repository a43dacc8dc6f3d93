import { confluentTypes } from "./known-confluent.ts";
import { descriptorFile } from "./known-descriptor.ts";
import { languageFiles } from "./known-features.ts";
import { googleProtobuf } from "./known-messages.ts";
import { googleType } from "./known-values.ts";

const texts: ReadonlyMap<string, string> = new Map(
  [googleProtobuf, descriptorFile, languageFiles, googleType, confluentTypes].flatMap((files) => Object.entries(files)),
);

/** The name by which the standard options are imported. */
export const descriptorName = "google/protobuf/descriptor.proto";

/** The text of a file that every registry knows, by the name of its import; undefined for any other name. */
export function wellKnown(name: string): string | undefined {
  return texts.get(name);
}
