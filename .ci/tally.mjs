// Prints the one line that says how many tests passed and failed; fails when none ran.
import { readFileSync } from "node:fs";

const text = readFileSync(process.argv[2] ?? "", "utf8");
/** @type {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} */
const { testResults } = text === "" ? { testResults: [] } : JSON.parse(text);

/** @param {string[]} statuses */
const count = (...statuses) =>
  testResults.flatMap((file) => file.assertionResults).filter(({ status }) => statuses.includes(status)).length;

// A file that could not even be loaded has no tests to count, and is one failure.
const unloadable = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
const passed = count("passed");
const failed = count("failed") + unloadable;
const skipped = count("skipped", "pending", "todo", "disabled");

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
if (passed === 0 || failed > 0) process.exitCode = 1;
