import * as z from 'zod';

import { arn, ServiceError, type AwsService } from './service.ts';

/** How many mails are remembered: the latest. */
const MAX_MAILS = 1_000;

/** A mail as it was taken. It goes to nobody. */
export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Ses extends AwsService {
  mails(): readonly SentMail[];
}

const data = z.object({ Data: z.string() });
const sendEmail = z.object({
  FromEmailAddress: z.email(),
  Destination: z.object({ ToAddresses: z.array(z.email()).min(1).max(50) }),
  Content: z.object({ Simple: z.object({ Subject: data, Body: z.object({ Text: data }) }) }),
});

/** SES, version 2: plain mails from an address whose domain counts as verified. They are kept in memory, and sent nowhere. */
export function ses(): Ses {
  const mails: SentMail[] = [];
  return {
    name: 'ses',
    rest: (method, { pathname }) =>
      method === 'POST' && pathname === '/v2/email/outbound-emails' ? { operation: 'SendEmail', input: {} } : undefined,
    permissions(_, { FromEmailAddress = '' }) {
      const from = String(FromEmailAddress);
      const resource = arn('ses', `identity/${from.split('@').at(-1)}`);
      return [{ action: 'ses:SendEmail', resource, context: { 'ses:FromAddress': from } }];
    },
    async handle(_, input) {
      const { data: mail, error } = sendEmail.safeParse(input);
      if (!mail) throw new ServiceError('BadRequestException', z.prettifyError(error));
      const { Subject, Body } = mail.Content.Simple;
      // A header that could hold another header.
      if (/[\r\n]/.test(Subject.Data)) throw new ServiceError('BadRequestException', 'The subject is not one line');
      const { FromEmailAddress: from, Destination } = mail;
      mails.push({ from, to: Destination.ToAddresses, subject: Subject.Data, text: Body.Text.Data });
      if (mails.length > MAX_MAILS) mails.shift();
      return { MessageId: `mail-${mails.length}` };
    },
    mails: () => [...mails],
  };
}
