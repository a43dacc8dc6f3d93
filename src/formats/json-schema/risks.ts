import type { Policy } from "../../model.ts";
import type { Change } from "../format.ts";
import { type JsonNode, memberOf } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import type { JsonSchemaChange, Pair } from "./changes.ts";
import { isModern } from "./drafts.ts";
import { registryEffects } from "./effects.ts";
import { sayTheSame } from "./equivalence.ts";
import type { KeywordChange, RiskChanges } from "./risk-changes.ts";
import { type PairSide, type SchemaPair, schemaPairs } from "./schema-pairs.ts";
import type { JsonSchema, JsonSchemaDocument } from "./types.ts";

type RiskChange = Change<RiskChanges>;
type Kind = keyof RiskChanges & string;

/**
 * Where the registry is blind and the reader may refuse what the writer sends. Each stands only where a message shows it, so
 * that this need not be sure: `changes` are those that the registry names, of which what breaks says the same already.
 */
export function risksOf(
  writer: JsonSchema,
  reader: JsonSchema,
  changes: readonly JsonSchemaChange[],
  policy: Policy,
): readonly RiskChange[] {
  const [from, to] = [writer.documents[0], reader.documents[0]];
  const isAlike = writer.documents.every(({ text }, i) => text === reader.documents[i]?.text);
  if (isAlike && writer.documents.length === reader.documents.length) return [];
  const refused = refusedSites(changes, policy);
  const found = schemaPairs(writer, reader).flatMap((pair) => [...risksIn(pair, refused, reader)]);
  if (refused.length > 0 || isSaidAlike(writer, reader)) return found;
  const root: SchemaPair = {
    writer: { document: from, node: from.root, offset: from.root.offset, members: new Map() },
    reader: { document: to, node: to.root, offset: to.root.offset, members: new Map() },
    tokens: [],
    names: [],
  };
  return [...found, tell(root, "counterexample-found", {})];
}

const isSaidAlike = (writer: JsonSchema, reader: JsonSchema): boolean =>
  writer.documents.length === reader.documents.length &&
  writer.documents.every((one, i) => saysTheSameAs(one, reader.documents[i]));

const saysTheSameAs = (one: JsonSchemaDocument, other: JsonSchemaDocument | undefined): boolean =>
  other !== undefined && sayTheSame(one.root, other.root);

interface Refused {
  readonly kind: string;
  readonly pointer: string;
  readonly property: string | undefined;
}

const effects: Readonly<Record<string, Readonly<Record<Policy, string>> | undefined>> = registryEffects;

function refusedSites(changes: readonly JsonSchemaChange[], policy: Policy): readonly Refused[] {
  return changes
    .filter(({ kind }) => effects[kind]?.[policy] === "breaks")
    .map(({ kind, args }) => ({
      kind,
      pointer: args.reader.pointer,
      property: "property" in args ? args.property : undefined,
    }));
}

const pointerOf = (tokens: readonly string[]): string =>
  tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** One risk at a pair; `keyword` is what it is about, and where it is shown. */
function tell<K extends Kind>(
  { writer, reader, tokens, names }: SchemaPair,
  kind: K,
  more: Omit<RiskChanges[K], keyof Pair>,
  keyword?: string,
  member?: string,
): RiskChange {
  const pointer = pointerOf(tokens);
  const at = (side: PairSide): Shown => {
    const outer = keyword === undefined ? undefined : side.members.get(keyword);
    const inner = outer !== undefined && member !== undefined ? memberOf(outer.value, member) : undefined;
    const found = inner ?? outer;
    const node = keyword === undefined ? side.node : found?.value;
    return {
      offset: found?.keyOffset ?? side.offset,
      text: () => (node ? sortedJson(node).slice(0, longestPlace) : ""),
    };
  };
  const [from, to] = [at(writer), at(reader)];
  const site = (side: PairSide) => ({ document: side.document.index, pointer });
  const segments = [...tokens, ...[keyword, member].filter((one) => one !== undefined)];
  return {
    kind,
    args: { writer: site(writer), reader: site(reader), names, ...more },
    path: `#/${segments.join("/")}`,
    readerAt: reader.document.positionOf(to.offset),
    writerAt: writer.document.positionOf(from.offset),
    place: {
      names: member === undefined ? names : [...names, member],
      // Most risks do not stand: the texts, which may be whole schemas, are made when one does.
      get writer() {
        return from.text();
      },
      get reader() {
        return to.text();
      },
    },
  } as unknown as RiskChange;
}

interface Shown {
  readonly offset: number;
  readonly text: () => string;
}

const longestPlace = 4096;

const keywordIn = (side: PairSide, keyword: string): JsonNode | undefined => side.members.get(keyword)?.value;

const longestText = 200;

function textOf(node: JsonNode | undefined): string | undefined {
  const text = node && sortedJson(node);
  return text !== undefined && text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

/** What a keyword says on each side, where that differs. */
function difference({ writer, reader }: SchemaPair, keyword: string): Omit<KeywordChange, keyof Pair> | undefined {
  const [from, to] = [keywordIn(writer, keyword), keywordIn(reader, keyword)];
  const isSame = from === to || (from !== undefined && to !== undefined && sortedJson(from) === sortedJson(to));
  return isSame ? undefined : { keyword, before: textOf(from), after: textOf(to) };
}

function* risksIn(pair: SchemaPair, refused: readonly Refused[], reader: JsonSchema): Iterable<RiskChange> {
  const { draft } = reader;
  if (!isModern(draft) && (pair.reader.members.has("$ref") || pair.writer.members.has("$ref"))) {
    yield* chains(pair);
    return;
  }
  const pointer = pointerOf(pair.tokens);
  const isTold = (...kinds: readonly string[]): boolean =>
    refused.some((one) => one.pointer === pointer && kinds.some((kind) => one.kind.startsWith(kind)));
  yield* patterns(pair);
  yield* keywords(pair, isTold);
  yield* requirements(pair, (name) => refused.some((one) => one.pointer === pointer && one.property === name));
  yield* bounds(pair, isTold);
  if (isModern(draft)) yield* unloaded(pair, isTold);
  const branches = pair.reader.members.has("oneOf") ? difference(pair, "oneOf") : undefined;
  const inBranches = refused.some((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/oneOf/`));
  if (branches !== undefined && !inBranches) yield tell(pair, "one-of-branches-overlap", branches, "oneOf");
  yield* chains(pair);
}

function* patterns(pair: SchemaPair): Iterable<RiskChange> {
  const [from, to] = [keywordIn(pair.writer, "patternProperties"), keywordIn(pair.reader, "patternProperties")];
  const all = [from, to].flatMap((node) => (node?.kind === "object" ? node.members.map(({ key }) => key) : []));
  for (const pattern of new Set(all)) {
    const [before, after] = [from, to].map((node) => textOf(node && memberOf(node, pattern)?.value));
    if (before === after) continue;
    const more = { keyword: "patternProperties", pattern, before, after };
    yield tell(pair, "pattern-properties-tightened", more, "patternProperties", pattern);
  }
}

type IsTold = (...kinds: readonly string[]) => boolean;

function* keywords(pair: SchemaPair, isTold: IsTold): Iterable<RiskChange> {
  const simple = [
    ["property-names-tightened", "propertyNames"],
    ["contains-tightened", "contains"],
    ["format-tightened", "format"],
  ] as const;
  for (const [kind, keyword] of simple) {
    const change = pair.reader.members.has(keyword) ? difference(pair, keyword) : undefined;
    if (change !== undefined) yield tell(pair, kind, change, keyword);
  }
  const negated = pair.reader.members.has("not") && !isTold("not-type", "type-changed") && difference(pair, "not");
  if (negated) yield tell(pair, "not-schema-widened", negated, "not");
  const conditional = ["if", "then", "else"].find((keyword) => difference(pair, keyword) !== undefined);
  const change = conditional !== undefined && pair.reader.members.has("if") && difference(pair, conditional);
  if (change && conditional !== undefined) yield tell(pair, "conditional-tightened", change, conditional);
  const type = pair.reader.members.has("type") && !isTold("type-", "combined-type") && difference(pair, "type");
  if (type) yield tell(pair, "type-tightened-beside-keywords", type, "type");
}

function namesIn(node: JsonNode | undefined): ReadonlySet<string> {
  const items = node?.kind === "array" ? node.items : [];
  return new Set(items.flatMap((item) => (item.kind === "string" ? [item.value] : [])));
}

function* requirements(pair: SchemaPair, isRefused: (name: string) => boolean): Iterable<RiskChange> {
  const [before, after] = [namesIn(keywordIn(pair.writer, "required")), namesIn(keywordIn(pair.reader, "required"))];
  const [from, to] = [keywordIn(pair.writer, "properties"), keywordIn(pair.reader, "properties")];
  for (const property of after) {
    if (before.has(property) || isRefused(property)) continue;
    const listed = to && memberOf(to, property)?.value;
    const filled = listed && memberOf(listed, "default")?.value;
    const isListed = listed !== undefined && from !== undefined && memberOf(from, property) !== undefined;
    if (filled !== undefined) {
      yield tell(pair, "required-with-default", { property, default: textOf(filled) ?? "" }, "required", property);
    } else if (!isListed) {
      yield tell(pair, "required-outside-properties", { property }, "required", property);
    }
  }
}

/** The registry takes an old `exclusiveMaximum` for more than it is beside a `maximum`, and does not read draft 4's booleans. */
function* bounds(pair: SchemaPair, isTold: IsTold): Iterable<RiskChange> {
  for (const keyword of ["exclusiveMaximum", "exclusiveMinimum"]) {
    const [from, to] = [keywordIn(pair.writer, keyword), keywordIn(pair.reader, keyword)];
    const isLower =
      keyword === "exclusiveMaximum" &&
      from?.kind === "number" &&
      to?.kind === "number" &&
      Number(to.text) < Number(from.text);
    const isNew = to?.kind === "boolean" && to.value && !(from?.kind === "boolean" && from.value);
    if (!isNew && (!isLower || isTold("exclusive-maximum", "maximum"))) continue;
    const change = difference(pair, keyword);
    if (change !== undefined) yield tell(pair, "exclusive-bound-tightened", change, keyword);
  }
}

const lossy = ["unevaluatedProperties", "unevaluatedItems", "minContains", "maxContains"];
const unprocessed = ["$defs", "definitions", "$comment", "examples", "connect.type"];

function* unloaded(pair: SchemaPair, isTold: IsTold): Iterable<RiskChange> {
  for (const keyword of lossy) {
    const beside = unprocessed.find((one) => pair.reader.members.has(one) || pair.writer.members.has(one));
    if (beside === undefined || !pair.reader.members.has(keyword)) continue;
    const change = difference(pair, keyword);
    const name = keyword.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (change !== undefined && !isTold(name)) yield tell(pair, "keyword-not-loaded", { ...change, beside }, keyword);
  }
}

/** A definition that is only a reference: what it leads to is compared for nobody who refers to it. */
function* chains(pair: SchemaPair): Iterable<RiskChange> {
  const [keyword] = pair.tokens.slice(-2);
  if (keyword !== "$defs" && keyword !== "definitions") return;
  const change = pair.reader.members.has("$ref") ? difference(pair, "$ref") : undefined;
  if (change !== undefined) yield tell(pair, "reference-chain-tightened", change, "$ref");
}
