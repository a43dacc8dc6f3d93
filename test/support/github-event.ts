import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * An event as GitHub describes it (test/events), with the commits of a test in the places of `<head>`, `<base>`, `<before>` and so on. What a
 * test does not name is an id that no repository has.
 */
export function eventPayload(name: string, commits: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const text = readFileSync(fileURLToPath(new URL(`../events/${name}.json`, import.meta.url)), "utf8");
  return JSON.parse(text.replace(/<([a-z-]+)>/g, (_, key: string) => commits[key] ?? "e".repeat(40)));
}
