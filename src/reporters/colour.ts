/** How the kinds of words in a text look. */
export interface Palette {
  readonly breaks: (text: string) => string;
  readonly risks: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const sgr =
  (on: string, off: string) =>
  (text: string): string =>
    text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;

const as = (text: string): string => text;

export const plain: Palette = { breaks: as, risks: as, good: as, strong: as, faint: as };

/** The sixteen colours that every terminal has, so that a person's own theme decides how they look. */
export const coloured: Palette = {
  breaks: sgr("1;31", "22;39"),
  risks: sgr("33", "39"),
  good: sgr("32", "39"),
  strong: sgr("1", "22"),
  faint: sgr("2", "22"),
};

/** Whether to colour: the flag, then FORCE_COLOR, then NO_COLOR, then whether a terminal is there to show it. That order is Node's own. */
export function wantsColour(
  choice: "auto" | "always" | "never",
  env: Readonly<Record<string, string | undefined>>,
  isTTY: () => boolean,
): boolean {
  if (choice !== "auto") return choice === "always";
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force.toLowerCase() !== "false";
  if ((env.NO_COLOR ?? "") !== "" || env.TERM === "dumb") return false;
  return isTTY();
}
