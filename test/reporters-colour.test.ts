import { describe, expect, test } from "vitest";
import { wantsColour } from "../src/reporters/colour.ts";

describe("colour is asked for by", () => {
  test.each([
    { choice: "auto", env: {}, tty: true, wanted: true },
    { choice: "auto", env: {}, tty: false, wanted: false },
    { choice: "auto", env: { TERM: "dumb" }, tty: true, wanted: false },
    { choice: "auto", env: { NO_COLOR: "1" }, tty: true, wanted: false },
    { choice: "auto", env: { NO_COLOR: "" }, tty: true, wanted: true },
    { choice: "auto", env: { FORCE_COLOR: "1", NO_COLOR: "1" }, tty: false, wanted: true },
    { choice: "auto", env: { FORCE_COLOR: "" }, tty: false, wanted: true },
    { choice: "auto", env: { FORCE_COLOR: "0" }, tty: true, wanted: false },
    { choice: "auto", env: { FORCE_COLOR: "false" }, tty: true, wanted: false },
    { choice: "always", env: { NO_COLOR: "1", TERM: "dumb" }, tty: false, wanted: true },
    { choice: "never", env: { FORCE_COLOR: "3" }, tty: true, wanted: false },
  ] as const)("--color $choice, $env, a terminal: $tty → $wanted", ({ choice, env, tty, wanted }) => {
    expect(wantsColour(choice, env, () => tty)).toBe(wanted);
  });
});
