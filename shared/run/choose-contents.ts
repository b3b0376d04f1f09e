import { isChosenAtPlanning } from '../campaign/asked.ts';
import type { Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import { asChosen, asRuled, type Planned } from '../message/choice.ts';
import { askRecommendations, type RecommendPorts } from './ask-recommendations.ts';
import type { Choices } from '../message/choice.store.ts';

export interface ChoosePorts extends RecommendPorts {
  readonly choices: Pick<Choices, 'between' | 'keep'>;
}

/**
 * Chooses the content of each of a page's people, and keeps it before any of them is queued. Who was chosen for before, by a page
 * that is planned once more or by another planner, keeps what they have. Reads and writes nothing where the customer alone decides.
 * @param people in the order of their ids
 */
export async function chooseContents(
  campaign: Campaign,
  lane: number,
  people: readonly Customer[],
  facts: Facts,
  ports: ChoosePorts,
): Promise<Planned[]> {
  const [first, last] = [people[0]?.id, people.at(-1)?.id];
  if (!isChosenAtPlanning(campaign) || first === undefined || last === undefined) return [...people];
  const { tenant_id, id } = campaign;
  const before = await ports.choices.between(tenant_id, id, lane, [first, last]);
  const fresh = people.filter((person) => !before.has(person.id));
  const ruled = fresh.map((person) => asRuled(campaign, person, facts));
  const asked = await askRecommendations(campaign, ruled, ports);
  const choices = asked.flatMap(({ id: customer, chosen }) => (chosen ? [[customer, chosen] as const] : []));
  const kept = await ports.choices.keep(tenant_id, id, new Map(choices));
  return people.map((person) => asChosen(person, before.get(person.id) ?? kept.get(person.id)));
}

/** People with what was chosen for them when they were planned. */
export async function withKeptChoices(
  campaign: Campaign,
  people: readonly Customer[],
  { choices }: { readonly choices: Pick<Choices, 'ofCustomers'> },
): Promise<readonly Planned[]> {
  if (!isChosenAtPlanning(campaign) || people.length === 0) return people;
  const { tenant_id, id } = campaign;
  const kept = await choices.ofCustomers(
    tenant_id,
    id,
    people.map((person) => person.id),
  );
  return people.map((person) => asChosen(person, kept.get(person.id)));
}
