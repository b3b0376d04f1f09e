import { armsOf } from '../campaign/arms.ts';
import { openingsOf } from '../campaign/openings.ts';
import type { Messages } from '../message/message.store.ts';
import type { Picker } from '../run/picker.ts';
import { earlierSteps } from './earlier-steps.ts';
import { pastOf } from './past.ts';
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
      const ids = people.map(({ id }) => id);
      const stepsOf = await earlierSteps(courses, campaign.id, (course) =>
        messages.ofCustomers(tenant_id, course, ids),
      );
      const began = Date.parse(started_at);
      return new Map(
        people.flatMap((person) => {
          const { id, timezone } = person;
          const kind = pickKind(model, profileOf(pastOf(stepsOf(person), began), slotOf(timezone, at)), kinds);
          const arm = kind && arms[kinds.indexOf(kind)];
          return arm ? [[id, arm.variant] as const] : [];
        }),
      );
    },
  };
}
