import type { checkSpec } from "../commands/check-options.ts";

type Env = Readonly<Record<string, string | undefined>>;

type Option = keyof typeof checkSpec.options;

/** The inputs that touch the verdict: the flags of `check` of the same name, and nothing else. */
export const verdictInputs = ["against", "mode", "policy", "fail-on", "prove", "config"] as const satisfies Option[];

/** The inputs that touch how the verdict is told. */
export const deliveryInputs = [
  ...["token", "comment", "name", "working-directory", "suggestions", "report"],
  // Hidden: tells the jobs of a matrix apart.
  "matrix",
] as const;

type Input = (typeof verdictInputs)[number] | (typeof deliveryInputs)[number];

/** What a workflow asks of the Action. */
export interface Inputs {
  /** The command line that the inputs stand for, without formats. */
  readonly flags: readonly string[];
  readonly token: string;
  readonly comment: boolean;
  readonly suggestions: boolean;
  readonly name: string;
  readonly matrix: string;
  readonly workingDirectory: string;
  /** A report to deliver instead of checking; empty where there is none. */
  readonly report: string;
}

/** Reads the inputs as the runner hands them over; throws a sentence about one that is neither true nor false. */
export function readInputs(env: Env): Inputs {
  const read = (name: Input): string => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  return {
    flags: verdictInputs.flatMap((name) => flagsOf(name, read(name))),
    token: read("token"),
    comment: readSwitch("comment", read("comment")) ?? true,
    suggestions: readSwitch("suggestions", read("suggestions")) ?? false,
    name: read("name"),
    matrix: read("matrix"),
    workingDirectory: read("working-directory"),
    report: read("report"),
  };
}

/** An input that was left empty is a flag that was not given. */
function flagsOf(name: (typeof verdictInputs)[number], value: string): readonly string[] {
  if (value === "") return [];
  if (name === "prove") return [readSwitch(name, value) === true ? "--prove" : "--no-prove"];
  if (name !== "against") return [`--${name}=${value}`];
  const lines = value.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => `--against=${line}`);
}

function readSwitch(name: string, value: string): boolean | undefined {
  if (value === "") return undefined;
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  throw new RangeError(`the input ${name} is neither true nor false`);
}
