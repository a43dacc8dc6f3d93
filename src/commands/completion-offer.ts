import type { Argument, Command, Option } from "./command.ts";

/** What a shell can offer for one command, told alike for every shell. */
export interface Offer {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OfferedOption[];
  /** Words for the arguments that stand for themselves. */
  readonly words: readonly string[];
  readonly files: boolean;
}

export interface OfferedOption {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly summary: string;
  readonly repeatable: boolean;
  /** Undefined for a switch, else what its value may be. */
  readonly value: { readonly name: string; readonly words: readonly string[]; readonly files: boolean } | undefined;
}

/** What can be offered for each command, and for `help`. */
export function offersOf(commands: readonly Command[], rules: readonly string[]): readonly Offer[] {
  const offers = commands.map((command) => ({
    name: command.name,
    summary: command.summary,
    options: [...Object.entries(command.options).flatMap(([name, option]) => offered(name, option)), help],
    words: command.args.flatMap((argument) => wordsFor(argument, rules)),
    files: command.args.some((argument) => argument.completes === undefined && argument.choices === undefined),
  }));
  const names = commands.map((command) => command.name);
  return [...offers, { name: "help", summary: "tell how a command is used", options: [], words: names, files: false }];
}

const help: OfferedOption = {
  name: "help",
  short: "h",
  summary: "show how it is used",
  repeatable: false,
  value: undefined,
};

function offered(name: string, option: Option): readonly OfferedOption[] {
  const positive: OfferedOption = {
    name,
    ...(option.short === undefined ? {} : { short: option.short }),
    summary: option.summary,
    repeatable: option.repeatable === true,
    value:
      option.value === undefined
        ? undefined
        : { name: option.value, words: option.choices ?? [], files: option.value === "FILE" },
  };
  if (option.negatable === undefined) return [positive];
  return [positive, { name: `no-${name}`, summary: option.negatable, repeatable: false, value: undefined }];
}

function wordsFor(argument: Argument, rules: readonly string[]): readonly string[] {
  if (argument.choices !== undefined) return argument.choices;
  return argument.completes === "rules" ? rules : [];
}
