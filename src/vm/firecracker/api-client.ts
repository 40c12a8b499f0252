import { Client } from 'undici';
import { monotonicNs, spanNs, type MonotonicNs } from '../../base/clock.ts';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { throwIfAborted } from '../../base/waiting.ts';

export type HttpMethod = 'GET' | 'PUT' | 'PATCH';

export interface ApiRequest {
  readonly method: HttpMethod;
  readonly path: string;
  /** Sent as JSON with a Content-Length: Firecracker's server reads no chunked body. */
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  /** Undefined for 204. */
  readonly body: unknown;
  readonly sentAt: MonotonicNs;
  /** From before the request is written until its status line is here. */
  readonly clientNs: number;
}

/** An answered request, whatever the answer. */
export interface AnsweredCall {
  readonly method: HttpMethod;
  readonly path: string;
  readonly sentAt: MonotonicNs;
  readonly clientNs: number;
}

/** The VMM answered and refused. */
export class VmApiError extends BenchError {
  readonly method: HttpMethod;
  readonly path: string;
  readonly status: number;
  /** The VMM's own words. */
  readonly faultMessage: string;

  constructor(request: ApiRequest, status: number, faultMessage: string) {
    const text = `Cannot ${request.method} ${request.path}: Firecracker answered ${status}, "${faultMessage}"`;
    super('VM_API_REJECTED', text);
    this.name = 'VmApiError';
    this.method = request.method;
    this.path = request.path;
    this.status = status;
    this.faultMessage = faultMessage;
  }
}

/** One keep-alive connection to one VMM. */
export interface ApiClient extends AsyncDisposable {
  /**
   * @throws VmApiError for any answer but 2xx; BenchError `VM_API_UNREACHABLE` when there is no answer, with the
   * system error in `cause`
   */
  readonly send: (request: ApiRequest) => Promise<ApiAnswer>;
  /** All calls that were answered, in order. */
  readonly calls: () => readonly AnsweredCall[];
}

export interface ApiClientOptions {
  /** At most 107 bytes: `sockaddr_un.sun_path`, unix(7). */
  readonly socketPath: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Longer than any trial: a new connection inside a timed span would cost it 0.1 to 0.4 ms. */
const keepAliveMs = 600_000;

export function openApiClient({ socketPath, timeoutMs, signal }: ApiClientOptions): ApiClient {
  const client = new Client('http://localhost', {
    socketPath,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  // One listener for the connection, instead of one a request within its timed span.
  const onAbort = (): void => void client.destroy();
  signal.addEventListener('abort', onAbort);
  const calls: AnsweredCall[] = [];
  return {
    calls: () => calls,
    async send(request): Promise<ApiAnswer> {
      throwIfAborted(signal, `${request.method} ${request.path}`);
      const options = {
        method: request.method,
        path: request.path,
        ...(request.body === undefined
          ? {}
          : { body: JSON.stringify(request.body), headers: { 'content-type': 'application/json' } }),
      };
      try {
        const sentAt = monotonicNs();
        const response = await client.request(options);
        const clientNs = spanNs(sentAt, monotonicNs());
        calls.push({ method: request.method, path: request.path, sentAt, clientNs });
        const text = await response.body.text();
        if (response.statusCode >= 300)
          throw new VmApiError(request, response.statusCode, readFaultMessage(text));
        return { status: response.statusCode, body: parseBody(text), sentAt, clientNs };
      } catch (thrown) {
        throwIfAborted(signal, `${request.method} ${request.path}`);
        throw thrown instanceof VmApiError ? thrown : unreachable(request, { cause: thrown, timeoutMs });
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      signal.removeEventListener('abort', onAbort);
      await client.destroy();
    },
  };
}

/** What the client's library says when no answer came in time. */
const timeoutCodes = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

/** Whether a request was sent and not answered in time; the connection itself lives. */
export function isUnanswered(thrown: unknown): boolean {
  const code = thrown instanceof BenchError ? systemErrorCode(thrown.cause) : undefined;
  return code !== undefined && timeoutCodes.includes(code);
}

function unreachable(
  { method, path }: ApiRequest,
  { cause, timeoutMs }: { readonly cause: unknown; readonly timeoutMs: number },
): BenchError {
  const code = systemErrorCode(cause);
  const seen =
    code !== undefined && timeoutCodes.includes(code)
      ? `no answer after ${timeoutMs} ms`
      : `no answer (${code ?? errorMessage(cause)})`;
  return new BenchError('VM_API_UNREACHABLE', `Cannot ${method} ${path}: ${seen}`, { cause });
}

function parseBody(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * The VMM's reason in an error body. Its own errors are `{"fault_message": "…"}`; those of its HTTP parser are
 * `{ "error": "…` with a raw line break inside, which is not JSON.
 */
export function readFaultMessage(text: string): string {
  const lenient = /"(?:fault_message|error)":\s*"([\s\S]*)"\s*\}\s*$/.exec(text)?.[1];
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'fault_message' in parsed)
      return String(parsed.fault_message);
  } catch {
    // Not JSON: the text between the quotes says it.
  }
  return (lenient ?? text).trim().replaceAll(/\s*\n\s*/g, ' ');
}
