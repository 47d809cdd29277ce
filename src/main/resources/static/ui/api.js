// The API, and nothing else: each call is one of openapi.yaml. Paths are relative, so that the page works behind any prefix.
const BASE = new URL('../', document.baseURI);
const KEY = 'journey-gateway-token';

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (text) => sessionStorage.setItem(KEY, text),
  clear: () => sessionStorage.removeItem(KEY),
};

/** A refusal of the API, or an answer that did not come (status 0). */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.message ?? (status === 0 ? 'the gateway does not answer' : `the gateway answered ${status}`));
    this.status = status;
    this.reason = body?.details?.[0]?.reason ?? '';
    this.metadata = body?.details?.[0]?.metadata ?? {};
  }
}

/** The parameters that have a value, as a query. */
export function query(parameters) {
  const pairs = Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return pairs.length ? '?' + pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&') : '';
}

async function send(path, options = {}) {
  const headers = { Authorization: `Api ${token.get() ?? ''}`, ...options.headers };
  try {
    return await fetch(new URL(path, BASE), { cache: 'no-store', credentials: 'omit', ...options, headers });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Refused(0);
  }
}

async function refusal(answer) {
  let body = null;
  try {
    body = await answer.json();
  } catch {
    // A proxy in between does not word its answers as the gateway does.
  }
  return new Refused(answer.status, body);
}

const known = new Map();

/** Reads. What has not changed since it was last read is the same object. */
export async function get(path, signal) {
  const before = known.get(path);
  const answer = await send(path, { signal, headers: before ? { 'If-None-Match': before.tag } : {} });
  if (answer.status === 304) return before.body;
  if (!answer.ok) throw await refusal(answer);
  const body = await answer.json();
  const tag = answer.headers.get('ETag');
  if (tag) {
    if (known.size > 50) known.delete(known.keys().next().value);
    known.set(path, { tag, body });
  }
  return body;
}

/** Decides: POST or DELETE, with a body of JSON or none. */
export async function act(method, path, body, headers = {}) {
  const json = body === undefined ? { headers } : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } };
  const answer = await send(path, { method, ...json });
  if (!answer.ok) throw await refusal(answer);
  const text = await answer.text();
  return text ? JSON.parse(text) : {};
}

/** Uploads a file as it is. */
export async function upload(path, file, type) {
  const answer = await send(path, { method: 'POST', body: file, headers: { 'Content-Type': type } });
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

/** Saves what a call answers as CSV, all pages of it. */
export async function saveCsv(path, name) {
  const parts = [];
  for (let next = path; next;) {
    const answer = await send(next, { headers: { Accept: 'text/csv' } });
    if (!answer.ok) throw await refusal(answer);
    const text = await answer.text();
    parts.push(parts.length ? text.slice(text.indexOf('\n') + 1) : text);
    next = /<\/([^>]*)>; rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1];
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Which calls this gateway has, as its own description says: {"/api/journeys": ["get"], ...}. */
export async function describedCalls() {
  const answer = await send('openapi.yaml');
  if (!answer.ok) throw await refusal(answer);
  const calls = {};
  let path = null;
  const text = await answer.text();
  calls.startAt = /name: start_at\b/.test(text);
  for (const line of text.split('\n')) {
    const begins = /^  (\/\S+):\s*$/.exec(line);
    const method = /^    (get|post|delete|put):\s*$/.exec(line);
    if (begins) calls[path = begins[1].replace(/\{[^}]*\}/g, '{}')] = [];
    else if (method && path) calls[path].push(method[1]);
    else if (/^\S/.test(line)) path = null;
  }
  return calls;
}
