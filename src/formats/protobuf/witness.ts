import type { Proof } from "../../model.ts";
import type { Prove } from "../format.ts";
import * as aspects from "./aspects.ts";
import type { ProtobufChange, ProtobufChanges } from "./changes.ts";
import { enumProof } from "./enum-proofs.ts";
import {
  defaultProof,
  droppedProof,
  jsonNameProof,
  kindProof,
  labelProof,
  namedTypeProof,
  oneofProof,
  presenceProof,
  requiredProof,
  valueProof,
} from "./field-proofs.ts";
import { openSearch, type Search, ways, withinBounds } from "./search.ts";
import {
  enumValueFact,
  messageFact,
  methodFact,
  methodRemovedFact,
  packageFact,
  removalFact,
  serviceFact,
  sourceFact,
} from "./source-facts.ts";
import type { ProtobufSchema } from "./types.ts";

/** Looks for a message that shows each breaking or risky change, or for the fact of the source that shows it. */
export const prove: Prove<ProtobufSchema, ProtobufChanges> = (writer, reader, changes, budget) => {
  let opened: Search | undefined;
  return changes.map((change) => {
    const proofOf = proofs[change.kind] as ((args: ProtobufChange["args"], search: Search) => Proof) | undefined;
    if (proofOf === undefined) return undefined;
    opened ??= openSearch(writer, reader, budget);
    const search = opened;
    return withinBounds(() => proofOf(change.args, search));
  });
};

const values = [ways.wire, ways.json] as const;

/** How each kind of change is shown; the others lose nothing. */
const proofs: { readonly [Kind in keyof ProtobufChanges]?: (args: ProtobufChanges[Kind], search: Search) => Proof } = {
  "package-changed": (_, { writer, reader }) => packageFact(writer, reader),
  "message-removed": (args, { reader }) => messageFact(args, reader),
  "field-kind-changed": (args, search) => kindProof(search, args),
  "field-scalar-kind-changed": (args, search) => valueProof(search, args, aspects.type, values),
  "field-named-type-changed": (args, search) => namedTypeProof(search, args),
  "field-numeric-label-changed": (args, search) => labelProof(search, args),
  "required-field-added": (args, search) => requiredProof(search, args, undefined, args.field),
  "required-field-removed": (args, search) => droppedProof(search, args, args.field),
  "oneof-field-removed": (args, search) => droppedProof(search, args, args.field),
  "multiple-fields-moved-to-oneof": (args, search) => oneofProof(search, args),
  "field-moved-to-existing-oneof": (args, search) => oneofProof(search, args),

  "integer-narrowed": (args, search) => valueProof(search, args, aspects.type, values),
  "integer-sign-changed": (args, search) => valueProof(search, args, aspects.type, values),
  "json-form-changed": (args, search) => valueProof(search, args, aspects.type, [ways.json, ways.jsonByName]),
  "bytes-to-string": (args, search) => valueProof(search, args, aspects.type, values),
  "enum-type-changed": (args, search) => valueProof(search, args, aspects.type, [ways.wireByName, ways.json]),
  "singular-to-repeated": (args, search) => valueProof(search, args, aspects.label, values),
  "repeated-to-singular": (args, search) => valueProof(search, args, aspects.label, values),
  "field-became-required": (args, search) => requiredProof(search, args, args.writerField, args.readerField),
  "presence-changed": (args, search) => presenceProof(search, args),
  "default-changed": (args, search) => defaultProof(search, args),
  "json-name-changed": (args, search) => jsonNameProof(search, args),
  "field-renumbered": (args, search) => valueProof(search, args, aspects.whole, [ways.wire]),
  "field-number-reused": (args, search) =>
    valueProof(search, args, aspects.whole, [ways.wire, ways.wireByName, ways.json]),
  "field-removed-unreserved": (args) => removalFact(args),
  "message-encoding-changed": (args, search) => valueProof(search, args, aspects.type, [ways.wire]),
  "oneof-members-joined": (args, search) => oneofProof(search, args),
  "enum-value-removed": (args, search) => {
    const fact = enumValueFact(args.readerEnum.fullName, args.value, undefined);
    return enumProof(search, args, args.value.number, [ways.wire, ways.json, ways.wireByName], fact);
  },
  "enum-value-renumbered": (args, search) => {
    const fact = enumValueFact(args.readerEnum.fullName, args.writerValue, args.readerValue);
    return enumProof(search, args, args.writerValue.number, [ways.wireByName], fact);
  },
  "enum-value-renamed": (args, search) => {
    const fact = enumValueFact(args.readerEnum.fullName, args.writerValue, args.readerValue);
    return enumProof(search, args, args.writerValue.number, [ways.json, ways.wireByName], fact);
  },
  "enum-closed": (args, search) => {
    const fact = sourceFact(`open enum ${args.writerEnum.fullName}`, `closed enum ${args.readerEnum.fullName}`);
    return enumProof(search, args, unknownTo(args), [ways.wire], fact);
  },
  "service-removed": ({ service }) => serviceFact(service),
  "rpc-removed": (args) => methodRemovedFact(args),
  "rpc-type-changed": (args) => methodFact(args),
  "rpc-streaming-changed": (args) => methodFact(args),
};

/** A number that neither enum has: an open one takes it. */
function unknownTo({ writerEnum, readerEnum }: ProtobufChanges["enum-closed"]): number {
  const known = new Set([...writerEnum.values, ...readerEnum.values].map(({ number }) => number));
  let number = 99;
  while (known.has(number)) number += 1;
  return number;
}
