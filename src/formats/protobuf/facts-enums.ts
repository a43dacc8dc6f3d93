import { optionFacts, orderFacts, reservedFacts } from "./facts-options.ts";
import { type Facts, isNew } from "./facts-walk.ts";
import { note, type Scope } from "./note.ts";
import { enumForm, valueForm } from "./place.ts";
import { sameText } from "./same-text.ts";
import type { EnumType, EnumValue } from "./types.ts";

/** What differs between two enums that mean each other. */
export function compareEnumFacts(walk: Facts, scope: Scope, writerEnum: EnumType, readerEnum: EnumType): void {
  if (!isNew(walk, writerEnum, readerEnum) || sameText(writerEnum, readerEnum)) return;
  const enums = { writerEnum, readerEnum };
  const known = new Map(readerEnum.values.map((value) => [value.name, value]));
  const names = namesByNumber(readerEnum);
  for (const [number, first] of firstNames(writerEnum)) {
    const there = names.get(number);
    const namesake = known.get(first.name);
    if (namesake !== undefined) continue;
    if (there === undefined)
      note(walk.found, "enum-value-removed", { ...enums, value: first }, spot(scope, enums, first, undefined));
    else {
      const args = { ...enums, writerValue: first, readerValue: there };
      note(walk.found, "enum-value-renamed", args, spot(scope, enums, first, there));
    }
  }
  for (const value of writerEnum.values) {
    const namesake = known.get(value.name);
    if (namesake === undefined || namesake.number === value.number) continue;
    const args = { ...enums, writerValue: value, readerValue: namesake };
    note(walk.found, "enum-value-renumbered", args, spot(scope, enums, value, namesake));
  }
  compareClosing(walk, scope, enums);
  if (walk.safe) enumOptionFacts(walk, scope, writerEnum, readerEnum);
}

interface Enums {
  readonly writerEnum: EnumType;
  readonly readerEnum: EnumType;
}

function compareClosing(walk: Facts, scope: Scope, enums: Enums): void {
  const { writerEnum, readerEnum } = enums;
  if (writerEnum.closed === readerEnum.closed || (!readerEnum.closed && !walk.safe)) return;
  note(walk.found, readerEnum.closed ? "enum-closed" : "enum-opened", enums, enumSpot(scope, writerEnum, readerEnum));
}

/** Where two enums stand. */
function enumSpot(scope: Scope, writerEnum: EnumType, readerEnum: EnumType) {
  const [writerText, readerText] = [enumForm(writerEnum), enumForm(readerEnum)];
  return { scope, path: [], names: [], writerAt: writerEnum, readerAt: readerEnum, writerText, readerText };
}

/** Writers of JSON send the first name of a number. */
function firstNames({ values }: EnumType): ReadonlyMap<number, EnumValue> {
  return new Map(values.toReversed().map((value) => [value.number, value]));
}

function namesByNumber({ values }: EnumType): ReadonlyMap<number, EnumValue> {
  return new Map(values.map((value) => [value.number, value]));
}

function spot(scope: Scope, { writerEnum, readerEnum }: Enums, writer: EnumValue, reader: EnumValue | undefined) {
  return {
    scope,
    path: [writer.number],
    names: [writer.name],
    writerAt: { file: writerEnum.file, at: writer.at },
    readerAt: { file: readerEnum.file, at: reader?.at ?? readerEnum.at },
    writerText: valueForm(writer),
    readerText: reader === undefined ? "" : valueForm(reader),
  };
}

/** What is safe between two enums. */
function enumOptionFacts(walk: Facts, scope: Scope, writer: EnumType, reader: EnumType): void {
  const at = enumSpot(scope, writer, reader);
  const owner = `the enum \`${reader.name}\``;
  optionFacts(walk, owner, writer.options, reader.options, at);
  reservedFacts(walk, owner, writer, reader, at);
  const namesOf = ({ values }: EnumType) => values.map(({ name }) => name);
  orderFacts(walk, owner, "values", namesOf(writer), namesOf(reader), at);
  const known = new Map(reader.values.map((value) => [value.name, value]));
  for (const value of writer.values) {
    const match = known.get(value.name);
    if (match === undefined) continue;
    const here = {
      ...at,
      path: [match.number],
      names: [match.name],
      writerAt: { file: writer.file, at: value.at },
      readerAt: { file: reader.file, at: match.at },
    };
    optionFacts(walk, `the enum value \`${match.name}\``, value.options, match.options, here);
  }
}
