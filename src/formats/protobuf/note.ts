import { SchemactlError } from "../../errors.ts";
import type { Change } from "../format.ts";
import type { ProtobufChange, ProtobufChanges } from "./changes.ts";
import { fieldForm } from "./place.ts";
import type { Field, Message, ProtobufFile } from "./types.ts";

/** A pair of files or messages on the way: the registry's path to it and its names, both empty for the files. */
export interface Scope {
  readonly path: string;
  readonly names: readonly string[];
}

/** A pair of messages on the way. */
export interface Place extends Scope {
  /** Whether the registry compares them too: it does not look into groups, nor where only rpcs lead to. */
  readonly judged: boolean;
  readonly writer: Message;
  readonly reader: Message;
}

/** An element in a text: a file's offset. */
interface Spot {
  readonly file: ProtobufFile;
  readonly at: number;
}

/** Where a change is: the parts of its path below the scope, and both sides of it. */
export interface Whereabouts {
  readonly scope: Scope;
  readonly path: readonly (string | number)[];
  readonly names: readonly string[];
  readonly writerAt: Spot;
  readonly readerAt: Spot;
  /** The text of each side; empty where it has nothing there. */
  readonly writerText: string;
  readonly readerText: string;
}

export const rootScope: Scope = { path: "#", names: [] };

/** The scope of what has this name in a scope. */
export function inside(scope: Scope, name: string): Scope {
  return { path: `${scope.path}/${name}`, names: [...scope.names, name] };
}

/** The scope of a message that is reached by a field or an rpc: by its name without its package, from the top. */
export function scopeOf(localName: string): Scope {
  const names = localName.split(".");
  return { path: ["#", ...names].join("/"), names };
}

/** Where no element is at hand: the name of the package, or the start of the text. */
export function fileSpot(file: ProtobufFile): Spot {
  return { file, at: file.package === undefined ? 0 : file.packageAt };
}

/** Adds a change to what was found. */
export function note<Kind extends keyof ProtobufChanges>(
  found: ProtobufChange[],
  kind: Kind,
  args: ProtobufChanges[Kind],
  at: Whereabouts,
): void {
  const { scope, path, names, writerAt, readerAt, writerText, readerText } = at;
  const change: Change<Pick<ProtobufChanges, Kind>> = {
    kind,
    args,
    path: path.length === 0 && scope === rootScope ? "#/" : [scope.path, ...path].join("/"),
    writerAt: writerAt.file.positionOf(writerAt.at),
    readerAt: readerAt.file.positionOf(readerAt.at),
    place: { names: [...scope.names, ...names], writer: writerText, reader: readerText },
  };
  found.push(change as unknown as ProtobufChange);
}

/** Where a field is that one side or both have. `part`: what of it is meant, its name unless told otherwise. */
export function fieldSpot(
  place: Place,
  writerField: Field | undefined,
  readerField: Field | undefined,
  part: "at" | "typeAt" | "numberAt" = "at",
): Whereabouts {
  const { writer, reader } = place;
  const field = readerField ?? writerField;
  const number = field === undefined ? [] : [field.number];
  return {
    scope: place,
    // The registry tells a field by where the reader has it.
    path: field?.oneof === undefined ? number : [field.oneof.name, ...number],
    names: field === undefined ? [] : [field.name],
    writerAt: { file: writer.file, at: writerField?.[part] ?? writer.at },
    readerAt: { file: reader.file, at: readerField?.[part] ?? reader.at },
    writerText: writerField === undefined ? "" : fieldForm(writerField),
    readerText: readerField === undefined ? "" : fieldForm(readerField),
  };
}

// No person's schema comes near this; messages that mention each other over many files do. Node's stack ends at some 700.
const deepest = 400;

/** Refuses messages that contain each other deeper than a walk goes. */
export function requireShallow(depth: number): void {
  if (depth <= deepest) return;
  const message = `the messages of this schema contain each other more than ${deepest} levels deep`;
  throw new SchemactlError("schema", message, { line: 1, column: 1 });
}
