import { isSelected } from "./path-bytes.ts";
import { holdsAny } from "./search.ts";
import { isOversized, type Tree } from "./tree.ts";

/** A tree in which some of its files hold other texts, as if these were written already. */
export function overlaid(tree: Tree, texts: ReadonlyMap<string, string>): Tree {
  const encoder = new TextEncoder();
  const contents = new Map([...texts].map(([path, text]) => [path, encoder.encode(text)]));
  return {
    ...tree,
    read: async (paths) => {
      const below = await tree.read(paths);
      return below.map((found, i) => {
        const own = contents.get(paths[i] ?? "");
        return own === undefined || found === undefined || isOversized(found) ? found : own;
      });
    },
    search: async (needles, selection) => {
      const below = (await tree.search(needles, selection)).filter((path) => !contents.has(path));
      const own = [...contents].flatMap(([path, bytes]) =>
        isSelected(path, selection) && holdsAny(bytes, needles) ? path : [],
      );
      return [...below, ...own].sort();
    },
  };
}
