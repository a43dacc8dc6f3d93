import { SchemactlError } from "../errors.ts";
import { formatNameOfPath, sharedEndingOf } from "../formats/extensions.ts";
import type { Format } from "../formats/format.ts";
import type { FormatName } from "../model.ts";
import { colorOption, defineCommand, formatOption, type Io } from "./command.ts";
import type { DiffSide } from "./diff-report.ts";
import { paletteFor } from "./present.ts";

const languageNames = ["avro", "protobuf", "json-schema"] as const satisfies readonly FormatName[];

/** Shows every change between two schemas, what it means in both directions, and the version bump that it asks for. */
export const diff = defineCommand(
  {
    name: "diff",
    summary: "show every change between two schemas, safe ones too, and the version bump it asks for",
    description: [
      "OLD and NEW are each a file, if one exists by that name; else REF:path (`./` from here), :path (the index), - (standard input) or /dev/null (nothing). What a schema refers to is looked up in its own tree.",
      "The bump is major if either direction breaks; else minor if anything but docs, order or unknown properties differs; else patch; none if nothing does. The exit code is 0 however much differs.",
    ].join("\n\n"),
    args: [
      { name: "OLD", summary: "the schema as it was" },
      { name: "NEW", summary: "the schema as it is to be" },
    ],
    options: {
      as: { value: "LANGUAGE", choices: languageNames, summary: "the schema language, where no file name tells it" },
      policy: {
        value: "POLICY",
        choices: ["strict", "lenient"],
        default: "strict",
        summary: "how JSON Schema's open content models are judged",
      },
      prove: { summary: "show a message that proves each break" },
      format: formatOption,
      color: colorOption,
    },
    examples: [
      { command: "schemactl diff main:schemas/usage.avsc schemas/usage.avsc", shows: "what this branch changes" },
      {
        command: "schemactl diff HEAD:./usage.avsc :./usage.avsc",
        shows: "what is staged, from the schema's own folder",
      },
      { command: "schemactl diff v1.avsc v2.avsc --format json", shows: "two files, for a machine" },
    ],
  },
  async ({ args: [old = "", now = ""], values, io }) => {
    const format = await formatFor([old, now], values.as);
    const sides = [await side(old, format, io), await side(now, format, io)] as const;
    const { diffReport } = await import("./diff-report.ts");
    const report = await diffReport(format, ...sides, { policy: values.policy, prove: values.prove });
    const { diffJson, diffText } = await import("../reporters/diff-text.ts");
    io.stdout(values.format === "json" ? diffJson(report) : diffText(report, paletteFor("stdout", values, io)));
    return 0;
  },
);

/** The one language of both sides: what their names say, or what the person says where a name does not. */
async function formatFor(words: readonly string[], as: FormatName | undefined): Promise<Format> {
  const told = words.filter((word) => word !== "-" && word !== "/dev/null");
  // An ending that other files share says nothing against what the person says.
  const isOpen = (word: string): boolean => as !== undefined && sharedEndingOf(word) !== undefined;
  const named = told.map((word) => ({ word, name: isOpen(word) ? undefined : formatNameOfPath(word) }));
  const name = as ?? named.find((one) => one.name !== undefined)?.name;
  if (name === undefined) {
    const hint = `write --as ${languageNames.join("|")}`;
    throw new SchemactlError("usage", `nothing says which language ${quoted(words)} are written in`, { hint });
  }
  const { formatByName } = await import("../formats/index.ts");
  const format = await formatByName(name);
  for (const one of named) {
    if (one.name === name || (one.name === undefined && as !== undefined)) continue;
    const hint = one.name === undefined ? `write --as ${name} if it is one all the same` : undefined;
    throw new SchemactlError("usage", `\`${one.word}\` is not ${format.title}: two languages cannot be compared`, {
      hint,
    });
  }
  return format;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(" and ");
}

async function side(word: string, format: Format, io: Io): Promise<DiffSide | undefined> {
  const { readArgument } = await import("../sources/argument.ts");
  const { languagesAround } = await import("../inspection/languages.ts");
  const found = await readArgument(word, format, { ...io, languages: languagesAround });
  if (found === undefined) return undefined;
  try {
    return { name: word, schema: format.parse(found.source, { strictness: "lenient" }), identity: found.identity };
  } catch (error) {
    if (!(error instanceof SchemactlError)) throw error;
    const { code, message, hint, line, column, file = found.path } = error;
    throw new SchemactlError(code, message, { hint, line, column, file, cause: error });
  }
}
