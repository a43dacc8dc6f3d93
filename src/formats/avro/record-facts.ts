import { fieldAttributesOf } from "./attributes.ts";
import { unusable } from "./default-values.ts";
import { type Facts, note } from "./fact.ts";
import { plainlyAlike, writerFieldsOf } from "./matching.ts";
import { fieldText, headText } from "./place.ts";
import { intoField, type Pairing } from "./trail.ts";
import type { Field, RecordType } from "./types.ts";

interface Match {
  readonly sent: Field;
  readonly field: Field;
  readonly path: string;
}

/** What differs between the fields of two records. */
export function fieldsOf(walk: Facts, pair: Pairing, writer: RecordType, reader: RecordType, path: string): void {
  const matches: Match[] = [];
  const used = new Set<Field>();
  // Where nothing goes by another name, fields of one plain type have nothing to tell but what is safe.
  const isPlain = !walk.safe && reader.fields.every(({ aliases }) => aliases.length === 0);
  for (const [i, field] of reader.fields.entries()) {
    const sent = writerFieldsOf(writer, field);
    const [match] = sent;
    if (isPlain && match !== undefined && plainlyAlike(match.type, field.type)) continue;
    const at = `${path}/fields/${i}`;
    for (const match of sent) used.add(match);
    if (match === undefined) absent(walk, pair, writer, reader, field, at);
    // Of a field that means several the registry has spoken.
    else if (sent.length === 1) matches.push({ sent: match, field, path: at });
  }
  for (const match of matches) matched(walk, pair, writer, reader, match);
  taken(walk, pair, writer, reader, matches);
  if (!walk.safe) return;
  for (const field of writer.fields) if (!used.has(field)) removed(walk, pair, writer, reader, field, path);
  const order = new Set(matches.map(({ sent }) => sent));
  const written = writer.fields.filter((field) => order.has(field));
  if ([...order].some((field, i) => field !== written[i])) {
    const [writerText, readerText] = [writer, reader].map(({ fields }) =>
      JSON.stringify(fields.map(({ name }) => name)),
    );
    const texts = { writerText: writerText ?? "", readerText: readerText ?? "" };
    note(
      walk,
      "fields-reordered",
      pair,
      { writer, reader },
      { path, writerAt: writer.nameAt, readerAt: reader.nameAt, ...texts },
    );
  }
}

function absent(walk: Facts, pair: Pairing, writer: RecordType, reader: RecordType, field: Field, path: string): void {
  if (field.default === undefined) return;
  const problem = unusable(field);
  if (problem === undefined && !walk.safe) return;
  const here = { path, readerAt: field.nameAt, writerText: "", readerText: fieldText(field), within: [field.name] };
  if (problem !== undefined) note(walk, "unusable-default", pair, { writer, reader, field, problem }, here);
  else note(walk, "field-added", pair, { writer, reader, field }, here);
}

function removed(walk: Facts, pair: Pairing, writer: RecordType, reader: RecordType, field: Field, path: string): void {
  const here = { path, writerAt: field.nameAt, writerText: fieldText(field), readerText: "", within: [field.name] };
  note(walk, "field-removed", pair, { writer, reader, field }, here);
}

function matched(
  walk: Facts,
  pair: Pairing,
  writer: RecordType,
  reader: RecordType,
  { sent, field, path }: Match,
): void {
  if (sent.name !== field.name) {
    const kind = inReach(writer, reader) ? "field-renamed" : "field-alias-out-of-reach";
    const texts = { writerText: headText(writer) + fieldText(sent), readerText: headText(reader) + fieldText(field) };
    const at = { path, writerAt: sent.nameAt, readerAt: field.nameAt, ...texts, within: [field.name] };
    if (walk.safe || kind !== "field-renamed") {
      note(walk, kind, pair, { writer, reader, writerField: sent, readerField: field }, at);
    }
  }
  if (walk.safe) fieldAttributesOf(walk, pair, { writer: sent, reader: field }, path);
  walk.compare(intoField(pair, sent, field), `${path}/type`);
}

/** Avro Java applies the aliases of a record's fields only where the record is known by its full name, or by an alias. */
function inReach(writer: RecordType, reader: RecordType): boolean {
  return writer.fullName === reader.fullName || reader.aliases.includes(writer.fullName);
}

/** Where several of the reader's fields mean one of the writer's, Avro Java gives it to the last that has it as an alias. */
function taken(walk: Facts, pair: Pairing, writer: RecordType, reader: RecordType, matches: readonly Match[]): void {
  if (!inReach(writer, reader)) return;
  const takers = new Map<Field, Field>();
  for (const { sent, field } of matches) if (sent.name !== field.name) takers.set(sent, field);
  for (const { sent, field, path } of matches) {
    const taker = takers.get(sent);
    if (taker === undefined || taker === field) continue;
    const args = { writer, reader, writerField: sent, readerField: field, taker };
    const texts = { writerText: fieldText(sent), readerText: fieldText(field) + fieldText(taker) };
    const at = { path, writerAt: sent.nameAt, readerAt: field.nameAt, ...texts, within: [field.name] };
    note(walk, "field-alias-taken", pair, args, at);
  }
}
