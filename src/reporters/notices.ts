import type { Notice } from "../model.ts";

/** Who notices a difference, in words. */
export const noticedBy: Readonly<Record<Notice, string>> = {
  wire: "readers of the bytes",
  json: "readers of the JSON form",
  source: "people who compile generated code",
};
