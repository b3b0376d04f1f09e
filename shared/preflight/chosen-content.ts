import type { Campaign } from '../campaign/campaign.ts';
import { choiceOf, contentOfKey, contentsOf, type CampaignContent } from '../campaign/contents.ts';
import type { Planned } from '../message/choice.ts';
import { personalise } from '../message/personalise.ts';
import { invalid } from '../platform/errors.ts';
import type { Preview } from './preview.ts';

export interface ChosenContent {
  readonly content: CampaignContent;
  readonly why: Preview['why'];
  /** The campaign as though this content were its only one, by which the rules judge it. */
  readonly alone: Campaign;
}

/** The content that a person gets, or the one that is asked for. @throws HeraldError 400 when the campaign has none of this key */
export function chosenContent(
  campaign: Campaign,
  person: Planned,
  key: string | undefined,
  isCustomer = false,
): ChosenContent {
  const { content, why } = key === undefined ? chosenFor(campaign, person, isCustomer) : asked(campaign, key);
  return {
    content,
    why,
    alone: { ...campaign, ...content.fields, contents: [], experiment: undefined, recommend: undefined },
  };
}

/** Chance gives an arm to a customer; whoever is none sees the control. */
function chosenFor(campaign: Campaign, person: Planned, isCustomer: boolean): Pick<ChosenContent, 'content' | 'why'> {
  const { key, part } = personalise(campaign, person);
  if (part && isCustomer) return { content: contentOfKey(campaign, key), why: 'experiment' };
  const { chosen } = person;
  return chosen ? { content: contentOfKey(campaign, chosen.content_key), why: chosen.why } : choiceOf(campaign, person);
}

/** @throws HeraldError 400 when the campaign has no content of this key */
export function asked(campaign: Campaign, key: string): { content: CampaignContent; why: 'asked_for' } {
  const content = contentsOf(campaign).find((one) => one.key === key);
  if (content) return { content, why: 'asked_for' };
  const keys = contentsOf(campaign).map((one) => one.key);
  const message = `The campaign has no content of this key; it has ${keys.join(', ')}.`;
  throw invalid([{ path: 'content_key', code: 'not_found', message }]);
}
