const text = { type: 'string' };
const header = (description: string, schema: object = text) => ({ description, schema });

/** The headers of answers, as components. */
export const HEADERS = {
  RequestId: header('The id of the request; give it when you ask for help.'),
  RateLimitPolicy: header('How many requests your tenant may send in how many seconds: `"requests";q=500;w=10`.'),
  RateLimit: header('How many of them remain, and for how many seconds: `"requests";r=499;t=7`.'),
  RetryAfter: header('After how many seconds the request may be sent again.', { type: 'integer', minimum: 0 }),
  Challenge: header('How to authenticate: `Bearer realm="herald"`.'),
  Deprecation: header('This use of the route will be refused by a later version; since when it is deprecated.'),
  ETag: header(
    'Names this state of it: for `If-None-Match` when it is read again, and for `If-Match` when it is changed.',
  ),
  Location: header('The destination.', { type: 'string', format: 'uri' }),
};

const reference = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });

export const REFERENCES = {
  retryAfter: reference('RetryAfter'),
  challenge: reference('Challenge'),
  deprecation: reference('Deprecation'),
  location: reference('Location'),
  etag: reference('ETag'),
};

/** On every answer. */
export const REQUEST_ID = { 'x-request-id': reference('RequestId') };

/** On every answer to a valid key or token. */
export const RATE_LIMIT = { 'RateLimit-Policy': reference('RateLimitPolicy'), RateLimit: reference('RateLimit') };
