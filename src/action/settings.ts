type Env = Readonly<Record<string, string | undefined>>;

/** Adds git settings to an environment, for its processes alone: no file is written, no command line shows them. */
export function withSettings(env: Env, settings: readonly (readonly [key: string, value: string])[]): Env {
  const given = Number(env.GIT_CONFIG_COUNT ?? 0);
  const first = Number.isSafeInteger(given) && given > 0 ? given : 0;
  const added = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${first + i}`, key],
    [`GIT_CONFIG_VALUE_${first + i}`, value],
  ]);
  return { ...env, ...Object.fromEntries(added), GIT_CONFIG_COUNT: String(first + settings.length) };
}

/** What a server asks for; the token stands in no argument and no file. */
export function credentials(server: string, token: string): readonly (readonly [string, string])[] {
  if (token === "") return [];
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [[`http.${server.replace(/\/$/, "")}/.extraheader`, `AUTHORIZATION: basic ${basic}`]];
}
