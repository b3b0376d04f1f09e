import { asBegun, type Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { OWN_CONTENT } from '../campaign/contents.ts';
import { numberOf, type Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import { undeliverable } from '../message/may-send.ts';
import { personalise } from '../message/personalise.ts';
import { renderMessage } from '../message/render-message.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import { notFound } from '../platform/errors.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Credentials, Outcome, Providers } from '../provider/provider.ts';
import { expectedCosts } from '../run/expected-costs.ts';
import { prepareTemplates, type PreparePorts } from '../run/prepare-templates.ts';
import { limitOfCampaign } from '../run/reserve-for-lane.ts';
import type { Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { withAccount } from '../template/with-account.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import type { Spends } from '../tenancy/spend.store.ts';
import { spendingOf, type Spending } from '../tenancy/spending.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { chosenNow, type ChosenNowPorts } from './chosen-now.ts';
import { asked, chosenContent, type ChosenContent } from './chosen-content.ts';
import { NOTHING_KNOWN, strangerOf } from './person.ts';
import type { TestRequest, TestResult } from './preview.ts';
import { refusal } from './test-refusal.ts';
import type { TestCounts } from './test-count.store.ts';

/** How many test messages a tenant may send in a day: they ask nobody for consent. */
export const MAX_TESTS = 200;

export interface TestPorts extends PreparePorts, ChosenNowPorts {
  readonly campaigns: Pick<Campaigns, 'setTemplates'>;
  readonly clock: Clock;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly customers: Pick<Customers, 'byPhone'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly priceLists: Providers<'prices'>;
  readonly providers: Providers<'send'>;
  readonly senders: Pick<Senders, 'get' | 'reserveReply'>;
  readonly spends: Pick<Spends, 'reserve'>;
  readonly tenants: Pick<Tenants, 'ensuredLinkSecret' | 'get'>;
  readonly testCounts: TestCounts;
}

/** What every message of a test needs. */
interface TestContext {
  readonly campaign: Campaign;
  readonly sender: Sender;
  readonly credentials: Credentials;
  readonly linkSecret: string;
  readonly spending: Spending | undefined;
}

/**
 * Sends a campaign's message to a few numbers at once, out of turn, as a test: no report, frequency cap or limit counts it, and it
 * needs no consent. What it costs counts against the tenant's spend cap. But nobody who opted out gets it. It has no status callback and its buttons' tokens name a customer
 * whom nobody is, so that whatever people do with it counts nowhere.
 * @throws HeraldError 404 without a sender, 409 without credentials or when the provider refuses, 503 when it is not reached
 */
export async function sendTest(campaign: Campaign, request: TestRequest, ports: TestPorts): Promise<TestResult[]> {
  const { tenant_id, sender_id } = campaign;
  const begun = asBegun(campaign, timestamp(ports.clock.now()));
  if (request.content_key !== undefined) asked(begun, request.content_key);
  const sender = await ports.senders.get(tenant_id, sender_id);
  if (!sender) throw notFound('sender');
  return withAccount(tenant_id, ports.credentials, async (credentials) => {
    const content_templates = await prepareTemplates(begun, sender, credentials, ports);
    await ports.campaigns.setTemplates(campaign, content_templates);
    const linkSecret = await ports.tenants.ensuredLinkSecret(tenant_id, ports.ids.secret());
    const spending = spendingOf(await ports.tenants.get(tenant_id), ports.priceLists(sender.provider).prices());
    const context = { campaign: { ...begun, content_templates }, sender, credentials, linkSecret, spending };
    const results = await Promise.all(request.to.map((to) => sendOne(to, request, context, ports)));
    const count = results.filter(({ status }) => status !== 'refused').length;
    ports.log('test.sent', { tenant_id, campaign_id: campaign.id, count });
    return results;
  });
}

async function sendOne(to: string, request: TestRequest, context: TestContext, ports: TestPorts): Promise<TestResult> {
  const { clock, customers, ids, senders, testCounts } = ports;
  const { campaign, sender } = context;
  const { tenant_id } = campaign;
  const now = clock.now();
  const nobody = { id: ids.next('cus'), tenant_id, phone_number: to };
  const customer = await customers.byPhone(tenant_id, to);
  const known = customer
    ? { ...customer, phone_number: to }
    : strangerOf(request.sample ?? NOTHING_KNOWN, nobody, timestamp(now));
  const person = await chosenNow(campaign, known, now, ports);
  const chosen = chosenContent(campaign, person, request.content_key);
  const refused = (reason: string) => refusal(chosen.content.key, reason);
  const reason = reasonAgainst(person, chosen, context, now);
  if (reason !== undefined) return refused(reason);
  if ((await testCounts.count(tenant_id, now)) > MAX_TESTS) return refused('too_many_tests');
  if (await isUnaffordable(person, context, now, ports)) return refused('spend_cap');
  const slot = await senders.reserveReply(sender, clock.now());
  if ('ask_again_at' in slot) return refused('sender_busy');
  await clock.sleepUntil(slot.starts_at);
  return resultOf(chosen, await send(person, nobody.id, chosen, context, ports));
}

/** Counts what a test costs, if that fits into the day. */
async function isUnaffordable(
  person: Customer,
  { campaign, spending }: TestContext,
  now: number,
  { spends }: Pick<TestPorts, 'spends'>,
): Promise<boolean> {
  if (!spending) return false;
  return 'ask_again_at' in (await spends.reserve(spending, [expectedCosts(campaign, spending)(person)], now));
}

/** Why a person gets no test; consent is not asked for, but an opt-out counts. */
function reasonAgainst(
  person: Customer,
  { content: { key }, alone }: ChosenContent,
  { campaign, sender }: TestContext,
  now: number,
): string | undefined {
  if (person.consent.status === 'opted_out') return 'opted_out';
  const reason = undeliverable(alone, person, { begin: now, end: now });
  if (reason !== undefined) return reason;
  const state = campaign.content_templates?.[key]?.state ?? 'approved';
  if (state !== 'approved') return state === 'pending' ? 'template_in_review' : 'template_refused';
  return limitOfCampaign(campaign, sender, now)?.why;
}

/** @param nobody a customer id that nobody has, which the buttons' tokens name */
function send(
  person: Customer,
  nobody: string,
  { content: { key }, alone }: ChosenContent,
  { campaign, sender, credentials, linkSecret }: TestContext,
  { providers }: TestPorts,
): Promise<Outcome> {
  const content_key = campaign.contents.length > 0 ? key : OWN_CONTENT;
  const reference = { campaign_id: campaign.id, customer_id: nobody, content_key };
  const message = renderMessage(campaign, reference, personalise(alone, person).values, linkSecret);
  return providers(sender.provider).send(credentials, { to: numberOf(person), from: sender.phone_number, message });
}

function resultOf({ content: { key } }: ChosenContent, outcome: Outcome): TestResult {
  const result = { content_key: key, provider_sid: null, reason: null, message: null };
  if (outcome.kind === 'accepted') return { ...result, status: 'sent', provider_sid: outcome.provider_sid };
  if (outcome.kind === 'not_sent') return refusal(key, 'provider_unreachable');
  if (outcome.kind === 'ambiguous' || outcome.class === 'ambiguous') return { ...result, status: 'unknown' };
  const { code, meaning = '', remedy = '' } = outcome;
  const message = `The provider refused it (error ${code}): ${meaning} ${remedy}`.trim();
  return { ...result, status: 'refused', reason: code, message };
}
