import type { Change } from "../format.ts";
import type { FactChanges } from "./fact-changes.ts";
import type { RegistryChanges } from "./registry-changes.ts";
import type { RiskChanges } from "./risk-changes.ts";

export type * from "./registry-changes.ts";

/** Everything that this format tells of a pair. */
export type JsonSchemaChanges = RegistryChanges & RiskChanges & FactChanges;

export type JsonSchemaChange = Change<JsonSchemaChanges>;
