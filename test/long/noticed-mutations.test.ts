import { afterAll, beforeAll, expect, test } from 'vitest';

import { openDatabase } from '../fault/database.ts';
import { MUTATIONS } from '../fault/faulty-table.ts';
import { simulate } from '../fault/simulate.ts';

/** The first seed for each mutation, chosen so that a world soon detects it. */
const NOTICED_FROM = { claim: 14, cursor: 31, mark: 12, busy: 6 };
const MOST_WORLDS = 40;
/** Without its guard a world may go on for ever. */
const MOST_STEPS = 8_000;

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

test.for(MUTATIONS)('a guard of the fault suite that is taken away is noticed: %s', async (mutation) => {
  let noticed: readonly string[] = [];
  const first = NOTICED_FROM[mutation];
  for (let seed = first; noticed.length === 0 && seed < first + MOST_WORLDS; seed++)
    noticed = (await simulate(seed, database, { mutation, mostSteps: MOST_STEPS })).violations;
  expect(noticed.join('\n')).toMatch(
    {
      claim: /was sent to \d+ times/,
      cursor: /planned \d+, and there are \d+/,
      mark: /ROLLUP#\w+#\w+ is off by/,
      busy: /ROLLUP#\w+#\w+ is off by/,
    }[mutation],
  );
});
