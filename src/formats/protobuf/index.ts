import { defineFormat } from "../define-format.ts";
import { extensionsOf } from "../extensions.ts";
import { canonical, fingerprint } from "./canonical.ts";
import { diff } from "./diff.ts";
import { identity } from "./identity.ts";
import { outline } from "./outline.ts";
import { nameOfSchema, parse } from "./parse.ts";
import { paths } from "./paths.ts";
import { PROTOBUF_RULES } from "./rules.ts";

/** Protocol Buffers: proto2, proto3 and editions, as protoc reads them and the reference registry judges them. */
export const protobuf = defineFormat({
  name: "protobuf",
  title: "Protobuf",
  extensions: extensionsOf.protobuf ?? [],
  outline,
  needle: (name) => name.slice(name.lastIndexOf(".") + 1),
  paths,
  parse,
  nameOf: nameOfSchema,
  identity,
  canonical,
  fingerprint,
  diff,
  rules: PROTOBUF_RULES,
  loadProver: () => import("./witness.ts").then(({ prove }) => prove),
  provable: (change) => PROTOBUF_RULES[change.kind].effect !== "safe",
  loadRepair: () => import("./repair.ts").then(({ writeRepair }) => writeRepair),
});
