import { person, type Behaviour, type Person } from '../../local/twilio/customers.ts';

export const SEED = 1;

/** Of the people behind the numbers. News of them often comes out of order or twice: nothing may depend on either. */
export const BEHAVIOUR: Behaviour = {
  failed: 0.1,
  undelivered: 0.1,
  blocked: 0.1,
  read: 0.8,
  disorder: 0.3,
  duplicate: 0.3,
};

/** France keeps these 10,000 for fiction. */
const FICTION = '+3363998';

/** The first numbers whose owners do this with what they are sent; the same ones every time. */
export function numbers(
  count: number,
  does: 'read' | 'ignore' | Exclude<Person['gets'], 'delivered'> = 'read',
): string[] {
  const found: string[] = [];
  for (let place = 0; found.length < count; place++) {
    const number = FICTION + String(place).padStart(4, '0');
    const { gets, reads } = person(SEED, number, BEHAVIOUR);
    if ((gets === 'delivered' ? (reads ? 'read' : 'ignore') : gets) === does) found.push(number);
  }
  return found;
}
