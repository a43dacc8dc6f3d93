// What the tests of the sources share.
import { SchemactlError } from "../../src/errors.ts";
import type { Env } from "../../src/sources/git.ts";
import { openRepository, type Repository } from "../../src/sources/repository.ts";
import type { Contents, FileChange, Selection } from "../../src/sources/tree.ts";

/** The error that a promise is rejected with; it has to be one of ours. */
export async function failure(promise: Promise<unknown>): Promise<SchemactlError> {
  const outcome = await promise.then(
    (value) => new Error(`it should have failed, and gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof SchemactlError) return outcome;
  throw outcome;
}

/** Opens a repository for one question. */
export async function withRepository<T>(
  at: { readonly path: string; readonly env: Env },
  ask: (repository: Repository) => T | Promise<T>,
  env: Env = {},
): Promise<T> {
  const repository = await openRepository(at.path, { ...at.env, ...env });
  try {
    return await ask(repository);
  } finally {
    repository.close();
  }
}

/** Every schema of the platform. */
export const avro: Selection = { extensions: [".avsc"] };

/** Contents as text; what is no text stays as it is. */
export function textOf(contents: Contents): string | Exclude<Contents, Uint8Array> {
  return contents instanceof Uint8Array ? Buffer.from(contents).toString() : contents;
}

/** A change as one line: `-` before, `+` after, `*` both, and `disk` where git has not got the contents. */
export function told({ path, before, after }: FileChange): string {
  const sign = before === undefined ? "+" : after === undefined ? "-" : "*";
  const where = after !== undefined && after.oid === undefined ? " disk" : "";
  const kind = after !== undefined && after.mode !== "file" ? ` ${after.mode}` : "";
  return `${sign} ${path}${kind}${where}`;
}
