import { SchemactlError } from "../../errors.ts";
import { readJson, sortedJson } from "../json-text.ts";

/**
 * A text without comments, white space and the order of its keys: equal for two texts that differ in nothing else.
 * A text that is no JSON is only equal to itself.
 */
export function identity(text: string): string {
  try {
    return sortedJson(readJson(text).root);
  } catch (error) {
    if (error instanceof SchemactlError) return text;
    throw error;
  }
}
