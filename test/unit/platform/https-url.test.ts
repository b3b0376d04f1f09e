import fc from 'fast-check';
import { expect, test } from 'vitest';

import { encodedUrl, httpsUrl } from '../../../shared/platform/https-url.ts';

test.each([
  ['https://a.example', 'https://a.example/'],
  ['https://a.example/x?y=1#z', 'https://a.example/x?y=1#z'],
  ['HTTPS://A.example', 'https://a.example/'],
  ['https://shop.example.com/größe?q=日本', 'https://shop.example.com/gr%C3%B6%C3%9Fe?q=%E6%97%A5%E6%9C%AC'],
  ['https://müller.example/', 'https://xn--mller-kva.example/'],
  ['https://a.example/a b"<c>', 'https://a.example/a%20b%22%3Cc%3E'],
  ['https://a.example/100%', 'https://a.example/100%'],
  ['https://a.example/{x}?y={z}', 'https://a.example/%7Bx%7D?y={z}'],
])('%j is kept as %j', (text, expected) => {
  expect(httpsUrl(100).safeParse(text).data).toBe(expected);
});

test.each([
  ['http://a.example', /must be an https URL/],
  ['//a.example', /must be an https URL/],
  ['javascript:alert(1)', /must be an https URL/],
  ['data:text/html,x', /must be an https URL/],
  ['https://', /must be an https URL/],
  ['https:a.example', /must be an https URL/],
  ['https:///a.example', /must be an https URL/],
  ['https://?q=1', /must be an https URL/],
  ['https://a b.example/', /must be an https URL/],
  ['', /must be an https URL/],
  ['https://a.example/\r\nSet-Cookie: a=b', /no line breaks/],
  ['https://a.exa\tmple/', /no line breaks/],
  [' https://a.example/', /no blanks around it/],
  ['https://ana@a.example/', /user name or password/],
  ['https://ana:secret@a.example/', /user name or password/],
  ['https://{{attributes.host}}/', /no placeholder/],
  ['https://a.example/?n={{name}}', /no placeholder/],
  ['https://a.example/{{name | default: "x"}}', /no placeholder/],
  ['https://a.example/?n={{', /no placeholder/],
])('%j is refused with the reason', (text, expected) => {
  const issues = httpsUrl(100).safeParse(text).error?.issues ?? [];
  expect(issues.map(({ message }) => message)).toEqual([expect.stringMatching(expected)]);
});

test('a URL has a maximum length, as it is given and as it is encoded', () => {
  expect(httpsUrl(20).safeParse('https://a.example/12').success).toBe(true);
  expect(httpsUrl(20).safeParse('https://a.example/123').success).toBe(false);
  expect(httpsUrl(20).safeParse('https://a.example/ü').error?.issues[0]?.message).toContain('percent-encoded');
});

test('whatever is taken can be a header, and stays as it is when it is read again', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(fc.constantFrom('https://a.example/', 'https://a.example/?', 'https://', ''), text, (start, rest) => {
      const { data } = httpsUrl(400).safeParse(start + rest);
      if (data === undefined) return;
      expect(data).toMatch(/^https:\/\/[!-~]+$/);
      expect(httpsUrl(400).parse(data)).toBe(data);
      expect(encodedUrl(data)).toBe(data);
    }),
    { numRuns: 500 },
  );
});
