import type { Proof } from "../../model.ts";
import type { Enums } from "./changes.ts";
import { enumOf } from "./enum-uses.ts";
import { fieldValue } from "./samples.ts";
import { repairOf, type Search, sending, type Way } from "./search.ts";

/** Shows what becomes of a number of an enum wherever a field of it is sent; otherwise the fact is all there is. */
export function enumProof(
  search: Search,
  { writerEnum, readerEnum }: Enums,
  number: number,
  inTurn: readonly Way[],
  fact: Proof,
): Proof {
  const uses = search.usesOf(writerEnum).filter(({ readerField }) => enumOf(readerField) === readerEnum);
  const experiments = uses.flatMap((pair) => {
    const value = fieldValue(pair.writerField, BigInt(number));
    return sending(search, pair, [[pair.writerField, value]], repairOf(search, pair));
  });
  return search.first(experiments, inTurn) ?? fact;
}
