import { expect, test } from 'vitest';

import { handleStatus } from '../../../shared/message/handle-status.ts';
import { messageToken } from '../../../shared/message/message-token.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { fakeClock, START, thrown } from '../fixtures.ts';

const of = { campaign_id: ids.next('cmp'), customer_id: ids.next('cus') };
const SID = `SM${'a'.repeat(32)}`;

async function taken(news: { token?: string; status?: string; errorCode?: string }, known = true) {
  const reports: unknown[][] = [];
  const messages = {
    async applyStatus(...given: unknown[]) {
      reports.push(given);
      return known;
    },
  };
  const given = { token: messageToken(of), sid: SID, status: 'sent', ...news };
  const error = await handleStatus('ten_1', given, { messages, clock: fakeClock() }).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  return { reports, error };
}

test.each([
  ['accepted', 'accepted'],
  ['queued', 'accepted'],
  ['sending', 'accepted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
])("the provider's %s is %s", async (status, ours) => {
  const { reports, error } = await taken({ status });
  expect(error).toBeUndefined();
  expect(reports).toEqual([['ten_1', of, { status: ours, provider_sid: SID, error: undefined }, timestamp(START)]]);
});

test.each([
  ['failed', '63016', '63016'],
  ['undelivered', '63024', '63024'],
  ['failed', undefined, 'none'],
  ['failed', '', 'none'],
  ['failed', 'a.b', 'none'],
  ['failed', '1'.repeat(10), 'none'],
])('%s with the code %s is a failure of code %s', async (status, errorCode, code) => {
  const { reports } = await taken({ status, ...(errorCode !== undefined && { errorCode }) });
  expect(reports[0]?.[2]).toEqual({ status, provider_sid: SID, error: { code, reason: expect.any(String) } });
});

test('a code beside good news is left out', async () => {
  const { reports } = await taken({ status: 'delivered', errorCode: '63016' });
  expect(reports[0]?.[2]).toMatchObject({ error: undefined });
});

test.each(['scheduled', 'receiving', 'canceled', '', 'SENT', 'constructor'])(
  'the word %j is no news',
  async (status) => {
    expect(await taken({ status })).toEqual({ reports: [], error: undefined });
  },
);

test('what is no token, or of no message, is not found', async () => {
  const notFound = { kind: 'absent', code: 'message.not_found' };
  const { reports, error } = await taken({ token: 'forged' });
  expect([reports, error]).toMatchObject([[], notFound]);
  expect((await taken({}, false)).error).toMatchObject(notFound);
});

test('a store that fails is told, so that the provider asks again', async () => {
  const messages = { applyStatus: () => Promise.reject(new Error('no table')) };
  const given = { token: messageToken(of), sid: SID, status: 'sent' };
  expect(await thrown(() => handleStatus('ten_1', given, { messages, clock: fakeClock() }))).toMatchObject({
    message: 'no table',
  });
});
