import type { Json } from "../../model.ts";
import type { JsonSchemaChange } from "./changes.ts";
import { isList, isObject, type JsonObject, own, type PlainSchema, valueAt } from "./plain-schema.ts";
import type { Site } from "./types.ts";
import { writerKeyword } from "./validation.ts";

/** One thing that a side takes over from the other: a keyword, or a member of one; `value` where it is not the other's own. */
export interface Edit {
  readonly keyword: string;
  readonly member?: string;
  readonly value?: Json;
  /** A schema of the other side that stands somewhere else. */
  readonly from?: Site;
}

/** What has to be taken over for a finding to be gone: the whole part where no keyword alone would do. */
export type Repair = readonly Edit[] | "whole";

const keyword = (...keywords: readonly string[]): Repair => keywords.map((one) => ({ keyword: one }));

/** What takes one finding out of the reader, and, taken the other way, puts it alone into the writer. */
export function repairOf(change: JsonSchemaChange): Repair {
  const { kind, args } = change;
  if ("property" in args && "schema" in args) return propertyRepair(change);
  if ("index" in args) return "cover" in args || kind.startsWith("item-") ? itemRepair() : "whole";
  if ("keyword" in args) return keywordRepair(kind, args);
  if (kind.startsWith("pattern-")) return keyword("pattern");
  if (kind.startsWith("dependency-") && "property" in args) return dependencyRepair(args.property);
  const remainder = /^(additional|unevaluated)-(properties|items)-/.exec(kind);
  if (remainder !== null) {
    const name = `${remainder[1]}${remainder[2] === "items" ? "Items" : "Properties"}`;
    return name === "additionalItems" ? keyword(name, "items") : keyword(name);
  }
  switch (kind) {
    case "type-narrowed":
      return keyword("type");
    case "unique-items-added":
      return keyword("uniqueItems");
    case "enum-array-narrowed":
    case "enum-array-changed":
      return keyword("enum", "const");
    case "not-type-extended":
      return keyword("not");
    case "required-outside-properties":
    case "required-with-default":
      return "property" in args ? [{ keyword: "required", member: args.property }] : "whole";
    default:
      return "whole";
  }
}

function keywordRepair(kind: string, args: { readonly keyword: string; readonly pattern?: string }): Repair {
  switch (kind) {
    case "pattern-properties-tightened":
      return [{ keyword: "patternProperties", ...(args.pattern === undefined ? {} : { member: args.pattern }) }];
    case "contains-tightened":
    case "min-contains-added":
    case "min-contains-increased":
    case "max-contains-added":
    case "max-contains-decreased":
      return keyword("contains", "minContains", "maxContains");
    case "conditional-tightened":
      return keyword("if", "then", "else");
    case "exclusive-bound-tightened":
      return keyword("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum");
    case "schema-added":
      return args.keyword === "items" ? keyword("items", "prefixItems", "additionalItems") : "whole";
    case "counterexample-found":
    case "reference-chain-tightened":
      return "whole";
    default:
      return keyword(args.keyword);
  }
}

const dependencyRepair = (member: string): Repair =>
  ["dependencies", "dependentRequired", "dependentSchemas"].map((one) => ({ keyword: one, member }));

const itemRepair = (): Repair => keyword("items", "prefixItems", "additionalItems", "unevaluatedItems");

function propertyRepair({ kind, args }: JsonSchemaChange): Repair {
  if (!("property" in args)) return "whole";
  const { property: member } = args;
  const required: Edit = { keyword: "required", member };
  const named: Edit = { keyword: "properties", member };
  if (kind.startsWith("required-attribute-")) return [required];
  if (kind.startsWith("dependency-")) return dependencyRepair(member);
  if (kind.startsWith("property-removed") || kind.startsWith("property-with-false-removed")) return [named];
  if ("cover" in args) return [required, { ...named, from: args.cover.site }];
  return kind.includes("unopen") ? [required] : [required, { ...named, value: {} }];
}

/** One side with something taken over from the other, at the sites of a change. */
export function takenOver(to: PlainSchema, at: Site, from: PlainSchema, source: Site, repair: Repair): PlainSchema {
  const other = valueAt(from.roots[source.document], source.pointer);
  const lend = (site: Site, value: Json | undefined): Json => {
    // Keywords mean what their own draft says, and references lead from where they stand.
    const isPlain = from.draft === to.draft && value !== undefined && !JSON.stringify(value).includes('"$');
    return isPlain ? value : { [writerKeyword]: `${site.document}${site.pointer}` };
  };
  return to.withPart(at, (part) => {
    const isWhole =
      repair === "whole" || (from.draft !== to.draft && repair.some(({ keyword }) => keyword === "items"));
    if (isWhole || !isObject(part) || !isObject(other)) return lend(source, other);
    return repair.reduce((edited, edit) => withEdit(edited, other, edit, source, lend), part);
  });
}

const schemaKeywords: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "additionalItems",
  "unevaluatedItems",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
]);

const escaped = (token: string): string => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`;

function withEdit(
  part: JsonObject,
  other: JsonObject,
  edit: Edit,
  source: Site,
  lend: (site: Site, value: Json | undefined) => Json,
): JsonObject {
  const { keyword, member } = edit;
  const site: Site = { document: source.document, pointer: source.pointer + escaped(keyword) };
  const theirs = own(other, keyword);
  if (member === undefined) {
    if (theirs === undefined) return without(part, keyword);
    const isSchema = schemaKeywords.has(keyword) || (keyword === "items" && !isList(theirs));
    return { ...part, [keyword]: isSchema ? lend(site, theirs) : theirs };
  }
  if (keyword === "required") return withRequired(part, isList(theirs) && theirs.includes(member), member);
  const mine = own(part, keyword);
  const value = isObject(theirs) ? own(theirs, member) : undefined;
  const lent =
    edit.value ??
    (edit.from === undefined
      ? value !== undefined && lend({ ...site, pointer: site.pointer + escaped(member) }, value)
      : lend(edit.from, undefined));
  const members = Object.entries(isObject(mine) ? mine : {}).filter(([name]) => name !== member);
  const isThere = edit.value !== undefined || edit.from !== undefined || value !== undefined;
  if (!isThere && mine === undefined) return part;
  return { ...part, [keyword]: Object.fromEntries(isThere ? [...members, [member, lent]] : members) };
}

function without(part: JsonObject, keyword: string): JsonObject {
  const { [keyword]: _, ...rest } = part;
  return rest;
}

function withRequired(part: JsonObject, isRequired: boolean, name: string): JsonObject {
  const mine = own(part, "required");
  const names = (isList(mine) ? mine : []).filter((one) => one !== name);
  if (isRequired) return { ...part, required: [...names, name] };
  return names.length === 0 ? without(part, "required") : { ...part, required: names };
}

/** A place as a repaired side names it: the document's index, and the pointer. */
export function partAt(schema: PlainSchema, place: string): Json | undefined {
  const at = place.indexOf("/");
  const [document, pointer] = at < 0 ? [place, ""] : [place.slice(0, at), place.slice(at)];
  return valueAt(schema.roots[Number(document)], pointer);
}
