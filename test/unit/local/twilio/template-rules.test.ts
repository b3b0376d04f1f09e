import { describe, expect, test } from 'vitest';
import type { RuleName } from '../../../../local/twilio/rules.ts';
import { approved, client, reviewOf, standIn } from './harness.ts';

const reply = (title: string, id = title) => ({ type: 'QUICK_REPLY', title, id });
const link = (title: string, url: string) => ({ type: 'URL', title, url });
const card = (more: object) => ({ 'whatsapp/card': { body: 'Hello {{1}}, news for you.', ...more } });
const text = (body: string) => ({ 'twilio/text': { body } });
const titled = (title: string) => card({ actions: [reply(title)] });
const linked = (url: string) => card({ actions: [link('Open', url)] });
const headed = (url: string) => card({ media: [url] });

const SAMPLES = { 1: 'Ana', 2: 'x'.repeat(1_000), 3: 'a b' };

const REFUSED: [rule: RuleName, why: string, types: object][] = [
  ['template_variable_edges', 'a variable first', text('{{1}}, hello there')],
  ['template_variable_edges', 'a variable last', text('Hello there {{1}}')],
  ['template_adjacent_variables', 'two variables side by side', text('Hello {{1}} {{2}} and others!')],
  ['template_variable_order', 'a number left out', text('Hello {{1}} and {{3}} of today!')],
  ['template_words', 'more variables than words', text('- {{1}}, {{2}}!')],
  ['template_length', 'long samples', text(`Hello {{1}} and {{2}}, ${'news '.repeat(10)}`)],
  ['template_footer', 'a variable in the footer', card({ footer: 'Of {{1}} here' })],
  ['template_footer', 'a footer of two lines', card({ footer: 'a\nb' })],
  ['template_titles', 'a variable in a title', titled('Yes {{1}}')],
  ['template_titles', 'a title of two lines', titled('Yes\nplease')],
  ['template_titles', 'an emoji in a title', titled('Yes 🎉')],
  ['template_titles', 'bold in a title', titled('*Yes*')],
  [
    'template_button_order',
    'replies apart',
    card({ actions: [reply('a'), link('b', 'https://e.example/'), reply('c')] }),
  ],
  ['template_sample_url', 'a host that does not answer', linked('https://nobody.invalid/a')],
  ['template_sample_url', 'a page that answers 500', linked('https://broken.example/a')],
  ['template_sample_url', 'a blank in the sample', linked('https://e.example/{{3}}')],
  ['template_sample_page', 'a page that is not there', linked('https://gone.example/a')],
  ['template_header_media', 'a webp', headed('https://cdn.example.com/a.webp')],
  ['template_header_media', 'a document that is no PDF', headed('https://cdn.example.com/a.docx')],
  ['template_header_media', 'a page instead of an image', headed('https://page.example/a.jpg')],
  ['template_header_media', 'an image of 6 MB', headed('https://large.example/a.jpg')],
  ['template_header_media', 'a host that does not answer', headed('https://nobody.invalid/a.jpg')],
  ['template_language', 'a text in another script', text('Здравствуйте, {{1}}, есть новости!')],
];

async function world(rules: Partial<Record<RuleName, boolean>> = {}) {
  const started = await standIn({ rules });
  const answers = (url: string, page: object) => started.act({ web: { url, answers: page } });
  await answers('https://broken.example/a', { status: 500 });
  await answers('https://gone.example/a', { status: 404 });
  await answers('https://page.example/a.jpg', { content_type: 'text/html' });
  await answers('https://large.example/a.jpg', { bytes: 6_000_000 });
  return started;
}

describe('a template is refused for', () => {
  test.for(REFUSED)('%s: %s', async ([rule, , types]) => {
    const strict = await world();
    const sid = await approved(strict.url, types, { variables: SAMPLES });
    expect(await reviewOf(strict.url, sid)).toMatchObject({
      status: 'rejected',
      rejection_reason: expect.stringMatching(/./),
    });
    const kind = await world({ [rule]: false });
    expect(await reviewOf(kind.url, await approved(kind.url, types, { variables: SAMPLES }))).toMatchObject({
      status: 'approved',
      rejection_reason: '',
    });
  });

  test('nothing, when it follows the rules', async () => {
    const { url } = await world();
    for (const [place, types] of [
      card({ footer: 'Reply STOP', media: ['https://cdn.example.com/a.mp4'], actions: [reply('Yes, please')] }),
      linked('https://e.example/{{1}}'),
      text('Grüße, {{1}}: 東京 is on the list.'),
    ].entries()) {
      const sid = await approved(url, types, { variables: { 1: 'Ana' }, name: `news_${place}` });
      expect(await reviewOf(url, sid)).toMatchObject({ status: 'approved' });
    }
  });
});

describe('template_unique_name', () => {
  const submit = async (url: string, name: string, language = 'en') => {
    const sid = await approved(url, text('Hello {{1}}, news.'), { variables: { 1: 'Ana' }, name, language });
    return { sid, status: (await reviewOf(url, sid))['status'] };
  };

  test('the same name is refused, in another language it is not', async () => {
    const { url } = await standIn();
    expect(await submit(url, 'news')).toMatchObject({ status: 'approved' });
    expect(await submit(url, 'news')).toMatchObject({ status: 'rejected' });
    expect(await submit(url, 'news', 'pt_BR')).toMatchObject({ status: 'approved' });
  });

  test('the name of a template that was deleted or refused stays taken', async () => {
    const { url, act } = await standIn();
    const { sid } = await submit(url, 'news');
    await client(url).content.v1.contents(sid).remove();
    expect(await submit(url, 'news')).toMatchObject({ status: 'rejected' });
    await act({ review: 'reject' });
    expect(await submit(url, 'other')).toMatchObject({ status: 'rejected' });
    await act({ review: 'instant' });
    expect(await submit(url, 'other')).toMatchObject({ status: 'rejected' });
    await act({ rules: { template_unique_name: false } });
    expect(await submit(url, 'other')).toMatchObject({ status: 'approved' });
  });
});
