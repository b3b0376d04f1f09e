import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import type { Clock } from '../platform/clock.ts';
import { conflict, HeraldError, invalid } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { KEY_KEPT_MS } from '../contract/idempotency-key.ts';
import type { Contract } from '../contract/route.ts';

/** How long (milliseconds) a first request may be running; API Gateway gives up after 30 s, and functions end by then. */
const RUNNING_FOR = 60_000;

const keys = {
  request: (tenant: string, route: string, key: string) => ({
    pk: `TENANT#${tenant}#IDEMPOTENCY#${sha256(`${route}\n${key}`)}`,
    sk: 'IDEMPOTENCY',
  }),
};

export type Idempotency = ReturnType<typeof idempotencyStore>;

type Route = Pick<Contract, 'id' | 'repeat' | 'rerunnable'>;

/** Repeats the first answer to a request for 24 hours, by the caller's Idempotency-Key. */
export function idempotencyStore(table: Table, clock: Clock) {
  return {
    /**
     * @throws HeraldError 400 for a malformed key; 409 when the key belongs to another request, to one that is still running,
     *   or to one that ended without an answer and may not run again
     */
    async once(
      tenant: string,
      route: Route,
      event: APIGatewayProxyEventV2,
      run: () => Promise<string>,
    ): Promise<string> {
      const idempotencyKey = event.headers['idempotency-key'];
      if (idempotencyKey === undefined) return run();
      refuseMalformed(idempotencyKey);

      const { repeat = 'answer' } = route;
      const mayRerun = route.rerunnable ?? repeat === 'run';
      const key = keys.request(tenant, route.id, idempotencyKey);
      const request_hash = hashOf(event);
      const now = clock.now();
      const expires_at = Math.ceil((now + KEY_KEPT_MS) / 1000);
      const claim = { ...key, request_hash, running_until: now + RUNNING_FOR, expires_at };
      let claimed = await table.put(claim, { absentOrLessThan: { expires_at: now / 1000 } });
      if (!claimed.done) {
        const first = claimed.found ?? {};
        if (mayRerun && first['request_hash'] === request_hash && isOver(first, now))
          claimed = await table.put(claim, { equals: { request_hash, running_until: first['running_until'] } });
      }
      if (!claimed.done) return replayable(claimed.found, request_hash, now).answer ?? run();

      const answer = await run().catch(async (error: unknown) => {
        // Nothing was changed, so the caller may correct the request and use the key again. A table that is too busy may have
        // become so after the first of several writes.
        if (error instanceof HeraldError && error.kind !== 'unavailable') await table.remove(key);
        // Something may have been changed, so the key stays taken. A minute would bring the same as this write, which may
        // fail, too: the first error is the one to tell of.
        else await Promise.allSettled([table.update(key, { set: { running_until: 0 } })]);
        throw error;
      });
      const kept = repeat === 'answer' ? { answer } : { repeat };
      await table.update(key, { set: { ...kept, running_until: now + KEY_KEPT_MS } });
      return answer;
    },
  };
}

/** Of all that says what is asked; without a query it is what earlier versions made of path and body. */
function hashOf({ rawPath, rawQueryString, body = '' }: APIGatewayProxyEventV2): string {
  return sha256(`${rawPath}${rawQueryString && `?${rawQueryString}`}\n${body}`);
}

function refuseMalformed(key: string): void {
  const path = 'Idempotency-Key';
  if (key === '') throw invalid([{ path, code: 'too_small', message: 'is empty: give it a value, or leave it out' }]);
  if (key.length > 255) throw invalid([{ path, code: 'too_big', message: 'must have at most 255 characters' }]);
}

/** Whether a first request without an answer can no longer be running. */
function isOver(first: Item, now: number): boolean {
  return Number(first['running_until']) < now;
}

/** The first request's answer; without one, the request may run again. @throws HeraldError 409 when it may not */
function replayable(first: Item | undefined, request_hash: string, now: number): { answer?: string } {
  if (first?.['request_hash'] !== request_hash) {
    throw conflict('idempotency.mismatch', 'This Idempotency-Key was used for another request; use a new one.');
  }
  if (typeof first['answer'] === 'string') return { answer: first['answer'] };
  if (first['repeat'] === 'run') return {};
  if (first['repeat'] === 'refuse') {
    throw conflict('idempotency.shown_once', 'The first answer held a secret that is shown once and kept nowhere.');
  }
  if (!isOver(first, now)) {
    throw conflict(
      'idempotency.in_progress',
      'The first request with this Idempotency-Key is still running; ask again.',
    );
  }
  throw conflict(
    'idempotency.unknown_outcome',
    'The first request with this Idempotency-Key ended without an answer and may have been carried out. Look at what it was to change; if it was not, send it with a new key.',
  );
}
