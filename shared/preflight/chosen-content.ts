import type { Campaign } from '../campaign/campaign.ts';
import { choiceOf, contentsOf, type CampaignContent } from '../campaign/contents.ts';
import type { Customer } from '../customer/customer.ts';
import { invalid } from '../platform/errors.ts';
import type { Preview } from './preview.ts';

export interface ChosenContent {
  readonly content: CampaignContent;
  readonly why: Preview['why'];
  /** The campaign as though this content were its only one, by which the rules judge it. */
  readonly alone: Campaign;
}

/** The content that a person gets, or the one that is asked for. @throws HeraldError 400 when the campaign has none of this key */
export function chosenContent(campaign: Campaign, person: Customer, key: string | undefined): ChosenContent {
  const { content, why } = key === undefined ? choiceOf(campaign, person) : asked(campaign, key);
  return { content, why, alone: { ...campaign, ...content.fields, contents: [] } };
}

/** @throws HeraldError 400 when the campaign has no content of this key */
export function asked(campaign: Campaign, key: string): { content: CampaignContent; why: 'asked_for' } {
  const content = contentsOf(campaign).find((one) => one.key === key);
  if (content) return { content, why: 'asked_for' };
  const keys = contentsOf(campaign).map((one) => one.key);
  const message = `The campaign has no content of this key; it has ${keys.join(', ')}.`;
  throw invalid([{ path: 'content_key', code: 'not_found', message }]);
}
