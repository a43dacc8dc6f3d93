/** A schema language. */
type FormatName = "avro" | "protobuf" | "json-schema";
/** Who must be able to read whom; DESIGN's eight modes. Seven are the reference registry's, DISABLED is AWS Glue's. */
type Mode = "NONE" | "DISABLED" | "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FORWARD_TRANSITIVE" | "FULL" | "FULL_TRANSITIVE";
/** The reference registry's `compatibilityPolicy`; only JSON Schema's verdicts differ between the two. */
type Policy = "strict" | "lenient";
/** `backward`: the new schema reads what the old one wrote. `forward`: the old one reads what the new one writes. */
type Direction = "backward" | "forward";
/** What a difference means: the registry refuses it, the registry is blind to a loss, or nothing is lost. */
type Effect = "breaks" | "risks" | "safe";
/** Who notices a difference: readers of the bytes, readers of the JSON form, or people who compile generated code. */
type Notice = "wire" | "json" | "source";
/** A value as JSON has it. Numbers beyond 2^53 are carried as strings. */
type Json = null | boolean | number | string | readonly Json[] | {
    readonly [key: string]: Json;
};
/** Where something stands in a text. 1-based; columns count UTF-16 units; `file` only where it is not the schema's own text. */
interface Position {
    readonly line: number;
    readonly column: number;
    readonly file?: string;
}
/** A schema's text under the name by which other texts refer to it. */
interface SchemaReference {
    readonly name: string;
    readonly text: string;
    /** Where it stands, for positions and errors; its name where left out. */
    readonly file?: string;
}
/** A schema's text and the texts that it needs, in any order, transitive ones included. */
interface SchemaSource {
    readonly text: string;
    /** Where it stands, for a language whose references are relative to that; never shown. */
    readonly file?: string;
    readonly references?: readonly SchemaReference[];
}
/** A concrete message that the writer may send, and what the reader makes of it; both were run through the codec. */
interface Witness {
    readonly kind: "witness";
    /** `refused`: the reader fails. `misread`: it reads another value. `lost`: it reads less. */
    readonly outcome: "refused" | "misread" | "lost";
    /** The library that confirmed it. */
    readonly codec: string;
    /** What the writer sends, in the format's own JSON encoding. */
    readonly datum: Json;
    /** What the reader makes of it: the codec's own words for `refused`, else the value read. */
    readonly reads: Json;
    /** The encoded message in hexadecimal, where its bytes explain the finding; fields apart by ` | `. */
    readonly bytes?: string;
}
/** A fact of the source text, for a difference that shows in no message. */
interface SourceFact {
    readonly kind: "source";
    readonly before: string;
    readonly after: string;
}
/** Why there is no witness. */
interface NoWitness {
    readonly kind: "none";
    /** A stable word, such as `name-only`, `uninhabited`, `codec-cannot-read-schema`, `not-found`. */
    readonly reason: string;
    readonly explanation: string;
}
type Proof = Witness | SourceFact | NoWitness;
/** One difference between a writer and a reader, judged. */
interface Finding {
    /** `avro/reader-field-missing-default-value`: the key of the rule, everywhere. */
    readonly rule: string;
    readonly effect: Effect;
    /** The registry's own name for the difference, where it has one. */
    readonly errorType?: string;
    /** The registry's own path to it: in Avro a JSON pointer into the reader, `/` being the root. */
    readonly path: string;
    /** The element in the reader's text; the nearest enclosing one where the reader lacks it. */
    readonly readerAt: Position;
    readonly writerAt: Position;
    readonly message: string;
    readonly remedy?: string;
    readonly notices?: readonly Notice[];
    readonly proof?: Proof;
}

/**
 * What went wrong, told apart by what the caller can do about it:
 * `usage` and `config` are the user's to mend; `schema` is a text that is no valid schema; `undecided` means that
 * something needed for a verdict could not be read (a shallow history, a missing commit, an unmerged file);
 * `internal` is a defect of this program.
 */
type ErrorCode = "usage" | "config" | "schema" | "undecided" | "internal";
interface ErrorDetails {
    /** What to do about it: a command or what to write, in one clause. */
    readonly hint?: string | undefined;
    readonly file?: string | undefined;
    /** 1-based; columns count UTF-16 units. */
    readonly line?: number | undefined;
    readonly column?: number | undefined;
    readonly cause?: unknown;
}
/** The one error of this package: the work could not be done. A finding is never an error. */
declare class SchemactlError extends Error {
    readonly name = "SchemactlError";
    readonly code: ErrorCode;
    readonly hint?: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    constructor(code: ErrorCode, message: string, details?: ErrorDetails);
}

interface CompareRequest {
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
interface CompareResult {
    /** The reference registry's verdict. */
    readonly compatible: boolean;
    /** Every difference, the safe ones too. */
    readonly findings: readonly Finding[];
}
interface CheckRequest {
    readonly format: FormatName;
    readonly candidate: SchemaSource;
    /** Oldest first. */
    readonly history: readonly HistoryVersion[];
    readonly mode: Mode;
    readonly policy?: Policy | undefined;
    readonly prove?: boolean | undefined;
}
interface HistoryVersion extends SchemaSource {
    readonly version: string | number;
}
interface CheckResult {
    readonly compatible: boolean;
    /**
     * Newest version first; of FULL the forward question first: the registry's order. Empty when nothing had to be compared. A version that the
     * mode does not ask has an entry only where it shows a risk that is asked of every version: a field number used again with another meaning.
     */
    readonly comparisons: readonly CheckComparison[];
    /** `frozen`: the mode is DISABLED, and the subject already has a version. */
    readonly reason?: "frozen";
}
interface CheckComparison extends CompareResult {
    readonly version: string | number;
    readonly direction: Direction;
}
interface ParseRequest extends SchemaSource {
    readonly format: FormatName;
}
interface ParseResult {
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
declare function compare(request: CompareRequest): Promise<CompareResult>;
/**
 * Would this candidate be accepted as the next version of a subject with that history? A candidate equal to a version of the history (in all but
 * white space, key order and comments) is no new version and passes in every mode. The candidate is read strictly, as a registry reads what is
 * registered: its defaults must be valid and its keys unique. Throws as `compare` does.
 */
declare function check(request: CheckRequest): Promise<CheckResult>;
/** Reads one schema, as the registry reads its history. Throws as `compare` does. */
declare function parse(request: ParseRequest): Promise<ParseResult>;

export { SchemactlError, check, compare, parse };
export type { CheckComparison, CheckRequest, CheckResult, CompareRequest, CompareResult, Direction, Effect, ErrorCode, Finding, FormatName, HistoryVersion, Json, Mode, NoWitness, Notice, ParseRequest, ParseResult, Policy, Position, Proof, SchemaReference, SchemaSource, SourceFact, Witness };
