import type { JsonMember, JsonNode } from "../json-text.ts";
import { deepestNesting } from "../json-text.ts";
import { refuse } from "./faults.ts";
import type { Shelf } from "./lookup.ts";
import type { Members } from "./members.ts";
import { innerSpot, memberByIndex } from "./spots.ts";
import type { CombinedSchema, PlainSchema, ReferenceSchema, Remainder, Schema, Spot } from "./types.ts";

/** What the loading of one schema shares: each place of a text is loaded once. */
export interface Loader {
  /** The schema that stands as a value inside another. */
  readonly inner: (spot: Spot, tokens: readonly string[], value: JsonMember | JsonNode) => Schema;
  readonly load: (spot: Spot) => Schema;
  /** What a reference means is loaded afterwards, so that no chain or cycle of references goes deep. */
  readonly reference: (at: Common, ref: string, offset: number) => ReferenceSchema;
  /** The registry puts what a dynamic reference means into an `allOf`, in pieces where it is a generated one itself. */
  readonly inlined: (at: Common, ref: string, offset: number) => CombinedSchema;
}

/** What every part carries. */
export type Common = Pick<Schema, "spot" | "id" | "title" | "description" | "default" | "connectBytes">;

/** A part with nothing beside it that it could carry. */
export function bare(spot: Spot): Common {
  return { spot, id: undefined, title: undefined, description: undefined, default: undefined, connectBytes: false };
}

/** Loads the object at a spot; `loader` loads what stands in it. */
export type LoadObject = (loader: Loader, spot: Spot) => Schema;

/** Loads the root, and whatever it refers to, however far that leads. */
export function loadAll(root: Spot, shelf: Shelf, loadObject: LoadObject): Schema {
  const loaded = new Map<JsonNode, Schema>();
  const open: {
    readonly from: Spot;
    readonly ref: string;
    readonly offset: number;
    resolve: (target: Schema) => void;
  }[] = [];
  let depth = 0;
  const load = (spot: Spot): Schema => {
    const known = loaded.get(spot.node);
    if (known !== undefined) return known;
    if (depth > deepestNesting) refuse(spot, spot.offset, `schemas are nested deeper than ${deepestNesting} levels`);
    depth += 1;
    const schema = spot.node.kind === "boolean" ? plain(bare(spot), spot.node.value ? "true" : "false") : read(spot);
    depth -= 1;
    loaded.set(spot.node, schema);
    return schema;
  };
  const read = (spot: Spot): Schema => {
    if (spot.node.kind !== "object") refuse(spot, spot.offset, "a schema must be an object or a boolean");
    return loadObject(loader, spot);
  };
  const loader: Loader = {
    load,
    inner: (spot, tokens, value) => {
      const known = loaded.get("key" in value ? value.value : value);
      return known ?? load(innerSpot(spot, tokens, value));
    },
    reference: (at, ref, offset) => {
      // Its own meaning until the real one is there: the list below is emptied before anybody looks.
      const { spot, id, title, description, default: preset, connectBytes } = at;
      const target = plain(at, "empty") as Schema;
      const kind = "reference" as const;
      const reference = { spot, id, title, description, default: preset, connectBytes, class: kind, ref, target };
      const resolve = (target: Schema): void => {
        reference.target = target;
      };
      open.push({ from: at.spot, ref, offset, resolve });
      return reference;
    },
    inlined: (at, ref, offset) => {
      const subschemas: Schema[] = [];
      const resolve = (target: Schema): void => {
        const pieces = target.class === "combined" && target.generated && target.criterion === "allOf";
        subschemas.push(...(pieces ? target.subschemas : [target]));
      };
      open.push({ from: at.spot, ref, offset, resolve });
      return { ...at, class: "combined", criterion: "allOf", subschemas, generated: true };
    },
  };
  const schema = load(root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const target = shelf.find(next.from, next.ref) ?? unresolved(next.from, next.offset, next.ref);
    next.resolve(load(withSiblings(target, next.from)));
  }
  return schema;
}

// A reference has these for itself.
const ownOfReference: ReadonlySet<string> = new Set(["$ref", "id", "title", "description", "default"]);

/** In draft 4 what stands beside a reference is added to what it means, as far as that does not say the same keyword itself. */
function withSiblings(target: Spot, from: Spot): Spot {
  // Offsets hold in one text only.
  const isMergeable = from.document === target.document && from.document.draft === "4";
  if (!isMergeable || from.node.kind !== "object" || target.node.kind !== "object") return target;
  if (from.node.members.length < 2) return target;
  const siblings = from.node.members.filter(({ key }) => !ownOfReference.has(key));
  return { ...target, node: { ...target.node, members: [...siblings, ...target.node.members] } };
}

function unresolved(spot: Spot, offset: number, ref: string): never {
  const message = `the reference \`${ref}\` leads to nothing`;
  if (ref.startsWith("#")) return refuse(spot, offset, message);
  const hint = `nothing is fetched: give a local file that \`$id\`, or list the file of it under \`schemas:\``;
  return refuse(spot, offset, message, hint);
}

/** A schema of which nothing but its class counts. */
export function plain(at: Common, kind: PlainSchema["class"]): PlainSchema {
  const { spot, id, title, description, default: preset, connectBytes } = at;
  return { spot, id, title, description, default: preset, connectBytes, class: kind };
}

/** A list of schemas under a keyword. */
export function listOf(loader: Loader, spot: Spot, key: string, value: JsonNode): readonly Schema[] {
  if (value.kind !== "array") return refuse(spot, value.offset, `\`${key}\` must be an array of schemas`);
  return value.items.map((item, i) => loader.inner(spot, [key, String(i)], item));
}

/** Schemas by name under a keyword; of a name that stands twice the last. */
export function mapOf(loader: Loader, spot: Spot, key: string, value: JsonNode): ReadonlyMap<string, Schema> {
  if (value.kind !== "object") return refuse(spot, value.offset, `\`${key}\` must be an object of schemas`);
  const schemas = new Map<string, Schema>();
  for (const member of value.members) {
    const last = memberByIndex(value, member.key) ?? member;
    schemas.set(member.key, loader.inner(spot, [key, member.key], last));
  }
  return schemas;
}

/** The schema under a keyword; undefined where the keyword is absent. */
export function schemaAt(loader: Loader, spot: Spot, members: Members, key: string): Schema | undefined {
  const member = members.get(key);
  return member && loader.inner(spot, [key], member);
}

/** What a keyword says of all that is not named. */
export function remainderAt(loader: Loader, spot: Spot, members: Members, key: string): Remainder {
  const member = members.get(key);
  if (member?.value.kind === "boolean") return member.value.value;
  return member && loader.inner(spot, [key], member);
}
