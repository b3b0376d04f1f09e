import type { Messages } from '../message/message.store.ts';
import type { BestHours } from '../run/send-times.ts';
import { asRead } from './course.ts';
import { ownTimeOf } from './own-time.ts';
import { stepOf } from './past.ts';
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
      const known = (picks?.courses ?? []).filter(({ id }) => id !== campaign.id).map(asRead);
      const sent = await Promise.all(
        known.map(async (course) => {
          const all = await messages.tracedBetween(tenant_id, course.id, lane, [first, last]);
          return { course, all: new Map(all.map((message) => [message.customer_id, message])) };
        }),
      );
      return new Map(
        people.map(({ id, timezone }) => {
          const steps = sent.flatMap(({ course, all }) => {
            const message = all.get(id);
            return message ? [stepOf(course, message, timezone)] : [];
          });
          const own = ownTimeOf(steps, timezone, Date.parse(started_at));
          return [id, rankBlocks(model, timeProfileOf(own))] as const;
        }),
      );
    },
  };
}
