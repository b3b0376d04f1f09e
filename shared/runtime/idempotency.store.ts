import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import type { Clock } from '../platform/clock.ts';
import { conflict, invalid } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Table } from '../platform/table-client.ts';
import type { Contract } from '../contract/route.ts';

const KEPT_FOR = 24 * 3600_000;
/** A first request that died blocks its key for this long (milliseconds); API Gateway itself gives up after 30 s. */
const RUNNING_FOR = 60_000;

const keys = {
  request: (tenant: string, route: string, key: string) => ({
    pk: `TENANT#${tenant}#IDEMPOTENCY#${sha256(`${route}\n${key}`)}`,
    sk: 'IDEMPOTENCY',
  }),
};

export type Idempotency = ReturnType<typeof idempotencyStore>;

/** Repeats the first answer to a request for 24 hours, by the caller's Idempotency-Key. */
export function idempotencyStore(table: Table, clock: Clock) {
  return {
    /** @throws HeraldError 409 when the key belongs to another request, or to one that is still running */
    async once(
      tenant: string,
      { id, repeat = 'answer' }: Pick<Contract, 'id' | 'repeat'>,
      event: APIGatewayProxyEventV2,
      run: () => Promise<string>,
    ): Promise<string> {
      const idempotencyKey = event.headers['idempotency-key'];
      if (idempotencyKey === undefined) return run();
      if (idempotencyKey.length < 1 || idempotencyKey.length > 255) {
        throw invalid([{ path: 'Idempotency-Key', code: 'too_big', message: 'must have 1 to 255 characters' }]);
      }

      const key = keys.request(tenant, id, idempotencyKey);
      const request_hash = sha256(`${event.rawPath}\n${event.body ?? ''}`);
      const now = clock.now();
      const claimed = await table.put(
        { ...key, request_hash, running_until: now + RUNNING_FOR, expires_at: Math.ceil((now + KEPT_FOR) / 1000) },
        { notExistsOrLessThan: { running_until: now } },
      );
      if (!claimed.done) {
        const first = replayable(claimed.found, request_hash);
        return first.answer ?? run();
      }

      const answer = await run().catch(async (error: unknown) => {
        // Nothing was changed, so the caller may correct the request and use the key again.
        await table.remove(key);
        throw error;
      });
      const kept = repeat === 'answer' ? { answer } : { repeat };
      await table.update(key, { set: { ...kept, running_until: now + KEPT_FOR } });
      return answer;
    },
  };
}

/** The first request's answer; without one, the request may run again. @throws HeraldError 409 when it may not */
function replayable(first: Record<string, unknown> | undefined, request_hash: string): { answer?: string } {
  if (first?.['request_hash'] !== request_hash) {
    throw conflict('idempotency.mismatch', 'This Idempotency-Key was used for another request; use a new one.');
  }
  if (typeof first['answer'] === 'string') return { answer: first['answer'] };
  if (first['repeat'] === 'run') return {};
  if (first['repeat'] === 'refuse') {
    throw conflict('idempotency.shown_once', 'The first answer held a secret that is shown once and kept nowhere.');
  }
  throw conflict('idempotency.in_progress', 'The first request with this Idempotency-Key is still running; ask again.');
}
