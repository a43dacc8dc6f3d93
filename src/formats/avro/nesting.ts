import { SchemactlError } from "../../errors.ts";

// Types that mention each other nest as deeply as a text is long. No person's schema comes near this; the stack does.
const deepestTypes = 1000;

/** Refuses types that contain each other deeper than a walk goes. */
export function requireShallow(depth: number): void {
  if (depth > deepestTypes) throw tooDeep();
}

/** Does recursive work on types whose depth nobody counts: where the stack ends, they are refused all the same. */
export function withinStack<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof RangeError ? tooDeep(cause) : cause;
  }
}

function tooDeep(cause?: RangeError): SchemactlError {
  const message = `the types of this schema contain each other more than ${deepestTypes} levels deep`;
  return new SchemactlError("schema", message, { line: 1, column: 1, cause });
}
