import { requireShallow } from "./nesting.ts";
import { type AvroType, isNamed } from "./types.ts";

/**
 * Whether Avro Java reads a writer's union branch by branch, by position: only where both unions are alike all through,
 * leaving namespaces aside. Otherwise it looks for the branch by its full name.
 */
export function equivalent(
  writer: AvroType,
  reader: AvroType,
  seen = new Map<AvroType, Set<AvroType>>(),
  depth = 0,
): boolean {
  requireShallow(depth);
  if (writer.kind !== reader.kind) return false;
  if (isNamed(writer) && isNamed(reader) && writer.name !== reader.name) return false;
  if (writer.kind === "array" && reader.kind === "array")
    return equivalent(writer.items, reader.items, seen, depth + 1);
  if (writer.kind === "map" && reader.kind === "map") return equivalent(writer.values, reader.values, seen, depth + 1);
  if (writer.kind === "union" && reader.kind === "union") {
    return alike(writer.branches, reader.branches, (w, r) => equivalent(w, r, seen, depth + 1));
  }
  if (writer.kind === "fixed" && reader.kind === "fixed") return writer.size === reader.size;
  if (writer.kind === "enum" && reader.kind === "enum") {
    return alike(writer.symbols, reader.symbols, (w, r) => w.name === r.name);
  }
  if (writer.kind !== "record" || reader.kind !== "record") return true;
  const readers = seen.get(writer) ?? new Set<AvroType>();
  if (readers.has(reader)) return true;
  seen.set(writer, readers.add(reader));
  return alike(
    writer.fields,
    reader.fields,
    (w, r) => w.name === r.name && equivalent(w.type, r.type, seen, depth + 1),
  );
}

function alike<Item>(writer: readonly Item[], reader: readonly Item[], same: (w: Item, r: Item) => boolean): boolean {
  return writer.length === reader.length && writer.every((w, i) => same(w, reader[i] as Item));
}
