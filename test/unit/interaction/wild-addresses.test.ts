/** Whatever a provider's webhook says of an address becomes part of keys, and DynamoDB refuses some keys and some transactions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { handleCall } from '../../../shared/interaction/handle-call.ts';
import { handleInbound } from '../../../shared/interaction/handle-inbound.ts';
import { receiveCall, receiveInbound } from '../../../shared/provider/twilio/inbound.contract.ts';
import { twilioWebhooks } from '../../../shared/provider/twilio/twilio.webhooks.ts';
import { newNumber, newSid, openWorlds } from './world.ts';

const newWorld = openWorlds();

/** Few, so that messages share them and one message has an address twice; a byte-order mark alone is trimmed to nothing. */
const known = fc.constantFrom('whatsapp:+4915112345678', 'whatsapp:+4915187654321', 'US.1', 'US.2', 'de', '\ufeff');
const wild = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', minLength: 1_000, maxLength: 5_000 }),
  fc.constantFrom('', ' ', '\u0000', '+', 'anonymous', `+${'1'.repeat(3_000)}`),
);
/** A parent's id that is the user's own. */
const TWICE = { From: undefined, ExternalUserId: 'US.1', ParentExternalUserId: 'US.1' };
const address = fc.option(fc.oneof({ weight: 4, arbitrary: known }, wild), { nil: undefined });

test('a message is recorded whatever addresses its author has, together and one after the other', async () => {
  const inbound = fc.record({ From: address, ExternalUserId: address, ParentExternalUserId: address });
  await fc.assert(
    fc.asyncProperty(fc.array(inbound, { minLength: 1, maxLength: 6 }), async (forms) => {
      const { tenant, ports, events } = newWorld();
      for (const form of forms) {
        const body = receiveInbound.request.body.parse({ ...form, MessageSid: newSid(), Body: 'Hello' });
        await handleInbound(tenant, twilioWebhooks.readInbound(body), ports);
      }
      const outcomes = events().filter((event) => ['inbound.received', 'inbound.unattributed'].includes(event));
      expect(outcomes).toHaveLength(forms.length);
    }),
    { numRuns: 15, examples: [[[TWICE]], [[{ ...TWICE, From: 'de' }, TWICE]]] },
  );
});

test('a call is counted or not, and never left unrecorded, whatever number it says it is from', async () => {
  const forward_to = newNumber();
  const To = newNumber();
  const world = newWorld();
  await world.campaign({ buttons: [{ id: 'call', title: 'Call', type: 'call', phone_number: To, forward_to }] });
  await fc.assert(
    fc.asyncProperty(fc.oneof(known, wild), async (From) => {
      const call = twilioWebhooks.readCall(receiveCall.request.body.parse({ CallSid: newSid('CA'), From, To }));
      expect(await handleCall(world.tenant, call, world.ports)).toBe(forward_to);
      expect(world.lines).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
