import type { AvroChange, AvroChanges, Route, Step } from "./changes.ts";
import { type AvroType, type Field, positionAt, type Spot, titleOf, type UnionType } from "./types.ts";

/** The way from the roots to a pair of types, kept as a chain because most pairs have nothing to tell. */
export interface Trail {
  readonly up: Trail | undefined;
  readonly step: Step;
  /** What a person calls the step; a reader's branch of the same name as the writer's has none. */
  readonly name: string | undefined;
}

/** Two types, where each is mentioned, and the way to them. */
export interface Pairing {
  readonly writer: AvroType;
  readonly reader: AvroType;
  readonly writerAt: Spot;
  readonly readerAt: Spot;
  readonly trail: Trail | undefined;
}

/** The steps of a trail, from the roots. */
export function routeOf(trail: Trail | undefined): Route {
  const steps: Step[] = [];
  for (let at = trail; at !== undefined; at = at.up) steps.push(at.step);
  return steps.reverse();
}

/** The names of a trail, from the roots. */
export function namesOf(trail: Trail | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = trail; at !== undefined; at = at.up) if (at.name !== undefined) names.push(at.name);
  return names.reverse();
}

/** Where on both sides a change is: by spots, by names, and by the text of each side at that place. */
export interface Whereabouts {
  readonly path: string;
  readonly readerAt: Spot;
  readonly writerAt: Spot;
  readonly writerText: string;
  readonly readerText: string;
  /** What the place is called inside the pair of types: a field, or a property of one. */
  readonly within?: readonly string[];
}

/** Makes a change of a pair. `path` is a JSON pointer without the slash that stands for the root. */
export function changeAt<Kind extends keyof AvroChanges>(
  kind: Kind,
  { trail }: Pick<Pairing, "trail">,
  args: Omit<AvroChanges[Kind], "route">,
  { path, readerAt, writerAt, writerText, readerText, within = [] }: Whereabouts,
): AvroChange {
  const names = [...namesOf(trail), ...within];
  return {
    kind,
    args: { ...args, route: routeOf(trail) },
    path: path === "" ? "/" : path,
    readerAt: positionAt(readerAt),
    writerAt: positionAt(writerAt),
    place: { names, writer: writerText, reader: readerText },
    // The compiler does not follow a kind through a union of kinds.
  } as unknown as AvroChange;
}

/** The pair of a field's types on both sides. */
export function intoField({ trail }: Pick<Pairing, "trail">, writer: Field, reader: Field): Pairing {
  return {
    writer: writer.type,
    reader: reader.type,
    writerAt: writer.typeAt,
    readerAt: reader.typeAt,
    trail: { up: trail, step: { kind: "field", writer, reader }, name: reader.name },
  };
}

/** The pair of the items of two arrays, or of the values of two maps. */
export function intoElement(pair: Pairing): Pairing | undefined {
  const { writer, reader, trail: up } = pair;
  if (writer.kind === "array" && reader.kind === "array") {
    const trail: Trail = { up, step: { kind: "items" }, name: "[]" };
    return { writer: writer.items, reader: reader.items, writerAt: writer.itemsAt, readerAt: reader.itemsAt, trail };
  }
  if (writer.kind === "map" && reader.kind === "map") {
    const trail: Trail = { up, step: { kind: "values" }, name: "{}" };
    return {
      writer: writer.values,
      reader: reader.values,
      writerAt: writer.valuesAt,
      readerAt: reader.valuesAt,
      trail,
    };
  }
  return undefined;
}

/** The pair of one branch of a writer's union with the reader's type as it is. */
export function intoWriterBranch(pair: Pairing, writer: UnionType, index: number): Pairing {
  const branch = writer.branches[index] ?? writer;
  return {
    ...pair,
    writer: branch,
    writerAt: writer.branchesAt[index] ?? writer.at,
    trail: { up: pair.trail, step: { kind: "writer-branch", index }, name: titleOf(branch) },
  };
}

/** The pair of a writer's type as it is with one branch of a reader's union. */
export function intoReaderBranch(pair: Pairing, reader: UnionType, index: number): Pairing {
  const branch = reader.branches[index] ?? reader;
  const title = titleOf(branch);
  const known = pair.trail?.step.kind === "writer-branch" && pair.trail.name === title;
  return {
    ...pair,
    reader: branch,
    readerAt: reader.branchesAt[index] ?? reader.at,
    trail: { up: pair.trail, step: { kind: "reader-branch", index }, name: known ? undefined : title },
  };
}
