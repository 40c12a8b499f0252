import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** How long a server may take to begin its answer: one that is out of reach is passed over, not waited for. */
const answerTimeoutMs = 5_000;
const bodyTimeoutMs = 300_000;

/** @param {string} url */
export async function downloadText(url) {
  return request(url, (response) => response.text());
}

/**
 * @param {string} url
 * @param {string} path of a file that does not exist yet
 */
export async function downloadFile(url, path) {
  await request(url, async ({ body }) => {
    if (body === null) throw new Error(`${url}: empty answer`);
    await pipeline(Readable.fromWeb(body), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  });
}

/**
 * @template T
 * @param {string} url
 * @param {(response: Response) => Promise<T>} read consumes the body
 */
async function request(url, read) {
  requireTrustedTransport(url);
  const aborter = new AbortController();
  const abortAfter = (/** @type {number} */ ms, /** @type {string} */ what) =>
    setTimeout(() => {
      aborter.abort(new Error(`${what} after ${ms} ms`));
    }, ms);
  let timer = abortAfter(answerTimeoutMs, 'no answer');
  try {
    const response = await fetch(url, { signal: aborter.signal });
    clearTimeout(timer);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    timer = abortAfter(bodyTimeoutMs, 'not complete');
    return await read(response);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A digest that comes from the same server proves nothing when anyone on the way can change both.
 * @param {string} url
 */
function requireTrustedTransport(url) {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1')) return;
  throw new Error(`${url} is not an https URL`);
}
