import type { Inspection, Judged } from "../inspection/run.ts";

export type { Inspection, Judged };

/** One option of a command, as data: what parses it, completes it and prints it in the help. */
export interface Option {
  readonly summary: string;
  readonly short?: string;
  /** What stands for the value in the help; an option without one is a switch. */
  readonly value?: string;
  /** The values it takes, compared without regard to case. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly repeatable?: true;
  /** `--no-…` exists too, and turns it off. */
  readonly negatable?: string;
  /** The value where it is not given. */
  readonly default?: string;
}

/** The options of a command, by their long names. */
export type Options = Readonly<Record<string, Option>>;

/** One argument that stands for itself. */
export interface Argument {
  readonly name: string;
  readonly summary: string;
  readonly optional?: true;
  /** Takes all the arguments that are left; only the last one may. */
  readonly variadic?: true;
  readonly choices?: readonly string[];
  /** What a shell offers for it: files unless said otherwise. */
  readonly completes?: "rules" | "nothing";
}

type ValueOf<O extends Option> = O extends { value: string }
  ? O extends { choices: readonly (infer Choice extends string)[] }
    ? Choice
    : string
  : boolean;

/** What a command gets for its options: a list where one is repeatable, a value or its default, `undefined` where it was not given. */
export type Values<Os extends Options> = {
  readonly [Name in keyof Os]: Os[Name] extends { repeatable: true }
    ? readonly ValueOf<Os[Name]>[]
    : Os[Name] extends { default: string }
      ? ValueOf<Os[Name]>
      : Os[Name] extends { value: string } | { negatable: string }
        ? ValueOf<Os[Name]> | undefined
        : boolean;
};

/** Asks a person; undefined where the question was waved away. */
export interface Prompts {
  readonly select: (question: string, choices: readonly Choice[], proposed: string) => Promise<string | undefined>;
  readonly confirm: (question: string, proposed: boolean) => Promise<boolean | undefined>;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** The world outside, as a command may touch it. */
export interface Io {
  /** The absolute path of the current folder. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Asked only when something is written: to look at a stream costs time. */
  readonly isTTY: (stream: "stdout" | "stderr") => boolean;
  /** Reads the standard input to its end. */
  readonly stdin: () => Promise<Uint8Array>;
  /** Reads a file of the person's own; throws Node's error where it cannot. The path is relative to `cwd`. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** Writes a file, and the folders above it; throws Node's error where it cannot. The path is relative to `cwd`. */
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** Removes a file; throws Node's error where it cannot. The path is relative to `cwd`. */
  readonly removeFile: (path: string) => Promise<void>;
  /** The day on which this runs, `YYYY-MM-DD`, UTC. */
  readonly today: () => string;
  /** Left out, or without an answer, where nobody can be asked. */
  readonly prompts?: () => Promise<Prompts | undefined>;
  /** Milliseconds since the process started. */
  readonly elapsed: () => number;
  /** Answers a question, which can be copied, in another thread; left out where there is none to be had. */
  readonly elsewhere?: (question: Inspection) => Promise<Judged>;
}

/** What was asked of a command. */
export interface Invocation<Os extends Options> {
  readonly values: Values<Os>;
  readonly args: readonly string[];
  readonly io: Io;
  /** All commands, loaded. */
  readonly commands: () => Promise<readonly Command[]>;
}

/** What a command is, without what it does. */
export interface CommandSpec<Os extends Options = Options> {
  readonly name: string;
  /** One lower-case clause. */
  readonly summary: string;
  /** What else there is to know, in paragraphs. */
  readonly description?: string;
  readonly args: readonly Argument[];
  readonly options: Os;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly command: string;
  readonly shows: string;
}

/** One verb. `run` writes its result through `io` and answers with the exit code; what it cannot do it throws. */
export interface Command extends CommandSpec {
  readonly run: (invocation: Invocation<Options>) => Promise<number>;
}

/** Joins the data of a command and its act, so that the act sees the options by their types. */
export function defineCommand<const Os extends Options>(
  spec: CommandSpec<Os>,
  run: (invocation: Invocation<Os>) => Promise<number>,
): Command {
  return { ...spec, run: run as Command["run"] };
}

/** Data of options alone, for a command whose act stands in another file. */
export function defineSpec<const Os extends Options>(spec: CommandSpec<Os>): CommandSpec<Os> {
  return spec;
}

/** Options that several commands have. */
export const formatOption = {
  value: "FORMAT",
  choices: ["text", "json"],
  default: "text",
  summary: "how the answer is written",
} as const satisfies Option;

/** How a report is written; `text` is for people, the others are documents. */
export const reportFormats = ["text", "json", "markdown", "github", "sarif", "junit", "gitlab"] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** The same for commands that answer with a report. */
export const reportFormatOption = {
  value: "FORMAT",
  choices: reportFormats,
  default: "text",
  summary: "how the report is written to standard output",
} as const satisfies Option;

export const reportOption = {
  value: "FILE",
  repeatable: true,
  summary:
    "write the report to FILE too, in the format of its ending: .json, .md, .sarif, .txt, .xml (junit); FORMAT=FILE names another; may be given several times",
} as const satisfies Option;

export const colorOption = {
  value: "WHEN",
  choices: ["auto", "always", "never"],
  default: "auto",
  summary: "colour in the text",
} as const satisfies Option;
