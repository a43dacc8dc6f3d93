import { suggest } from "../config/suggest.ts";
import { SchemactlError } from "../errors.ts";
import type { Argument, CommandSpec, Option } from "./command.ts";

/** One piece of a command line, as Node's `parseArgs` tells it apart. */
export type Token =
  | {
      readonly kind: "option";
      readonly name: string;
      readonly rawName: string;
      readonly value?: string | undefined;
      readonly inlineValue?: boolean | undefined;
    }
  | { readonly kind: "positional"; readonly value: string }
  | { readonly kind: "option-terminator" };

type OptionToken = Extract<Token, { kind: "option" }>;
type Value = string | boolean | readonly string[];

export interface Arguments {
  /** `--help` was asked for, and nothing else counts. */
  readonly help: boolean;
  readonly values: Readonly<Record<string, Value | undefined>>;
  readonly args: readonly string[];
}

/** What Node's `parseArgs` has to know of a command to tell its options' values from arguments. */
export function optionTypes(spec: CommandSpec): Record<string, { type: "string" | "boolean"; short?: string }> {
  const types = Object.entries(spec.options).map(([name, option]) => [
    name,
    {
      type: option.value === undefined ? "boolean" : "string",
      ...(option.short === undefined ? {} : { short: option.short }),
    },
  ]);
  return { ...Object.fromEntries(types), help: { type: "boolean", short: "h" } };
}

/** Reads a command line strictly: what a command does not know, lacks or has twice is a usage error with a hint. */
export function readArguments(spec: CommandSpec, tokens: readonly Token[]): Arguments {
  const options = tokens.filter((token): token is OptionToken => token.kind === "option");
  if (options.some((token) => token.name === "help")) return { help: true, values: {}, args: [] };
  const values: Record<string, Value> = Object.create(null) as Record<string, Value>;
  for (const token of options) put(values, spec, token);
  for (const [name, option] of Object.entries(spec.options)) values[name] ??= unset(option) as Value;
  const given = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  checkCount(spec, given);
  return { help: false, values, args: given.map((value, i) => checkArgument(spec.args[i], value)) };
}

function unset(option: Option): Value | undefined {
  if (option.repeatable) return [];
  return option.default ?? (option.value === undefined && option.negatable === undefined ? false : undefined);
}

function put(values: Record<string, Value>, spec: CommandSpec, token: OptionToken): void {
  const { name, option, value } = readOption(spec, token);
  const earlier = values[name];
  if (option.repeatable) values[name] = [...((earlier as readonly string[] | undefined) ?? []), value as string];
  else if (earlier === undefined || earlier === value) values[name] = value;
  else if (typeof value === "boolean")
    throw usage(`\`--${name}\` and \`--no-${name}\` exclude each other`, "give one of them");
  else throw usage(`\`--${name}\` is given twice: \`${String(earlier)}\` and \`${value}\``, "give it once");
}

function readOption(spec: CommandSpec, token: OptionToken): { name: string; option: Option; value: string | boolean } {
  const positive = token.name.startsWith("no-") ? token.name.slice(3) : undefined;
  const negated = positive === undefined ? undefined : own(spec.options, positive);
  if (positive !== undefined && negated?.negatable !== undefined) {
    refuseValue(token);
    return { name: positive, option: negated, value: false };
  }
  const option = own(spec.options, token.name);
  if (option === undefined) throw unknownOption(spec, token.rawName);
  if (option.value === undefined) {
    refuseValue(token);
    return { name: token.name, option, value: true };
  }
  return { name: token.name, option, value: readValue(token, option) };
}

function refuseValue(token: OptionToken): void {
  if (token.value !== undefined) throw usage(`\`${token.rawName}\` takes no value`, `write \`${token.rawName}\` alone`);
}

function readValue(token: OptionToken, option: Option): string {
  const { rawName, value } = token;
  const example = `${rawName} ${option.choices?.join("|") ?? option.value ?? ""}`;
  // Without `=`, what looks like an option is one: `--mode --staged` forgot the mode.
  const forgotten =
    value === undefined || value === "" || (token.inlineValue !== true && value.length > 1 && value.startsWith("-"));
  if (forgotten) throw usage(`\`${rawName}\` needs a value`, `write \`${example}\``);
  return oneOf(`\`${rawName}\``, value, option.choices);
}

function checkArgument(argument: Argument | undefined, value: string): string {
  return argument === undefined ? value : oneOf(argument.name, value, argument.choices);
}

function oneOf(what: string, value: string, choices: readonly string[] | undefined): string {
  if (choices === undefined) return value;
  const chosen = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (chosen !== undefined) return chosen;
  const meant = suggest(value, choices);
  const hint =
    meant === undefined ? `one of: ${choices.join(", ")}` : `did you mean \`${meant}\`? One of: ${choices.join(", ")}`;
  throw usage(`${what} cannot be \`${value}\``, hint);
}

function checkCount(spec: CommandSpec, given: readonly string[]): void {
  const missing = spec.args[given.length];
  if (missing !== undefined && missing.optional !== true) {
    throw usage(`\`${spec.name}\` needs ${missing.name}: ${missing.summary}`, `run \`schemactl ${spec.name} --help\``);
  }
  const variadic = spec.args.at(-1)?.variadic === true;
  const extra = given[spec.args.length];
  if (extra !== undefined && !variadic) {
    throw usage(`\`${spec.name}\` takes no argument \`${extra}\``, `run \`schemactl ${spec.name} --help\``);
  }
}

function unknownOption(spec: CommandSpec, rawName: string): SchemactlError {
  const known = Object.entries(spec.options).flatMap(([name, option]) =>
    option.negatable === undefined ? [`--${name}`] : [`--${name}`, `--no-${name}`],
  );
  const meant = rawName.startsWith("--") ? suggest(rawName, [...known, "--help"]) : undefined;
  const hint = meant === undefined ? `run \`schemactl ${spec.name} --help\`` : `did you mean \`${meant}\`?`;
  return usage(`\`${spec.name}\` has no option \`${rawName}\``, hint);
}

function usage(message: string, hint: string): SchemactlError {
  return new SchemactlError("usage", message, { hint });
}

function own(options: CommandSpec["options"], name: string): Option | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}
