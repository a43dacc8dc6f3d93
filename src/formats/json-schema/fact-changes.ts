import type { Site } from "./types.ts";

/** A keyword whose value is, as JSON, one text to the writer and another one to the reader; undefined where it is absent. */
export interface KeywordChange {
  readonly writer: Site;
  readonly reader: Site;
  /** What people call the place, as in every change. */
  readonly names: readonly string[];
  readonly keyword: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** One member of a keyword that has members by name: a pattern, a definition, a required name. */
export interface MemberChange extends KeywordChange {
  readonly member: string;
}

/** Differences in the text that the registry does not name: what `diff` tells beside its own. */
export interface FactChanges {
  // Notes, which no validator looks at.
  readonly "examples-changed": KeywordChange;
  readonly "comment-changed": KeywordChange;
  readonly "deprecated-changed": KeywordChange;
  /** `readOnly` or `writeOnly`. */
  readonly "access-changed": KeywordChange;
  /** `contentEncoding`, `contentMediaType` or `contentSchema`. */
  readonly "content-changed": KeywordChange;
  /** `$id`, `title`, `description` or `default`, where the registry does not look. */
  readonly "annotation-changed": KeywordChange;
  readonly "custom-keyword-changed": KeywordChange;

  // How the text is put together.
  readonly "dialect-changed": KeywordChange;
  readonly "anchor-changed": KeywordChange;
  readonly "reference-changed": KeywordChange;
  readonly "definition-added": MemberChange;
  readonly "definition-removed": MemberChange;
  readonly "values-reordered": KeywordChange;
  readonly "type-keyword-changed": KeywordChange;

  // What validators look at, and the registry does not.
  readonly "format-changed": KeywordChange;
  readonly "pattern-properties-changed": MemberChange;
  readonly "property-names-changed": KeywordChange;
  readonly "contains-changed": KeywordChange;
  /** `if`, `then` or `else`. */
  readonly "conditional-changed": KeywordChange;
  /** `required` of a name that `properties` does not list; `before` and `after` are undefined where it is not required. */
  readonly "required-name-changed": MemberChange;
  /** Any other keyword, where the registry does not look. */
  readonly "constraint-changed": KeywordChange;
  /** One member of such a keyword: a property, a dependency. */
  readonly "member-changed": MemberChange;
}
