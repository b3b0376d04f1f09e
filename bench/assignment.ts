import { drawArm, placeOf } from '../shared/campaign/placement.ts';
import { chiSquareTail } from '../shared/platform/normal.ts';

const PEOPLE = 1_000_000;
const ARMS = 8;

/** How a million people are spread over eight arms, and whether one campaign's arms tell anything of another's. */
export async function benchAssignment(): Promise<void> {
  const shares = Array.from({ length: ARMS }, () => 1 / ARMS);
  const counts = shares.map(() => 0);
  const sums = { a: 0, b: 0, ab: 0, aa: 0, bb: 0, tests: 0 };
  for (let n = 0; n < PEOPLE; n += 1) {
    const person = `cus_${String(n).padStart(26, '0')}`;
    const [a, b] = [drawArm('cmp_first', person, shares), drawArm('cmp_second', person, shares)];
    counts[a] = (counts[a] ?? 0) + 1;
    sums.a += a;
    sums.b += b;
    sums.ab += a * b;
    sums.aa += a * a;
    sums.bb += b * b;
    if (placeOf({ id: 'cmp_first', experiment: { test_share: 0.3 } }, person).isTest) sums.tests += 1;
  }
  const expected = PEOPLE / ARMS;
  const square = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const covariance = sums.ab / PEOPLE - (sums.a / PEOPLE) * (sums.b / PEOPLE);
  const spread = (sum: number, squares: number) => Math.sqrt(squares / PEOPLE - (sum / PEOPLE) ** 2);
  const correlation = covariance / (spread(sums.a, sums.aa) * spread(sums.b, sums.bb));
  await Promise.resolve();
  console.table({
    ...{ people: PEOPLE, arms: ARMS, smallest: Math.min(...counts), largest: Math.max(...counts) },
    'chi-square p': Number(chiSquareTail(square, ARMS - 1).toPrecision(3)),
    'correlation of two campaigns': Number(correlation.toPrecision(3)),
    'in the test, of 30 %': `${(100 * sums.tests) / PEOPLE} %`,
  });
}
