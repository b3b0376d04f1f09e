import { useLocation } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { announce } from '../services/announce.ts';
import { codeOf, type Campaign, type Preflight } from '../services/api.ts';
import { leaveBuilder } from '../services/builder-state.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { people } from '../services/format.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { sendCampaign } from '../services/send-campaign.ts';
import { noteWords } from '../services/words.ts';
import { Button } from './button.tsx';
import { ConfirmSend } from './confirm-send.tsx';
import { Fault } from './fault.tsx';
import { Notice } from './notice.tsx';

/** A count is shown as one's own for so long, in milliseconds. */
const FRESH_MS = 5 * 60_000;

export interface SendBarProps {
  readonly keeper: DraftKeeper;
  readonly campaign: Campaign;
  readonly preflight: Preflight | undefined;
  readonly isCounting: boolean;
  readonly again: () => void;
}

/** The button says how many people; what it says is what Herald holds it to. */
export function SendBar({ keeper, campaign, preflight, isCounting, again }: SendBarProps) {
  const { route } = useLocation();
  const [isAsking, setAsking] = useState(false);
  const [isOld, setOld] = useState(false);
  const { at, recurrence } = keeper.draft.value;
  const isLater = !!at || !!recurrence;
  const reach = preflight?.reach.total ?? 0;
  useEffect(() => {
    setOld(false);
    const timer = setTimeout(() => setOld(true), FRESH_MS);
    return () => clearTimeout(timer);
  }, [preflight]);
  const [isOther, setOther] = useState(false);
  const sending = useAction(async () => {
    setAsking(false);
    setOther(false);
    try {
      await sendCampaign(campaign.id, { expected_reach: reach, at, recurrence, header: keeper.asRead() });
    } catch (error) {
      if (codeOf(error) !== 'campaign.changed') throw error;
      await keeper.takeTheirs(true);
      setOther(true);
      again();
      return;
    }
    keeper.sent();
    leaveBuilder();
    route(link(`/campaigns/${campaign.id}`));
    announce(isLater ? 'The campaign is scheduled.' : `Sending to ${people(reach)} has begun.`);
  });

  const who = `${preflight?.sample ? 'about ' : ''}${people(reach)}`;
  const waits = preflight?.templates.some(({ status }) => status !== 'approved') ? ' when WhatsApp approves' : '';
  const words = isLater ? `Schedule for ${who}${recurrence ? ' each time' : ''}` : `Send to ${who}${waits}`;
  const mustCount = !preflight || isOld || keeper.saving.value !== 'saved';
  return (
    <div class="stack send-bar">
      <Fault>{sending.fault && `Nothing was sent: ${sending.fault}`}</Fault>
      {isOther && (
        <Notice tone="warn" alert>
          Nothing was sent: somebody else has changed this campaign meanwhile. Look at it, and send it again.
        </Notice>
      )}
      <div class="actions">
        {mustCount ? (
          <Button kind="main" busy={isCounting} onClick={again}>
            Count again first
          </Button>
        ) : (
          <Button
            kind="main"
            needs="campaigns:send"
            busy={sending.isBusy || isCounting}
            reason={reasonOf(preflight, !!recurrence)}
            onClick={() => setAsking(true)}
          >
            {words}
          </Button>
        )}
        {!may('campaigns:send') && (
          <span class="meta">Needs campaigns:send: give somebody who has it the address of this page.</span>
        )}
      </div>
      {isAsking && preflight && (
        <ConfirmSend
          words={words}
          waits={waits}
          at={at}
          recurrence={recurrence}
          preflight={preflight}
          isEveryone={keeper.draft.value.target_criteria?.all === true}
          onClose={() => setAsking(false)}
          onSend={sending.run}
        />
      )}
    </div>
  );
}

/** A campaign that recurs is approved once its dates are set: setting them would end an approval. */
function reasonOf({ reach, blocks }: Preflight, recurs: boolean): string | undefined {
  const block = blocks.find(({ code }) => !(recurs && code === 'unapproved'));
  if (block) return block.code === 'unapproved' ? 'Somebody else must approve it first' : noteWords(block);
  return reach.total === 0 && !recurs ? 'Nobody would get it' : undefined;
}
