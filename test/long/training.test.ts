import { expect, test } from 'vitest';

import { beganAt, peopleOf } from '../../bench/predictions/world.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import { showPredictions } from '../../shared/prediction/show-predictions.ts';
import { train } from '../unit/prediction/train-to-the-end.ts';

const DAY = 86_400_000;
const tenant_id = ids.next('ten');

test.for([
  ['own', 'in_use', 'proved', true],
  ['none', 'unproved', 'not_proved', false],
] as const)('of people with tastes "%s", what is learnt is %s', async ([tastes, status, outcome, tells_apart]) => {
  const world = peopleOf({ people: 6_000, tastes });
  world.send(9);
  await train(world.ports, { tenant_id, now: beganAt(8) + 2 * DAY });
  expect(world.learnt()?.taps).toMatchObject({ status: 'unproved', judgements: [], lanes: 16 });
  world.send(1);
  await train(world.ports, { tenant_id, now: beganAt(9) + 2 * DAY });
  expect(showPredictions(world.learnt()).taps).toMatchObject({ status, judged: { outcome, tells_apart } });
});
