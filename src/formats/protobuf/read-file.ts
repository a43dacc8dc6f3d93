import { positions } from "../json-text.ts";
import { defaultsOf, editions } from "./features.ts";
import { readEnum } from "./read-enum.ts";
import { readBody, readExtend, readMessage, visibilityOf } from "./read-message.ts";
import { optionStatement } from "./read-option.ts";
import { readService } from "./read-service.ts";
import {
  atWord,
  demand,
  dottedName,
  type Mention,
  type Open,
  type Reading,
  refuseToken,
  stringValue,
  taken,
  takenWord,
  unresolvedFile,
} from "./reading.ts";
import { lexerOf, refuseAt, tokens } from "./tokens.ts";
import type { Import, ProtobufFile, Syntax } from "./types.ts";

/** A text as it stands, before the names in it are held against other files. */
export interface ReadFile {
  readonly file: Open<ProtobufFile>;
  readonly mentions: readonly Mention[];
}

/** Where a text comes from. */
export interface FileSource extends Pick<ProtobufFile, "name" | "origin" | "path"> {}

/** Reads one text. Throws a SchemactlError at the first token that does not belong there. */
export function readFile(text: string, source: FileSource, packageBelow?: string): ReadFile {
  const { name, origin, path } = source;
  const positionOf = positions(text, path);
  const lexer = lexerOf(text, positionOf);
  const file: Open<ProtobufFile> = {
    kind: "file",
    name,
    origin,
    path,
    text,
    syntax: "proto2",
    edition: undefined,
    package: packageBelow,
    packageAt: 0,
    imports: [],
    messages: [],
    enums: [],
    services: [],
    extensions: [],
    options: [],
    features: defaultsOf("proto2", undefined),
    members: new Map(),
    positionOf,
  };
  const mentions: Mention[] = [];
  const head: Reading = { lexer, file, mentions, defaults: file.features, depth: 0, readBody };
  readSyntax(head);
  file.features = defaultsOf(file.syntax, file.edition);
  const reading: Reading = { ...head, defaults: file.features };
  let packageFound: FoundPackage | undefined;
  while (lexer.kind !== tokens.end) packageFound = readStatement(reading, packageFound) ?? packageFound;
  // A package may stand below what it names: then all names have to be made again.
  if (packageFound !== undefined && !packageFound.first && packageBelow === undefined)
    return readFile(text, source, file.package);
  return { file, mentions };
}

function readSyntax(reading: Reading): void {
  const { lexer, file } = reading;
  const edition = atWord(reading, "edition");
  if (!edition && !atWord(reading, "syntax")) return;
  takenWord(reading, edition ? "edition" : "syntax");
  demand(reading, "=");
  const start = lexer.start;
  const value = stringValue(reading, edition ? "an edition in quotes" : "`proto2` or `proto3` in quotes");
  if (edition) {
    if (editions[value] === undefined)
      refuseAt(
        lexer,
        start,
        `the edition \`${value}\` is not known`,
        `known are ${Object.keys(editions).join(" and ")}`,
      );
    file.edition = value;
    file.syntax = "editions";
  } else {
    if (value !== "proto2" && value !== "proto3")
      refuseAt(lexer, start, `the syntax \`${value}\` is not known`, "write `proto2` or `proto3`");
    file.syntax = value satisfies Syntax;
  }
  demand(reading, ";");
}

interface FoundPackage {
  /** Whether it stands before all declarations. */
  readonly first: boolean;
}

function readStatement(reading: Reading, packageFound: FoundPackage | undefined): FoundPackage | undefined {
  const { lexer, file } = reading;
  if (taken(reading, ";")) return undefined;
  const visibility = visibilityOf(reading);
  const start = lexer.start;
  if (takenWord(reading, "message")) readMessage(reading, undefined, visibility);
  else if (takenWord(reading, "enum")) readEnum(reading, undefined, visibility);
  else if (takenWord(reading, "service")) readService(reading);
  else if (takenWord(reading, "extend")) readExtend(reading, undefined);
  else if (takenWord(reading, "import")) readImport(reading);
  else if (takenWord(reading, "package")) {
    if (packageFound !== undefined) refuseAt(lexer, start, "a file has one package, and this is the second");
    return readPackage(reading);
  } else if (takenWord(reading, "option")) optionStatement(reading, file.options);
  else if (atWord(reading, "syntax") || atWord(reading, "edition"))
    refuseAt(lexer, start, "the syntax is declared before everything else, and once");
  else refuseToken(reading, "a message, an enum or another part of a file");
  return undefined;
}

function readPackage(reading: Reading): FoundPackage {
  const { lexer, file } = reading;
  const first = file.members.size === 0;
  file.packageAt = lexer.start;
  file.package = dottedName(reading, "the name of a package", false);
  demand(reading, ";");
  return { first };
}

function readImport(reading: Reading): void {
  const { lexer, file } = reading;
  let modifier: Import["modifier"];
  if (takenWord(reading, "public")) modifier = "public";
  else if (takenWord(reading, "weak")) modifier = "weak";
  else if ((file.edition ?? "") >= "2024" && takenWord(reading, "option")) modifier = "option";
  const start = lexer.start;
  if (modifier === "weak" && (file.edition ?? "") >= "2024")
    refuseAt(
      lexer,
      start,
      "editions have no weak imports since 2024",
      "write `import option` for what only options need",
    );
  if (modifier !== "option" && file.imports.some((other) => other.modifier === "option"))
    refuseAt(lexer, start, "an import stands behind an `import option`", "move it up");
  const name = stringValue(reading, "the path of a file in quotes");
  if (file.imports.some((other) => other.name === name))
    refuseAt(lexer, start, `\`${name}\` is imported twice`, "remove one of the two imports");
  file.imports.push({ name, modifier, at: start, file: unresolvedFile });
  demand(reading, ";");
}
