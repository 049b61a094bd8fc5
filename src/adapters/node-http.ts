import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Http, HttpAnswer, HttpRequest } from '../ports/http.ts';
import { tlsOptions } from './tls-options.ts';

/** node:http, with a connection of its own for each request: one is made before a stop, and that is all. */
export const nodeHttp: Http = {
  async get(request) {
    const late = AbortSignal.timeout(request.timeoutMs);
    const { signal } = request;
    const over = signal ? AbortSignal.any([late, signal]) : late;
    try {
      return await answerTo(request, over);
    } catch (error) {
      if (signal?.aborted) return { kind: 'cancelled' };
      if (late.aborted) return { kind: 'timed-out' };
      return { kind: 'unreachable', reason: reasonOf(error) };
    }
  },
};

async function answerTo(
  { url, headers, tls, maxBytes }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const options = { headers, signal, agent: false, ...(tls ? tlsOptions(tls) : {}) };
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, options, resolve).on('error', reject).end();
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes > maxBytes) return { kind: 'too-long' };
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { kind: 'answered', status: response.statusCode ?? 0, body };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Where a name has several addresses, node gives an error of errors without a message.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message;
}
