/**
 * What went wrong, told apart by what the caller can do about it:
 * `usage` and `config` are the user's to mend; `schema` is a text that is no valid schema; `undecided` means that
 * something needed for a verdict could not be read (a shallow history, a missing commit, an unmerged file);
 * `internal` is a defect of this program.
 */
export type ErrorCode = "usage" | "config" | "schema" | "undecided" | "internal";

/** The exit status of a process that ends with an error of that code; `schema` as far as a command has no better answer. */
export const exitCodeOf: Readonly<Record<ErrorCode, 2 | 3>> = {
  usage: 2,
  config: 2,
  schema: 3,
  undecided: 3,
  internal: 3,
};

export interface ErrorDetails {
  /** What to do about it: a command or what to write, in one clause. */
  readonly hint?: string | undefined;
  readonly file?: string | undefined;
  /** 1-based; columns count UTF-16 units. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly cause?: unknown;
}

/** The one error of this package: the work could not be done. A finding is never an error. */
export class SchemactlError extends Error {
  override readonly name = "SchemactlError";
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.file !== undefined) this.file = details.file;
    if (details.line !== undefined) this.line = details.line;
    if (details.column !== undefined) this.column = details.column;
  }
}
