import { expect, test } from 'vitest';

import { buttonAction } from '../../../shared/content/button.ts';
import { actionsOf } from '../../../shared/reaction/queue-of-action.ts';

test('every action has one queue, and an agent keeps no other action waiting', () => {
  expect(actionsOf('agents')).toEqual(['agent']);
  const all = buttonAction.options.map(({ shape }) => shape.type.value);
  expect([...actionsOf('replies'), ...actionsOf('agents')].toSorted()).toEqual(all.toSorted());
});
