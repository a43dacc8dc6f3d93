/** GitHub's REST API, as one token sees it. Nothing here outlives its deadline, and nothing is tried twice that may have happened. */
export interface Api {
  /** Sends one request and reads the JSON of its answer; undefined where there is no content. */
  readonly send: (method: Method, path: string, body?: unknown) => Promise<unknown>;
  /** All items of a list, page by page. */
  readonly list: (path: string) => Promise<readonly unknown[]>;
  /** The bytes behind a path that redirects to where they are kept; throws where there are more than `limit`. */
  readonly download: (path: string, limit: number) => Promise<Uint8Array>;
  /** Asks the GraphQL API. */
  readonly query: (query: string) => Promise<unknown>;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** GitHub did not do what it was asked, or nobody knows whether it did. The message is one clause, without the token. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number | undefined;

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}

export interface ApiAccess {
  /** `https://api.github.com`. */
  readonly url: string;
  readonly graphql: string;
  readonly token: string;
}

/** One request may take so long, and all of a run's together. A gate that waits for a comment is a slow gate. */
const requestTime = 10_000;
const wholeTime = 60_000;

const largestAnswer = 20_000_000;

/** Opens the API; nothing is sent yet. */
export function openApi({ url, graphql, token }: ApiAccess): Api {
  const deadline = AbortSignal.timeout(wholeTime);
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": "schemactl",
    "x-github-api-version": "2022-11-28",
  };
  const ask = async (method: Method, target: string, body?: unknown): Promise<unknown> => {
    const json = { ...headers, "content-type": "application/json" };
    const init = body === undefined ? { method, headers } : { method, headers: json, body: JSON.stringify(body) };
    const { status, bytes } = await persistent(method, () => exchange(target, init, deadline, largestAnswer));
    return status === 204 ? undefined : parsed(bytes, status);
  };
  const send: Api["send"] = (method, path, body) => ask(method, url + path, body);
  return {
    send,
    list: (path) => pages(send, path),
    query: (query) => ask("POST", graphql, { query }),
    download: async (path, limit) => {
      const from = new URL(url + path);
      const { status, location } = await exchange(from.href, { headers, redirect: "manual" }, deadline, largestAnswer);
      const target = location === null || status < 300 ? undefined : new URL(location, from);
      if (target === undefined || target.protocol !== from.protocol)
        throw new ApiError(`GitHub does not say where the file is (${status})`, status);
      // The address is a secret of its own, and another host: the token stays here.
      return (await exchange(target.href, { redirect: "error" }, deadline, limit)).bytes;
    },
  };
}

const perPage = 100;
/** More comments than anything has; a server that never ends would be followed for ever. */
const mostPages = 200;

async function pages(send: Api["send"], path: string): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const answer = await send("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=${perPage}&page=${page}`);
    if (!Array.isArray(answer)) throw new ApiError("GitHub answered with something else than a list");
    items.push(...(answer as readonly unknown[]));
    if (answer.length < perPage) return items;
  }
  throw new ApiError(`GitHub has more than ${mostPages * perPage} items in one list`);
}

interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly location: string | null;
}

/** An answer that asks to come again. */
class Later extends ApiError {
  readonly wait: number;
  /** Whether the server says that it did nothing. */
  readonly isRefusal: boolean;

  constructor(message: string, status: number, wait: number, isRefusal: boolean) {
    super(message, status);
    this.wait = wait;
    this.isRefusal = isRefusal;
  }
}

const attempts = 3;
const longestWait = 5_000;

async function persistent(method: Method, exchangeOnce: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await exchangeOnce();
    } catch (error) {
      const mayRepeat = error instanceof Later && (error.isRefusal || method !== "POST") && error.wait <= longestWait;
      if (!mayRepeat || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.wait));
    }
  }
}

async function exchange(url: string, init: RequestInit, deadline: AbortSignal, limit: number): Promise<Answer> {
  const timeout = AbortSignal.timeout(requestTime);
  const signal = AbortSignal.any([deadline, timeout]);
  let answer: Response;
  let bytes: Uint8Array;
  try {
    answer = await fetch(url, { ...init, signal });
    bytes = await readUpTo(answer, limit);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError(
      signal.aborted ? "GitHub did not answer in time" : "GitHub could not be reached",
      undefined,
      cause,
    );
  }
  const { status, headers } = answer;
  if (answer.ok || (init.redirect === "manual" && status < 400))
    return { status, bytes, location: headers.get("location") };
  throw refusal(status, headers, bytes);
}

async function readUpTo(answer: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new ApiError(`GitHub answered with more than ${limit} bytes`, answer.status);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusal(status: number, headers: Headers, bytes: Uint8Array): ApiError {
  const said = messageIn(bytes);
  const message = `GitHub answered ${status}${said === "" ? "" : ` (${said})`}`;
  const after = Number(headers.get("retry-after") ?? Number.NaN) * 1000;
  const isLimited = status === 429 || (status === 403 && Number.isFinite(after));
  if (!isLimited && status < 500) return new ApiError(message, status);
  return new Later(message, status, Number.isFinite(after) ? after : 500, isLimited);
}

function messageIn(bytes: Uint8Array): string {
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
    return typeof message === "string" ? message.slice(0, 200) : "";
  } catch {
    return "";
  }
}

function parsed(bytes: Uint8Array, status: number): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (cause) {
    const what = bytes.length === 0 ? "nothing" : "something else than JSON";
    throw new ApiError(`GitHub answered ${status} with ${what}`, status, cause);
  }
}
