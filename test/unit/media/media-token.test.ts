import { expect, test } from 'vitest';

import { mediaToken, readMediaToken } from '../../../shared/media/media-token.ts';
import { safeName } from '../../../shared/media/media-url.ts';
import { randomIds } from '../../../shared/platform/ids.ts';

const medium = { tenant_id: randomIds.next('ten'), id: randomIds.next('med') };
const tenants = { linkSecret: async (tenant: string) => (tenant === medium.tenant_id ? 'ours' : undefined) };

test('a token names what it was made for', async () => {
  const token = mediaToken(medium, 'ours');
  expect(token).toMatch(/^[\w-]{64}$/);
  expect(await readMediaToken(token, tenants)).toEqual(medium);
});

test.for<[string, (token: string) => string]>([
  ['signed with another secret', () => mediaToken(medium, 'theirs')],
  ['of a tenant that is not there', () => mediaToken({ ...medium, tenant_id: randomIds.next('ten') }, 'ours')],
  ['of which a character differs', (token) => (token.startsWith('A') ? 'B' : 'A') + token.slice(1)],
  ['that is longer', (token) => `${token}AAAA`],
  ['that is spelled in another way', (token) => `${token}=`],
  ['that is none', () => '..%2f'],
])('a token %s is none', async ([, change]) => {
  expect(await readMediaToken(change(mediaToken(medium, 'ours')), tenants)).toBeUndefined();
});

test.for([
  ['Spring offer.jpeg', 'image/png', 'spring-offer.png'],
  ['Größe (2).PDF', 'application/pdf', 'gro-e-2.pdf'],
  ['春の.png', 'image/png', 'file.png'],
  ['"\r\nset-cookie: a=b; .jpg', 'image/jpeg', 'set-cookie-a-b.jpg'],
  ['../../etc/passwd', 'application/pdf', 'etc-passwd.pdf'],
] as const)('the file %s gets a name that an address and a header can carry', ([file_name, content_type, name]) => {
  expect(safeName({ file_name, content_type })).toBe(name);
});
