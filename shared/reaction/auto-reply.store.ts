import type { Table } from '../platform/table-client.ts';
import { autoReply, type AutoReply, type AutoReplyReference, type Settlement } from './auto-reply.ts';

const keys = {
  autoReply: (tenant: string, { campaign_id, interaction_id }: AutoReplyReference) => ({
    pk: `TENANT#${tenant}#CAMPAIGN#${campaign_id}`,
    sk: `AUTOREPLY#${interaction_id}`,
  }),
};

type Lease = Required<Pick<AutoReply, 'holder' | 'lease_until'>>;

/** `held`: leased by another worker. `died`: the holder's lease ran out without an outcome; the reply is not sent again. */
export type ReplyClaim = 'ours' | 'held' | 'settled' | 'died';

export type AutoReplies = ReturnType<typeof autoReplyStore>;

export function autoReplyStore(table: Table) {
  return {
    /**
     * Claims the reply to a tap with a put that only the first worker can make. A released reply is claimed again, and so is one
     * whose holder died asking; one whose holder died sending becomes `unknown`. If the put is repeated, it finds its own
     * holder, and the claim is granted.
     * @param status what the holder does first
     */
    async claim(
      tenant: string,
      reference: AutoReplyReference,
      lease: Lease,
      now: number,
      status: 'asking' | 'sending' = 'sending',
    ): Promise<ReplyClaim> {
      const key = keys.autoReply(tenant, reference);
      const { holder, lease_until } = lease;
      const sending = { status, holder, lease_until };
      const put = await table.put({ ...key, ...reference, ...sending }, { exists: false });
      if (put.done) return 'ours';

      const found = autoReply.parse(put.found);
      const takeOver = async (as: Partial<AutoReply>): Promise<ReplyClaim> => {
        const taken = await table.update(key, { set: sending }, { equals: as });
        return taken.done || taken.found?.['holder'] === holder ? 'ours' : 'held';
      };
      if (found.status === 'retry') return takeOver({ status: 'retry' });
      if (found.status !== 'sending' && found.status !== 'asking') return 'settled';
      if (found.holder === holder) return 'ours';
      if ((found.lease_until ?? 0) > now) return 'held';
      if (found.status === 'asking')
        return takeOver({ status: 'asking', holder: found.holder, lease_until: found.lease_until });
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

    /**
     * From here on the reply may be out, so nobody else asks or sends.
     * @returns false when another worker took the claim over while the agent was asked
     */
    async beginSending(
      tenant: string,
      reference: AutoReplyReference,
      { holder, lease_until }: Lease,
      fallback_reason: AutoReply['fallback_reason'],
    ): Promise<boolean> {
      const written = await table.update(
        keys.autoReply(tenant, reference),
        {
          set: { status: 'sending', lease_until, ...(fallback_reason && { fallback_reason }) },
          ...(!fallback_reason && { remove: ['fallback_reason'] }),
        },
        { equals: { status: 'asking', holder } },
      );
      return written.done || (written.found?.['status'] === 'sending' && written.found['holder'] === holder);
    },

    /** Records the outcome of a claim. An acceptance is recorded even after the lease has run out. */
    async settle(tenant: string, reference: AutoReplyReference, holder: string, settlement: Settlement): Promise<void> {
      const accepted = settlement.status === 'accepted';
      await table.update(
        keys.autoReply(tenant, reference),
        { set: { ...settlement }, remove: ['holder', 'lease_until', ...(accepted ? ['status_reason'] : [])] },
        accepted
          ? { oneOf: { status: ['sending', 'unknown'] } }
          : { oneOf: { status: ['asking', 'sending'] }, equals: { holder } },
      );
    },

    async get(tenant: string, reference: AutoReplyReference): Promise<AutoReply | undefined> {
      const item = await table.get(keys.autoReply(tenant, reference));
      return item && autoReply.parse(item);
    },
  };
}
