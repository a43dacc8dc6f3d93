import { type JsonNode, memberOf } from "../json-text.ts";
import type { Draft } from "./types.ts";

const named = /^https?:\/\/json-schema\.org\/(?:draft-0([467])\/schema|draft\/(2019-09|2020-12)\/schema)#?$/;

/** The draft that a text names; draft 7 where it names none, or one that is not known. */
export function draftOf(root: JsonNode): Draft {
  const schema = memberOf(root, "$schema")?.value;
  const match = schema?.kind === "string" ? named.exec(schema.value) : null;
  return ((match?.[1] ?? match?.[2]) as Draft | undefined) ?? "7";
}

/** Whether a draft is loaded keyword by keyword, and equal classes merged: the registry has two engines. */
export function isModern(draft: Draft): boolean {
  return draft === "2019-09" || draft === "2020-12";
}

/** The keyword that gives a schema its name. */
export function idKeyword(draft: Draft): "id" | "$id" {
  return draft === "4" ? "id" : "$id";
}
