/** A version as Semantic Versioning 2.0.0 orders it; build metadata has no part in that. */
export interface SemanticVersion {
  readonly core: readonly [bigint, bigint, bigint];
  /** Empty for a release. */
  readonly prerelease: readonly string[];
}

// The grammar of semver.org, without its anchors: numbers and numeric identifiers have no leading zeros.
const number = "(0|[1-9]\\d*)";
const identifier = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)";
const grammar = new RegExp(
  `^(.*?)v?${number}\\.${number}\\.${number}(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*)?$`,
  "s",
);

/** The versions that names stand for, `v` or not, behind one prefix that all share (`schemas/v1.2.3`); undefined unless all of them do. */
export function readVersions(names: readonly string[]): readonly SemanticVersion[] | undefined {
  const versions: SemanticVersion[] = [];
  let shared: string | undefined;
  for (const name of names) {
    const [whole, prefix = "", major = "", minor = "", patch = "", prerelease] = grammar.exec(name) ?? [];
    // A prefix that ends in a digit or a dot is half of a longer number, such as 2026.1.2.3.
    if (whole === undefined || /[\d.]$/.test(prefix) || prefix !== (shared ?? prefix)) return undefined;
    shared = prefix;
    versions.push({
      core: [BigInt(major), BigInt(minor), BigInt(patch)],
      prerelease: prerelease === undefined ? [] : prerelease.split("."),
    });
  }
  return versions;
}

/** Section 11 of the specification: negative where `a` comes before `b`. */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const i of [0, 1, 2] as const) {
    if (a.core[i] !== b.core[i]) return a.core[i] < b.core[i] ? -1 : 1;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length;
  for (const [i, left] of a.prerelease.entries()) {
    const right = b.prerelease[i];
    if (right === undefined) return 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return a.prerelease.length - b.prerelease.length;
}

/** Numbers come before words; numbers by value, words by their ASCII codes. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumber, otherIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  const [left, right] = isNumber ? [BigInt(a), BigInt(b)] : [a, b];
  return left < right ? -1 : left > right ? 1 : 0;
}
