import { SchemactlError } from "../errors.ts";
import type { Loaded } from "../formats/format.ts";
import type { Catalogue, Resolved } from "../sources/catalogue.ts";
import type { Pair } from "../sources/pairing.ts";

/** A candidate that was read, strictly, or the reason why it could not be. */
export type Candidate =
  | { readonly kind: "valid"; readonly pair: Pair; readonly resolved: Resolved; readonly schema: Loaded }
  | {
      readonly kind: "invalid";
      readonly pair: Pair;
      readonly resolved: Resolved | undefined;
      readonly fault: SchemactlError;
    };

/** Reads one file of the candidate as a registry reads what is to be registered. */
export async function readCandidate(catalogue: Catalogue, pair: Pair): Promise<Candidate> {
  let resolved: Resolved | undefined;
  try {
    resolved = await catalogue.resolve(pair.path);
    if (resolved === undefined)
      throw new SchemactlError("undecided", `\`${pair.path}\` vanished while it was checked`, { file: pair.path });
    return { kind: "valid", pair, resolved, schema: pair.format.parse(resolved.source, { strictness: "strict" }) };
  } catch (fault) {
    if (!(fault instanceof SchemactlError) || fault.code !== "schema") throw fault;
    return { kind: "invalid", pair, resolved, fault: withPlaces(fault, pair.path, resolved) };
  }
}

/** The fault of a reference that leads nowhere says where it was looked for. */
function withPlaces(fault: SchemactlError, path: string, resolved: Resolved | undefined): SchemactlError {
  const { code, message, hint, line, column, file = path } = fault;
  const missing = resolved?.missing.find((one) => one.path === file && one.line === line && one.column === column);
  if (missing === undefined) return fault;
  const looked = `it was looked for at ${missing.paths.map((one) => `\`${one}\``).join(", ")}`;
  const said = hint === undefined ? looked : `${hint}; ${looked}`;
  return new SchemactlError(code, message, { hint: said, file: fault.file, line, column, cause: fault });
}
