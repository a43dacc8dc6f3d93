import type { NoWitness } from "../../model.ts";

const none = (reason: string, explanation: string): NoWitness => ({ kind: "none", reason, explanation });

/** Why a finding has no witness. */
export const reasons = {
  openContentModel: none(
    "open-content-model",
    "the registry refuses every schema for a property that an open content model left free; this one takes any value, so no message breaks",
  ),
  equivalent: none(
    "equivalent",
    "both sides take the same messages here: the registry compares how a schema is written, and no message breaks",
  ),
  implied: none(
    "equivalent",
    "what the reader asks for anew holds for all that the writer sends, by the writer's own schema: no message breaks",
  ),
  contained: none(
    "equivalent",
    "the reader takes all that the writer may send: the registry compares how schemas are written, and no message breaks",
  ),
  uninhabited: none(
    "uninhabited",
    "no message of the writer ever reaches this place: nothing it could hold there is valid",
  ),
  tooLarge: none("not-found", "the schema is too large or too deep to search it for a message that shows this"),
  neverBuilt: none("not-found", "no message could be built that the writer may send and that reaches this place"),
  patternNotRun: none(
    "pattern-not-run",
    "a pattern stands in the way that cannot be run in bounded time, so nothing that reaches it was tried",
  ),
  notFound: (tried: number): NoWitness => none("not-found", `no instance found within ${tried} tries`),
  onlyWithoutDefaults: none(
    "not-found",
    "only messages were found that pass once the reader fills its defaults in, and those are no proof",
  ),
  shownByAnother: none("not-found", "another finding explains every message that was found"),
  unreadable: (side: "writer" | "reader", words: string): NoWitness =>
    none("codec-cannot-read-schema", `ajv, which proofs are run through, does not take the ${side}'s schema: ${words}`),
} as const;
