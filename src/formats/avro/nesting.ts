import { SchemactlError } from "../../errors.ts";

/**
 * Does recursive work on types; types that contain each other in a chain of many thousands, which the nesting of the
 * text does not bound, are refused with a SchemactlError of code `schema` where the stack ends.
 */
export function withinStack<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const message = "the types of this schema contain each other in a chain too long to follow";
    throw new SchemactlError("schema", message, { line: 1, column: 1, cause });
  }
}
