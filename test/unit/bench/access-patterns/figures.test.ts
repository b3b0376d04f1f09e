import { expect, test } from 'vitest';

import { figuresOf } from '../../../../bench/access-patterns/figures.ts';
import type { Measure } from '../../../../bench/access-patterns/meter.ts';
import { atLeast, per, type Section } from '../../../../bench/access-patterns/pattern.ts';
import type { World } from '../../../../bench/access-patterns/world.ts';

/** Measures operations that say what they consume. */
const told: Measure = async (run) => (await run()) as { read: number; write: number };

function figures(...sections: Section[]) {
  return figuresOf(sections, (name) => ({ name }) as unknown as World, told);
}

const consumes = (read: number, write: number) => () => async () => ({ read, write });

test('a pattern’s figure says what it reads and writes, and nothing where that is nothing', async () => {
  expect(await figures({ get: consumes(0.5, 0) }, { put: consumes(0, 3) })).toEqual(
    new Map([
      ['get', { R: '0.5', W: '' }],
      ['put', { R: '', W: '3' }],
    ]),
  );
});

test('a pattern that is counted for each is told as what one more costs, and the rest', async () => {
  const chunk = per('recipient', (_, count) => async () => ({ read: 3 + count, write: 2 * count }));
  const constant = per('endpoint', consumes(1, 0));
  expect(await figures({ chunk, constant })).toEqual(
    new Map([
      ['chunk', { R: '3 + 1 per recipient', W: '2 per recipient' }],
      ['constant', { R: '1', W: '' }],
    ]),
  );
});

test('what reads as much as there is says so', async () => {
  expect((await figures({ list: atLeast(consumes(0.5, 1)) })).get('list')).toEqual({ R: '0.5 and up', W: '1' });
});

test('a pattern that does nothing, fails or has another’s name is a fault that names it', async () => {
  await expect(figures({ idle: consumes(0, 0) })).rejects.toThrow('"idle" reads and writes nothing');
  await expect(figures({ get: consumes(1, 0) }, { get: consumes(1, 0) })).rejects.toThrow(
    'two patterns of the name "get"',
  );
  const failing = () => Promise.reject(new Error('no such tenant'));
  await expect(figures({ failing: () => failing })).rejects.toThrow('"failing" could not be measured');
});
