import type { ChangeRecord } from '../../../shared/platform/change-record.ts';
import { wasSent } from '../../../shared/interaction/record-tap.ts';
import type { Conversion, Interaction } from '../../../shared/interaction/interaction.ts';
import { statusesBelow, timesOf, type Message } from '../../../shared/message/message.ts';
import type { ReportedStatus } from '../../../shared/provider/provider.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import type { IdPrefix } from '../../../shared/platform/ids.ts';
import { laneName, laneOf } from '../../../shared/platform/lanes.ts';
import type { Item } from '../../../shared/platform/table-client.ts';
import { START } from '../fixtures.ts';

export type Dice = (n: number) => number;

/** A generator of whole numbers below n, the same ones for the same seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

type Write = [pk: string, sk: string, after: Item | undefined];

export interface History {
  readonly campaigns: readonly { readonly tenant_id: string; readonly campaign_id: string }[];
  /** The records of the stream, by partition key and in its order. */
  readonly records: ReadonlyMap<string, readonly ChangeRecord[]>;
  /** What stands in the table at the end. */
  readonly items: readonly Item[];
}

const REPORTED: ReportedStatus[] = ['accepted', 'sent', 'delivered', 'read', 'failed', 'undelivered'];
// One is the beginning of another, and one leads into a map if it is taken for a path.
const BUTTON_IDS = ['a', 'a#1', 'b.c'];

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What may become of campaigns on two tenants: so many changes of messages and interactions, all of them legal. */
export function historyOf(roll: Dice, changes: number): History {
  const one = <Value>(of: readonly Value[]) => of[roll(of.length)]!;
  // Ids are of the seed, too: they decide on the lanes.
  const newId = (prefix: IdPrefix) => `${prefix}_0${Array.from({ length: 25 }, () => one([...CROCKFORD])).join('')}`;
  const [first, second] = [newId('ten'), newId('ten')];
  const campaigns = [first, first, second].map((tenant_id) => ({ tenant_id, campaign_id: newId('cmp') }));
  const customers = Array.from({ length: 14 }, () => newId('cus'));
  const records = new Map<string, ChangeRecord[]>();
  const items = new Map<string, Item>();
  // Numbers gain a digit on the way, as those of a real stream do.
  let sequence = 10n ** 20n - BigInt(changes);
  let time = START;

  function write([pk, sk, given]: Write): void {
    const after = given && { ...given, pk, sk };
    const before = items.get(`${pk} ${sk}`);
    sequence += BigInt(1 + roll(9));
    const known = records.get(pk) ?? records.set(pk, []).get(pk)!;
    known.push({ sequence: String(sequence), pk, sk, before, after });
    if (after) items.set(`${pk} ${sk}`, after);
    else items.delete(`${pk} ${sk}`);
  }

  /** Something that may happen next; nothing, where what was drawn may not. */
  function change(): Write[] {
    const place = one(campaigns);
    const customer_id = one(customers);
    const at = timestamp((time += roll(3_600_000)));
    const campaign = `TENANT#${place.tenant_id}#CAMPAIGN#${place.campaign_id}`;
    const [pk, sk] = [`${campaign}#LANE#${laneName(laneOf(customer_id))}`, `MESSAGE#${customer_id}`];
    const message = items.get(`${pk} ${sk}`) as (Item & Message) | undefined;
    if (!message) return [[pk, sk, { ...claimed(), campaign_id: place.campaign_id, customer_id }]];
    const put = (more: Partial<Message>): Write => [pk, sk, { ...message, ...more }];

    if (message.status === 'retry') return [put({ status: one(['sending', 'sending', 'skipped']) })];
    if (message.status === 'sending' && roll(2) === 0) return [put({ status: one(['retry', 'unknown', 'unknown']) })];
    if (roll(2) === 0) return news(message, at).map((after) => [pk, sk, after]);
    if (!wasSent(message)) return [];
    const taps = [...items.values()].filter(
      (item) => item['pk'] === campaign && item['customer_id'] === customer_id,
    ) as (Item & Interaction)[];
    const tap = taps.length > 0 ? one(taps) : undefined;
    const act = roll(tap ? 8 : 4);
    if (act === 0) return [put({ replied_at: message.replied_at ?? at })];
    if (act === 1) return [put({ opted_out_at: message.opted_out_at ?? at })];
    if (!tap || act <= 4) {
      const given = { ...tapped(), ...place, customer_id, message_id: message.id, clicked_at: at };
      const clicked_buttons = [...new Set([...(message.clicked_buttons ?? []), given.button_id])];
      return [
        [campaign, `INTERACTION#${given.id}`, given],
        put({ clicked_buttons, first_click_at: message.first_click_at ?? at }),
      ];
    }
    const change = (after: Item | undefined): Write[] => [[campaign, String(tap['sk']), after]];
    if (act === 5) return change({ ...tap, response_message: 'Size M' });
    if (act === 6) return tap.conversion ? [] : change({ ...tap, conversion: conversion(at) });
    return roll(4) === 0 ? change(undefined) : [put({ variables: [] })];
  }

  function claimed(): Item {
    const id = newId('msg');
    if (roll(8) > 0) return { id, status: 'sending' };
    return { id, status: 'skipped', status_reason: one(['opted_out', 'customer_deleted']) };
  }

  /** The message after news that may move it; late news moves nothing. */
  function news(message: Item & Message, at: string): Item[] {
    const status = one(REPORTED);
    if (!statusesBelow(status).includes(message.status)) return [];
    const { error_code: _, failed_at: __, ...rest } = { ...timesOf(status, at), ...message, status };
    const failed = status === 'failed' || status === 'undelivered';
    return [{ ...rest, ...(failed && { error_code: one(['63016', '21211']), failed_at: at }) }];
  }

  function tapped() {
    const button_id = one(BUTTON_IDS);
    return {
      ...{ id: newId('int'), button_id, button_title: button_id, button_type: 'reply', source: 'inbound' },
      ...{ local_weekday: roll(7), local_hour: roll(24) },
      ...(roll(5) > 0 && { response_seconds: roll(100_000) / 7 }),
    };
  }

  function conversion(converted_at: string): Conversion {
    const conversion_type = one(['purchase', 'booking', 'x.y']);
    return { conversion_type, conversion_reference_id: newId('evt'), converted_at };
  }

  for (let done = 0; done < changes; done++) change().forEach(write);
  return { campaigns, records, items: [...items.values()] };
}
