import { type Key, type Keys, keyName } from "./definition.ts";
import { suggest } from "./suggest.ts";
import type { TextFault } from "./text.ts";
import { type AtomShape, exampleOf, kindOf, readAtom, shown } from "./value.ts";
import type { Tree, TreePair } from "./yaml-tree.ts";

/** What a tree says, as the definition shapes it, and every fault that it has. */
export interface Validation {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly TextFault[];
  /** The offset of every value that stands in the text, by JSON pointer. */
  readonly offsets: ReadonlyMap<string, number>;
}

interface Run {
  readonly faults: TextFault[];
  readonly offsets: Map<string, number>;
  /** Aliases of aliases can stand for more values than there are atoms: what may still be looked at. */
  left: number;
}

/** Where the reading is: the key, its name in the file, and its JSON pointer. */
interface Place {
  readonly key: Key;
  readonly name: string;
  readonly pointer: string;
}

const mostValues = 200_000;
/** Nobody reads further. */
const mostSuggestions = 200;

/** Reads a map as the keys define it; what is missing or wrong takes its default, so that reading goes on to the next fault. */
export function validate(root: Tree, keys: Keys): Validation {
  const run: Run = { faults: [], offsets: new Map(), left: mostValues };
  const values = readRecord(run, root, keys, "the file", "") ?? {};
  if (run.left <= 0) {
    const message = `the file's aliases stand for more than ${mostValues} values`;
    run.faults.push({ offset: root.offset, message, hint: "write fewer, wider globs" });
  }
  return { values, faults: run.faults, offsets: run.offsets };
}

function readRecord(
  run: Run,
  tree: Tree,
  keys: Keys,
  name: string,
  pointer: string,
): Record<string, unknown> | undefined {
  if (tree.kind !== "map") {
    const [hint] = Object.entries(keys).map(([property, key]) => `begin with \`${keyName(property)}: ${key.example}\``);
    run.faults.push({ offset: tree.offset, message: `${name} must be a map of keys, not ${kindOf(tree)}`, hint });
    return undefined;
  }
  const properties = new Map(Object.keys(keys).map((property) => [keyName(property), property]));
  const values: Record<string, unknown> = defaultsOf(keys);
  const present = new Set<string>();
  for (const pair of tree.pairs) {
    const property = properties.get(pair.key);
    const key = property === undefined ? undefined : keys[property];
    if (property === undefined || key === undefined) {
      const meant = run.faults.length < mostSuggestions ? meantKey(pair.key, keys) : undefined;
      if (meant !== undefined) present.add(meant);
      run.faults.push(unknownKey(pair, keys, meant));
      continue;
    }
    present.add(pair.key);
    const value = readValue(run, pair.value, { key, name: pair.key, pointer: `${pointer}/${pair.key}` });
    if (value !== undefined) values[property] = value;
  }
  for (const [property, key] of Object.entries(keys)) {
    if (key.required !== true || present.has(keyName(property))) continue;
    const message = `${name} has no \`${keyName(property)}\``;
    run.faults.push({ offset: tree.offset, message, hint: exampleOf(key, keyName(property)) });
  }
  return values;
}

/** What a record holds where its keys are left out. */
function defaultsOf(keys: Keys): Record<string, unknown> {
  const given = Object.entries(keys).filter(([, key]) => key.default !== undefined);
  return Object.fromEntries(
    given.map(([property, key]) => [property, key.shape.kind === "record" ? defaultsOf(key.shape.keys) : key.default]),
  );
}

/** The key that an unknown one was most likely meant to be. */
function meantKey(key: string, keys: Keys): string | undefined {
  if (key.length > 100) return undefined;
  const plain = key.toLowerCase().replaceAll("_", "-");
  const synonym = Object.keys(keys).find((property) => keys[property]?.also?.includes(plain) === true);
  return synonym === undefined ? suggest(key, Object.keys(keys).map(keyName)) : keyName(synonym);
}

function unknownKey({ key, keyOffset }: TreePair, keys: Keys, meant: string | undefined): TextFault {
  const message = `unknown key \`${shown(key)}\``;
  if (key === "<<") return { offset: keyOffset, message, hint: "YAML's merge is not read: write the keys out" };
  if (meant !== undefined) return { offset: keyOffset, message, hint: `did you mean \`${meant}\`?` };
  for (const [property, { shape }] of Object.entries(keys)) {
    if (!("keys" in shape) || !Object.keys(shape.keys).map(keyName).includes(key)) continue;
    const where = shape.kind === "records" ? "in an entry of" : "under";
    return { offset: keyOffset, message, hint: `it belongs ${where} \`${keyName(property)}\`` };
  }
  const known = Object.keys(keys).map((property) => `\`${keyName(property)}\``);
  return { offset: keyOffset, message, hint: `known keys are ${known.join(", ")}` };
}

function readValue(run: Run, tree: Tree, place: Place): unknown {
  const { key, name, pointer } = place;
  const { shape } = key;
  if (!look(run, tree, pointer)) return undefined;
  if (tree.kind === "scalar" && tree.value === null) {
    const hint = `${exampleOf(key, name)}, or leave the key out`;
    run.faults.push({ offset: tree.offset, message: `\`${name}\` has no value`, hint });
    return undefined;
  }
  switch (shape.kind) {
    case "record":
      return readRecord(run, tree, shape.keys, `\`${name}\``, pointer);
    case "records":
      return readList(run, tree, place, 0, (item, at) =>
        readRecord(run, item, shape.keys, `an entry of \`${name}\``, at),
      );
    case "texts": {
      const readItem = (item: Tree): unknown => keep(run, item, { kind: "text", syntax: shape.syntax }, place);
      if (tree.kind !== "scalar") return readList(run, tree, place, shape.least, readItem);
      const single = readItem(tree);
      return single === undefined ? undefined : [single];
    }
    default:
      return keep(run, tree, shape, place);
  }
}

function readList(
  run: Run,
  tree: Tree,
  { key, name, pointer }: Place,
  least: number,
  readItem: (item: Tree, pointer: string) => unknown,
): unknown[] | undefined {
  const refuse = (message: string): undefined => {
    run.faults.push({ offset: tree.offset, message: `\`${name}\` ${message}`, hint: exampleOf(key, name) });
  };
  if (tree.kind !== "list") return refuse(`must be a list, not ${kindOf(tree)}`);
  if (tree.items.length < least) return refuse("is an empty list");
  return tree.items.flatMap((item, i) => {
    const at = `${pointer}/${i}`;
    const value = look(run, item, at) ? readItem(item, at) : undefined;
    return value === undefined ? [] : [value];
  });
}

/** Counts and notes a value; false when too many have been looked at, and for an alias of nothing. */
function look(run: Run, tree: Tree, pointer: string): boolean {
  if (tree.kind === "scalar" && tree.value === undefined) return false;
  run.left -= 1;
  if (run.left > 0) run.offsets.set(pointer, tree.offset);
  return run.left > 0;
}

function keep(run: Run, tree: Tree, shape: AtomShape, { key, name }: Place): unknown {
  const reading = readAtom(tree, shape, key, name);
  if ("value" in reading) return reading.value;
  run.faults.push(reading.fault);
  return undefined;
}
