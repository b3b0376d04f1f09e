/** The codes that any route with a key may answer with, by the status that each has. */
export const SHARED_CODES = {
  400: ['request.invalid'],
  401: ['authentication.required', 'authentication.expired'],
  403: ['scope.missing', 'member.unknown', 'member.unverified', 'member.tenant'],
  409: ['idempotency.mismatch', 'idempotency.in_progress', 'idempotency.unknown_outcome'],
  413: ['request.too_large'],
  415: ['request.content_type'],
  429: ['quota.requests_per_second', 'authentication.slow_down'],
  503: ['service.throttled', 'service.contended', 'service.timed_out', 'route.unavailable'],
} as const satisfies Readonly<Record<number, readonly string[]>>;

/** Codes of single routes whose status their name does not tell. */
const OTHERS: Readonly<Record<string, number>> = {
  'signature.invalid': 403,
  'import.too_many_rows': 413,
  'route.method': 405,
  'scope.missing': 403,
  'approval.member': 403,
  'approval.author': 403,
  'provider.unreachable': 503,
  'campaign.changed': 412,
};

const BY_CODE: ReadonlyMap<string, number> = new Map([
  ...Object.entries(SHARED_CODES).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
  ...Object.entries(OTHERS),
]);

/** The status that an error code is answered with: what is absent is a 404, what does not fit the present state a 409. */
export function statusOf(code: string): number {
  return BY_CODE.get(code) ?? (code.endsWith('.not_found') ? 404 : 409);
}
