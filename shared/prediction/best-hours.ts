import type { Messages } from '../message/message.store.ts';
import type { BestHours } from '../run/send-times.ts';
import { earlierSteps } from './earlier-steps.ts';
import { ownTimeOf } from './own-time.ts';
import type { Predictions } from './prediction.store.ts';
import { timeProfileOf } from './time-cell.ts';
import { rankBlocks } from './time-model.ts';

export interface BestHourPorts {
  readonly messages: Pick<Messages, 'tracedBetween'>;
  readonly predictions: Pick<Predictions, 'get'>;
}

/** Tells hours by what was learnt, and by what people had done before the campaign began. Nothing is kept of anybody. */
export function learntHours({ messages, predictions }: BestHourPorts): BestHours {
  return {
    async provedModel(tenant_id) {
      const model = (await predictions.get(tenant_id))?.times;
      return model?.status === 'in_use' ? model.training : undefined;
    },

    async blocksFor(campaign, lane, people) {
      const { tenant_id, started_at = '', timing_terms } = campaign;
      const { times: model, picks } = (await predictions.get(tenant_id)) ?? {};
      const [first, last] = [people[0]?.id, people.at(-1)?.id];
      // Whoever is planned after the model was replaced gets it at the start: it gave nobody else their hour in this campaign.
      if (model?.training !== timing_terms?.model || !model || first === undefined || last === undefined)
        return new Map();
      const stepsOf = await earlierSteps(picks?.courses ?? [], campaign.id, (course) =>
        messages.tracedBetween(tenant_id, course, lane, [first, last]),
      );
      const began = Date.parse(started_at);
      return new Map(
        people.map((person) => {
          const own = ownTimeOf(stepsOf(person), person.timezone, began);
          return [person.id, rankBlocks(model, timeProfileOf(own))] as const;
        }),
      );
    },
  };
}
