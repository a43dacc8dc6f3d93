/**
 * The public library: three questions about schemas, answered without a registry, a network or a repository.
 * Everything it returns is a plain readonly value; everything it throws is a SchemactlError.
 */
import { askOf, compareWithHistory } from "./compatibility/compare.ts";
import { identityOf } from "./compatibility/identity.ts";
import { formatByName } from "./formats/index.ts";
import type { Comparison, Direction, Finding, FormatName, Mode, PlacedFinding, Policy, SchemaSource } from "./model.ts";

export { type ErrorCode, SchemactlError } from "./errors.ts";
export type {
  Direction,
  Effect,
  Finding,
  FormatName,
  Json,
  Mode,
  Notice,
  NoWitness,
  Policy,
  Position,
  Proof,
  SchemaReference,
  SchemaSource,
  SourceFact,
  Witness,
} from "./model.ts";

export interface CompareRequest {
  readonly format: FormatName;
  /** The schema that the data was written with. */
  readonly writer: SchemaSource;
  /** The schema that has to read it. */
  readonly reader: SchemaSource;
  /** `strict` unless told otherwise. */
  readonly policy?: Policy | undefined;
  /** `false` skips the search for witnesses. */
  readonly prove?: boolean | undefined;
}

export interface CompareResult {
  /** The reference registry's verdict. */
  readonly compatible: boolean;
  /** Every difference, the safe ones too. */
  readonly findings: readonly Finding[];
}

export interface CheckRequest {
  readonly format: FormatName;
  readonly candidate: SchemaSource;
  /** Oldest first. */
  readonly history: readonly HistoryVersion[];
  readonly mode: Mode;
  readonly policy?: Policy | undefined;
  readonly prove?: boolean | undefined;
}

export interface HistoryVersion extends SchemaSource {
  readonly version: string | number;
}

export interface CheckResult {
  readonly compatible: boolean;
  /**
   * Newest version first; of FULL the forward question first: the registry's order. Empty when nothing had to be compared. A version that the
   * mode does not ask has an entry only where it shows a risk that is asked of every version: a field number used again with another meaning.
   */
  readonly comparisons: readonly CheckComparison[];
  /** `frozen`: the mode is DISABLED, and the subject already has a version. */
  readonly reason?: "frozen";
}

export interface CheckComparison extends CompareResult {
  readonly version: string | number;
  readonly direction: Direction;
}

export interface ParseRequest extends SchemaSource {
  readonly format: FormatName;
}

export interface ParseResult {
  /** Avro: Parsing Canonical Form. */
  readonly canonical: string;
  /** Avro: CRC-64-AVRO as unsigned hexadecimal. */
  readonly fingerprint: string;
  /** The schema's full name; undefined where it has none. */
  readonly name: string | undefined;
}

/**
 * Can this reader read what this writer wrote? The verdict is Confluent Schema Registry's (8.5 line); both texts are read as that registry reads
 * its history. Throws a SchemactlError of code `schema`, with line and column, for a text that is no valid schema.
 */
export async function compare(request: CompareRequest): Promise<CompareResult> {
  const format = await formatByName(request.format);
  const writer = format.parse(request.writer, { strictness: "lenient" });
  const reader = format.parse(request.reader, { strictness: "lenient" });
  return published(
    await format.compare(writer, reader, { policy: request.policy ?? "strict", prove: request.prove ?? true }),
  );
}

/**
 * Would this candidate be accepted as the next version of a subject with that history? A candidate equal to a version of the history (in all but
 * white space, key order and comments) is no new version and passes in every mode. The candidate is read strictly, as a registry reads what is
 * registered: its defaults must be valid and its keys unique. Throws as `compare` does.
 */
export async function check(request: CheckRequest): Promise<CheckResult> {
  const format = await formatByName(request.format);
  const candidate = format.parse(request.candidate, { strictness: "strict" });
  const identity = identityOf(format, request.candidate);
  if (request.history.some((version) => identityOf(format, version) === identity))
    return { compatible: true, comparisons: [] };
  const history = request.history
    .toReversed()
    .map((version) => ({ version: version.version, schema: format.parse(version, { strictness: "lenient" }) }));
  const verdict = await compareWithHistory(
    history,
    request.mode,
    askOf(format, candidate, { policy: request.policy ?? "strict", prove: request.prove ?? true }),
  );
  const comparisons = [...verdict.comparisons, ...verdict.hindsight].map(({ version, direction, ...comparison }) => ({
    version,
    direction,
    ...published(comparison),
  }));
  return {
    compatible: verdict.compatible,
    comparisons,
    ...(verdict.reason === "frozen" ? { reason: verdict.reason } : {}),
  };
}

/** Reads one schema, as the registry reads its history. Throws as `compare` does. */
export async function parse(request: ParseRequest): Promise<ParseResult> {
  const format = await formatByName(request.format);
  const schema = format.parse(request, { strictness: "lenient" });
  return { canonical: format.canonical(schema), fingerprint: format.fingerprint(schema), name: schema.name };
}

function published(comparison: Comparison<PlacedFinding>): CompareResult {
  return {
    compatible: comparison.compatible,
    findings: comparison.findings.map(({ place: _, ...finding }) => finding),
  };
}
