import type { JsonNode } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import type { JsonSchemaChange } from "./changes.ts";
import { type FactChange, type Facts, inside, note, noteMember, type Place, placeOf, type Values } from "./fact.ts";
import { factOf, isNote, memberFactOf, shapeOf } from "./keywords.ts";
import { toldBy } from "./told.ts";
import type { JsonSchema, JsonSchemaDocument } from "./types.ts";
import { type Members, type Wrapping, wrappingOf } from "./wrapping.ts";

/**
 * What differs in the texts and is told by none of the registry's differences. The walk goes by the texts alone, place
 * by place: what a reference leads to is compared where it stands.
 */
export function factsOf(
  writer: JsonSchema,
  reader: JsonSchema,
  changes: readonly JsonSchemaChange[],
): readonly FactChange[] {
  const walk: Facts = { toldAt: toldBy(changes), found: [] };
  const others = new Map(reader.documents.map((document) => [document.name, document]));
  for (const document of writer.documents) {
    const other = others.get(document.name);
    if (other === undefined || other.text === document.text) continue;
    compare(walk, placeOf(walk, endOf(document), endOf(other), [], "#/"));
  }
  return walk.found;
}

const endOf = (document: JsonSchemaDocument) => ({ document, node: document.root, pointer: "" });

/** The members of an object, the last of each key. */
function membersOf(node: JsonNode | undefined): Members {
  return new Map(node?.kind === "object" ? node.members.map(({ key, value }) => [key, value]) : []);
}

const itemsOf = (node: JsonNode | undefined): readonly JsonNode[] => (node?.kind === "array" ? node.items : []);

/** Two schemas, both of them objects. */
function compare(walk: Facts, place: Place): void {
  const [sent, read] = [membersOf(place.writer.node), membersOf(place.reader.node)];
  const { whole } = place.told;
  if (sent.has("$ref") !== read.has("$ref")) {
    const values = { sent: place.writer.node, read: place.reader.node };
    if (!whole) note(walk, place, "reference-changed", "$ref", values);
    return;
  }
  const wrapping = whole ? undefined : wrappingOf(sent, read);
  if (wrapping === undefined) compareKeywords(walk, place, sent, read);
  else compareWrapped(walk, place, sent, read, wrapping);
}

function compareKeywords(walk: Facts, place: Place, sent: Members, read: Members): void {
  for (const keyword of keysOf(sent, read)) {
    const values = valuesOf(keyword, sent, read);
    if ((!place.told.whole || isNote(keyword)) && !areAlike(place, values))
      compareKeyword(walk, place, keyword, values);
  }
}

/** What one side says outright, and the other one in one of several schemas, is compared with that one. */
function compareWrapped(walk: Facts, place: Place, sent: Members, read: Members, wrapping: Wrapping): void {
  const { side, keyword, index, branch } = wrapping;
  const [outer, plain] = side === "writer" ? [sent, read] : [read, sent];
  const beside = new Map([...plain].filter(([key]) => outer.has(key)));
  const moved = new Map([...plain].filter(([key]) => !outer.has(key)));
  const [keys, inner] = [[keyword, String(index)], membersOf(branch)];
  if (side === "writer") {
    compareKeywords(walk, place, outer, beside);
    const { node } = place.reader;
    compareKeywords(walk, inside(walk, place, keys, branch, node, { readerKeys: [] }), inner, moved);
  } else {
    compareKeywords(walk, place, beside, outer);
    const { node } = place.writer;
    compareKeywords(walk, inside(walk, place, [], node, branch, { readerKeys: keys }), moved, inner);
  }
}

/** Whether both sides are one text, to the letter: most are, and then nothing in them differs. */
function areAlike({ writer, reader }: Place, { sent, read }: Values): boolean {
  if (sent === undefined || read === undefined || sent.end - sent.offset !== read.end - read.offset) return false;
  return writer.document.text.slice(sent.offset, sent.end) === reader.document.text.slice(read.offset, read.end);
}

/** What people call a place that has no name of its own. */
function nameUnder(keyword: string): readonly string[] {
  if (keyword === "not") return [];
  return keyword === "items" ? ["[]"] : ["*"];
}

const keysOf = (sent: Members, read: Members): ReadonlySet<string> => new Set([...sent.keys(), ...read.keys()]);
const valuesOf = (key: string, sent: Members, read: Members): Values => ({ sent: sent.get(key), read: read.get(key) });
const areObjects = ({ sent, read }: Values): boolean => sent?.kind === "object" && read?.kind === "object";
const areLists = ({ sent, read }: Values): boolean => sent?.kind === "array" && read?.kind === "array";

function compareKeyword(walk: Facts, place: Place, keyword: string, values: Values): void {
  const { sent, read } = values;
  const shape = shapeOf(keyword);
  const told = place.told.has(keyword);
  if (shape === "names") compareNames(walk, place, keyword, values);
  else if ((shape === "named" || shape === "members") && isMapped(values)) compareMembers(walk, place, keyword, values);
  else if (
    sent !== undefined &&
    read !== undefined &&
    shape === "schema" &&
    areObjects(values) &&
    !(told && keyword === "not")
  ) {
    compare(walk, inside(walk, place, [keyword], sent, read, { name: nameUnder(keyword) }));
  } else if ((shape === "schemas" || keyword === "items") && areLists(values)) {
    if (keyword === "items" || keyword === "prefixItems") compareTuple(walk, place, keyword, values, told);
    else compareBranches(walk, place, keyword, values, told);
  } else if (!told && textOf(sent) !== textOf(read)) {
    note(walk, place, isReordered(shape, values) ? "values-reordered" : factOf(keyword), keyword, values);
  }
}

/** Whether both sides are objects, or one is and the other one is absent. */
const isMapped = ({ sent, read }: Values): boolean =>
  [sent, read].every((node) => node === undefined || node.kind === "object");

const textOf = (node: JsonNode | undefined): string | undefined => (node === undefined ? undefined : sortedJson(node));

/** Whether both are the same values in another order, where order says nothing. */
function isReordered(shape: string, values: Values): boolean {
  if ((shape !== "set" && shape !== "schemas" && shape !== "names") || !areLists(values)) return false;
  const [before, after] = [values.sent, values.read].map((node) => itemsOf(node).map(sortedJson).sort().join());
  return before === after;
}

/** Members by name: schemas that both have are walked into, whatever else differs is told of by its name. */
function compareMembers(walk: Facts, place: Place, keyword: string, values: Values): void {
  const [before, after] = [membersOf(values.sent), membersOf(values.read)];
  for (const member of keysOf(before, after)) {
    const both = valuesOf(member, before, after);
    const { sent, read } = both;
    if (areAlike(place, both)) continue;
    if (shapeOf(keyword) === "named" && sent !== undefined && read !== undefined && areObjects(both)) {
      compare(
        walk,
        inside(walk, place, [keyword, member], sent, read, { name: keyword.startsWith("depend") ? [] : [member] }),
      );
    } else if (textOf(sent) !== textOf(read) && !place.told.has(keyword, member)) {
      noteMember(walk, place, memberFactOf(keyword, sent !== undefined, read !== undefined), keyword, member, both);
    }
  }
}

function compareNames(walk: Facts, place: Place, keyword: string, values: Values): void {
  const [before, after] = [values.sent, values.read].map(
    (node): Members =>
      new Map(itemsOf(node).map((item) => [item.kind === "string" ? item.value : sortedJson(item), item])),
  );
  if (before === undefined || after === undefined) return;
  const differing = [...keysOf(before, after)].filter((name) => before.has(name) !== after.has(name));
  for (const member of differing) {
    if (place.told.has(keyword, member)) continue;
    noteMember(walk, place, "required-name-changed", keyword, member, valuesOf(member, before, after));
  }
  if (differing.length === 0 && textOf(values.sent) !== textOf(values.read)) {
    note(walk, place, isReordered("names", values) ? "values-reordered" : factOf(keyword), keyword, values);
  }
}

function compareTuple(walk: Facts, place: Place, keyword: string, values: Values, told: boolean): void {
  const [sent, read] = [itemsOf(values.sent), itemsOf(values.read)];
  for (const [i, item] of sent.entries()) {
    const other = read[i];
    if (other !== undefined) comparePair(walk, place, [keyword, String(i)], item, other, [`[${i}]`]);
  }
  if (!told && sent.length !== read.length) note(walk, place, factOf(keyword), keyword, values);
}

/** Combined schemas: those that are equal belong together, and the others by their order. */
function compareBranches(walk: Facts, place: Place, keyword: string, values: Values, told: boolean): void {
  if (place.told.unmatched) return;
  const [sent, read] = [itemsOf(values.sent), itemsOf(values.read)];
  const left = new Map<string, number[]>();
  for (const [i, branch] of read.entries()) left.set(sortedJson(branch), [...(left.get(sortedJson(branch)) ?? []), i]);
  const rest = [...sent.entries()].filter(([, branch]) => left.get(sortedJson(branch))?.shift() === undefined);
  const others = [...left.values()].flat().sort((a, b) => a - b);
  for (const [n, [i, branch]] of rest.entries()) {
    const j = others[n];
    const other = j === undefined ? undefined : read[j];
    if (other !== undefined) comparePair(walk, place, [keyword, String(i)], branch, other, [], [keyword, String(j)]);
  }
  if (told) return;
  if (sent.length !== read.length) note(walk, place, factOf(keyword), keyword, values);
  else if (rest.length === 0 && textOf(values.sent) !== textOf(values.read))
    note(walk, place, "values-reordered", keyword, values);
}

function comparePair(
  walk: Facts,
  place: Place,
  keys: readonly string[],
  sent: JsonNode,
  read: JsonNode,
  name: readonly string[],
  readerKeys = keys,
): void {
  const [keyword = ""] = keys;
  if (areObjects({ sent, read })) compare(walk, inside(walk, place, keys, sent, read, { name, readerKeys }));
  else if (textOf(sent) !== textOf(read)) note(walk, place, factOf(keyword), keyword, { sent, read });
}
