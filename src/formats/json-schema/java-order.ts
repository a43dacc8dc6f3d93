/**
 * The order in which Java walks over the keys of a HashMap that they were put into in this order. The registry's engine for
 * the later drafts merges keywords as it meets them, so that what it loads hangs on it.
 */
export function javaOrder(keys: readonly string[]): readonly string[] {
  let buckets = 16;
  while (keys.length > buckets * 0.75) buckets *= 2;
  const slots = new Map(keys.map((key) => [key, slotOf(key, buckets)]));
  return keys.toSorted((a, b) => (slots.get(a) ?? 0) - (slots.get(b) ?? 0));
}

function slotOf(key: string, buckets: number): number {
  let hash = 0;
  for (let i = 0; i < key.length; i += 1) hash = (Math.imul(31, hash) + key.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}
