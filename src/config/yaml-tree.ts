import {
  Composer,
  type Document,
  isAlias,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { positionsIn, type TextFault } from "./text.ts";

/** A YAML document as JSON has it, with the offset of every part. Aliases stand for the very node that they name. */
export type Tree = Atom | List | Mapping;

export interface Atom {
  readonly kind: "scalar";
  readonly offset: number;
  /** Undefined for an alias that names nothing, which is a fault already. */
  readonly value: unknown;
  /** As it stands in the text. */
  readonly written: string;
  /** Where the value itself begins, if it stands there letter by letter. */
  readonly textOffset?: number;
}

interface List {
  readonly kind: "list";
  readonly offset: number;
  readonly items: readonly Tree[];
}

interface Mapping {
  readonly kind: "map";
  readonly offset: number;
  readonly pairs: readonly TreePair[];
}

export interface TreePair {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: Tree;
}

export interface TreeReading {
  /** Undefined for a text that is no YAML. */
  readonly root: Tree | undefined;
  readonly faults: readonly TextFault[];
}

/** The library's composer is recursive, and a stack that overflows inside it can end the process; a configuration has five levels. */
const deepestNesting = 100;

/** An empty file has no keys. */
const nothing: Tree = { kind: "map", offset: 0, pairs: [] };

/** Reads one YAML 1.2 document. Tabs, tags that mean nothing, duplicate keys, aliases of nothing: all faults at once. */
export function readTree(text: string): TreeReading {
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepestNesting) {
      const fault = {
        offset: parser.offset,
        message: `the file is nested more than ${deepestNesting} levels deep`,
        hint: "a configuration has five levels at most",
      };
      return { root: undefined, faults: [fault] };
    }
  }
  tokens.push(...parser.end());
  const composer = new Composer<ParsedNode>({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document === undefined) return { root: nothing, faults: [] };
  const faults = syntaxFaults(document);
  if (second !== undefined)
    faults.push({
      offset: second.range[0],
      message: "a second document begins here",
      hint: "one file holds one configuration: remove the `---`",
    });
  if (faults.length > 0) return { root: undefined, faults };
  const positionOf = positionsIn(text);
  const conversion = { text, faults, lineOf: (offset: number) => positionOf(offset).line, anchors: new Map() };
  return { root: document.contents === null ? nothing : toTree(document.contents, conversion), faults };
}

function syntaxFaults(document: Document.Parsed): TextFault[] {
  return [...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
    offset: pos[0],
    message: `this is no YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    ...(code === "TAB_AS_INDENT" ? { hint: "indent with spaces" } : {}),
  }));
}

interface Conversion {
  readonly text: string;
  readonly faults: TextFault[];
  readonly lineOf: (offset: number) => number;
  /** The nodes read so far that an alias may name; the last of a name counts. */
  readonly anchors: Map<string, Tree>;
}

function toTree(node: ParsedNode | null, conversion: Conversion, offset = 0): Tree {
  if (node === null) return { kind: "scalar", offset, value: null, written: "" };
  const start = node.range[0];
  if (isAlias(node)) {
    const target = conversion.anchors.get(node.source);
    if (target === undefined)
      conversion.faults.push({
        offset: start,
        message: `the alias \`*${node.source}\` names nothing that ends before it`,
      });
    return target ?? { kind: "scalar", offset: start, value: undefined, written: `*${node.source}` };
  }
  const tree = isScalar(node)
    ? scalarTree(node, conversion.text)
    : isSeq(node)
      ? listTree(node.items, start, conversion)
      : mapTree(node, conversion);
  if (node.anchor !== undefined) conversion.anchors.set(node.anchor, tree);
  return tree;
}

function scalarTree(node: Scalar.Parsed, text: string): Tree {
  const [start, end] = node.range;
  const { value } = node;
  const written = text.slice(start, end);
  const atom: Tree = { kind: "scalar", offset: start, value, written };
  if (written === value) return { ...atom, textOffset: start };
  return written === `"${value}"` || written === `'${value}'` ? { ...atom, textOffset: start + 1 } : atom;
}

function listTree(items: readonly unknown[], offset: number, conversion: Conversion): Tree {
  return { kind: "list", offset, items: items.map((item) => toTree(item as ParsedNode | null, conversion, offset)) };
}

function mapTree(node: YAMLMap.Parsed, conversion: Conversion): Tree {
  const start = node.range[0];
  const pairs = new Map<string, TreePair>();
  for (const { key, value } of node.items) {
    if (!isScalar(key) || key.value === null) {
      conversion.faults.push({
        offset: key?.range[0] ?? start,
        message: "a key is no word",
        hint: "write `key: value`",
      });
      continue;
    }
    const [name, keyOffset] = [String(key.value), key.range[0]];
    const earlier = pairs.get(name);
    const pair = { key: name, keyOffset, value: toTree(value, conversion, keyOffset) };
    if (earlier === undefined) pairs.set(name, pair);
    else {
      conversion.faults.push({
        offset: keyOffset,
        message: `the key \`${name}\` stands here again`,
        hint: `it stands on line ${conversion.lineOf(earlier.keyOffset)} already: keep one`,
      });
    }
  }
  return { kind: "map", offset: start, pairs: [...pairs.values()] };
}
