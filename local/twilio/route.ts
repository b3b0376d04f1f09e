export interface Call {
  /** The account that authenticated; '' on a public route. */
  readonly accountSid: string;
  readonly path: string;
  /** What the route's pattern captured. */
  readonly parts: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Of the body, without its parameters. */
  readonly contentType: string;
}

/** `hang up` closes the connection without an answer. */
export type Answer = { readonly status: number; readonly body?: object } | 'hang up';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly public?: true;
  /** @throws ApiError */
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}
