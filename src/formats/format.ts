import type {
  Comparison,
  Effect,
  FormatName,
  Notice,
  Place,
  PlacedFinding,
  Policy,
  Position,
  Proof,
  RuleExample,
  RuleInfo,
  SchemaSource,
} from "../model.ts";
import type { Repair, TextEdit, TextRepair } from "./repair.ts";

export type { Repair, TextEdit, TextRepair } from "./repair.ts";

/** `strict` judges a candidate (valid defaults, no duplicate keys); `lenient` reads what history holds, as the registry does. */
export type Strictness = "strict" | "lenient";

export interface ParseOptions {
  readonly strictness: Strictness;
}

/** What a text says of itself before any other text is read. Names are whole (full names, import paths, URIs). */
export interface Outline {
  /** The name by which the schema as a whole is known; undefined for an unnamed top level. */
  readonly name: string | undefined;
  /** Where that name stands. Lines are counted when somebody asks: of a long history nobody does. */
  readonly nameAt: () => Position | undefined;
  /** What other texts may refer to. */
  readonly defines: readonly string[];
  /** The whole names that no other text may have which is read together with this one; left out where a language lets every text have its own. */
  readonly claims?: readonly string[];
  /** What this text refers to and does not define; alternatives of one reference, best first, stand together. */
  readonly needs: readonly Need[];
}

/** One reference to another text. */
export interface Need extends Position {
  /** The names it may mean, best first. */
  readonly names: readonly string[];
}

/** One fact that differs on the way from writer to reader: the arguments of its kind's messages, and where it is. */
export type Change<Args> = {
  readonly [Kind in keyof Args & string]: {
    readonly kind: Kind;
    readonly args: Args[Kind];
    /** The registry's own path. */
    readonly path: string;
    readonly readerAt: Position;
    readonly writerAt: Position;
    readonly place: Place;
  };
}[keyof Args & string];

/** The side of a comparison that its author can still change. */
export type Side = "reader" | "writer";

/** What one kind of change means. The key of the table, in kebab-case, is the rule's name under its format. */
export interface Rule<Args> {
  readonly effect: Effect | Readonly<Record<Policy, Effect>>;
  /** The registry's own name for it. */
  readonly errorType?: string;
  readonly notices?: readonly Notice[];
  /** What differs, in one clause without arguments. */
  readonly summary: string;
  readonly message: (args: Args) => string;
  /** What to write on the side that is being changed: the other one is already out there. */
  readonly remedy?: (args: Args, side: Side) => string | undefined;
  readonly meaning: string;
  readonly example: RuleExample;
  readonly specification: string;
  /** Whether a safe change of this kind asks for a minor version; docs, order and unknown properties ask for a patch. */
  readonly bump: "minor" | "patch";
  /** A risk that stands only when a witness shows it: without one there is no finding, not even an unproved one. */
  readonly standsOnlyProved?: true;
  /** Kinds of change that tell less of the same: one at the same path is left out where this one stands. */
  readonly covers?: readonly string[];
  /** Asked of every version of the history, whatever the mode: what was written long ago under another meaning is still out there. */
  readonly asksEveryVersion?: true;
  /**
   * The side that has something here which the other one lacks (both, where something moved). Where that is the new side, older versions may have known it under another
   * meaning: only then are they asked.
   */
  readonly reopens?: Side | "both";
  /** A risk of the reader's having less: told where the reader is what changes. Seen from an old reader, what is new is no loss. */
  readonly toldOfNewReaders?: true;
}

/** A complete table: one rule for every kind of change, counted by the compiler. */
export type Rules<Args> = { readonly [Kind in keyof Args & string]: Rule<Args[Kind]> };

/** How much work a proof may take. */
export interface ProofBudget {
  readonly exhaustive: boolean;
}

/** Looks for a message that shows each change; undefined where a change needs none. Answers stand in the order of the changes. */
export type Prove<Schema, Args> = (
  writer: Schema,
  reader: Schema,
  changes: readonly Change<Args>[],
  budget: ProofBudget,
) => readonly (Proof | undefined)[];

/**
 * Writes the remedy of a change into the own text of the side that can still be changed, keeping everything else as it stands; undefined where
 * there is no mechanical one, or it would have to be written into another file.
 */
export type WriteRepair<Args> = (text: string, change: Change<Args>, side: Side) => Repair | undefined;

/** How a language refers to other texts by where they stand. */
export interface PathReferences {
  /**
   * The paths in the repository that a need's name may mean, best first, told from the text at `from`. `roots` are the folders that the
   * configuration names; undefined where it names none. Empty for a name that means no path (built in, or known by an id only).
   */
  readonly candidates: (name: string, from: string, roots: readonly string[] | undefined) => readonly string[];
  /** Whether two candidates that exist and differ leave it open which one is meant; else the first one is. */
  readonly ambiguous: boolean;
  /** The bytes that a text must contain to refer to the file at that path. */
  readonly needle: (path: string) => string;
  /** The name under which a parser is handed the text at `path` that the need `name` led to. */
  readonly referenceName: (name: string, path: string) => string;
  /** Left out where whoever refers to a text may use all of it. */
  readonly parts?: PartReferences;
}

/** How texts use single definitions of those that they refer to, by their names. */
export interface PartReferences {
  /** The words by which others use what means something else in a later text of a file than in an earlier one; undefined where anything may. */
  readonly touched: (earlier: string, later: string) => ReadonlySet<string> | undefined;
  /** Whether a text has such a word. */
  readonly mentions: (text: string, isSought: (word: string) => boolean) => boolean;
}

/** What a folder of `formats/` supplies. */
export interface FormatDefinition<Schema, Args> {
  readonly name: FormatName;
  /** What people call it. */
  readonly title: string;
  /** The file endings that make a file a schema of this format, with the dot. */
  readonly extensions: readonly string[];
  /** Never throws a SchemactlError: undefined for a text that cannot be read at all. */
  readonly outline: (text: string) => Outline | undefined;
  /** The bytes that a text must contain to define or mention that name. */
  readonly needle: (name: string) => string;
  /** For a language whose references are paths. */
  readonly paths?: PathReferences;
  /** For endings that other files have too: whether this text, which has such an ending, is a schema. */
  readonly recognises?: (path: string, text: string) => boolean;
  /** Throws a SchemactlError of code `schema` with line and column, and with `file` when the fault lies in a reference. */
  readonly parse: (source: SchemaSource, options: ParseOptions) => Schema;
  readonly nameOf: (schema: Schema) => string | undefined;
  /** Equal for two texts exactly when they differ in whitespace, key order and comments only. */
  readonly identity: (text: string) => string;
  /** The same without what no comparison looks at: texts that mean the same are valid alike and show the same findings. Left out where a format has no such part. */
  readonly meaning?: (text: string) => string;
  readonly canonical: (schema: Schema) => string;
  readonly fingerprint: (schema: Schema) => string;
  /** All that differs; without `safe` what is safe may be left out. */
  readonly diff: (
    writer: Schema,
    reader: Schema,
    policy: Policy,
    options: { readonly safe: boolean },
  ) => readonly Change<Args>[];
  readonly rules: Rules<Args>;
  /** Loads the codec, which takes time, only when there is something to prove. */
  readonly loadProver: () => Promise<Prove<Schema, Args>>;
  /** The changes that a proof is looked for; the others are facts that need none. */
  readonly provable: (change: Change<Args>) => boolean;
  /** Loads what writes remedies into texts, when there is something to mend. */
  readonly loadRepair?: () => Promise<WriteRepair<Args>>;
}

/** A text with its edits made. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let [result, from] = ["", 0];
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset || a.end - b.end)) {
    result += text.slice(from, edit.offset) + edit.text;
    from = Math.max(from, edit.end);
  }
  return result + text.slice(from);
}

/** A schema that a format has read; only the format that made it looks inside. */
export interface Loaded {
  readonly format: FormatName;
  readonly name: string | undefined;
}

export interface JudgeOptions {
  readonly policy: Policy;
  /** True leaves out what is safe: a gate over a long history does not need it. */
  readonly objectionsOnly?: boolean;
  /** The side that can still be changed, which remedies speak of: the reader, unless told otherwise. */
  readonly editable?: Side;
}

export interface CompareOptions extends JudgeOptions {
  /** False skips the search for witnesses, and tells nothing that stands only with one. */
  readonly prove: boolean;
  readonly exhaustive?: boolean;
}

/** Everything that differs between a writer and a reader, judged, and not proved yet. */
export interface Judgement {
  /** The registry's verdict. */
  readonly compatible: boolean;
  readonly findings: readonly PlacedFinding[];
  /** Those of the findings that stand only when a witness shows them. */
  readonly suspicions: ReadonlySet<PlacedFinding>;
  /** What need not be told beside a finding, should that one stand. */
  readonly covered: ReadonlyMap<PlacedFinding, readonly PlacedFinding[]>;
  /** Whether the new side brings something that versions older than the other side may have known under another meaning. */
  readonly reopens: boolean;
  /** Looks for the proofs of some of the findings. */
  readonly proofsOf: (
    asked: readonly PlacedFinding[],
    budget: ProofBudget,
  ) => Promise<ReadonlyMap<PlacedFinding, Proof>>;
  /**
   * Looks for the repairs of some of the findings, in a schema that was read strictly. Each was tried: it takes its finding away and brings no
   * break that was not there.
   */
  readonly repairsOf: (asked: readonly PlacedFinding[]) => Promise<ReadonlyMap<PlacedFinding, TextRepair>>;
}

/** What is asked of every version tells nothing new where the registry refuses the same place already. */
export function withoutEchoes(
  findings: readonly PlacedFinding[],
  { asksEveryVersion }: Pick<Format, "asksEveryVersion">,
): readonly PlacedFinding[] {
  if (!findings.some(({ rule }) => asksEveryVersion.has(rule))) return findings;
  const refused = new Set(findings.flatMap(({ effect, path }) => (effect === "breaks" ? path : [])));
  return findings.filter(({ rule, path }) => !asksEveryVersion.has(rule) || !refused.has(path));
}

/**
 * What is left of a judgement once proofs were looked for: suspicions that no witness shows are dropped, and what the others tell
 * better.
 */
export function standing(judgement: Judgement, proofs: ReadonlyMap<PlacedFinding, Proof>): readonly PlacedFinding[] {
  const { findings, suspicions, covered } = judgement;
  const left = findings.filter((one) => !suspicions.has(one) || proofs.get(one)?.kind === "witness");
  const echoes = new Set(left.flatMap((finding) => covered.get(finding) ?? []));
  return left.flatMap((finding) => {
    if (echoes.has(finding)) return [];
    const proof = proofs.get(finding);
    return proof === undefined ? finding : { ...finding, proof };
  });
}

/** A format as the rest of the program sees it. */
export interface Format {
  readonly name: FormatName;
  readonly title: string;
  readonly extensions: readonly string[];
  readonly outline: (text: string) => Outline | undefined;
  readonly needle: (name: string) => string;
  readonly paths?: PathReferences;
  readonly recognises?: (path: string, text: string) => boolean;
  readonly identity: (text: string) => string;
  readonly meaning?: (text: string) => string;
  readonly parse: (source: SchemaSource, options: ParseOptions) => Loaded;
  readonly canonical: (schema: Loaded) => string;
  readonly fingerprint: (schema: Loaded) => string;
  /** Everything that differs between writer and reader, judged; proofs are looked for when they are asked for. */
  readonly judge: (writer: Loaded, reader: Loaded, options: JudgeOptions) => Judgement;
  /** The same in one step: the registry's verdict, and the findings with their proofs where they were asked for. */
  readonly compare: (writer: Loaded, reader: Loaded, options: CompareOptions) => Promise<Comparison<PlacedFinding>>;
  /** The bump that a safe finding of that rule asks for. */
  readonly bumpOf: (rule: string) => "minor" | "patch";
  readonly rules: readonly RuleInfo[];
  /** The rules, by id, that are asked of every version of the history, whatever the mode. */
  readonly asksEveryVersion: ReadonlySet<string>;
}
