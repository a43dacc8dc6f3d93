import { attributesOf } from "./attributes.ts";
import type { AvroChange } from "./changes.ts";
import { equivalent } from "./equivalence.ts";
import { type Facts, note } from "./fact.ts";
import { closestBranch, plainlyAlike, promotes } from "./matching.ts";
import { requireShallow } from "./nesting.ts";
import { fieldsOf } from "./record-facts.ts";
import { intoElement, intoReaderBranch, intoWriterBranch, type Pairing } from "./trail.ts";
import {
  type AvroSchema,
  type AvroType,
  type EnumType,
  isNamed,
  type NamedType,
  type Primitive,
  titleOf,
  type UnionType,
} from "./types.ts";

/** What differs although the registry accepts it: what may be lost or misread, and, where `safe` asks for it, the rest. */
export function facts(
  { root: writer, rootAt: writerAt }: AvroSchema,
  { root: reader, rootAt: readerAt }: AvroSchema,
  safe: boolean,
): readonly AvroChange[] {
  const walk: Facts = {
    safe,
    found: [],
    seen: new Map(),
    compare: (pair, path) => compare(walk, pair, path),
    depth: 0,
  };
  compare(walk, { writer, reader, writerAt, readerAt, trail: undefined }, "");
  return walk.found;
}

/** Each pair of types is told once: the place where it is first met stands for all. */
function compare(walk: Facts, pair: Pairing, path: string): void {
  const { writer, reader } = pair;
  if (plainlyAlike(writer, reader)) return;
  const seen = walk.seen.get(writer) ?? new Set<AvroType>();
  if (seen.has(reader)) return;
  walk.seen.set(writer, seen.add(reader));
  walk.depth += 1;
  requireShallow(walk.depth);
  if (writer.kind === "union") compareUnion(walk, pair, writer, path);
  else if (reader.kind === "union") compareBranches(walk, pair, reader, path);
  else if (writer.kind === reader.kind || promotes(writer.kind, reader.kind)) compareKinds(walk, pair, path);
  walk.depth -= 1;
}

function compareKinds(walk: Facts, pair: Pairing, path: string): void {
  const { writer, reader } = pair;
  attributesOf(walk, pair, path);
  if (writer.kind !== reader.kind) promoted(walk, pair, writer as Primitive, reader as Primitive, path);
  if (writer.kind === "enum" && reader.kind === "enum" && walk.safe) symbolsOf(walk, pair, writer, reader, path);
  if (writer.kind === "record" && reader.kind === "record") fieldsOf(walk, pair, writer, reader, path);
  const element = intoElement(pair);
  if (element !== undefined) compare(walk, element, `${path}/${reader.kind === "array" ? "items" : "values"}`);
}

// A float holds 24 bits of a whole number, a double 53; bytes need not be UTF-8.
const lossy: ReadonlySet<string> = new Set(["int float", "long float", "long double", "bytes string"]);

function promoted(walk: Facts, pair: Pairing, writer: Primitive, reader: Primitive, path: string): void {
  if (lossy.has(`${writer.kind} ${reader.kind}`)) note(walk, "lossy-promotion", pair, { writer, reader }, { path });
  else if (walk.safe) note(walk, "type-promoted", pair, { writer, reader }, { path });
}

function symbolsOf(walk: Facts, pair: Pairing, writer: EnumType, reader: EnumType, path: string): void {
  const [sent, known] = [namesOfSymbols(writer), namesOfSymbols(reader)];
  const added = reader.symbols.filter((symbol) => !sent.has(symbol.name));
  const missing = writer.symbols.filter((symbol) => !known.has(symbol.name));
  const at = { path: `${path}/symbols`, readerAt: reader.nameAt, writerAt: writer.nameAt };
  if (added[0] !== undefined) {
    const symbols = added.map((symbol) => symbol.name);
    note(walk, "enum-symbols-added", pair, { writer, reader, symbols }, { ...at, readerAt: added[0].at });
  }
  if (missing[0] !== undefined && reader.default !== undefined) {
    const symbols = missing.map((symbol) => symbol.name).sort();
    note(walk, "enum-symbols-defaulted", pair, { writer, reader, symbols }, { ...at, writerAt: missing[0].at });
  }
  if (!sameOrder(sent, known)) {
    note(walk, "enum-symbols-reordered", pair, { writer, reader }, at);
  }
  if (writer.default !== reader.default) {
    const [before, after] = [writer.default, reader.default];
    note(walk, "enum-default-changed", pair, { writer, reader, before, after }, { ...at, path });
  }
}

function namesOfSymbols(type: EnumType): ReadonlySet<string> {
  return new Set(type.symbols.map((symbol) => symbol.name));
}

/** Whether what both have stands in one order. */
function sameOrder(sent: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  const common = [...known].filter((name) => sent.has(name));
  return [...sent].filter((name) => known.has(name)).every((name, i) => name === common[i]);
}

function compareUnion(walk: Facts, pair: Pairing, writer: UnionType, path: string): void {
  const { reader } = pair;
  if (reader.kind !== "union") {
    if (walk.safe) note(walk, "union-replaced", pair, { writer, reader }, { path });
    for (const i of writer.branches.keys()) compare(walk, intoWriterBranch(pair, writer, i), `${path}/${i}`);
    return;
  }
  if (walk.safe) branchesOf(walk, pair, writer, reader, path);
  const byPosition = writer.branches.some(isNamed) && equivalent(writer, reader);
  for (const i of writer.branches.keys()) {
    intoClosest(walk, intoWriterBranch(pair, writer, i), reader, path, byPosition);
  }
}

function branchesOf(walk: Facts, pair: Pairing, writer: UnionType, reader: UnionType, path: string): void {
  const [sent, known] = [writer, reader].map(({ branches }) => new Set(branches.map(titleOf))) as [
    Set<string>,
    Set<string>,
  ];
  const matched = new Set(writer.branches.map((branch) => closestBranch(branch, reader)));
  const added = reader.branches.filter((branch, i) => !matched.has(i) && !sent.has(titleOf(branch)));
  addedBranches(walk, pair, reader, added, path);
  if (sameOrder(sent, known)) return;
  const [writerText, readerText] = [JSON.stringify([...sent]), JSON.stringify([...known])];
  note(walk, "union-branches-reordered", pair, { writer, reader }, { path, writerText, readerText });
}

function addedBranches(
  walk: Facts,
  pair: Pairing,
  reader: UnionType,
  branches: readonly AvroType[],
  path: string,
): void {
  const [branch] = branches;
  if (branch === undefined) return;
  const readerAt = reader.branchesAt[reader.branches.indexOf(branch)] ?? reader.at;
  const texts = { writerText: "", readerText: JSON.stringify(branches.map(titleOf)) };
  note(walk, "union-branches-added", pair, { writer: pair.writer, reader, branches }, { path, readerAt, ...texts });
}

function compareBranches(walk: Facts, pair: Pairing, reader: UnionType, path: string): void {
  const closest = closestBranch(pair.writer, reader);
  if (walk.safe && closest !== undefined) {
    addedBranches(
      walk,
      pair,
      reader,
      reader.branches.filter((_, i) => i !== closest),
      path,
    );
  }
  intoClosest(walk, pair, reader, path, false);
}

function intoClosest(walk: Facts, pair: Pairing, reader: UnionType, path: string, byPosition: boolean): void {
  const closest = closestBranch(pair.writer, reader);
  if (closest === undefined) return;
  const branch = reader.branches[closest];
  const { writer } = pair;
  if (branch !== undefined && isNamed(writer) && isNamed(branch) && !byPosition && isLost(writer, branch)) {
    const readerAt = reader.branchesAt[closest] ?? reader.at;
    note(
      walk,
      "union-branch-namespace-changed",
      pair,
      { writer, reader, branch },
      { path: `${path}/${closest}`, readerAt },
    );
  }
  compare(walk, intoReaderBranch(pair, reader, closest), `${path}/${closest}`);
}

/** Avro Java finds an enum or a fixed in a union by its full name only; a record by its fields if need be. */
function isLost(writer: NamedType, branch: NamedType): boolean {
  if (writer.kind === "record" || writer.name !== branch.name || writer.fullName === branch.fullName) return false;
  return !branch.aliases.includes(writer.fullName);
}
