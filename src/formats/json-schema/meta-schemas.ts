import applicator2019 from "ajv/dist/refs/json-schema-2019-09/meta/applicator.json" with { type: "json" };
import content2019 from "ajv/dist/refs/json-schema-2019-09/meta/content.json" with { type: "json" };
import core2019 from "ajv/dist/refs/json-schema-2019-09/meta/core.json" with { type: "json" };
import format2019 from "ajv/dist/refs/json-schema-2019-09/meta/format.json" with { type: "json" };
import metaData2019 from "ajv/dist/refs/json-schema-2019-09/meta/meta-data.json" with { type: "json" };
import validation2019 from "ajv/dist/refs/json-schema-2019-09/meta/validation.json" with { type: "json" };
import draft2019 from "ajv/dist/refs/json-schema-2019-09/schema.json" with { type: "json" };
import applicator2020 from "ajv/dist/refs/json-schema-2020-12/meta/applicator.json" with { type: "json" };
import content2020 from "ajv/dist/refs/json-schema-2020-12/meta/content.json" with { type: "json" };
import core2020 from "ajv/dist/refs/json-schema-2020-12/meta/core.json" with { type: "json" };
import format2020 from "ajv/dist/refs/json-schema-2020-12/meta/format-annotation.json" with { type: "json" };
import metaData2020 from "ajv/dist/refs/json-schema-2020-12/meta/meta-data.json" with { type: "json" };
import unevaluated2020 from "ajv/dist/refs/json-schema-2020-12/meta/unevaluated.json" with { type: "json" };
import validation2020 from "ajv/dist/refs/json-schema-2020-12/meta/validation.json" with { type: "json" };
import draft2020 from "ajv/dist/refs/json-schema-2020-12/schema.json" with { type: "json" };
import draft6 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import draft7 from "ajv/dist/refs/json-schema-draft-07.json" with { type: "json" };
import draft4 from "ajv-draft-04/dist/refs/json-schema-draft-04.json" with { type: "json" };
import { readJson } from "../json-text.ts";
import { draftOf } from "./drafts.ts";
import type { JsonSchemaDocument } from "./types.ts";

// The validators that prove findings ship the drafts' own schemas: a reference to one of them needs no network.
const modern = [draft2019, draft2020, applicator2019, applicator2020, content2019, content2020, core2019, core2020];
const others = [format2019, format2020, metaData2019, metaData2020, unevaluated2020, validation2019, validation2020];
const older = [draft6, draft7];

const texts: ReadonlyMap<string, object> = new Map<string, object>([
  [keyOf(draft4.id), draft4],
  ...[...modern, ...others, ...older].map((schema): [string, object] => [keyOf(schema.$id), schema]),
]);

/** One meta-schema is known under http and https, with and without an empty fragment. */
function keyOf(uri: string): string {
  return uri.replace(/^https?:/, "").replace(/#$/, "");
}

/** A draft's own schema, as the document of that index; undefined for any other URI. */
export function metaSchema(uri: string, index: number): JsonSchemaDocument | undefined {
  const schema = texts.get(keyOf(uri));
  if (schema === undefined) return undefined;
  const json = readJson(JSON.stringify(schema), uri);
  return { ...json, index, name: uri, file: uri, uri, draft: draftOf(json.root) };
}
