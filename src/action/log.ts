import { randomUUID } from "node:crypto";

/** Where the lines of a step go. Between the markers the runner obeys nothing; whatever is printed here outside of them is ours. */
export interface Log {
  /** Text of any origin. */
  readonly print: (text: string) => void;
  /** Workflow commands, escaped already. */
  readonly obey: (commands: string) => void;
  /** Something went wrong in telling the verdict. The same is said once. */
  readonly trouble: (message: string) => void;
  readonly fail: (message: string) => void;
}

/** The log of a step on its standard output. */
export function openLog(write: (text: string) => void): Log {
  const told = new Set<string>();
  const command = (level: "warning" | "error", message: string): void => {
    if (told.has(message)) return;
    told.add(message);
    write(`::${level} title=schemactl::${commandData(message)}\n`);
  };
  return {
    print: (text) => {
      if (text === "") return;
      // Nobody who wrote a schema or a branch name can know the word that ends it.
      const marker = randomUUID();
      write(`::stop-commands::${marker}\n${text}${text.endsWith("\n") ? "" : "\n"}::${marker}::\n`);
    },
    obey: write,
    trouble: (message) => command("warning", message),
    fail: (message) => command("error", message),
  };
}

const longest = 2000;

/** The data of a workflow command: nothing in it ends the line, and nothing starts an older command. */
function commandData(text: string): string {
  const inLine = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").replaceAll("##[", "# #[");
  return inLine.slice(0, longest).replaceAll("%", "%25");
}
