/** One signed request to a server of the officer, and what came of it. */
import { now } from "../app/clock";
import { signerOf } from "../facts/signing";
import type { Officer } from "../keeping/records";
import { utf8 } from "../log/bytes";
import { signRequest } from "../log/requests";
import { retryAfterOf } from "./pace";

/** The protocol this phone speaks: see docs/developers/api.md. */
export const PROTOCOL = "1";
const PATIENCE = 60_000;

/** No answer with a meaning came: no network, a busy server, a page of a hotel's Wi-Fi. */
export class Silent extends Error {
  override name = "Silent";

  constructor(
    readonly retryAfter: number | null,
    /** The hub of a hall keeps a copy; the office has not answered. */
    readonly carried = false,
  ) {
    super("no answer");
  }
}

/** The server understood and said no: its status, its code, its sentence. */
export class Said extends Error {
  override name = "Said";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly sentence: string,
    readonly retryAfter: number | null,
  ) {
    super(`${status} ${code}`);
  }
}

export interface Asked {
  readonly method: "GET" | "POST" | "PATCH";
  /** Behind `/api/e/<election>/<kabupaten>`. */
  readonly path: string;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What an answer is; everything else is somebody who speaks for a server, as a hotel's Wi-Fi. */
  readonly answer?: "json" | "text";
}

/** How many calls went out since this page opened. */
export const answers = { asked: 0 };

/** The servers of an officer, the one that answered last first. */
const answered = new Map<string, string>();

/**
 * Ask the officer's servers one after the other until one answers. Throws `Silent` where none
 * does, and `Said` for a refusal that another server would repeat.
 */
export async function ask(officer: Officer, asked: Asked): Promise<Response> {
  const path = `/api/e/${officer.election}/${officer.kabupaten}${asked.path}`;
  const body = typeof asked.body === "string" ? utf8(asked.body) : (asked.body ?? new Uint8Array());
  const signer = await signerOf(officer.key);
  const signed = await signRequest(signer, asked.method, path, body, now());
  const headers = { ...signed, "Tepat-Protocol": PROTOCOL, ...(asked.method === "POST" ? { "Content-Type": "application/json" } : {}), ...asked.headers };
  let retryAfter: number | null = null;
  let carried = false;
  answers.asked += 1;
  for (const server of inOrder(officer)) {
    const found = await once(`${server}${path}`, { method: asked.method, headers, ...(asked.method === "GET" ? {} : { body }) }, asked.answer ?? "json");
    if (found instanceof Silent) {
      retryAfter = found.retryAfter ?? retryAfter;
      carried ||= found.carried;
      continue;
    }
    answered.set(officer.device, server);
    return found;
  }
  throw new Silent(retryAfter, carried);
}

function inOrder(officer: Officer): readonly string[] {
  const last = answered.get(officer.device);
  return last === undefined ? officer.servers : [last, ...officer.servers.filter((each) => each !== last)];
}

async function once(url: string, request: RequestInit, type: "json" | "text"): Promise<Response | Silent> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(url, { ...request, credentials: "omit", cache: "no-store", redirect: "error", signal: stop.signal });
    // Read whole here: an answer that breaks off after its first line is no answer.
    if (answer.ok) {
      const bytes = await answer.arrayBuffer();
      return isOurs(answer, bytes, type) ? new Response(bytes, { status: answer.status, headers: answer.headers }) : new Silent(null);
    }
    if (answer.status === 304) return answer;
    const retryAfter = retryAfterOf(answer.headers.get("Retry-After"), now());
    const { code, sentence } = await refusal(answer);
    // Busy, too many, no room, or a proxy that speaks for a server that is gone.
    if ([429, 502, 503, 504, 507].includes(answer.status)) return new Silent(retryAfter, code === "hub_kept");
    // No code: not one of our servers, or one that broke. Another may know better.
    if (code === "" && answer.status !== 413) return new Silent(retryAfter);
    throw new Said(answer.status, code, sentence, retryAfter);
  } catch (error) {
    if (error instanceof Said) throw error;
    return new Silent(null);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an answer has the form of ours. What it says is judged by whoever asked. */
function isOurs(answer: Response, bytes: ArrayBuffer, type: "json" | "text"): boolean {
  const said = (answer.headers.get("Content-Type") ?? "").split(";")[0]?.trim();
  return type === "text" ? said === "text/plain" : said === "application/json" && new Uint8Array(bytes)[0] === BRACE;
}

/** "{" */
const BRACE = 0x7b;

async function refusal(answer: Response): Promise<{ readonly code: string; readonly sentence: string }> {
  const value = (await answer.json().catch(() => ({}))) as { readonly code?: unknown; readonly sentence?: unknown };
  const text = (each: unknown): string => (typeof each === "string" ? each : "");
  return { code: text(value.code), sentence: text(value.sentence) };
}
