import { expect, test } from 'vitest';

import { agentQuestion } from '../../../shared/reaction/agent-question.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { ButtonClicked } from '../../../shared/event/domain-event.ts';
import { customerOf, START } from '../fixtures.ts';

const customer = customerOf({ tags: ['vip'], attributes: { city: 'Köln' } });
const tapped: ButtonClicked = {
  id: 'evt_1',
  type: 'campaign.button_clicked',
  tenant_id: customer.tenant_id,
  timestamp: timestamp(START),
  data: {
    campaign: { id: 'cmp_1', name: 'Autumn' },
    variant: null,
    customer: { id: customer.id },
    button: { id: 'ask', title: 'Ask us', type: 'reply' },
    interaction: { id: 'int_1', message_id: 'msg_1', source: 'inbound', clicked_at: timestamp(START) },
    action: { type: 'agent', webhook_endpoint_id: 'whe_1', timeout_seconds: 8, fallback: 'Later.' },
  },
};
const word = (text: string, minutes = 0) => ({ text, received_at: timestamp(START - minutes * 60_000) });
const asked = (words: readonly ReturnType<typeof word>[]) =>
  JSON.parse(agentQuestion(tapped, customer, words, { now: START, timeout_seconds: 8 }));

test('an agent is told the tap, what rules may see of the person, and what they wrote, oldest first', () => {
  const newer = { ...word('Is it open on Sunday?', 1), campaign_id: 'cmp_1' };
  const { action: _, ...tap } = tapped.data;
  expect(asked([newer, word('Hello', 9)])).toEqual({
    type: 'button.agent',
    timestamp: timestamp(START),
    data: {
      ...tap,
      customer: { id: customer.id, language: 'de', country: 'DE', tags: ['vip'], attributes: { city: 'Köln' } },
      words: [
        { ...word('Hello', 9), campaign_id: null },
        { ...word('Is it open on Sunday?', 1), campaign_id: 'cmp_1' },
      ],
      timeout_seconds: 8,
    },
  });
});

test('neither name nor number is sent, and no more than 20 words of 16,000 bytes: the newest', () => {
  expect(JSON.stringify(asked([word('Hi')]))).not.toMatch(/Ana|49151/);
  const many = Array.from({ length: 30 }, (_, n) => word(`word ${n}`, n));
  expect(asked(many).data.words.map(({ text }: { text: string }) => text)).toEqual(
    many
      .slice(0, 20)
      .map(({ text }) => text)
      .toReversed(),
  );
  const long = 'ö'.repeat(4_000);
  expect(asked([word('newest'), word(long), word(long), word('oldest')]).data.words).toMatchObject([
    { text: long },
    { text: 'newest' },
  ]);
  expect(asked([word('ö'.repeat(9_000))]).data.words).toEqual([]);
});
