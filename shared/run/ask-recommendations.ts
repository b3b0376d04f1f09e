import type { Campaign } from '../campaign/campaign.ts';
import type { Recommend } from '../campaign/recommend.ts';
import type { Customer } from '../customer/customer.ts';
import { asChosen, withFallback, type Chosen, type Planned } from '../message/choice.ts';
import { mayEverSend } from '../message/may-send.ts';
import type { SkipReason } from '../message/message.ts';
import type { Clock } from '../platform/clock.ts';
import { sha256 } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { MAX_ANSWER, questionOf, readAnswer, type Recommended } from './recommendation.ts';

/** A question to a tenant's webhook endpoint. */
export interface Question {
  readonly tenant_id: string;
  readonly endpoint_id: string;
  /** The same whenever the same is asked. */
  readonly event_id: string;
  readonly body: string;
  /** In milliseconds. */
  readonly timeout: number;
  /** In bytes. */
  readonly maxAnswer: number;
}

/** Asks endpoints, which a later room knows. Never throws for what an endpoint does. */
export interface Recommender {
  ask(question: Question): Promise<{ readonly answer: string } | { readonly error: string }>;
}

export interface RecommendPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly recommender: Recommender;
}

/** Who would not get any content is not asked for; other values may be what is missing. */
const ABOUT_CONTENT: readonly SkipReason[] = ['missing_variable', 'too_long'];

/**
 * Asks the campaign's webhook, once for a page, what each of its people is to get, and puts that in the place of what the rules
 * have chosen. Takes no longer than the campaign lets it. Whom it says nothing of gets the fallback.
 */
export async function askRecommendations(
  campaign: Campaign,
  people: readonly Planned[],
  ports: RecommendPorts,
): Promise<readonly Planned[]> {
  if (!campaign.recommend) return people;
  const now = ports.clock.now();
  const asked = people.filter((person) => isReachable(campaign, person, now));
  const said =
    asked.length === 0 ? new Map<string, Recommended>() : await ask(campaign, asked, campaign.recommend, ports);
  return people.map((person) => {
    const one = said.get(person.id);
    if (!one || !person.chosen) return withFallback(campaign, person);
    if ('reason' in one) return withFallback(campaign, person, one.reason);
    return asChosen(person, recommended(person.chosen, one));
  });
}

async function ask(
  campaign: Campaign,
  people: readonly Customer[],
  { webhook_endpoint_id: endpoint_id, timeout_seconds }: Recommend,
  { clock, log, recommender }: RecommendPorts,
): Promise<ReadonlyMap<string, Recommended>> {
  const { tenant_id, id: campaign_id } = campaign;
  const begin = clock.now();
  const about = sha256([campaign_id, ...people.map(({ id }) => id)].join(' '));
  const outcome = await recommender.ask({
    ...{ tenant_id, endpoint_id, event_id: `rec_${about.slice(0, 32)}`, body: questionOf(campaign, people, begin) },
    ...{ timeout: timeout_seconds * 1_000, maxAnswer: MAX_ANSWER },
  });
  const said = readAnswer(campaign, people, 'answer' in outcome ? outcome.answer : undefined);
  const count = [...said.values()].filter((one) => 'reason' in one).length;
  const code = 'error' in outcome ? outcome.error : undefined;
  if (count > 0)
    log('recommendation.fallback', {
      ...{ tenant_id, campaign_id, endpoint_id, count, code },
      milliseconds: clock.now() - begin,
    });
  return said;
}

function recommended(chosen: Chosen, said: Partial<Pick<Chosen, 'content_key' | 'values'>>): Chosen {
  return { ...chosen, ...(said.content_key !== undefined && { why: 'recommendation' as const }), ...said };
}

function isReachable(campaign: Campaign, person: Customer, now: number): boolean {
  const answer = mayEverSend(campaign, person, undefined, { begin: now, end: now });
  return answer.kind !== 'never' || ABOUT_CONTENT.includes(answer.reason);
}
