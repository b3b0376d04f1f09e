import { timestamp } from '../platform/clock.ts';
import type { Change, Condition } from '../platform/expression.ts';
import type { Table, TransactWrite } from '../platform/table-client.ts';
import { MEANINGS, waits } from '../provider/error-class.ts';
import type { ProviderError, StatusReport } from '../provider/provider.ts';
import type { ExperimentFields } from './experiment-fields.ts';
import { keys } from './message.keys.ts';
import { messageQueries, type Replay } from './message.queries.ts';
import {
  formerSids,
  hasArrived,
  MAX_RETURNS,
  message,
  notBefore,
  statusesBelow,
  TIMES_BEFORE,
  timesOf,
  type Message,
  type MessageStatus,
  type SkipReason,
} from './message.ts';
import type { MessageReference } from './message-token.ts';

/** Whether a worker got the claim. */
export type Claim =
  | { readonly got: true; readonly attempts: number }
  /** The message is settled, or another worker leases it until `leased_until` (milliseconds since the epoch). */
  | { readonly got: false; readonly leased_until?: number };

export type Messages = ReturnType<typeof messageStore>;

/** What a message keeps of an attempt that nothing came of, besides its error and the time of it. */
const ATTEMPT = ['provider_sid', 'accepted_at', 'sent_at', 'holder', 'lease_until'];

/** When a message was first tried: an experiment counts from then on, whatever is sent again. */
function tried(at: string): Pick<Change, 'setIfAbsent'> {
  return { setIfAbsent: { tried_at: at } };
}

/** That a sid is not one of an attempt before, in the rows of earlier versions too. */
function notFormer(provider_sid: string): Condition {
  return {
    notExistsOrNotEqual: { replaced_sid: provider_sid },
    notExistsOrWithout: { former_sids: provider_sid },
  };
}

/** An attempt that failed after it was accepted, by this sid; the next one gets another. */
function backToWait(provider_sid: string, error: ProviderError, failed_at: string): Change {
  const why = { error_code: error.code, status_reason: meaningOf(error), failed_at };
  return { set: { status: 'retry', replaced_sid: provider_sid, ...why }, ...tried(failed_at), remove: ATTEMPT };
}

/** What a report of this time writes, unless the message is above it, or knows of something later that came before it. */
function statusWrite(
  { status, provider_sid, error }: StatusReport,
  at: string,
  isFinal: boolean,
): { change: Change; where: Condition } {
  const inOrder = { notExistsOrLessOrEqual: Object.fromEntries(TIMES_BEFORE.map((field) => [field, at])) };
  const ofThisAttempt = { notExistsOrEqual: { provider_sid }, ...notFormer(provider_sid) };
  const below = statusesBelow(status);
  if (error && !isFinal && waits(error.class))
    return {
      change: backToWait(provider_sid, error, at),
      where: { oneOf: { status: below }, ...ofThisAttempt, ...inOrder },
    };
  return {
    change: {
      set: { status, ...(error && { error_code: error.code, status_reason: meaningOf(error) }) },
      setIfAbsent: { provider_sid, ...timesOf(status, at), tried_at: at },
      ...(!error && { remove: ['status_reason', 'error_code', 'failed_at'] }),
    },
    where: { oneOf: { status: [...below, 'retry'] }, ...(!hasArrived(status) && ofThisAttempt), ...inOrder },
  };
}

/** How often a report is written: once, and once more for each time that others may write meanwhile. */
const MAX_WRITES = 1 + TIMES_BEFORE.length;

function meaningOf({ meaning, class: errorClass }: ProviderError): string {
  return meaning ?? MEANINGS[errorClass];
}

export function messageStore(table: Table) {
  const queries = messageQueries(table);

  /** Checks a message that another worker is sending: once its lease has run out, it becomes `unknown` and is not resent. */
  async function checkLease(tenant: string, found: Message, now: number): Promise<{ leased_until?: number }> {
    if ((found.lease_until ?? 0) > now) return { leased_until: found.lease_until ?? 0 };
    await table.update(
      keys.message(tenant, found),
      {
        set: { status: 'unknown', status_reason: 'The sender stopped before it learned the outcome.' },
        ...tried(timestamp(now)),
        remove: ['holder', 'lease_until'],
      },
      { equals: { status: 'sending', holder: found.holder } },
    );
    return {};
  }

  return {
    ...queries,

    /**
     * Claims a customer's message with a put that only the first worker can make. A later worker reads the existing row in
     * the same operation: it claims a released message again, and marks one whose holder died as `unknown`. If the
     * put is repeated after a lost answer, it finds its own holder, and the claim is granted.
     */
    async claim(tenant: string, draft: Message & { holder: string; lease_until: number }, now: number): Promise<Claim> {
      const key = keys.message(tenant, draft);
      const put = await table.put({ ...key, ...draft, status: 'sending', attempts: 1 }, { exists: false });
      if (put.done) return { got: true, attempts: 1 };

      const found = message.parse(put.found);
      if (found.holder === draft.holder && found.status === 'sending') return { got: true, attempts: found.attempts };
      if (found.status === 'retry') {
        const { holder, lease_until, sending_since, content_key, variables, phase, arm, propensity } = draft;
        const former_sids = formerSids(found);
        const reclaimed = await table.update(
          key,
          {
            set: {
              ...{ status: 'sending', holder, lease_until, sending_since },
              ...{ content_key, variables, phase, arm, propensity },
              ...(former_sids.length > 0 && { former_sids }),
            },
            add: { attempts: 1 },
            remove: ['status_reason', 'error_code', 'failed_at'],
          },
          { equals: { status: 'retry' } },
        );
        const got = reclaimed.done || reclaimed.found?.['holder'] === holder;
        return got ? { got, attempts: found.attempts + 1 } : { got, leased_until: lease_until };
      }
      if (found.status !== 'sending') return { got: false };
      return { got: false, ...(await checkLease(tenant, found, now)) };
    },

    /**
     * Records that a customer is skipped, unless there is a message that was or may have been sent.
     * @returns until when another worker leases that message, if one does
     */
    async skip(
      tenant: string,
      draft: Pick<Message, 'id' | 'campaign_id' | 'customer_id' | 'content_key'> & Partial<ExperimentFields>,
      reason: SkipReason,
      now: number,
    ): Promise<{ readonly leased_until?: number }> {
      const key = keys.message(tenant, draft);
      const put = await table.put({ ...key, ...draft, status: 'skipped', status_reason: reason }, { exists: false });
      if (put.done) return {};
      const found = message.parse(put.found);
      if (found.status === 'sending') return checkLease(tenant, found, now);
      await table.update(key, { set: { status: 'skipped', status_reason: reason } }, { equals: { status: 'retry' } });
      return {};
    },

    /**
     * The provider accepted it. If a status report came first, only missing fields are added. A message that has been
     * set to `retry` meanwhile becomes accepted too: it need not be sent again, unless it is because this attempt failed.
     */
    async accept(tenant: string, reference: MessageReference, provider_sid: string, at: string): Promise<void> {
      const key = keys.message(tenant, reference);
      const isCurrent = notFormer(provider_sid);
      const moved = await table.update(
        key,
        {
          set: { status: 'accepted', provider_sid, accepted_at: at },
          ...tried(at),
          remove: ['holder', 'lease_until', 'status_reason', 'error_code', 'failed_at'],
        },
        { oneOf: { status: [...statusesBelow('accepted'), 'retry'] }, ...isCurrent },
      );
      if (!moved.done)
        await table.update(
          key,
          { setIfAbsent: { provider_sid, accepted_at: at, tried_at: at }, remove: ['holder', 'lease_until'] },
          { exists: true, ...isCurrent },
        );
    },

    /** The provider provably created nothing, and no worker tries again. */
    async fail(
      tenant: string,
      reference: MessageReference,
      holder: string,
      error: ProviderError,
      at: string,
    ): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        {
          set: { status: 'failed', error_code: error.code, status_reason: meaningOf(error), failed_at: at },
          ...tried(at),
          remove: ['holder', 'lease_until'],
        },
        { equals: { status: 'sending', holder } },
      );
    },

    /** The provider provably created nothing; any worker may claim it again. */
    async release(tenant: string, reference: MessageReference, holder: string): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        { set: { status: 'retry' }, remove: ['holder', 'lease_until'] },
        { equals: { status: 'sending', holder } },
      );
    },

    /** The message may have been sent, so no worker sends it again; a status report, a reconciliation or a replay settles it. */
    async markUnknown(
      tenant: string,
      reference: MessageReference,
      holder: string,
      reason: string,
      at: string,
    ): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        { set: { status: 'unknown', status_reason: reason }, ...tried(at), remove: ['holder', 'lease_until'] },
        { equals: { status: 'sending', holder } },
      );
    },

    /**
     * Records that somebody may have got the message although the table does not know of it: nobody sends it by itself.
     * @param sent who, and when the provider got it (milliseconds since the epoch) @param from the statuses that this overrules
     * @returns whether anything changed
     */
    async supposeSent(
      tenant: string,
      sent: Pick<Message, 'id' | 'campaign_id' | 'customer_id' | 'sending_since'>,
      reason: string,
      from: readonly MessageStatus[],
    ): Promise<boolean> {
      const key = keys.message(tenant, sent);
      const supposed = { status: 'unknown', status_reason: reason } as const;
      const put = await table.put({ ...key, ...sent, ...supposed, attempts: 1, variables: [] }, { exists: false });
      if (put.done) return true;
      const { sending_since } = sent;
      const remove = ['holder', 'lease_until', 'error_code', 'failed_at'];
      return (await table.update(key, { set: { ...supposed, sending_since }, remove }, { oneOf: { status: from } }))
        .done;
    },

    /** Records that an unknown message was found at the provider, unless it has been settled or sent again since. */
    async confirmAccepted(
      tenant: string,
      reference: MessageReference,
      { attempts, provider_sid }: Required<Pick<Message, 'attempts' | 'provider_sid'>>,
      at: string,
    ): Promise<boolean> {
      const written = await table.update(
        keys.message(tenant, reference),
        { set: { status: 'accepted', provider_sid, accepted_at: at }, remove: ['status_reason'] },
        { equals: { status: 'unknown', attempts } },
      );
      return written.done || written.found?.['provider_sid'] === provider_sid;
    },

    /**
     * Applies a status report: it only moves a message up the ladder, so late or repeated reports change nothing. A report
     * about an attempt that another has replaced counts only if the message was delivered: then it need not be sent again.
     * A failure that is not about the person makes the message wait to be sent again, unless it `isFinal`.
     * @param at when it came: what came before it and was written with a later time makes it that late
     * @returns whether there is such a message
     */
    async applyStatus(
      tenant: string,
      reference: MessageReference,
      report: StatusReport,
      at: string,
      { isFinal = false } = {},
    ): Promise<boolean> {
      const key = keys.message(tenant, reference);
      let time = at;
      for (let writes = 0; writes < MAX_WRITES; writes += 1) {
        const { change, where } = statusWrite(report, time, isFinal);
        const moved = await table.update(key, change, where);
        if (moved.done || !moved.found) return moved.done;
        const latest = notBefore(message.parse(moved.found), time);
        if (latest === time) return true;
        time = latest;
      }
      throw new Error('A status could not be recorded: others moved its message all the time.');
    },

    /**
     * The write that makes a failed message wait to be sent again, for one transaction with the chunk that is parked for it.
     * @param failed the message as it was read @param isMarketing whether it is the one time that the marketing limit permits
     * @param status_reason if another than it says already
     */
    returnWrite(
      tenant: string,
      failed: Message,
      {
        isMarketing = false,
        status_reason,
      }: { readonly isMarketing?: boolean; readonly status_reason?: string | undefined } = {},
    ): TransactWrite {
      const { provider_sid, error_code } = failed;
      return {
        key: keys.message(tenant, failed),
        change: {
          set: { status: 'retry', replaced_sid: provider_sid, status_reason },
          remove: ATTEMPT,
          add: isMarketing ? { marketing_retries: 1 } : { returns: 1 },
        },
        where: {
          oneOf: { status: ['failed', 'undelivered'] },
          equals: { error_code, provider_sid },
          ...(isMarketing ? { notExists: ['marketing_retries'] } : { notExistsOrLessThan: { returns: MAX_RETURNS } }),
        },
      };
    },

    /**
     * The write that counts that a message, which waits already, came back, and says for what; for one transaction with the
     * chunk that is parked for it. However often it is made, it counts once for each attempt.
     */
    waitAgainWrite(tenant: string, waiting: Message, status_reason: string): TransactWrite {
      const { error_code, replaced_sid } = waiting;
      return {
        key: keys.message(tenant, waiting),
        change: { set: { status_reason }, add: { returns: 1 } },
        where: {
          equals: { status: 'retry', error_code, replaced_sid },
          notExistsOrNotEqual: { status_reason },
          notExistsOrLessThan: { returns: MAX_RETURNS },
        },
      };
    },

    /** Ends the waiting of a message that nobody will send again: it failed. @param status_reason if another than it says already */
    async endWaiting(
      tenant: string,
      reference: MessageReference,
      error_code: string,
      status_reason?: string,
    ): Promise<void> {
      await table.update(
        keys.message(tenant, reference),
        { set: { status: 'failed', status_reason } },
        { equals: { status: 'retry', error_code } },
      );
    },

    /** Sets a message to `retry`, once per replaying run. @returns whether this run has set it, now or before */
    async replay(tenant: string, current: Message, { run, statuses }: Replay): Promise<boolean> {
      const set = { status: 'retry', replayed_in: run, replaced_sid: current.provider_sid };
      const remove = ['status_reason', 'error_code', 'provider_sid', 'accepted_at', 'sent_at', 'failed_at'];
      const moved = await table.update(
        keys.message(tenant, current),
        { set, remove, add: { replays: 1 } },
        { oneOf: { status: statuses }, notExistsOrLessThan: { replayed_in: run } },
      );
      return moved.done || moved.found?.['replayed_in'] === run;
    },

    /** Settles a message whose holder died. @returns until when another worker leases it, if one does */
    async expireLease(
      tenant: string,
      reference: MessageReference,
      now: number,
    ): Promise<{ readonly leased_until?: number }> {
      const found = await queries.get(tenant, reference);
      return found?.status === 'sending' ? checkLease(tenant, found, now) : {};
    },

    /** Removes personal data from a customer's messages of up to 100 campaigns; the messages stay counted. */
    async forget(tenant: string, campaigns: readonly string[], customer_id: string): Promise<void> {
      const found = await queries.ofCustomer(tenant, campaigns, customer_id);
      await Promise.all(
        found.map((row) => table.update(keys.message(tenant, row), { remove: ['variables'] }, { exists: true })),
      );
    },

    /** Records when a conversion came, where that is earlier than what is known. @returns false when another report came first */
    async countConversion(
      tenant: string,
      reference: MessageReference,
      news: Pick<Message, 'did_at' | 'bought_at'>,
    ): Promise<boolean> {
      const where = { exists: true, notExistsOrGreaterThan: news };
      return (await table.update(keys.message(tenant, reference), { set: news }, where)).done;
    },

    /** Records that the customer replied in words; the first time is kept, in whichever order they are told. */
    async recordReply(tenant: string, reference: MessageReference, at: string): Promise<void> {
      const where = { exists: true, notExistsOrGreaterThan: { replied_at: at } };
      await table.update(keys.message(tenant, reference), { set: { replied_at: at } }, where);
    },

    /** Records that the customer opted out in reply; only the first time is kept. */
    async recordOptOut(tenant: string, reference: MessageReference, at: string): Promise<void> {
      await table.update(keys.message(tenant, reference), { setIfAbsent: { opted_out_at: at } }, { exists: true });
    },

    /** The write that records the first conversion, for one transaction with its interaction. */
    conversionWrite(tenant: string, reference: MessageReference, at: string): TransactWrite {
      return {
        key: keys.message(tenant, reference),
        change: { setIfAbsent: { converted_at: at } },
        where: { exists: true },
      };
    },

    /**
     * The write that records a tap on a message, for one transaction with its interaction.
     * @param isFirst whether nothing earlier is known of what an experiment counts; the write fails where that is wrong
     */
    tapWrite(
      tenant: string,
      reference: MessageReference,
      button_id: string,
      at: string,
      isFirst = false,
    ): TransactWrite {
      const did = isFirst ? { did_at: at } : {};
      const change: Change = {
        set: did,
        setIfAbsent: { first_click_at: at },
        addToSet: { clicked_buttons: new Set([button_id]) },
      };
      return { key: keys.message(tenant, reference), change, where: { exists: true, notExistsOrGreaterThan: did } };
    },
  };
}
