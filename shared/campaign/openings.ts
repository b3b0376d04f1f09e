import type { ButtonType } from '../content/button-type.ts';
import type { CampaignContent } from './contents.ts';

/**
 * The type of the button that each arm begins with, in the arms' order; undefined unless each arm begins with a type of its own,
 * the same in all of its languages.
 * @param arms the contents of each
 */
export function openingsOf(arms: readonly (readonly Pick<CampaignContent, 'content'>[])[]): ButtonType[] | undefined {
  const types = arms.map((contents) => new Set(contents.map(({ content }) => content.buttons[0]?.type)));
  const own = types.flatMap((ofArm) => (ofArm.size === 1 ? [...ofArm] : [])).flatMap((type) => type ?? []);
  return own.length === arms.length && new Set(own).size === own.length ? own : undefined;
}
