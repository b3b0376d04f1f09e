import { setTimeout as sleep } from 'node:timers/promises';

import { apiClient } from '../local/demo/api-client.ts';
import type { Herald } from '../local/herald.ts';
import { ORDINARY_HABITS, type Habits } from '../local/twilio/habits.ts';
import { begin, ended, EVERYONE_GETS_IT, json } from './campaign.ts';
import { withHerald } from './with-herald.ts';

/** Who never wrote, and who wrote just now; in Germany and in the United States. */
const PEOPLE = {
  'cold, not US': '+4915112340001',
  'open, not US': '+4915112340002',
  'cold, US': '+12025550101',
  'open, US': '+12025550102',
} as const;
const HEADERS: Readonly<Record<string, object>> = {
  text: {},
  image: { media_type: 'image', media_url: 'https://cdn.example.com/a.jpg' },
  video: { media_type: 'video', media_url: 'https://cdn.example.com/a.mp4' },
  document: { media_type: 'document', media_url: 'https://cdn.example.com/a.pdf' },
};
const REPLY = { id: 'yes', title: 'Yes', type: 'reply' };
const LINK = { id: 'shop', title: 'Shop', type: 'url', url: 'https://shop.example.com/spring' };
const CALL = { id: 'call', title: 'Call', type: 'call', phone_number: '+4930123456' };
const BUTTONS: Readonly<Record<string, readonly object[]>> = {
  'no buttons': [],
  replies: [REPLY, { ...REPLY, id: 'no', title: 'No' }],
  link: [LINK],
  call: [CALL],
  'all three': [REPLY, LINK, CALL],
};
const WAYS = [
  { send_as: 'template', category: 'marketing' },
  { send_as: 'template', category: 'utility' },
  { send_as: 'session', category: 'marketing' },
];
const FIRST = {
  name: 'First',
  message_content: 'Your order is on its way.',
  category: 'utility',
  target_criteria: { all: true },
};
/** How many campaigns run at the same time. */
const AT_ONCE = 4;

interface ShownMessage {
  readonly customer: { readonly phone_number: string };
  readonly status: string;
  readonly status_reason: string | null;
  readonly error_code: string | null;
  readonly payload: Readonly<Record<string, unknown>> | null;
}

/** Who gets which kind of content, as what; and why not. Everything that did not arrive must say why. */
export async function benchReach(): Promise<void> {
  const behaviour = { ...EVERYONE_GETS_IT, read: 1 };
  await withHerald({ senderRate: 80, standIn: { behaviour, habits: NOBODY_ACTS } }, async (herald) => {
    const call = apiClient(herald.url, herald.tenant.api_key);
    await addPeople(herald, call);
    const wanted = Object.entries(HEADERS).flatMap(([media, header]) =>
      Object.entries(BUTTONS).flatMap(([name, buttons]) =>
        WAYS.filter(({ send_as }) => send_as === 'template' || ['no buttons', 'replies'].includes(name)).map((way) => ({
          label: `${media}, ${name}, ${way.send_as === 'session' ? 'session' : way.category}`,
          draft: { name: `${media} ${name}`, message_content: 'News for you.', ...header, buttons, ...way },
        })),
      ),
    );
    const rows: Record<string, Record<string, string>> = {};
    const work = async () => {
      for (let next = wanted.shift(); next; next = wanted.shift())
        rows[next.label] = await outcomeOf(herald, call, next.draft);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    console.table(rows);
    const outcomes = Object.values(rows).flatMap((row) => Object.values(row));
    const unexplained = outcomes.filter((outcome) => !/^(template|text): read$|^skipped: /.test(outcome));
    console.log(`${outcomes.length} messages, ${unexplained.length} unexplained`);
    const { checked = 0, violations = 0 } = herald.standIn?.shapes() ?? {};
    if (checked > 0) console.log(`${violations} of ${checked} requests differ from the provider's documents`);
  });
}

const NOBODY_ACTS = Object.fromEntries(Object.keys(ORDINARY_HABITS).map((habit) => [habit, 0])) as unknown as Habits;

async function addPeople({ standIn }: Herald, call: ReturnType<typeof apiClient>): Promise<void> {
  const consent = { status: 'opted_in', source: 'bench' };
  for (const phone_number of Object.values(PEOPLE))
    await call('POST', '/v1/customers', json({ phone_number, consent }));
  // The stand-in knows whose number it is once something was sent from it.
  await ended(call, (await begin(call, JSON.stringify(FIRST))).id);
  const { data: senders } = await call<{ data: { phone_number: string }[] }>('GET', '/v1/senders');
  const sender = senders[0]!;
  for (const [who, phone_number] of Object.entries(PEOPLE))
    if (who.startsWith('open'))
      await standIn?.act({ writes: { from: phone_number, to: sender.phone_number, words: 'Hello' } });
  const wrote = async () => {
    const { data } = await call<{ data: { last_inbound_at: string | null }[] }>('GET', '/v1/customers');
    return data.filter(({ last_inbound_at }) => last_inbound_at !== null).length;
  };
  while ((await wrote()) < 2) await sleep(100);
}

/** Sends one campaign to everyone. @returns what became of each person's message */
async function outcomeOf(
  { standIn }: Herald,
  call: ReturnType<typeof apiClient>,
  draft: object,
): Promise<Record<string, string>> {
  const { id } = await call<{ id: string }>(
    'POST',
    '/v1/campaigns',
    json({ ...draft, target_criteria: { all: true } }),
  );
  await call('POST', `/v1/campaigns/${id}/execute`);
  await ended(call, id);
  await standIn?.settled();
  const { data } = await call<{ data: ShownMessage[] }>('GET', `/v1/campaigns/${id}/messages?expand=customer`);
  return Object.fromEntries(
    Object.entries(PEOPLE).map(([who, number]) => {
      const message = data.find(({ customer }) => customer.phone_number === number);
      return [who, message ? outcome(message) : 'no message'];
    }),
  );
}

function outcome({ status, status_reason, error_code, payload }: ShownMessage): string {
  if (status === 'skipped') return `skipped: ${status_reason}`;
  const as = payload && 'content_sid' in payload ? 'template' : 'text';
  return `${as}: ${status}${error_code ? ` (${error_code})` : ''}`;
}
