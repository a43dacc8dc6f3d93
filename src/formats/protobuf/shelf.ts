import type { ProtobufFile } from "./types.ts";

// Linked files that were imported, by their texts: most schemas of a repository import the same few. Two shelves, so that what is still used
// stays when there is no more room.
let [recent, older]: [Map<string, ProtobufFile[]>, Map<string, ProtobufFile[]>] = [new Map(), new Map()];
let used = 0;
const room = 1_000_000;

/** The files that were made of a text: they may differ in their names and in what their imports led to. */
export function shelved(text: string): readonly ProtobufFile[] {
  const files = recent.get(text);
  if (files !== undefined) return files;
  const old = older.get(text);
  if (old === undefined) return [];
  place(text, old);
  return old;
}

/** Keeps a linked file for the next schema that imports it. */
export function shelve(file: ProtobufFile): void {
  const others = shelved(file.text);
  place(file.text, others.length < mostOfOneText ? [...others, file] : [file]);
}

const mostOfOneText = 8;

function place(text: string, files: ProtobufFile[]): void {
  if (used > room) {
    older = recent;
    recent = new Map();
    used = 0;
  }
  if (!recent.has(text)) used += text.length;
  recent.set(text, files);
}
