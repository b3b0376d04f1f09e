import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Endpoint } from '../../endpoint.ts';
import { clientOptions, serve } from '../../serve.ts';
import { ses, type Ses } from '../../services/ses.ts';

let service: Ses;
let endpoint: Endpoint;
let client: SESv2Client;
beforeEach(async () => {
  service = ses();
  endpoint = await serve(service);
  client = new SESv2Client(clientOptions(endpoint.url));
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const send = (subject: string) =>
  client.send(
    new SendEmailCommand({
      FromEmailAddress: 'shop@example.com',
      Destination: { ToAddresses: ['ana@example.org'] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'Hello' } } } },
    }),
  );

test('a mail is taken, and goes to nobody', async () => {
  expect(await send('News')).toMatchObject({ MessageId: expect.any(String) });
  expect(service.mails()).toEqual([
    { from: 'shop@example.com', to: ['ana@example.org'], subject: 'News', text: 'Hello' },
  ]);
});

test('a subject of two lines is refused', async () => {
  await expect(send('News\r\nBcc: all@example.org')).rejects.toMatchObject({ name: 'BadRequestException' });
  expect(service.mails()).toEqual([]);
});

test('the caller must be allowed to send for the domain, from the address', () => {
  expect(service.permissions('SendEmail', { FromEmailAddress: 'shop@example.com' })).toEqual([
    {
      action: 'ses:SendEmail',
      resource: 'arn:aws:ses:eu-west-1:000000000000:identity/example.com',
      context: { 'ses:FromAddress': 'shop@example.com' },
    },
  ]);
});
