import { defineFormat } from "../define-format.ts";
import { extensionsOf } from "../extensions.ts";
import { canonical, fingerprint } from "./canonical.ts";
import { diff } from "./diff.ts";
import { identity, meaning } from "./identity.ts";
import { nameOf } from "./names.ts";
import { outline } from "./outline.ts";
import { nameOfSchema, parse } from "./parse.ts";
import { AVRO_RULES } from "./rules.ts";

/** Apache Avro, as Avro Java 1.12 reads it and the reference registry judges it. */
export const avro = defineFormat({
  name: "avro",
  title: "Avro",
  extensions: extensionsOf.avro ?? [],
  outline,
  needle: (name) => nameOf(name, undefined).simple,
  parse,
  nameOf: nameOfSchema,
  identity,
  meaning,
  canonical,
  fingerprint,
  diff,
  rules: AVRO_RULES,
  loadProver: () => import("./witness.ts").then(({ prove }) => prove),
  provable: (change) => AVRO_RULES[change.kind].effect !== "safe",
  loadRepair: () => import("./repair.ts").then(({ writeRepair }) => writeRepair),
});
