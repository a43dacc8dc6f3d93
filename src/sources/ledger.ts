/** What one path held from a state on, until its next version. */
export interface Version {
  /** The state that brought it: an index into the history, 0 being the oldest. */
  readonly at: number;
  /** The blob; undefined where the path went away (or became something that is no regular file). */
  readonly oid: string | undefined;
}

/** A path that went away, and the blob that it held last. */
export interface Removed {
  readonly path: string;
  readonly oid: string;
}

/** Collects what became of each path, newest state first, in a few bytes a step. */
export interface Ledger {
  /** `age` counts states from the newest, 0; an undefined oid says that the path went away. Ages must not fall. */
  readonly add: (path: string, age: number, oid: string | undefined) => void;
  readonly finish: (states: number) => Timelines;
}

/** What a ledger knows in the end; states are counted from the oldest, 0. */
export interface Timelines {
  readonly paths: readonly string[];
  readonly timeline: (path: string) => readonly Version[];
  readonly versionAt: (path: string, at: number) => Version | undefined;
  readonly blobAt: (path: string, at: number) => string | undefined;
  readonly pathsAt: (at: number) => readonly string[];
  readonly removedAt: (at: number) => readonly Removed[];
}

/** An empty ledger. A hundred thousand steps take some six megabytes. */
export function createLedger(): Ledger {
  const paths = new Map<string, number>();
  let steps = { path: new Int32Array(1024), age: new Int32Array(1024), oids: Buffer.alloc(0) };
  let count = 0;
  let width = 0;
  const grow = (): void => {
    const size = steps.path.length * 2;
    const [path, age, oids] = [new Int32Array(size), new Int32Array(size), Buffer.alloc(size * width)];
    path.set(steps.path);
    age.set(steps.age);
    steps.oids.copy(oids);
    steps = { path, age, oids };
  };
  return {
    add: (path, age, oid) => {
      const id = paths.get(path) ?? paths.size;
      paths.set(path, id);
      if (width === 0 && oid !== undefined) {
        width = oid.length / 2;
        steps.oids = Buffer.alloc(steps.path.length * width);
      }
      if (count === steps.path.length) grow();
      steps.path[count] = id;
      steps.age[count] = age;
      // What went away keeps its zeros: no blob has such an id.
      if (oid !== undefined) steps.oids.write(oid, count * width, "hex");
      count++;
    },
    finish: (states) => timelines(paths, steps, count, width, states),
  };
}

interface Steps {
  readonly path: Int32Array;
  readonly age: Int32Array;
  readonly oids: Buffer;
}

function timelines(
  ids: ReadonlyMap<string, number>,
  steps: Steps,
  count: number,
  width: number,
  states: number,
): Timelines {
  const paths = [...ids.keys()];
  const { starts, order } = byPath(steps.path, count, paths.length);
  const none = "0".repeat(width * 2);
  const at = (k: number): number => states - 1 - (steps.age[order[k] ?? 0] ?? 0);
  const oid = (k: number): string | undefined => {
    const from = (order[k] ?? 0) * width;
    const hex = steps.oids.toString("hex", from, from + width);
    return hex === none ? undefined : hex;
  };
  const range = (path: string): readonly [number, number] => {
    const id = ids.get(path);
    return id === undefined ? [0, 0] : [starts[id] ?? 0, starts[id + 1] ?? 0];
  };
  /** The place of the last step of a path that is not newer than a state; -1 where there is none. */
  const find = (path: string, state: number): number => {
    const [start, end] = range(path);
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) <= state) low = middle + 1;
      else high = middle;
    }
    return low === start ? -1 : low - 1;
  };
  const blobAt = (path: string, state: number): string | undefined => {
    const k = find(path, state);
    return k === -1 ? undefined : oid(k);
  };
  let gone: ReadonlyMap<number, readonly Removed[]> | undefined;
  const removals = (): ReadonlyMap<number, readonly Removed[]> => {
    const found = new Map<number, Removed[]>();
    for (const path of paths) {
      const [start, end] = range(path);
      for (let k = start + 1; k < end; k++) {
        const last = oid(k) === undefined ? oid(k - 1) : undefined;
        if (last === undefined) continue;
        const others = found.get(at(k)) ?? [];
        found.set(at(k), others);
        others.push({ path, oid: last });
      }
    }
    return found;
  };
  return {
    paths,
    timeline: (path) => {
      const [start, end] = range(path);
      return Array.from({ length: end - start }, (_, i) => ({ at: at(start + i), oid: oid(start + i) }));
    },
    versionAt: (path, state) => {
      const k = find(path, state);
      return k === -1 ? undefined : { at: at(k), oid: oid(k) };
    },
    blobAt,
    pathsAt: (state) => paths.filter((path) => blobAt(path, state) !== undefined),
    removedAt: (state) => {
      gone ??= removals();
      return gone.get(state) ?? [];
    },
  };
}

/** Sorts the steps by path, the oldest first, by counting; `order` holds their places in the ledger. */
function byPath(path: Int32Array, count: number, paths: number): { starts: Int32Array; order: Int32Array } {
  const starts = new Int32Array(paths + 1);
  for (let i = 0; i < count; i++) starts[(path[i] ?? 0) + 1] = (starts[(path[i] ?? 0) + 1] ?? 0) + 1;
  for (let id = 0; id < paths; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(count);
  for (let i = count - 1; i >= 0; i--) {
    const id = path[i] ?? 0;
    const place = next[id] ?? 0;
    order[place] = i;
    next[id] = place + 1;
  }
  return { starts, order };
}
