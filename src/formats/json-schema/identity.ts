import { SchemactlError } from "../../errors.ts";
import { readJson } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import { commentIn } from "./text-scan.ts";

/**
 * A text without white space and the order of its keys: equal for two texts that differ in nothing else. A text that is
 * no JSON, be it for a comment alone, is only equal to itself: where the other one is taken, it would be refused.
 */
export function identity(text: string): string {
  try {
    const json = readJson(text);
    return commentIn(text) !== undefined ? text : sortedJson(json.root);
  } catch (error) {
    if (error instanceof SchemactlError) return text;
    throw error;
  }
}
