/** What was worked out for the last few keys: a history comes back to what it has had, and mostly soon. */
export interface Recent<Key, Value> {
  /** The value of a key; `work` makes it where it is not known, or no longer. */
  readonly of: (key: Key, work: () => Value) => Value;
}

/** Remembers so many at most: more would only be carried along. */
const remembered = 16;

/** An empty memory. Keys are told apart as `Map` does. */
export function recent<Key, Value>(): Recent<Key, Value> {
  const known = new Map<Key, Value>();
  return {
    of: (key, work) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const value = work();
      for (const oldest of known.keys()) {
        if (known.size < remembered) break;
        known.delete(oldest);
      }
      known.set(key, value);
      return value;
    },
  };
}
