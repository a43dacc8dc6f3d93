import { idKeyword } from "./drafts.ts";
import { refuse } from "./faults.ts";
import { bare, type Common, type Loader, listOf, plain, remainderAt, schemaAt } from "./loader.ts";
import { booleanOf, type Members, membersOf, stringOf, wrongKind } from "./members.ts";
import {
  arrayPart,
  conditionalOf,
  criteria,
  dependenciesOf,
  enumValues,
  numberKeywords,
  numberPart,
  objectPart,
  stringKeywords,
  stringPart,
} from "./parts.ts";
import type { ArraySchema, Bound, Draft, ObjectSchema, Schema, Spot } from "./types.ts";

type PartClass = "object" | "array" | "number" | "string";

type Keywords = Readonly<Record<PartClass, readonly string[]>>;

/** The keywords that make an object a schema of that class, and that a type of that class takes. */
const keywordsOfDraft4: Keywords = {
  array: ["items", "additionalItems", "minItems", "maxItems", "uniqueItems"],
  object: [
    ...["properties", "required", "minProperties", "maxProperties"],
    ...["dependencies", "patternProperties", "additionalProperties"],
  ],
  number: numberKeywords,
  string: [...stringKeywords, "format"],
};

const keywordsSinceDraft6: Keywords = {
  ...keywordsOfDraft4,
  array: [...keywordsOfDraft4.array, "contains"],
  object: [...keywordsOfDraft4.object, "propertyNames"],
};

const partClasses: readonly PartClass[] = ["array", "object", "number", "string"];

const classesOf = (keywords: Keywords): ReadonlyMap<string, PartClass> =>
  new Map(partClasses.flatMap((kind) => keywords[kind].map((key) => [key, kind])));

const classOfDraft4 = classesOf(keywordsOfDraft4);
const classSinceDraft6 = classesOf(keywordsSinceDraft6);

/** Drafts 4, 6 and 7: an object is split into parts, of which each is one schema of an `allOf` where there are several. */
export function loadOlderObject(loader: Loader, spot: Spot): Schema {
  const members = membersOf(spot);
  const ref = members.get("$ref");
  if (ref !== undefined) {
    if (ref.value.kind !== "string") return wrongKind(spot, "$ref", ref.value, "a string");
    // Since draft 6 what stands beside a reference does not count.
    const at = spot.document.draft === "4" ? commonOf(spot, members) : bare(spot);
    return loader.reference(at, ref.value.value, ref.value.offset);
  }
  const common = commonOf(spot, members);
  const parts = partsOf(loader, common, members);
  const only = parts[0];
  if (only === undefined) return plain(common, "empty");
  if (parts.length > 1) {
    const subschemas = parts.map((part) => ({ ...part, ...bare(spot) }));
    return { ...common, class: "combined", criterion: "allOf", subschemas, generated: true };
  }
  // What the registry reads of the keywords that its loader does not know, it reads of the object as a whole.
  const hasBounds = only.class === "array" && (members.has("minContains") || members.has("maxContains"));
  return hasBounds ? { ...only, ...containsBounds(members) } : only;
}

function commonOf(spot: Spot, members: Members): Common {
  booleanOf(spot, members, "readOnly");
  const connect = members.get("connect.type")?.value;
  return {
    spot,
    id: stringOf(spot, members, idKeyword(spot.document.draft)),
    title: stringOf(spot, members, "title"),
    description: stringOf(spot, members, "description"),
    default: members.get("default")?.value,
    connectBytes: connect?.kind === "string" && connect.value === "bytes",
  };
}

function partsOf(loader: Loader, at: Common, members: Members): readonly Schema[] {
  const { spot } = at;
  const { draft } = spot.document;
  const parts: Schema[] = [];
  const values = enumValues(spot, members);
  if (values !== undefined) parts.push({ ...at, class: "enum", values });
  for (const criterion of criteria) {
    const list = members.get(criterion)?.value;
    if (list === undefined) continue;
    const subschemas = listOf(loader, spot, criterion, list);
    parts.push({ ...at, class: "combined", criterion, subschemas, generated: false });
  }
  const not = schemaAt(loader, spot, members, "not");
  if (not !== undefined) parts.push({ ...at, class: "not", schema: not });
  const constant = draft === "4" ? undefined : members.get("const")?.value;
  if (constant !== undefined) parts.push({ ...at, class: "const", value: constant });
  parts.push(...typedParts(loader, at, members, draft));
  const condition = draft === "7" ? conditionalOf(loader, at, members) : undefined;
  if (condition !== undefined) parts.push(condition);
  return parts;
}

/** The part that `type` makes, which takes the keywords of its classes, then the parts that other keywords make by themselves. */
function typedParts(loader: Loader, at: Common, members: Members, draft: Draft): readonly Schema[] {
  const { spot } = at;
  const type = members.get("type")?.value;
  const own = type?.kind === "array" ? bare(spot) : at;
  const taken: PartClass[] = [];
  const typed = (name: string, offset: number): Schema => {
    const kind = name === "integer" ? "number" : name;
    if (isPartClass(kind)) {
      taken.push(kind);
      return partOf(loader, own, members, kind, name === "integer");
    }
    if (kind !== "boolean" && kind !== "null") return refuse(spot, offset, `\`type\` has no type \`${name}\``);
    return plain(own, kind);
  };
  const parts: Schema[] = [];
  if (type?.kind === "string") parts.push(typed(type.value, type.offset));
  else if (type?.kind === "array") {
    const subschemas = type.items.map((item) =>
      item.kind === "string" ? typed(item.value, item.offset) : wrongKind(spot, "type", item, "names of types"),
    );
    parts.push({ ...at, class: "combined", criterion: "anyOf", subschemas, generated: true });
  } else if (type !== undefined) wrongKind(spot, "type", type, "the name of a type, or a list of them");
  const classOf = draft === "4" ? classOfDraft4 : classSinceDraft6;
  const spoken: PartClass[] = [];
  for (const key of members.keys()) {
    const kind = classOf.get(key);
    if (kind !== undefined && !taken.includes(kind)) spoken.push(kind);
  }
  if (spoken.length === 0) return parts;
  for (const kind of partClasses) if (spoken.includes(kind)) parts.push(partOf(loader, at, members, kind, false));
  return parts;
}

function isPartClass(name: string): name is PartClass {
  return Object.hasOwn(keywordsOfDraft4, name);
}

function partOf(loader: Loader, at: Common, members: Members, kind: PartClass, integer: boolean): Schema {
  const { draft } = at.spot.document;
  switch (kind) {
    case "string":
      stringOf(at.spot, members, "format");
      return stringPart(at, members);
    case "number":
      return numberPart(at, members, integer, draft === "4");
    case "array":
      return olderArray(loader, at, members);
    case "object":
      return olderObject(loader, at, members);
  }
}

function olderArray(loader: Loader, at: Common, members: Members): ArraySchema {
  const { spot } = at;
  const items = members.get("items");
  const tuple = items?.value.kind === "array" ? listOf(loader, spot, "items", items.value) : undefined;
  return arrayPart(at, members, {
    items: items === undefined || tuple !== undefined ? undefined : loader.inner(spot, ["items"], items),
    tuple,
    additionalItems: remainderAt(loader, spot, members, "additionalItems"),
    unevaluatedItems: undefined,
    contains: spot.document.draft === "4" ? undefined : schemaAt(loader, spot, members, "contains"),
    minContains: undefined,
    maxContains: undefined,
  });
}

function olderObject(loader: Loader, at: Common, members: Members): ObjectSchema {
  const { spot } = at;
  const keywords = [{ key: "dependencies", names: true, schemas: true }];
  const { propertyDependencies, schemaDependencies } = dependenciesOf(loader, spot, members, keywords);
  const propertyNames = spot.document.draft === "4" ? undefined : schemaAt(loader, spot, members, "propertyNames");
  const unevaluatedProperties = undefined;
  const contents = { propertyDependencies, schemaDependencies, unevaluatedProperties, propertyNames };
  return objectPart(loader, at, members, contents);
}

/** The bounds of later drafts, which the registry reads in every draft, where they are numbers. */
function containsBounds(members: Members): Pick<ArraySchema, "minContains" | "maxContains"> {
  const bound = (key: string): Bound | undefined => {
    const value = members.get(key)?.value;
    return value?.kind === "number" ? { value: Number(value.text), text: value.text } : undefined;
  };
  return { minContains: bound("minContains"), maxContains: bound("maxContains") };
}
