import type { AvroChange } from "./changes.ts";
import { closestBranch } from "./matching.ts";
import { fieldText, headText, placeText } from "./place.ts";
import { changeAt, intoReaderBranch, intoWriterBranch, type Pairing } from "./trail.ts";
import { type AvroSchema, type AvroType, isNamed, titleOf, type UnionType } from "./types.ts";
import { type Answer, type Objection, type Part, type Verdict, verdictOf } from "./verdict.ts";

type Changes = readonly AvroChange[];

interface Telling {
  readonly verdict: Verdict;
  readonly told: Set<Answer | Part>;
  /** How many changes of types that stand in several places may still be told again. */
  repeats: number;
  /** How many reasons may still be told, over all unions. */
  readonly reasons: { left: number };
  /** How many unions the reasons told are inside of. */
  readonly depth: number;
}

// A type that many fields share repeats its changes in each, and unions in unions repeat their reasons: beyond so many
// only the first ones are told.
const mostRepeats = 10_000;
const deepestReason = 20;

/**
 * What makes the registry refuse a pair, in its order. Where its check ends with an exception, because a reader's field
 * means several of the writer's, the pair is refused as well, and the rest is told nevertheless.
 */
export function refusals(
  { root: writer, rootAt: writerAt }: AvroSchema,
  { root: reader, rootAt: readerAt }: AvroSchema,
): Changes {
  const pair: Pairing = { writer, reader, writerAt, readerAt, trail: undefined };
  const verdict = verdictOf(pair);
  const telling: Telling = { verdict, told: new Set(), repeats: mostRepeats, reasons: { left: mostRepeats }, depth: 0 };
  const changes: AvroChange[] = [];
  if (verdict.answer !== undefined) tell(telling, verdict.answer, pair, changes);
  for (const { part, pair: at } of verdict.ambiguous) if (!telling.told.has(part)) tellPart(telling, part, at, changes);
  return changes;
}

function tell(telling: Telling, answer: Answer, pair: Pairing, changes: AvroChange[]): void {
  const again = telling.told.has(answer);
  if (again && telling.repeats <= 0) return;
  const before = changes.length;
  for (const part of answer.parts) tellPart(telling, part, pair, changes);
  if (again) telling.repeats -= changes.length - before;
  telling.told.add(answer);
}

function tellPart(telling: Telling, part: Part, pair: Pairing, changes: AvroChange[]): void {
  if ("answer" in part) tell(telling, part.answer, part.inside(pair), changes);
  else {
    telling.told.add(part);
    changes.push(changeOf(telling, part.objection, pair, part.path));
  }
}

function changeOf(telling: Telling, objection: Objection, pair: Pairing, path: string): AvroChange {
  switch (objection.kind) {
    case "name": {
      const { writer, reader } = objection;
      const texts = { writerText: headText(writer), readerText: headText(reader) };
      const at = { path, writerAt: writer.nameAt, readerAt: reader.nameAt, ...texts };
      return changeAt("name-mismatch", pair, { writer, reader }, at);
    }
    case "size": {
      const { writer, reader } = objection;
      const at = { path, writerAt: writer.sizeAt, readerAt: reader.sizeAt, ...textsOf(writer, reader) };
      return changeAt("fixed-size-mismatch", pair, { writer, reader }, at);
    }
    case "symbols": {
      const { writer, reader, missing } = objection;
      const symbols = missing.map((symbol) => symbol.name).sort();
      const writerAt = missing[0]?.at ?? writer.nameAt;
      const at = { path, writerAt, readerAt: reader.nameAt, ...textsOf(writer, reader) };
      return changeAt("missing-enum-symbols", pair, { writer, reader, symbols }, at);
    }
    case "branch":
      return branchChange(telling, objection, pair, path);
    default:
      return fieldChange(objection, pair, path);
  }
}

type OfField = Extract<Objection, { kind: "absent" | "ambiguous" | "type" }>;

function fieldChange(objection: OfField, pair: Pairing, path: string): AvroChange {
  const { writer, reader, field } = objection;
  if (field === undefined) {
    const at = { path, writerAt: pair.writerAt, readerAt: pair.readerAt, ...textsOf(writer, reader) };
    return changeAt("type-mismatch", pair, { writer, reader, field }, at);
  }
  const here = { path, readerAt: field.nameAt, readerText: fieldText(field), within: [field.name] };
  const absent = { ...here, writerAt: pair.writerAt, writerText: "" };
  if (objection.kind === "type") return changeAt("type-mismatch", pair, { writer, reader, field }, absent);
  const records = { writer: objection.writer, reader: objection.reader, field };
  if (objection.kind === "absent") return changeAt("reader-field-missing-default-value", pair, records, absent);
  const { matches } = objection;
  const writerText = `[${matches.map(fieldText).join(",")}]`;
  const at = { ...here, writerAt: matches[0]?.nameAt ?? pair.writerAt, writerText };
  return changeAt("ambiguous-field-alias", pair, { ...records, matches }, at);
}

type OfBranch = Extract<Objection, { kind: "branch" }>;

function branchChange(telling: Telling, { writer, reader, index }: OfBranch, pair: Pairing, path: string): AvroChange {
  const inUnion = index !== undefined && pair.writer.kind === "union";
  const branch = inUnion ? intoWriterBranch(pair, pair.writer, index) : pair;
  const closest = closestBranch(writer, reader);
  const reasons = closest === undefined ? [] : reasonsOf(telling, intoReaderBranch(branch, reader, closest));
  const at = { path, writerAt: branch.writerAt, readerAt: branch.readerAt, ...branchTexts(writer, reader, reasons) };
  return changeAt("missing-union-branch", branch, { writer, reader, closest, reasons }, at);
}

function reasonsOf(telling: Telling, pair: Pairing): Changes {
  const answer = telling.verdict.answerOf(pair.writer, pair.reader);
  if (answer === undefined || telling.reasons.left <= 0 || telling.depth >= deepestReason) return [];
  const reasons: AvroChange[] = [];
  tell({ ...telling, told: new Set(), repeats: 0, depth: telling.depth + 1 }, answer, pair, reasons);
  telling.reasons.left -= reasons.length;
  return reasons;
}

/** With reasons, the place is theirs: what is added beside them changes nothing. Without, it is what the union is made of. */
function branchTexts(writer: AvroType, reader: UnionType, reasons: Changes) {
  if (reasons.length === 0) {
    const writerText = isNamed(writer) ? headText(writer) : placeText(writer);
    return { writerText, readerText: JSON.stringify(reader.branches.map(titleOf)) };
  }
  const bottom = reasons.flatMap(innermost);
  const side = (text: "writer" | "reader"): string =>
    JSON.stringify(bottom.map(({ kind, place }) => [kind, place.names, place[text]]));
  return { writerText: side("writer"), readerText: side("reader") };
}

function innermost(reason: AvroChange): Changes {
  if (reason.kind !== "missing-union-branch" || reason.args.reasons.length === 0) return [reason];
  return reason.args.reasons.flatMap(innermost);
}

function textsOf(writer: AvroType, reader: AvroType) {
  return { writerText: placeText(writer), readerText: placeText(reader) };
}
