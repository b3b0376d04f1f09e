import { expect, test } from 'vitest';

import { requireAfterSending } from '../../../shared/interaction/find-tapped.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { START, thrown } from '../fixtures.ts';
import { HOUR, MINUTE } from './world.ts';

const at = (time: number) => timestamp(time);
const campaign = { started_at: at(START - HOUR) };
const refused = {
  kind: 'invalid',
  faults: [{ path: 'clicked_at', code: 'before_message', message: expect.any(String) }],
};

test.each([
  ['was accepted', { attempts: 1, tried_at: at(START), accepted_at: at(START) }, START],
  [
    'was claimed, and found to be accepted later',
    { attempts: 1, tried_at: at(START + HOUR), sending_since: START },
    START,
  ],
  ['is being sent', { attempts: 1, sending_since: START }, START],
  ['was tried first, though sent again', { attempts: 2, tried_at: at(START), sending_since: START + HOUR }, START],
  ['began to be sent, where it keeps no time', { attempts: 1 }, START - HOUR],
  ['began to be sent, where nothing else is known', { attempts: 2, sending_since: START + HOUR }, START - HOUR],
])('a tap of more than five minutes before its message %s is refused', async (_, message, bound) => {
  function ask(clicked: number): void {
    requireAfterSending({ campaign, message }, at(clicked));
  }
  expect(await thrown(async () => ask(bound - 5 * MINUTE - 1))).toMatchObject(refused);
  for (const clicked of [bound - 5 * MINUTE, bound, bound + 24 * HOUR]) expect(() => ask(clicked)).not.toThrow();
});
