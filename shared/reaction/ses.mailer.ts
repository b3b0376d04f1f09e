import { SendEmailCommand, SESv2Client, SESv2ServiceException } from '@aws-sdk/client-sesv2';

import type { Mailer } from './mailer.ts';

/** What SES refuses for good: a person must change the address, or the account's set-up. */
const REFUSALS = ['MessageRejected', 'BadRequestException', 'NotFoundException', 'MailFromDomainNotVerifiedException'];

/** Amazon SES. @param from an address that SES has verified, or of a domain that it has */
export function sesMailer(from: string): Mailer {
  const client = new SESv2Client();
  return {
    async send({ to, subject, text }) {
      const Content = { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } };
      const command = new SendEmailCommand({ FromEmailAddress: from, Destination: { ToAddresses: [to] }, Content });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof SESv2ServiceException && REFUSALS.includes(error.name)) return false;
        throw error;
      }
    },
  };
}
