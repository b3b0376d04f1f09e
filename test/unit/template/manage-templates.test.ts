import { expect, test } from 'vitest';

import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import type { QuotaStore } from '../../../shared/tenancy/quota.store.ts';
import { ProviderRefusal, ProviderUnreachable, type ProviderTemplate } from '../../../shared/provider/provider.ts';
import { templateDraft } from '../../../shared/template/draft-template.ts';
import {
  createTemplate,
  deleteTemplate,
  submitTemplate,
  type TemplatePorts,
} from '../../../shared/template/manage-templates.ts';
import type { Template } from '../../../shared/template/template.ts';
import { fakeClock, templateOf, thrown } from '../fixtures.ts';

const TEN = 'ten_1';
const draft = templateDraft.parse({ name: 'news', message_content: 'Hi {{name}}, news.' });

/** An account with one template. @param known the row of it, if there is one */
function world(
  known?: Template,
  around: { vault?: null; fault?: Error; there?: ProviderTemplate | null; drafts?: number } = {},
) {
  const happened: unknown[][] = [];
  const { template_id, ...rest } = { template_id: 'HX1', ...templateOf({ status: 'draft' }) };
  const there: ProviderTemplate = { ...rest, template_id, status: 'draft' };
  const act = (what: string) => async (_: unknown, given: unknown) => {
    if (around.fault) throw around.fault;
    happened.push([what, given]);
    return undefined as never;
  };
  const ports: TemplatePorts & { quotas: Pick<QuotaStore, 'get'> } = {
    quotas: { get: async () => DEFAULT_QUOTAS },
    clock: fakeClock(),
    credentials: { get: async () => (around.vault === null ? undefined : { account_sid: 'AC1' }) },
    templateProviders: () => ({
      accountOf: () => 'AC1',
      createTemplate: async (vault, given) => (await act('create')(vault, given), 'HX1'),
      submitTemplate: act('submit'),
      deleteTemplate: act('delete'),
      readTemplate: async () => (around.there === null ? undefined : there),
    }),
    templates: {
      ofTenant: () => ({}) as never,
      get: async () => known,
      countDrafts: async () => around.drafts ?? 0,
      put: async ({ id }) => void happened.push(['put', id]),
      markGone: async ({ id }) => void happened.push(['gone', id]),
      page: async () => ({ items: [], last: undefined }),
    },
  };
  return { happened, ports };
}

test('a template is made, and kept as the provider then has it', async () => {
  const { happened, ports } = world();
  const made = await createTemplate(TEN, draft, ports);
  expect(made).toMatchObject({ status: 'draft', provider_template_id: 'HX1', tenant_id: TEN });
  expect(happened.map(([what]) => what)).toEqual(['create', 'put']);
  expect(happened[0]![1]).toMatchObject({
    name: 'news',
    category: 'marketing',
    content: { body: 'Hi {{name}}, news.' },
  });
});

test('one more draft than the quota allows is refused before the provider is asked', async () => {
  const most = DEFAULT_QUOTAS.draft_templates;
  const { happened, ports } = world(undefined, { drafts: most });
  expect(await thrown(() => createTemplate(TEN, draft, ports))).toMatchObject({
    ...{ kind: 'conflict', code: 'quota.draft_templates' },
    message: expect.stringContaining(`${most} draft templates`),
  });
  expect(happened).toEqual([]);
});

test('a draft is submitted under its name; what is in review, or was reviewed, is not', async () => {
  const { happened, ports } = world(templateOf({ status: 'draft' }));
  await submitTemplate(TEN, 'tpl_1', 'utility', ports);
  expect(happened[0]).toEqual(['submit', { template_id: 'HX1', name: 'autumn_sale', category: 'utility' }]);
  const { ports: later } = world(templateOf({ status: 'approved' }));
  expect(await thrown(() => submitTemplate(TEN, 'tpl_1', 'utility', later))).toMatchObject({ code: 'template.status' });
});

test('a deleted template stays as gone', async () => {
  const known = templateOf();
  const { happened, ports } = world(known);
  expect((await deleteTemplate(known, ports)).status).toBe('gone');
  expect(happened).toEqual([
    ['delete', 'HX1'],
    ['gone', known.id],
  ]);
});

test('what the tenant does not have is not found', async () => {
  const { ports } = world();
  expect(await thrown(() => submitTemplate(TEN, 'tpl_1', 'utility', ports))).toMatchObject({
    code: 'template.not_found',
  });
});

test.each([
  ['without credentials', { vault: null }, 'credentials.missing'],
  ['a refusal', { fault: new ProviderRefusal({ code: '20001', class: 'template' }, 'Taken.') }, 'template.refused'],
  ['a failure', { fault: new ProviderUnreachable('timeout') }, 'provider.unreachable'],
  ['a template that is gone at once', { there: null }, 'template.not_found'],
] as const)('%s is a clear error', async (_, around, code) => {
  expect(await thrown(() => createTemplate(TEN, draft, world(undefined, around).ports))).toMatchObject({ code });
});
