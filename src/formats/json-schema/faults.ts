import { SchemactlError } from "../../errors.ts";
import type { Spot } from "./types.ts";

/** Refuses a schema at an offset of the text that a spot stands in. */
export function refuse({ document }: Spot, offset: number, message: string, hint?: string): never {
  const { line, column } = document.positionOf(offset);
  throw new SchemactlError("schema", message, { file: document.file, line, column, hint });
}
