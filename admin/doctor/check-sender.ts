import type { AccountSender } from '../../shared/provider/twilio/twilio.account.ts';
import type { Sender } from '../../shared/sender/sender.ts';
import { found, ok, problem, skipped, warning, type Finding } from './finding.ts';

/** Twilio's sandbox number, from which every account can send to those who joined. */
const SANDBOX = '+14155238886';

export interface SenderCheck {
  readonly sender: Pick<Sender, 'id' | 'phone_number' | 'daily_limit'>;
  /** The account's senders; undefined when they cannot be listed. */
  readonly listed: () => Promise<readonly AccountSender[] | undefined>;
  /** Where Twilio must report what people write. */
  readonly inboundUrl: string;
}

/** Whether a sender is the account's and online, whether its webhook leads here, and what limits it has. */
export async function checkSender({ sender, listed, inboundUrl }: SenderCheck): Promise<Finding[]> {
  const about = (what: string) => `${what} ${sender.id}`;
  const own = async () => (await listed())?.find(({ sender_id }) => sender_id === `whatsapp:${sender.phone_number}`);
  if (sender.phone_number === SANDBOX) return [await found(about('sender'), async () => sandbox(inboundUrl))];
  return Promise.all([
    found(about('sender'), async () => stateOf(await listed(), await own())),
    found(about('webhook'), async () => webhookOf(await own(), inboundUrl)),
    found(about('limit'), async () => limitOf(await own(), sender.daily_limit)),
    found(about('quality'), async () => qualityOf(await own())),
  ]);
}

function sandbox(inboundUrl: string) {
  return warning(
    'This is the number of Twilio’s sandbox: only people who joined it can be sent to, outside an open window only by its own templates, and one message per 3 seconds.',
    `For trials, set ${inboundUrl}#rc=5&rp=all as "When a message comes in" in the sandbox's settings; for real campaigns, register a sender of your own.`,
  );
}

function stateOf(all: readonly AccountSender[] | undefined, own: AccountSender | undefined) {
  if (!all)
    return problem(
      'Twilio does not list the senders of this account.',
      'Check the credentials, then repeat the command.',
    );
  if (!own)
    return problem(
      'The number is no WhatsApp sender of this account.',
      'Register it in the Twilio Console under Messaging, Senders, WhatsApp senders, or store the credentials of the account that has it.',
    );
  if (!own.status.startsWith('ONLINE'))
    return problem(
      `The sender is ${own.status}, so nothing can be sent from it.`,
      'Open it in the Twilio Console, which says what is missing.',
    );
  return ok('The sender belongs to the account and is online.');
}

function webhookOf(own: AccountSender | undefined, inboundUrl: string) {
  if (!own) return skipped('The sender was not found.');
  const set = own.webhook?.callback_url?.split('#')[0];
  if (set === inboundUrl) return ok('What people write is reported to this Herald.');
  const where = set ? 'to another address' : 'nowhere';
  return problem(
    `What people write is reported ${where}, so taps, replies and opt-outs are lost.`,
    `Set the sender's webhook for incoming messages to ${inboundUrl}#rc=5&rp=all with the method POST.`,
  );
}

function limitOf(own: AccountSender | undefined, daily: number | undefined) {
  if (!own) return skipped('The sender was not found.');
  const limit = own.properties?.messaging_limit;
  if (!limit) return warning('Twilio tells no messaging limit yet.', 'Look again once the first messages were sent.');
  const people = peopleOf(limit);
  if (people !== undefined && (daily ?? Infinity) > people)
    return warning(
      `WhatsApp allows ${limit}, and Herald ${daily ?? 'any number'}: beyond, messages are refused for hours (63018).`,
      `Set daily_limit of the sender to ${people} with PATCH /v1/senders/{id}.`,
    );
  return ok(`WhatsApp allows ${limit}.`);
}

/** `10K Customers/24hr` is 10,000; undefined for one without a number. */
function peopleOf(limit: string): number | undefined {
  const [, digits, thousands] = /^(\d+)(K?)\b/i.exec(limit) ?? [];
  return digits === undefined ? undefined : Number(digits) * (thousands ? 1_000 : 1);
}

function qualityOf(own: AccountSender | undefined) {
  if (!own) return skipped('The sender was not found.');
  const rating = own.properties?.quality_rating ?? 'UNKNOWN';
  if (/LOW|RED/i.test(rating))
    return warning(
      'WhatsApp rates the quality low: people block or report the messages, and the limit may fall.',
      'Send less often and only to people who expect it, until the rating recovers.',
    );
  return ok(`WhatsApp rates the quality ${rating.toLowerCase()}.`);
}
