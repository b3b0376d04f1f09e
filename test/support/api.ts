import { requireDeclared } from './declared-codes.ts';

/** What a JSON text holds: a test says what it expects of it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface Sending {
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A caller of the HTTP API: `call('GET /v1/customers')`. It throws at a code that the route's contract does not name. */
export type Call = (route: string, sending?: Sending) => Promise<Answer>;

export function caller(baseUrl: string, apiKey?: string): Call {
  return async (route, { body, type = 'application/json', headers } = {}) => {
    const [method = '', path = ''] = route.split(/ (.*)/);
    const response = await fetch(baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(body !== undefined && { 'content-type': type }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    const answered = json && text ? JSON.parse(text) : undefined;
    if (response.status >= 400) requireDeclared(method, path, answered?.code);
    return { status: response.status, headers: response.headers, text, body: answered };
  };
}
