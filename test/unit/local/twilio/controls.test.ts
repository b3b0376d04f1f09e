import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../../../local/twilio/rules.ts';
import { client, FROM, recipient, standIn } from './harness.ts';

const post = (url: string, body: unknown, type = 'application/json') =>
  fetch(`${url}/_stand-in/act`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

test('every rule says what the network does', () => {
  for (const [name, rule] of Object.entries(RULES)) {
    expect(name).toMatch(/^[a-z_]+$/);
    expect(rule.does.length).toBeGreaterThan(20);
  }
});

test('the document lists every rule as it is', () => {
  const document = readFileSync(join(import.meta.dirname, '../../../../docs/stand-in.md'), 'utf8');
  const rows = document.matchAll(/^\| `(\w+)` +\| (.+?) +\| (yes|no) +\| (\w+) +\|$/gm);
  const listed = [...rows].map(([, name, does, holds, basis]) => [name, does, holds === 'yes', basis]);
  expect(listed).toEqual(
    Object.entries(RULES).map(([name, { does, byDefault, basis }]) => [name, does, byDefault, basis]),
  );
});

test('rules can be switched over HTTP, without credentials', async () => {
  const { url } = await standIn();
  expect((await post(url, { rules: { trial: true } })).status).toBe(200);
  const send = () => client(url).messages.create({ to: recipient(1), from: FROM, body: 'Hello' });
  await expect(send()).rejects.toMatchObject({ code: 21608 });
  await post(url, { rules: { trial: false } });
  await send();
});

test.for([
  ['an unknown rule', { rules: { kindness: true } }, 400],
  ['an unknown act', { rain: true }, 400],
  ['a code that is none', { refuse: { code: 1 } }, 400],
] as const)('%s is refused', async ([, body, status]) => {
  const { url } = await standIn();
  expect((await post(url, body)).status).toBe(status);
});

test('a page of another host cannot change them', async () => {
  const { url } = await standIn();
  expect((await post(url, { rules: { trial: true } }, 'text/plain')).status).toBe(415);
});
