import type { Policy } from "../../model.ts";
import type { Pair, RegistryChanges } from "./changes.ts";
import { registryEffects } from "./effects.ts";
import type { Schema, Spot } from "./types.ts";

export type RegistryKind = keyof RegistryChanges & string;

/** The names on the way to a place, the last one first. */
export interface Trail {
  readonly name: string;
  readonly before: Trail | undefined;
}

/** Where a comparison stands. */
export interface Here {
  /** The registry's path. */
  readonly path: string;
  readonly trail: Trail | undefined;
}

/** What a difference tells beside its pair of schemas. */
export type Extras<Kind extends RegistryKind> = Omit<RegistryChanges[Kind], keyof Pair>;

/** Where a difference shows in the texts, when not in the two schemas as a whole. */
export interface Marks {
  /** The first of these that a schema has. */
  readonly keywords?: readonly string[];
  /** What it is about on each side, where that is not the pair itself; undefined on the side that has no such thing. */
  readonly about?: { readonly writer: Spot | undefined; readonly reader: Spot | undefined };
  /** What the place is called, one name further than the pair. */
  readonly name?: string;
}

/** One difference as the comparison finds it; its texts and positions are made when somebody asks for them. */
export interface Difference<Kind extends RegistryKind = RegistryKind> extends Here {
  readonly kind: Kind;
  readonly writer: Spot;
  readonly reader: Spot;
  readonly extras: () => Extras<Kind>;
  readonly marks: Marks;
}

/** What the two engines' schemas are compared with. */
export interface Walk {
  readonly policy: Policy;
  /** Adds what differs between the writer's schema and the reader's. */
  readonly compare: (writer: Schema, reader: Schema, here: Here, out: Difference[]) => void;
}

export const rootHere: Here = { path: "#/", trail: undefined };

/** One step further: segments of the registry's path, and what people call the step. */
export function inside({ path, trail }: Here, segment: string, name?: string): Here {
  return {
    path: path === "#/" ? path + segment : `${path}/${segment}`,
    trail: name === undefined ? trail : { name, before: trail },
  };
}

const none: Marks = {};

/** Adds a difference between two schemas. */
export function tell<Kind extends RegistryKind>(
  out: Difference[],
  kind: Kind,
  writer: Schema,
  reader: Schema,
  here: Here,
  extras: () => Extras<Kind>,
  marks: Marks = none,
): void {
  const difference: Difference<Kind> = { ...here, kind, writer: writer.spot, reader: reader.spot, extras, marks };
  out.push(difference as unknown as Difference);
}

/** Whether the registry takes all of these. */
export function acceptable(differences: readonly Difference[], policy: Policy): boolean {
  return differences.every(({ kind }) => registryEffects[kind][policy] === "safe");
}

/** What differs between two schemas that are only tried against each other. */
export function tried(walk: Walk, writer: Schema, reader: Schema, here: Here): readonly Difference[] {
  const out: Difference[] = [];
  walk.compare(writer, reader, here, out);
  return out;
}

/** The names of a trail, in order. */
export function namesOnTrail(trail: Trail | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = trail; at !== undefined; at = at.before) names.push(at.name);
  return names.reverse();
}
