import { SchemactlError } from "../../errors.ts";

/** Does recursive work whose depth nobody counts, as through a chain of references: where the stack ends, it is refused. */
export function withinStack<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const message = "the schemas contain each other too deeply to be read or compared";
    throw new SchemactlError("schema", message, { line: 1, column: 1, cause });
  }
}
