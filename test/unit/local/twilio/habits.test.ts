import { expect, test } from 'vitest';
import { ORDINARY, person } from '../../../../local/twilio/customers.ts';
import { actsOf, ORDINARY_HABITS, type Act, type Habits } from '../../../../local/twilio/habits.ts';

const NEVER = Object.fromEntries(Object.keys(ORDINARY_HABITS).map((habit) => [habit, 0])) as unknown as Habits;
const BUTTONS = [
  { type: 'QUICK_REPLY', title: 'Yes', id: 'y' },
  { type: 'QUICK_REPLY', title: 'No', id: 'n' },
  { type: 'URL', title: 'Look', url: 'https://go.example.com/1' },
  { type: 'PHONE_NUMBER', title: 'Call', phone: '+14155550100' },
] as const;

function crowd(habits: Habits, seed = 1, buttons: Parameters<typeof actsOf>[2] = BUTTONS): Act[][] {
  return Array.from({ length: 5000 }, (_, n) => {
    const number = `+4477${String(n).padStart(8, '0')}`;
    return actsOf({ seed, number, habits }, person(seed, number, { ...ORDINARY, disorder: 0.3 }), buttons);
  });
}

const kinds = (acts: readonly Act[]) => acts.map(({ kind }) => kind);
const share = (all: readonly Act[][], does: (acts: readonly Act[]) => boolean) => all.filter(does).length / all.length;
const has = (kind: Act['kind']) => (acts: readonly Act[]) => kinds(acts).includes(kind);

test('the same seed gives the same acts, and another seed gives others', () => {
  expect(crowd(ORDINARY_HABITS)).toEqual(crowd(ORDINARY_HABITS));
  expect(crowd(ORDINARY_HABITS)).not.toEqual(crowd(ORDINARY_HABITS, 2));
});

test.for([1, 2, 77])('with seed %i, people act with the configured probabilities', (seed) => {
  const all = crowd(ORDINARY_HABITS, seed);
  const about = (does: Parameters<typeof share>[1], expected: number) =>
    expect(Math.abs(share(all, does) - expected)).toBeLessThan(0.025);
  about(has('reply'), 0.3);
  about(has('url'), 0.3);
  about(has('call'), 0.1);
  about(has('preview'), 0.5);
  about(has('stop'), 0.03);
  about((acts) => kinds(acts).filter((kind) => kind === 'url').length === 2, 0.3 * 0.15);
  const titles = all.flat().flatMap(({ kind, button }) => (kind === 'reply' ? [button?.title] : []));
  expect(titles.filter((title) => title === 'Yes').length / titles.length).toBeCloseTo(0.5, 1);
});

test('people without habits do nothing, and nobody taps a button that is not there', () => {
  expect(crowd(NEVER).flat()).toEqual([]);
  const plain = crowd({ ...ORDINARY_HABITS, answers: 1, taps: 1, follows: 1, calls: 1 }, 1, []);
  expect(new Set(plain.flatMap(kinds))).toEqual(new Set(['words', 'stop', 'start', 'order']));
});

test('whatever follows from a tap comes after it, except words that overtake it', () => {
  const all = crowd({ ...NEVER, taps: 1, answers: 1, buys: 1, stops: 1, returns: 1 }).map(kinds);
  expect(new Set(all.map(String))).toEqual(new Set(['reply,words,order,stop,start', 'words,reply,order,stop,start']));
  const early = crowd({ ...NEVER, buysBefore: 1, follows: 1, previews: 1 }).map(kinds);
  expect(new Set(early.map(String))).toEqual(new Set(['order,preview,probe,url']));
});

test('STOP is written in several ways', () => {
  const words = crowd({ ...NEVER, stops: 1 }).flatMap((acts) => acts.map(({ words }) => words));
  expect(new Set(words)).toEqual(new Set(['STOP', 'stop ', 'Unsubscribe', 'Stopall', ' QUIT']));
});
