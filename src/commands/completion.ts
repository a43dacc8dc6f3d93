import type { Command } from "./command.ts";
import { defineCommand } from "./command.ts";
import type { Offer } from "./completion-offer.ts";

const shells: Readonly<Record<string, () => Promise<(offers: readonly Offer[]) => string>>> = {
  bash: async () => (await import("./completion-bash.ts")).bashCompletion,
  zsh: async () => (await import("./completion-zsh.ts")).zshCompletion,
  fish: async () => (await import("./completion-fish.ts")).fishCompletion,
  powershell: async () => (await import("./completion-powershell.ts")).powershellCompletion,
};

/** Writes a script that completes this program's command lines in a shell. */
export const completion: Command = defineCommand(
  {
    name: "completion",
    summary: "write a script that completes command lines in your shell",
    args: [
      { name: "SHELL", summary: Object.keys(shells).join(", "), choices: Object.keys(shells), completes: "nothing" },
    ],
    options: {},
    examples: [
      {
        command: "source <(schemactl completion bash)",
        shows: "bash, for this session; put it in ~/.bashrc to keep it",
      },
      { command: 'schemactl completion zsh > "$' + '{fpath[1]}/_schemactl"', shows: "zsh, for every new session" },
      { command: "schemactl completion fish > ~/.config/fish/completions/schemactl.fish", shows: "fish" },
      {
        command: "schemactl completion powershell | Out-String | Invoke-Expression",
        shows: "PowerShell; put it in $PROFILE to keep it",
      },
    ],
  },
  async ({ args, commands, io }) => {
    const { offersOf } = await import("./completion-offer.ts");
    const { allRules } = await import("./rule-list.ts");
    const script = await shells[args[0] ?? ""]?.();
    if (script === undefined) throw new TypeError("the arguments were not checked");
    io.stdout(
      script(
        offersOf(
          await commands(),
          (await allRules()).map((rule) => rule.id),
        ),
      ),
    );
    return 0;
  },
);
