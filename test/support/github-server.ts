// A stand-in for GitHub on this machine: the API with a memory of its own, and git over HTTP. It refuses what GitHub refuses.
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";

export interface Recorded {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

export interface FakeComment {
  id: number;
  body: string;
  readonly user: { readonly login: string };
}

export interface FakePull {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly user?: { readonly login: string };
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo: { readonly full_name: string } | null;
  };
}

export interface FakeArtifact {
  readonly id: number;
  readonly name: string;
  readonly expired?: boolean;
  readonly zip: Uint8Array;
  /** What the API says, where it lies. */
  readonly size?: number;
}

/** What happens instead of an answer, for requests whose `METHOD path` matches. */
export interface Fault {
  readonly on: RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Never answers, or ends the connection. */
  readonly how?: "silence" | "hang-up";
  /** So many times; always unless given. */
  times?: number;
}

export interface GitHubServer {
  readonly url: string;
  readonly token: string;
  readonly requests: Recorded[];
  /** What a client did that GitHub's documentation does not allow; a test expects none. */
  readonly objections: string[];
  readonly comments: FakeComment[];
  readonly reviewComments: FakeComment[];
  readonly reviews: unknown[];
  readonly pulls: FakePull[];
  readonly files: { readonly filename: string; readonly patch?: string }[];
  readonly artifacts: FakeArtifact[];
  readonly faults: Fault[];
  /** Called before a comment is made: another run may be doing the same. */
  beforeComment: (() => void) | undefined;
  /** Repositories by `owner/name`, as paths of git folders. */
  readonly repositories: Map<string, string>;
  /** Authorization headers of git requests. */
  readonly gitCredentials: (string | undefined)[];
  readonly login: string;
  readonly close: () => Promise<void>;
}

export const repository = "llm-platform/schemas";
export const bot = "github-actions[bot]";

export async function startGitHub(): Promise<GitHubServer> {
  const github: GitHubServer & { url: string } = {
    url: "",
    token: "ghs_0123456789abcdefTOKEN",
    login: bot,
    ...{ requests: [], objections: [], comments: [], reviewComments: [], reviews: [], pulls: [], files: [] },
    ...{ artifacts: [], faults: [], beforeComment: undefined, repositories: new Map(), gitCredentials: [] },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    void answer(github, request, response).catch((error: unknown) => {
      github.objections.push(String(error));
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return github;
}

async function answer(github: GitHubServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", github.url);
  const method = request.method ?? "";
  if (url.pathname.startsWith("/git/")) return serveGit(github, request, response, url);
  const text = (await bytesOf(request)).toString("utf8");
  const path = url.pathname.replace(/^\/api/, "") + url.search;
  const fault = github.faults.find(({ on, times }) => on.test(`${method} ${path}`) && times !== 0);
  github.requests.push({ method, path, body: text === "" ? undefined : JSON.parse(text) });
  check(github, request, url, text);
  if (fault !== undefined) return fail(fault, response);
  const { status, body, headers } = respond(github, method, url, text === "" ? {} : (JSON.parse(text) as Body));
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body instanceof Uint8Array ? body : body === undefined ? "" : JSON.stringify(body));
}

type Body = Readonly<Record<string, unknown>>;

/** What every request to the API must have; one to where files are kept must not have the token. */
function check(github: GitHubServer, { headers, method }: IncomingMessage, url: URL, text: string): void {
  const object = (what: string): void => void github.objections.push(`${method} ${url.pathname}: ${what}`);
  if (url.pathname.startsWith("/blobs/")) {
    if (headers.authorization !== undefined) object("shows the token to another host");
    return;
  }
  if (!url.pathname.startsWith("/api/")) object("is no path of the API");
  if (headers.authorization !== `Bearer ${github.token}`) object(`says ${headers.authorization}`);
  if (headers.accept !== "application/vnd.github+json") object(`accepts ${headers.accept}`);
  if (headers["x-github-api-version"] !== "2022-11-28") object("names no version of the API");
  if (!headers["user-agent"]) object("has no user agent");
  if (text !== "" && headers["content-type"] !== "application/json") object("has a body of no kind");
  if (url.searchParams.has("page") && url.searchParams.get("per_page") !== "100") object("asks for small pages");
}

function fail(fault: Fault, response: ServerResponse): void {
  if (fault.times !== undefined) fault.times -= 1;
  if (fault.how === "silence") return;
  if (fault.how === "hang-up") return void response.destroy();
  response.writeHead(fault.status ?? 500, { "content-type": "text/html", ...fault.headers });
  response.end(fault.body ?? "");
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function respond(github: GitHubServer, method: string, url: URL, body: Body): Answer {
  const path = url.pathname.replace(/^\/api/, "");
  const routes: readonly (readonly [string, RegExp, (id: number) => Answer])[] = [
    ["POST", /^\/graphql$/, () => ok({ data: { viewer: { login: github.login } } })],
    ["GET", /^\/repos\/llm-platform\/schemas\/pulls$/, () => ok(page(pullsOf(github, url), url))],
    ["GET", /^\/repos\/llm-platform\/schemas\/pulls\/(\d+)$/, (id) => found(github.pulls.find((p) => p.number === id))],
    ["GET", /^\/repos\/llm-platform\/schemas\/pulls\/(\d+)\/files$/, () => ok(page(github.files, url))],
    ["GET", /^\/repos\/llm-platform\/schemas\/pulls\/(\d+)\/comments$/, () => ok(page(github.reviewComments, url))],
    ["POST", /^\/repos\/llm-platform\/schemas\/pulls\/(\d+)\/reviews$/, () => review(github, body)],
    ["GET", /^\/repos\/llm-platform\/schemas\/issues\/(\d+)\/comments$/, () => ok(page(github.comments, url))],
    ["POST", /^\/repos\/llm-platform\/schemas\/issues\/(\d+)\/comments$/, () => comment(github, body)],
    ["PATCH", /^\/repos\/llm-platform\/schemas\/issues\/comments\/(\d+)$/, (id) => edit(github, id, body)],
    ["DELETE", /^\/repos\/llm-platform\/schemas\/issues\/comments\/(\d+)$/, (id) => remove(github, id)],
    ["GET", /^\/repos\/llm-platform\/schemas\/actions\/runs\/(\d+)\/artifacts$/, () => ok(artifactsOf(github, url))],
    ["GET", /^\/repos\/llm-platform\/schemas\/actions\/artifacts\/(\d+)\/zip$/, (id) => redirect(github, id)],
    ["GET", /^\/blobs\/(\d+)$/, (id) => blob(github, id)],
  ];
  for (const [verb, pattern, act] of routes) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match !== null) return act(Number(match[1] ?? 0));
  }
  github.objections.push(`${method} ${path} is not what this program has to do`);
  return { status: 404, body: { message: "Not Found" } };
}

const ok = (body: unknown): Answer => ({ status: 200, body });

function found(body: unknown): Answer {
  return body === undefined ? { status: 404, body: { message: "Not Found" } } : ok(body);
}

function page<T>(items: readonly T[], url: URL): readonly T[] {
  const [size, number] = [Number(url.searchParams.get("per_page") ?? 30), Number(url.searchParams.get("page") ?? 1)];
  return items.slice((number - 1) * size, number * size);
}

function pullsOf(github: GitHubServer, url: URL): readonly FakePull[] {
  const [owner, branch] = (url.searchParams.get("head") ?? "").split(/:(.*)/s);
  return github.pulls.filter(
    ({ state, head }) =>
      (url.searchParams.get("state") ?? "open") === state &&
      head.ref === branch &&
      head.repo?.full_name.split("/")[0] === owner,
  );
}

function comment(github: GitHubServer, { body }: Body): Answer {
  if (typeof body !== "string" || body.length > 65_536) return { status: 422, body: { message: "Validation Failed" } };
  github.beforeComment?.();
  const made = { id: 1000 + github.comments.length, body, user: { login: github.login } };
  github.comments.push(made);
  return { status: 201, body: made };
}

function edit(github: GitHubServer, id: number, { body }: Body): Answer {
  const one = github.comments.find((candidate) => candidate.id === id);
  if (one === undefined) return found(undefined);
  if (one.user.login !== github.login) return { status: 403, body: { message: "Forbidden" } };
  one.body = String(body);
  return ok(one);
}

function remove(github: GitHubServer, id: number): Answer {
  const index = github.comments.findIndex((candidate) => candidate.id === id);
  if (index < 0) return found(undefined);
  github.comments.splice(index, 1);
  return { status: 204 };
}

function review(github: GitHubServer, body: Body): Answer {
  github.reviews.push(body);
  for (const one of body.comments as readonly { readonly body: string }[])
    github.reviewComments.push({
      id: 5000 + github.reviewComments.length,
      body: one.body,
      user: { login: github.login },
    });
  return ok({ id: github.reviews.length });
}

function artifactsOf(github: GitHubServer, url: URL): unknown {
  const artifacts = github.artifacts
    .filter(({ name }) => name === url.searchParams.get("name"))
    .map(({ id, name, expired = false, zip, size = zip.length }) => ({ id, name, expired, size_in_bytes: size }));
  return { total_count: artifacts.length, artifacts };
}

function redirect(github: GitHubServer, id: number): Answer {
  return { status: 302, headers: { location: `${github.url}/blobs/${id}` } };
}

function blob(github: GitHubServer, id: number): Answer {
  return found(github.artifacts.find((artifact) => artifact.id === id)?.zip);
}

/** Git's own server, as a CGI program. */
async function serveGit(
  github: GitHubServer,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  github.gitCredentials.push(request.headers.authorization);
  const [, , owner, name, ...rest] = url.pathname.split("/");
  const folder = github.repositories.get(`${owner}/${name}`);
  if (folder === undefined) return void response.writeHead(404).end();
  const child = spawn("git", ["-c", "safe.directory=*", "http-backend"], {
    env: {
      PATH: process.env.PATH,
      ...{ GIT_PROJECT_ROOT: dirname(folder), GIT_HTTP_EXPORT_ALL: "1", GIT_CONFIG_NOSYSTEM: "1" },
      ...{ PATH_INFO: `/${folder.split("/").at(-1)}/${rest.join("/")}`, QUERY_STRING: url.search.slice(1) },
      ...{ REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers["content-type"] ?? "" },
      HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  // It may have read all it wants before it was given all.
  child.stdin.on("error", () => {});
  child.stdin.end(await bytesOf(request));
  const output = await bytesOf(child.stdout);
  const end = output.indexOf("\r\n\r\n");
  const head = output.subarray(0, end).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(head.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
  const status = Number((headers.Status ?? "200").split(" ")[0]);
  response.writeHead(status, headers).end(output.subarray(end + 4));
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
