import type { AvroChange, AvroChanges } from "./changes.ts";
import { placeText } from "./place.ts";
import { changeAt, type Pairing, type Whereabouts } from "./trail.ts";
import type { AvroType } from "./types.ts";

/** A walk over two schemas that looks for what the registry does not speak of. */
export interface Facts {
  /** Whether safe changes are told too; the others are looked for in any case. */
  readonly safe: boolean;
  readonly found: AvroChange[];
  readonly seen: Map<AvroType, Set<AvroType>>;
  readonly compare: (pair: Pairing, path: string) => void;
  depth: number;
}

/** Notes a change, with the text of both types unless told otherwise. */
export function note<Kind extends keyof AvroChanges>(
  walk: Facts,
  kind: Kind,
  pair: Pairing,
  args: Omit<AvroChanges[Kind], "route">,
  at: Partial<Whereabouts> & { readonly path: string },
): void {
  const { writerText = placeText(pair.writer), readerText = placeText(pair.reader) } = at;
  const { writerAt, readerAt } = pair;
  walk.found.push(changeAt(kind, pair, args, { writerAt, readerAt, ...at, writerText, readerText }));
}
