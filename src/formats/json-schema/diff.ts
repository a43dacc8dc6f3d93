import type { Policy } from "../../model.ts";
import { memberOf } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import type { JsonSchemaChange, RegistryChange } from "./changes.ts";
import { differencesOf } from "./comparison.ts";
import { type Difference, namesOnTrail } from "./difference.ts";
import { registryEffects } from "./effects.ts";
import { factsOf } from "./facts.ts";
import { withinStack } from "./nesting.ts";
import { risksOf } from "./risks.ts";
import { positionAt, siteOf } from "./spots.ts";
import type { JsonSchema, Spot } from "./types.ts";

export type * from "./changes.ts";

/** Everything that differs on the way from writer to reader; without `safe` only what the registry refuses, and what it should. */
export function diff(
  writer: JsonSchema,
  reader: JsonSchema,
  policy: Policy = "strict",
  { safe = true }: { readonly safe?: boolean } = {},
): readonly JsonSchemaChange[] {
  return withinStack(() => {
    const found = differencesOf(writer.root, reader.root, policy);
    const told = safe ? found : found.filter(({ kind }) => registryEffects[kind][policy] !== "safe");
    const verdict = told.map(changeOf);
    const changes = [...verdict, ...risksOf(writer, reader, verdict, policy)];
    return safe ? [...changes, ...factsOf(writer, reader, changes)] : changes;
  });
}

function changeOf({ kind, path, trail, writer, reader, extras, marks }: Difference): RegistryChange {
  const { keywords = [], about, name } = marks;
  const names = namesOnTrail(trail);
  const args = { writer: siteOf(writer), reader: siteOf(reader), names, ...extras() };
  const change = {
    kind,
    args,
    path,
    readerAt: about?.reader === undefined ? positionAt(reader, ...keywords) : positionAt(about.reader),
    writerAt: about?.writer === undefined ? positionAt(writer, ...keywords) : positionAt(about.writer),
    place: {
      names: name === undefined ? names : [...names, name],
      writer: placeText(writer, about === undefined ? undefined : about.writer, about !== undefined, keywords),
      reader: placeText(reader, about === undefined ? undefined : about.reader, about !== undefined, keywords),
    },
  };
  return change as unknown as RegistryChange;
}

const longestPlace = 4096;

/** What a side has at a place: the schema that a change is about, else the keywords, else the schema that they stand in. */
function placeText(spot: Spot, about: Spot | undefined, isAbout: boolean, keywords: readonly string[]): string {
  if (isAbout) return about === undefined ? "" : sortedJson(about.node).slice(0, longestPlace);
  if (keywords.length === 0) return sortedJson(spot.node).slice(0, longestPlace);
  const members = keywords.map((keyword) => memberOf(spot.node, keyword)).filter((member) => member !== undefined);
  return members
    .map(({ key, value }) => `${JSON.stringify(key)}:${sortedJson(value)}`)
    .join(",")
    .slice(0, longestPlace);
}
