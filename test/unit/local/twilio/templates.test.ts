import { expect, test } from 'vitest';
import { approved, client, FROM, plain, recipient, reviewOf, standIn } from './harness.ts';

const TEXT = { 'twilio/text': { body: 'News of today.' } };

interface Page {
  readonly contents: { sid: string; approval_requests: object }[];
  readonly meta: { next_page_url: string | null; key: string; page: number };
}

test('contents are listed with their approvals, page after page', async () => {
  const { url, act } = await standIn();
  const sids: string[] = [];
  for (const name of ['one', 'two', 'three', 'four']) sids.push(await approved(url, TEXT, { name }));
  await act({ template: { template: 'two', status: 'rejected', rejection_reason: 'TAG_CONTENT_MISMATCH' } });
  const { sid: unsubmitted } = await client(url).content.v1.contents.create({ language: 'en', types: TEXT } as never);

  const pages: Page[] = [];
  let path: string | null = '/v1/ContentAndApprovals?PageSize=2';
  while (path && pages.length < 5) {
    const page = (await (await plain(url, path)).json()) as Page;
    pages.push(page);
    path =
      page.meta.next_page_url && new URL(page.meta.next_page_url).pathname + new URL(page.meta.next_page_url).search;
  }
  expect(pages.map(({ contents }) => contents.length)).toEqual([2, 2, 1]);
  const all = pages.flatMap(({ contents }) => contents);
  expect(all.map(({ sid }) => sid)).toEqual([unsubmitted, ...sids.toReversed()]);
  expect(all.map(({ approval_requests }) => approval_requests)).toMatchObject([
    { status: 'unsubmitted', category: '', rejection_reason: '' },
    { status: 'approved', name: 'four', category: 'MARKETING', allow_category_change: true },
    { status: 'approved', name: 'three' },
    { status: 'rejected', name: 'two', rejection_reason: 'TAG_CONTENT_MISMATCH' },
    { status: 'approved', name: 'one', content_type: 'twilio/text' },
  ]);
  expect(await client(url).content.v1.contentAndApprovals.list({ pageSize: 2 })).toHaveLength(5);
  expect(await client(url).content.v1.contents.list({ pageSize: 2 })).toHaveLength(5);
});

test('a template may be paused, disabled and approved again; it is not sent meanwhile', async () => {
  const { url, act } = await standIn();
  const contentSid = await approved(url, TEXT);
  const send = () => client(url).messages.create({ to: recipient(1), from: FROM, contentSid });
  for (const [status, code] of [
    ['paused', 63041],
    ['disabled', 63042],
  ] as const) {
    await act({ template: { template: contentSid, status } });
    expect(await reviewOf(url, contentSid)).toMatchObject({ status });
    await expect(send()).rejects.toMatchObject({ status: 400, code });
  }
  await act({ template: { template: contentSid, status: 'approved' } });
  await send();
});

test('a deleted content is not found when it is read, and not sent', async () => {
  const { url } = await standIn();
  const contentSid = await approved(url, TEXT);
  const content = client(url).content.v1.contents(contentSid);
  await content.remove();
  await expect(content.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  await expect(content.approvalFetch().fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  await expect(content.remove()).rejects.toMatchObject({ status: 404 });
  const sending = client(url).messages.create({ to: recipient(1), from: FROM, contentSid });
  await expect(sending).rejects.toMatchObject({ status: 400, code: 21655 });
});

test('a review takes its moment unless a start says otherwise', async () => {
  const { url } = await standIn({ approval: undefined as never });
  expect(await reviewOf(url, await approved(url, TEXT))).toMatchObject({ status: 'pending' });
});
