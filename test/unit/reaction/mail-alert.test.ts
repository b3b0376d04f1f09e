import { expect, test } from 'vitest';

import { alertRaised } from '../../../shared/event/domain-event.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { mailAlert, type MailPorts } from '../../../shared/reaction/mail-alert.ts';
import type { Mail } from '../../../shared/reaction/mailer.ts';
import type { Member } from '../../../shared/tenancy/member.ts';
import { keptLog, START, thrown } from '../fixtures.ts';

const raised = (at = START, name = 'Sale') =>
  alertRaised.parse({
    ...{ id: 'evt_1', type: 'alert.raised', tenant_id: 'ten_1', timestamp: timestamp(at) },
    data: {
      ...{ id: 'campaign_paused:cmp_1', kind: 'campaign_paused', message: 'Do this.', since: null },
      resource: { type: 'campaign', id: 'cmp_1', name },
    },
  });
const member = (id: string, given: Partial<Member> = {}) =>
  ({ id, email: `${id}@example.com`, role: 'viewer', alerts: true, ...given }) as Member;

/** Members, and a mailer that may refuse a mail for good (`false`) or fail. */
function world(members: readonly Member[], answers: readonly (boolean | Error)[] = []) {
  const claimed = new Set<string>();
  const mails: Mail[] = [];
  const left = [...answers];
  const { log, lines } = keptLog();
  const keyOf = (mail: object) => JSON.stringify({ ...mail, at: Math.floor((mail as { at: number }).at / 3_600_000) });
  const ports: MailPorts = {
    alertMails: {
      claim: async (_, mail) => !claimed.has(keyOf(mail)) && !!claimed.add(keyOf(mail)),
      release: async (_, mail) => void claimed.delete(keyOf(mail)),
    },
    log,
    mailer: {
      async send(mail) {
        const answer = left.shift() ?? true;
        if (answer instanceof Error) throw answer;
        mails.push(mail);
        return answer;
      },
    },
    members: { ofTenant: async () => [...members] },
  };
  const to = () => mails.map((mail) => mail.to);
  return { ports, mails, to, lines };
}

test('those are mailed who want it and may see campaigns, each with a mail of their own', async () => {
  const { ports, mails, to } = world([
    member('ana'),
    member('ben', { alerts: false }),
    member('cleo', { role: 'custom', scopes: ['customers:read'] }),
    member('dora', { role: 'admin' }),
  ]);
  await mailAlert(raised(), ports);
  expect(to()).toEqual(['ana@example.com', 'dora@example.com']);
  expect(mails[0]).toMatchObject({ subject: 'Herald: Sale was paused', text: expect.stringMatching(/^Do this\.\n/) });
});

test('an event that comes twice, or the same trouble again within the hour, is mailed once', async () => {
  const { ports, to } = world([member('ana')]);
  const hour = Math.floor(START / 3_600_000) * 3_600_000;
  for (const at of [hour, hour, hour + 3_599_999]) await mailAlert(raised(at), ports);
  expect(to()).toHaveLength(1);
  await mailAlert(raised(hour + 3_600_000), ports);
  expect(to()).toHaveLength(2);
});

test('a mail that could not be sent is sent when the event comes again, to nobody twice', async () => {
  const { ports, to } = world([member('ana'), member('ben')], [true, new Error('slow down')]);
  expect(await thrown(() => mailAlert(raised(), ports))).toMatchObject({ message: 'slow down' });
  await mailAlert(raised(), ports);
  expect(to()).toEqual(['ana@example.com', 'ben@example.com']);
});

test('an address that is refused for good holds up no other, and stands in no log', async () => {
  const { ports, to, lines } = world([member('ana'), member('ben')], [false]);
  await mailAlert(raised(), ports);
  expect(to()).toHaveLength(2);
  expect(lines.map(([event]) => event)).toEqual(['alert.unmailable', 'alert.mailed']);
  expect(JSON.stringify(lines)).not.toContain('@');
});

test('a name cannot break out of the subject', async () => {
  const { ports, mails } = world([member('ana')]);
  await mailAlert(raised(START, `Sale\r\nBcc: all@example.com\u2028${'x'.repeat(300)}`), ports);
  const { subject } = mails[0]!;
  expect(subject).toMatch(/^Herald: Sale Bcc: all@example\.com x+ was paused$/);
  expect(subject.length).toBeLessThan(130);
});

test('without an address to send from nobody is mailed', async () => {
  const { ports, to } = world([member('ana')]);
  await mailAlert(raised(), { ...ports, mailer: undefined });
  expect(to()).toEqual([]);
});
