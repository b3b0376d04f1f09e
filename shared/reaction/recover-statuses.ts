import type { Campaigns } from '../campaign/campaign.store.ts';
import { idsOf } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { hasArrived, sidsOf, statusesBelow, timeOfReport, type Message } from '../message/message.ts';
import type { Messages } from '../message/message.store.ts';
import type { Clock } from '../platform/clock.ts';
import { inBatches } from '../platform/in-batches.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import type { Credentials, Provider, SentMessage, StatusReport } from '../provider/provider.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Sender } from '../sender/sender.ts';
import type { Recovery } from '../run/callback-watch.ts';

/** How many messages are looked up, asked for or written at the same time. */
const AT_ONCE = 10;
/** As many numbers as one lookup takes. */
const NUMBERS = 50;
/** How many of a lane's messages one step reads. */
const ROWS = 500;

export interface StatusPorts {
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'byPhones'>;
  readonly messages: Pick<Messages, 'applyStatus' | 'ofCustomers' | 'lanePage'>;
}

/** A campaign, and the account that it was sent from. */
export interface SentFrom {
  readonly campaign: Campaign;
  readonly sender: Pick<Sender, 'phone_number'>;
  readonly account: Credentials;
  readonly provider: Pick<Provider, 'sentPage' | 'statusOf'>;
}

/** What one step did, and where the next one begins, if there is one. */
export interface Recovered {
  readonly recovered: number;
  readonly next: string | undefined;
}

/** Goes through one page of what the sender sent since the campaign began, and applies what is news for the campaign. */
export async function recoverListed(
  { campaign, sender, account, provider }: SentFrom,
  after: string | undefined,
  ports: StatusPorts,
): Promise<Recovered> {
  const since = Date.parse(campaign.started_at ?? campaign.created_at);
  const page = await provider.sentPage(account, sender.phone_number, { since, after });
  if (!page) return { recovered: 0, next: undefined };
  const counts = await sideBySide(inBatches(page.items, NUMBERS), 4, (group) => recoverGroup(campaign, group, ports));
  return { recovered: counts.reduce((sum, count) => sum + count, 0), next: page.next };
}

/** The list does not name our messages: they are found by the numbers that they went to, and known by their provider sid. */
async function recoverGroup(
  { tenant_id, id }: Campaign,
  listed: readonly SentMessage[],
  ports: StatusPorts,
): Promise<number> {
  const numbers = [...new Set(listed.flatMap(({ to }) => to ?? []))];
  const people = await ports.customers.byPhones(tenant_id, numbers);
  const customers = [...people.values()].flatMap(idsOf);
  const rows = await ports.messages.ofCustomers(tenant_id, id, customers);
  const bySid = new Map(rows.flatMap((row) => sidsOf(row).map((sid) => [sid, row] as const)));
  const news = listed.flatMap(({ provider_sid, report }) => {
    const row = bySid.get(provider_sid);
    return row && report && isNews(row, report) ? [{ row, report }] : [];
  });
  await sideBySide(news, AT_ONCE, ({ row, report }) => apply(tenant_id, row, report, ports));
  return news.length;
}

/** Asks for each silent message on one page of a lane. @param after lane and customer where the last page ended */
export async function recoverEach(
  { campaign, account, provider }: SentFrom,
  { lanes, isLast, after }: Extract<Recovery, { kind: 'ask_each' }>,
  ports: StatusPorts,
): Promise<Recovered> {
  const { tenant_id, id } = campaign;
  const [place = '0', customer] = (after ?? '').split(' ');
  const index = Number(place);
  const lane = lanes[index];
  if (lane === undefined) return { recovered: 0, next: undefined };
  const page = await ports.messages.lanePage(tenant_id, id, lane, { after: customer, limit: ROWS });
  const silent = page.items.filter(({ status }) =>
    ['accepted', 'sent', ...(isLast ? ['delivered'] : [])].includes(status),
  );
  const answers = await sideBySide(silent, AT_ONCE, async (row) => {
    const report = row.provider_sid === undefined ? undefined : await provider.statusOf(account, row.provider_sid);
    if (!report || !isNews(row, report)) return 0;
    await apply(tenant_id, row, report, ports);
    return 1;
  });
  const next = page.last === undefined ? `${index + 1}` : `${index} ${page.last}`;
  const recovered = answers.reduce<number>((sum, count) => sum + count, 0);
  return { recovered, next: page.last === undefined && index + 1 >= lanes.length ? undefined : next };
}

/** Of an attempt before the present one, only that it arrived is news: then it need not be sent again. */
function isNews(row: Message, { status, provider_sid }: StatusReport): boolean {
  const moves = statusesBelow(status).includes(row.status);
  if (row.provider_sid === provider_sid) return moves;
  return hasArrived(status) && (moves || row.status === 'retry');
}

/** As a status callback would have done it, at the time that the provider tells: so one that arrives meanwhile changes nothing, and each is counted once. */
async function apply(
  tenant: string,
  row: Message,
  report: StatusReport,
  { clock, messages }: StatusPorts,
): Promise<void> {
  await messages.applyStatus(tenant, row, report, timeOfReport(row, report, clock.now()));
}
