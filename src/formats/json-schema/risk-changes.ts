import type { Pair, TextChange } from "./registry-changes.ts";

/** A keyword that the registry does not compare: its value as JSON on each side, undefined where it is absent. */
export interface KeywordChange extends TextChange {
  readonly keyword: string;
}

/** What the registry is blind to. Each stands only where a message was found that the writer may send and the reader refuses. */
export interface RiskChanges {
  /** One pattern of `patternProperties`: its schema on each side. */
  readonly "pattern-properties-tightened": KeywordChange & { readonly pattern: string };
  readonly "property-names-tightened": KeywordChange;
  readonly "contains-tightened": KeywordChange;
  readonly "format-tightened": KeywordChange;
  /** `if`, `then` or `else`, the first of the three that differs. */
  readonly "conditional-tightened": KeywordChange;
  /** A name in the reader's `required` only, which one of the sides does not list under `properties`. */
  readonly "required-outside-properties": Pair & { readonly property: string };
  /** The reader requires what the writer does not, and gives it a default: the registry relies on readers that fill it in. */
  readonly "required-with-default": Pair & { readonly property: string; readonly default: string };
  /** A `type` that differs beside other keywords of the new type, so that the registry sees one class on both sides. */
  readonly "type-tightened-beside-keywords": KeywordChange;
  /** Two branches of the reader's `oneOf` that fit one message. */
  readonly "one-of-branches-overlap": KeywordChange;
  /** A keyword that the registry loses beside another one that it does not process. */
  readonly "keyword-not-loaded": KeywordChange & { readonly beside: string };
  readonly "not-schema-widened": KeywordChange;
  /** `exclusiveMaximum` lowered beside `maximum`, and the booleans of draft 4. */
  readonly "exclusive-bound-tightened": KeywordChange;
  /** A reference that leads to another reference, whose end is not compared. */
  readonly "reference-chain-tightened": KeywordChange;
  /** No keyword alone explains it: a message that the writer may send is refused all the same. */
  readonly "counterexample-found": Pair;
}
