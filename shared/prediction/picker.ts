import { armsOf } from '../campaign/arms.ts';
import { openingsOf } from '../campaign/openings.ts';
import type { Messages } from '../message/message.store.ts';
import type { Message } from '../message/message.ts';
import type { Picker } from '../run/picker.ts';
import { asRead } from './course.ts';
import { pastOf, stepOf } from './past.ts';
import { profileOf } from './pick-cell.ts';
import { pickKind } from './pick-model.ts';
import type { Predictions } from './prediction.store.ts';
import { slotOf } from './slot.ts';

export interface PickerPorts {
  readonly messages: Pick<Messages, 'ofCustomers'>;
  readonly predictions: Pick<Predictions, 'get'>;
}

/** Picks by what was learnt, and by what people had done before the campaign began. Nothing is kept of anybody. */
export function learntPicker({ messages, predictions }: PickerPorts): Picker {
  return {
    async isProved(campaign) {
      const { experiment, tenant_id } = campaign;
      const model = experiment && (await predictions.get(tenant_id))?.picks?.models[experiment.metric];
      const kinds = openingsOf(armsOf(campaign).map(({ contents }) => contents)) ?? [];
      return model?.status === 'in_use' && kinds.length > 0 && kinds.every((kind) => model.kinds.includes(kind));
    },

    async armsFor(campaign, people, at) {
      const { tenant_id, experiment, started_at = '' } = campaign;
      const { courses = [], models = {} } = (await predictions.get(tenant_id))?.picks ?? {};
      const model = experiment && models[experiment.metric];
      const arms = armsOf(campaign);
      const kinds = openingsOf(arms.map(({ contents }) => contents));
      if (!model || !kinds) return new Map();
      const known = courses.filter(({ id }) => id !== campaign.id).map(asRead);
      const ids = people.map(({ id }) => id);
      const sent = await Promise.all(
        known.map(async (course) => ({
          course,
          all: byCustomer(await messages.ofCustomers(tenant_id, course.id, ids)),
        })),
      );
      const began = Date.parse(started_at);
      return new Map(
        people.flatMap(({ id, timezone }) => {
          const steps = sent.flatMap(({ course, all }) => {
            const message = all.get(id);
            return message ? [stepOf(course, message, timezone)] : [];
          });
          const kind = pickKind(model, profileOf(pastOf(steps, began), slotOf(timezone, at)), kinds);
          const arm = kind && arms[kinds.indexOf(kind)];
          return arm ? [[id, arm.variant] as const] : [];
        }),
      );
    },
  };
}

function byCustomer(messages: readonly Message[]): ReadonlyMap<string, Message> {
  return new Map(messages.map((message) => [message.customer_id, message]));
}
