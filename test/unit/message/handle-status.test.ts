import { expect, test } from 'vitest';

import { handleStatus } from '../../../shared/message/handle-status.ts';
import { messageToken } from '../../../shared/message/message-token.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { StatusReport } from '../../../shared/provider/provider.ts';
import { fakeClock, START, thrown } from '../fixtures.ts';

const of = { campaign_id: ids.next('cmp'), customer_id: ids.next('cus') };
const REPORT: StatusReport = { status: 'sent', provider_sid: `SM${'a'.repeat(32)}` };

/** Handles a report. @param known whether there is such a message. @returns what was applied, and the error */
async function handle(token: string, report: StatusReport | undefined, known = true) {
  const applied: unknown[][] = [];
  const messages = {
    async applyStatus(...given: unknown[]) {
      applied.push(given);
      return known;
    },
  };
  const error = await handleStatus('ten_1', token, report, { messages, clock: fakeClock() }).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  return { applied, error };
}

test.each<StatusReport>([
  REPORT,
  { ...REPORT, status: 'read' },
  { ...REPORT, status: 'failed', error: { code: '63016', class: 'outside_window' } },
])('the report %j is applied to the message of its token', async (report) => {
  const { applied, error } = await handle(messageToken(of), report);
  expect(error).toBeUndefined();
  expect(applied).toEqual([['ten_1', of, report, timestamp(START)]]);
});

test('a status that says nothing that Herald keeps changes nothing', async () => {
  expect(await handle(messageToken(of), undefined)).toEqual({ applied: [], error: undefined });
});

test('a text that is no token, or a token of no message, is not found', async () => {
  const notFound = { kind: 'absent', code: 'message.not_found' };
  const { applied, error } = await handle('forged', REPORT);
  expect([applied, error]).toMatchObject([[], notFound]);
  expect((await handle('forged', undefined)).error).toMatchObject(notFound);
  expect((await handle(messageToken(of), REPORT, false)).error).toMatchObject(notFound);
});

test('a failure of the store is thrown, so that the provider sends the status again', async () => {
  const messages = { applyStatus: () => Promise.reject(new Error('no table')) };
  const run = () => handleStatus('ten_1', messageToken(of), REPORT, { messages, clock: fakeClock() });
  expect(await thrown(run)).toMatchObject({ message: 'no table' });
});
