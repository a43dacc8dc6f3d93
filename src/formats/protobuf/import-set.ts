import { SchemactlError } from "../../errors.ts";
import type { SchemaReference, SchemaSource } from "../../model.ts";
import { deepestNesting, positions } from "../json-text.ts";
import { link } from "./link.ts";
import { readFile } from "./read-file.ts";
import { shelve, shelved } from "./shelf.ts";
import { refuseAt } from "./tokens.ts";
import type { Import, ProtobufFile } from "./types.ts";
import { wellKnown } from "./well-known.ts";

/** What the name in an import leads to. */
interface Found {
  readonly name: string;
  readonly origin: ProtobufFile["origin"];
  readonly text: string;
  readonly path: string | undefined;
}

/** One schema's texts on their way to linked files. */
interface ImportSet {
  readonly references: ReadonlyMap<string, SchemaReference>;
  readonly done: Map<string, ProtobufFile>;
  readonly root: Found;
}

/** What can say where in its text an import stands. */
type Placed = Pick<ProtobufFile, "positionOf">;

/** The files that are being read, outermost first: a name that comes again closes a cycle. */
type Trail = readonly string[];

/** Reads a text and what it imports, directly or not; nothing else is looked at. */
export function readImportSet(source: SchemaSource): ProtobufFile {
  const references = new Map((source.references ?? []).map((reference) => [reference.name, reference]));
  const root: Found = { name: source.file ?? "", origin: "local", text: source.text, path: undefined };
  return readLinked(root, { references, done: new Map(), root }, []);
}

function readLinked(found: Found, set: ImportSet, trail: Trail): ProtobufFile {
  const known = found.origin === "local" ? [] : shelved(found.text);
  const read = known.length === 0 ? readFile(found.text, found) : undefined;
  const imports = (read?.file ?? known[0])?.imports ?? [];
  const imported = readImports(found, imports, set, trail);
  const same = known.find((file) => isFor(file, found) && file.imports.every((each, i) => each.file === imported[i]));
  if (same !== undefined) return same;
  const file = link(read ?? readFile(found.text, found), imported);
  if (found.origin !== "local") shelve(file);
  return file;
}

function readImports(found: Found, imports: readonly Import[], set: ImportSet, trail: Trail): readonly ProtobufFile[] {
  const inner = [...trail, found.name];
  if (inner.length > deepestNesting) tooDeep(found);
  const file = { positionOf: positions(found.text, found.path) };
  return imports.map(({ name, at }) => {
    requireNoCycle(file, set, inner, name, at);
    const known = set.done.get(name);
    if (known !== undefined) return known;
    const next = readLinked(lookFor(file, set, name, at), set, inner);
    set.done.set(name, next);
    return next;
  });
}

function tooDeep({ path }: Found): never {
  const message = `the imports lead more than ${deepestNesting} files deep`;
  throw new SchemactlError("schema", message, { line: 1, column: 1, file: path });
}

function isFor(file: ProtobufFile, { name, origin, path }: Found): boolean {
  return file.name === name && file.origin === origin && file.path === path;
}

function lookFor(file: Placed, { references }: ImportSet, name: string, at: number): Found {
  const reference = references.get(name);
  if (reference !== undefined)
    return { name, origin: "reference", text: reference.text, path: reference.file ?? reference.name };
  const text = wellKnown(name);
  if (text !== undefined) return { name, origin: "built-in", text, path: name };
  const handed = [...references.keys()].map((each) => `\`${each}\``).join(", ");
  const among = handed === "" ? "the references, of which there are none," : `the references ${handed}`;
  const hint = `it is looked for by that name among ${among} and among the built-in files`;
  return refuseAt(file, at, `the import \`${name}\` is not found`, hint);
}

function requireNoCycle(file: Placed, { references, root }: ImportSet, trail: Trail, name: string, at: number): void {
  const toRoot = !references.has(name) && leadsTo(root.name, name);
  const start = toRoot ? 0 : trail.indexOf(name, 1);
  if (start < 0) return;
  const cycle = [name, ...trail.slice(start + 1), name].map((each) => `\`${each}\``).join(" → ");
  refuseAt(file, at, `the imports form a cycle: ${cycle}`);
}

/** Whether the name of an import is the end of a path. */
function leadsTo(path: string, name: string): boolean {
  return path !== "" && (path === name || path.endsWith(`/${name}`));
}
