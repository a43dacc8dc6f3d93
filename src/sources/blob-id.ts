import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { withFile } from "./disk.ts";
import { encodePath } from "./path-bytes.ts";
import type { TreeEntry } from "./tree.ts";

const pieceSize = 1 << 16;

/** The id that git would give what stands on the disk: a file's bytes, of any size, or a link's target. */
export function idOnDisk(algorithm: "sha1" | "sha256", root: string, entry: TreeEntry | undefined): string | undefined {
  if (entry?.mode === "symlink") {
    const target = encodePath(entry.target ?? "");
    return createHash(algorithm).update(`blob ${target.length}\0`).update(target).digest("hex");
  }
  if (entry?.mode !== "file") return undefined;
  return withFile(root, entry.path, (file, size) => {
    const hash = createHash(algorithm).update(`blob ${size}\0`);
    const piece = Buffer.alloc(Math.min(pieceSize, size));
    for (let count = -1; count !== 0; ) {
      count = readSync(file, piece, 0, piece.length, null);
      hash.update(piece.subarray(0, count));
    }
    return hash.digest("hex");
  });
}
