import { SchemactlError } from "../../errors.ts";
import { readJson } from "../json-text.ts";
import { sortedPart } from "../sorted-json.ts";

/**
 * A text without comments, white space and the order of its keys: equal for two texts that differ in nothing else.
 * A text that is no JSON is only equal to itself.
 */
export function identity(text: string): string {
  const { meaning, docs } = partsOf(text);
  return `${meaning}\n${docs}`;
}

/** The same without the docs of its types and fields, which no comparison looks at. */
export function meaning(text: string): string {
  return partsOf(text).meaning;
}

interface Parts {
  readonly text: string;
  readonly meaning: string;
  /** The docs and where in the meaning they stood, or the text itself where it is no JSON. */
  readonly docs: string;
}

function partsOf(text: string): Parts {
  if (last?.text !== text) last = split(text);
  return last;
}

/** One text of a history is asked for both, one after the other. */
let last: Parts | undefined;

/** Where types and fields stand in those that hold them. Anywhere else, in a default or a property, `doc` is a key like any other. */
const holding: ReadonlySet<string> = new Set(["type", "fields", "items", "values"]);

function split(text: string): Parts {
  try {
    let docs = "";
    const tell = (doc: string, place: number): void => {
      docs += `${place} ${doc}\n`;
    };
    const meaning = sortedPart(readJson(text).root, { key: "doc", within: holding, tell });
    return { text, meaning, docs };
  } catch (error) {
    if (error instanceof SchemactlError) return { text, meaning: text, docs: "no JSON" };
    throw error;
  }
}
