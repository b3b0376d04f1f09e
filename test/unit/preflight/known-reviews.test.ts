import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { withKnownReviews } from '../../../shared/preflight/known-reviews.ts';
import { templateIdOf, type TemplateStatus } from '../../../shared/template/template.ts';
import { approved, campaignOf } from '../fixtures.ts';

const IN_REVIEW = { default: { template_id: 'HX1', state: 'pending' } } as const;

/** @param status of the tenant's template, as it was last looked at */
async function known(content_templates: Campaign['content_templates'], status?: TemplateStatus) {
  const looked: string[] = [];
  const campaign = await withKnownReviews(campaignOf({ content_templates }), {
    credentials: { get: async () => ({ account_sid: 'AC1' }) },
    templateProviders: () => ({ accountOf: () => 'AC1' }),
    templates: {
      async get(_, id) {
        looked.push(id);
        return status && ({ status, rejection_reason: null } as never);
      },
    },
  });
  return { looked, templates: campaign.content_templates };
}

test('a draft whose template was approved meanwhile does not wait for its review', async () => {
  const { looked, templates } = await known(IN_REVIEW, 'approved');
  expect(looked).toEqual([templateIdOf('AC1', 'HX1')]);
  expect(templates).toEqual(approved('HX1'));
});

test('a refusal is known as well, and what is still in review stays so', async () => {
  const { templates } = await known(IN_REVIEW, 'rejected');
  expect(templates).toEqual({ default: { template_id: 'HX1', state: 'rejected', reason: 'rejected' } });
  expect((await known(IN_REVIEW, 'submitted')).templates).toEqual(IN_REVIEW);
  expect((await known(IN_REVIEW)).templates).toEqual(IN_REVIEW);
});

test('nothing is looked up where no review is waited for', async () => {
  expect(await known(approved('HX1'), 'paused')).toEqual({ looked: [], templates: approved('HX1') });
  expect(await known(undefined)).toEqual({ looked: [], templates: undefined });
});
