import { random } from '../fault/random.ts';
import { KINDS } from './kinds.ts';
import type { TemplateGrant } from './template-grants.ts';
import { UNUSED } from './unused.ts';

/** Whether a reason says that no call on the emulator needs it. */
export function isExcused({ owners, action }: TemplateGrant): boolean {
  return UNUSED.some((reason) => reason.action.test(action) && owners.some((owner) => reason.owner.test(owner)));
}

/** Grants at random, one of every kind at first, of those that a call needs; equal seeds draw equally. */
export function draw(grants: readonly TemplateGrant[], count: number, seed: number): readonly TemplateGrant[] {
  const roll = random(seed);
  const left = grants.filter((grant) => grant.kind !== 'other' && !isExcused(grant));
  const drawn: TemplateGrant[] = [];
  for (let place = 0; place < count && left.length > 0; place += 1) {
    const ofKind = left.filter(({ kind }) => kind === KINDS[place]);
    const grant = roll.pick(ofKind.length > 0 ? ofKind : left);
    left.splice(left.indexOf(grant), 1);
    drawn.push(grant);
  }
  return drawn;
}
