import type { Table } from '../platform/table-client.ts';
import { autoReply, type AutoReply, type AutoReplyReference, type Settlement } from './auto-reply.ts';

const keys = {
  autoReply: (tenant: string, { campaign_id, interaction_id }: AutoReplyReference) => ({
    pk: `TENANT#${tenant}#CAMPAIGN#${campaign_id}`,
    sk: `AUTOREPLY#${interaction_id}`,
  }),
};

/** `held`: in other hands for a while yet. `died`: its holder never said what became of it, and nobody sends it again. */
export type ReplyClaim = 'ours' | 'held' | 'settled' | 'died';

export type AutoReplies = ReturnType<typeof autoReplyStore>;

export function autoReplyStore(table: Table) {
  return {
    /**
     * Claims the answer to a tap: a put that only the first can make. One that was released is claimed anew; one whose
     * holder died becomes `unknown`. A put that the client library repeated meets its own holder, and has the claim.
     */
    async claim(
      tenant: string,
      reference: AutoReplyReference,
      lease: Required<Pick<AutoReply, 'holder' | 'lease_until'>>,
      now: number,
    ): Promise<ReplyClaim> {
      const key = keys.autoReply(tenant, reference);
      const { holder, lease_until } = lease;
      const sending = { status: 'sending', holder, lease_until };
      const put = await table.put({ ...key, ...reference, ...sending }, { exists: false });
      if (put.done) return 'ours';

      const found = autoReply.parse(put.found);
      if (found.status === 'retry') {
        const reclaimed = await table.update(key, { set: sending }, { equals: { status: 'retry' } });
        return reclaimed.done || reclaimed.found?.['holder'] === holder ? 'ours' : 'held';
      }
      if (found.status !== 'sending') return 'settled';
      if (found.holder === holder) return 'ours';
      if ((found.lease_until ?? 0) > now) return 'held';
      await table.update(
        key,
        {
          set: { status: 'unknown', status_reason: 'The sender stopped before it learned the outcome.' },
          remove: ['holder', 'lease_until'],
        },
        { equals: { status: 'sending', holder: found.holder } },
      );
      return 'died';
    },

    /** Writes down what became of a claim. That it was accepted is news even to one whose lease ran out. */
    async settle(tenant: string, reference: AutoReplyReference, holder: string, settlement: Settlement): Promise<void> {
      const accepted = settlement.status === 'accepted';
      await table.update(
        keys.autoReply(tenant, reference),
        { set: { ...settlement }, remove: ['holder', 'lease_until', ...(accepted ? ['status_reason'] : [])] },
        accepted ? { oneOf: { status: ['sending', 'unknown'] } } : { equals: { status: 'sending', holder } },
      );
    },

    async get(tenant: string, reference: AutoReplyReference): Promise<AutoReply | undefined> {
      const item = await table.get(keys.autoReply(tenant, reference));
      return item && autoReply.parse(item);
    },
  };
}
