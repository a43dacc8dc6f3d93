import { type Env, gitIn } from "./git.ts";

/** Who works here, as git is told: `Ada <ada@example.com>`; undefined where the configuration names nobody. */
export async function authorIn(cwd: string, env: Env): Promise<string | undefined> {
  const git = gitIn(cwd, env);
  try {
    const output = await git.run(["config", "-z", "--get-regexp", "^user\\.(name|email)$"], { allow: [1] });
    const values = new Map<string, string>();
    for (const entry of output.toString("utf8").split("\0")) {
      const [key = "", ...value] = entry.split("\n");
      values.set(key.toLowerCase(), value.join(" ").trim());
    }
    const [name, email] = [values.get("user.name"), values.get("user.email")];
    if (!name) return email || undefined;
    return email ? `${name} <${email}>` : name;
  } finally {
    git.close();
  }
}
