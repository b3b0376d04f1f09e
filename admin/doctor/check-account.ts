import type { Credentials } from '../../shared/provider/provider.ts';
import type { Access, TwilioAccount } from '../../shared/provider/twilio/twilio.account.ts';
import { found, ok, problem, skipped, type Finding } from './finding.ts';

const NONE = 'The tenant has no credentials.';

/** Whether credentials are stored and accepted, and whether templates can be read with them. */
export async function checkAccount(account: Credentials | undefined, twilio: TwilioAccount): Promise<Finding[]> {
  const credentials = found('credentials', async () => {
    if (!account)
      return problem(NONE, 'Store them with PATCH /v1/tenant; the account SID and token are in the Twilio Console.');
    const { status, code } = await twilio.messages(account);
    if (status === 200) return ok('Twilio accepts the credentials.');
    if (status === 401)
      return problem(
        'Twilio refuses the credentials (HTTP 401): the token was changed, or the account is another one or closed.',
        'Copy account SID and token from the Twilio Console and store them with PATCH /v1/tenant.',
      );
    return problem(`Twilio does not let this account read messages (${answer({ status, code })}).`, LOOK_UP);
  });
  const templates = found('templates', async () => {
    if (!account) return skipped(NONE);
    const { status, code } = await twilio.contents(account);
    if (status === 200) return ok('Contents and their approvals can be read.');
    return problem(
      `Twilio's Content API refuses this account (${answer({ status, code })}), so no template can be made.`,
      LOOK_UP,
    );
  });
  return Promise.all([credentials, templates]);
}

const LOOK_UP = 'Look the code up at twilio.com/docs/api/errors, or ask Twilio’s support with it.';

function answer({ status, code }: Access): string {
  return code === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${code}`;
}
