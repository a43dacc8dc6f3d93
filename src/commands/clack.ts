import { confirm, isCancel, select } from "@clack/prompts";
import type { Prompts } from "./command.ts";

/** Asks at the terminal. */
export const clackPrompts: Prompts = {
  select: async (message, choices, initialValue) => {
    const answer = await select({ message, options: [...choices], initialValue });
    return isCancel(answer) ? undefined : answer;
  },
  confirm: async (message, initialValue) => {
    const answer = await confirm({ message, initialValue });
    return isCancel(answer) ? undefined : answer;
  },
};
