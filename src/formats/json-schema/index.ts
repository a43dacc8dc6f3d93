import { defineFormat } from "../define-format.ts";
import { extensionsOf } from "../extensions.ts";
import { canonical, fingerprint } from "./canonical.ts";
import { diff } from "./diff.ts";
import { identity } from "./identity.ts";
import { outline } from "./outline.ts";
import { nameOfSchema, parse } from "./parse.ts";
import { recognises } from "./recognition.ts";
import { needleOf, references } from "./references.ts";
import { JSON_SCHEMA_RULES } from "./rules.ts";

/** JSON Schema, drafts 4 to 2020-12, as the reference registry reads and judges it. */
export const jsonSchema = defineFormat({
  name: "json-schema",
  title: "JSON Schema",
  extensions: extensionsOf["json-schema"] ?? [],
  outline,
  needle: needleOf,
  paths: references,
  recognises,
  parse,
  nameOf: nameOfSchema,
  identity,
  canonical,
  fingerprint,
  diff,
  rules: JSON_SCHEMA_RULES,
  loadProver: () => import("./witness.ts").then(({ prove }) => prove),
  provable: ({ kind }) => JSON_SCHEMA_RULES[kind].effect !== "safe",
  loadRepair: () => import("./repair.ts").then(({ writeRepair }) => writeRepair),
});
