import { wrap } from "../reporters/wrap.ts";
import type { Argument, CommandSpec, Option } from "./command.ts";

const exitCodes = [
  ["0", "nothing to object to"],
  ["1", "the gate failed"],
  ["2", "wrong usage or configuration"],
  ["3", "could not decide: something needed for a verdict could not be read"],
  ["130", "interrupted"],
] as const;

const helpRow = ["-h, --help", "show this"] as const;

/** What `schemactl --help` prints: every command in one line, and what the exit codes mean. */
export function overview(specs: readonly CommandSpec[]): string {
  return sections([
    "schemactl: the contract gate for event schemas",
    "usage: schemactl COMMAND [OPTIONS]",
    section("Commands", rows(specs.map((spec) => [spec.name, spec.summary]))),
    section("Options", rows([helpRow, ["-V, --version", "show the version"]])),
    section("Exit codes", rows(exitCodes)),
    "`schemactl COMMAND --help` tells more, with examples.",
  ]);
}

/** What `schemactl COMMAND --help` prints, from the same data that parses the command line. */
export function commandHelp(spec: CommandSpec): string {
  const options = Object.entries(spec.options).flatMap(([name, option]) => optionRows(name, option));
  const usage = ["schemactl", spec.name, options.length === 0 ? "" : "[OPTIONS]", ...spec.args.map(usageOf)];
  return sections([
    `usage: ${usage.filter((word) => word !== "").join(" ")}`,
    spec.summary,
    ...(spec.description === undefined ? [] : [paragraphs(spec.description)]),
    ...(spec.args.length === 0 ? [] : [section("Arguments", rows(spec.args.map((arg) => [nameOf(arg), arg.summary])))]),
    section("Options", rows([...options, helpRow])),
    section(
      "Examples",
      spec.examples.flatMap(({ command, shows }) => [`$ ${command}`, `    ${shows}`]),
    ),
  ]);
}

function optionRows(name: string, option: Option): (readonly [string, string])[] {
  const flags = `${option.short === undefined ? "" : `-${option.short}, `}--${name}`;
  const choices = option.choices === undefined ? "" : `: ${option.choices.join(", ")}`;
  const unset = option.default === undefined ? "" : ` (${option.default} unless given)`;
  const row = [
    option.value === undefined ? flags : `${flags} ${option.value}`,
    option.summary + choices + unset,
  ] as const;
  return option.negatable === undefined ? [row] : [row, [`--no-${name}`, option.negatable]];
}

function usageOf(argument: Argument): string {
  return argument.optional ? `[${nameOf(argument)}]` : nameOf(argument);
}

function nameOf(argument: Argument): string {
  return argument.variadic ? `${argument.name}...` : argument.name;
}

function rows(cells: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...cells.map(([left]) => left.length)) + 2;
  return cells.flatMap(([left, right]) =>
    wrap(right, 98 - width).map((line, i) => (i === 0 ? left : "").padEnd(width) + line),
  );
}

function section(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

function sections(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

function paragraphs(text: string): string {
  return text
    .split("\n\n")
    .map((paragraph) => wrap(paragraph, 100).join("\n"))
    .join("\n\n");
}
