import type { ScalarName, SingleType } from "./types.ts";

type ScalarType = SingleType & { readonly kind: "scalar" };

const names = [
  "double",
  "float",
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
  "bytes",
] as const satisfies readonly ScalarName[];

// One object for each, shared by all fields of that type.
const types: ReadonlyMap<string, ScalarType> = new Map(names.map((name) => [name, { kind: "scalar", name }]));

/** Whether a name is that of a type that Protobuf itself has. */
export function isScalar(name: string): name is ScalarName {
  return types.has(name);
}

export function scalarType(name: ScalarName): ScalarType {
  return types.get(name) ?? { kind: "scalar", name };
}
