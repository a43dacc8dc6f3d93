import type { AvroType } from "./types.ts";

/** The size of the smallest datum of a type; infinite where there is none, or each would hold another of its own type. */
export type SizeOf = (type: AvroType) => number;

/** Measures all types that a schema mentions. */
export function sizesOf(root: AvroType): SizeOf {
  const sizes = new Map<AvroType, number>();
  const order: AvroType[] = [];
  const visit = (type: AvroType): void => {
    if (sizes.has(type)) return;
    sizes.set(type, Number.POSITIVE_INFINITY);
    for (const part of partsOf(type)) visit(part);
    order.push(type);
  };
  visit(root);
  const sizeOf: SizeOf = (type) => sizes.get(type) ?? Number.POSITIVE_INFINITY;
  // What refers to itself is measured by way of its other parts, one round later.
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const type of order) {
      const size = measure(type, sizeOf);
      if (size >= sizeOf(type)) continue;
      sizes.set(type, size);
      isChanged = true;
    }
  }
  return sizeOf;
}

function partsOf(type: AvroType): readonly AvroType[] {
  if (type.kind === "record") return type.fields.map((field) => field.type);
  if (type.kind === "union") return type.branches;
  return type.kind === "array" ? [type.items] : type.kind === "map" ? [type.values] : [];
}

function measure(type: AvroType, sizeOf: SizeOf): number {
  if (type.kind === "record") return capped(type.fields.reduce((sum, field) => sum + sizeOf(field.type), 1));
  if (type.kind === "union")
    return capped(1 + type.branches.reduce((least, b) => Math.min(least, sizeOf(b)), infinite));
  if (type.kind === "enum") return type.symbols.length === 0 ? infinite : 1;
  return type.kind === "fixed" ? 1 + type.size : 1;
}

const infinite = Number.POSITIVE_INFINITY;

/** Sizes double with each level that mentions a type twice; beyond any that is tried they need not be told apart. */
const capped = (size: number): number => (size === infinite ? size : Math.min(size, 1e9));
