import { useRef, useState } from 'preact/hooks';

import { announce } from '../services/announce.ts';
import { answerOf, api, sentence, type Campaign, type Preflight } from '../services/api.ts';
import { useApprovers } from '../services/approvers.ts';
import { isOfPeople } from '../services/draft-faults.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { labelOf } from '../services/field-labels.ts';
import { clock, counted } from '../services/format.ts';
import { useLive } from '../services/live.ts';
import { Approval } from './approval.tsx';
import { Button } from './button.tsx';
import { CheckFigures } from './check-figures.tsx';
import { CheckNotes } from './check-notes.tsx';
import { Skeleton } from './loaded.tsx';
import { Notice } from './notice.tsx';
import { SendBar } from './send-bar.tsx';
import type { Step } from './step-links.tsx';
import { TemplateReview } from './template-review.tsx';
import { TestSend } from './test-send.tsx';
import { Time } from './time.tsx';

export interface CheckStepProps {
  readonly keeper: DraftKeeper;
  readonly stepHref: (step: Step) => string;
}

/** How often it is counted again while a template is in review, in milliseconds. @param open how long it is shown */
const reviewCadence = (open: number) => (open < 600_000 ? 20_000 : 120_000);

/** What would happen, before it does: by the rules that send. */
export function CheckStep({ keeper, stepHref }: CheckStepProps) {
  const campaign = keeper.campaign.value;
  const isAsked = useRef(false);
  const [opened] = useState(Date.now);
  const isInReview = ({ status }: Preflight['templates'][number]) =>
    status === 'pending' || (status === 'unprepared' && isAsked.current);
  const counting = useLive(
    async (signal) => {
      await keeper.save();
      const id = keeper.campaign.value?.id;
      if (!id || keeper.faults.value.length > 0) return undefined;
      const call = api.POST('/v1/campaigns/{id}/preflight', { params: { path: { id } }, signal });
      const counted = await answerOf(call);
      keeper.counted((await call).response.headers.get('etag'));
      return counted;
    },
    [],
    (counted) => (counted?.templates.some(isInReview) ? reviewCadence(Date.now() - opened) : undefined),
  );
  const { data: preflight, isLoading: isCounting, refresh: look } = counting;
  const fault = counting.error !== undefined && `Could not count: ${sentence(counting.error)} Nothing was sent.`;

  // What Herald refused is not saved: what would be counted is what was there before.
  const refused = keeper.refused.value.map(({ path, message }) => ({ path, message: `${labelOf(path)}: ${message}.` }));
  const open = [...keeper.faults.value, ...refused];
  const { target_criteria, at } = keeper.draft.value;
  const wrong = open.every(({ path }) => isOfPeople(path)) ? 'people' : 'message';
  if (open.length > 0)
    return (
      <Notice tone="warn" action={<a href={stepHref(wrong)}>Back to the {wrong}</a>}>
        {counted(open.length, 'thing has', 'things have')} to be put right first:{' '}
        {open.map(({ message }) => message).join(' ')}
      </Notice>
    );
  if (!target_criteria)
    return (
      <Notice tone="warn" action={<a href={stepHref('people')}>Choose people</a>}>
        Nobody is chosen yet.
      </Notice>
    );
  return (
    <div class="stack">
      {fault && (
        <Notice tone="bad" alert>
          {fault}
        </Notice>
      )}
      {!preflight && !fault && <Skeleton lines={4} what="the check" />}
      {preflight && campaign && (
        <>
          <div class={isCounting ? 'stack stale' : 'stack'}>
            <CheckFigures preflight={preflight} campaign={campaign} at={at} />
            <CheckNotes
              preflight={preflight}
              hrefOf={stepHref}
              approval={<HereApproval keeper={keeper} campaign={campaign} preflight={preflight} look={look} />}
            />
            <TemplateReview
              campaign={campaign}
              templates={preflight.templates}
              onChange={() => {
                isAsked.current = true;
                look();
              }}
            />
            <TestSend campaign={campaign} />
          </div>
          <p class="row meta">
            Counted <Time at={preflight.counted_at} as={clock} />
            <Button busy={isCounting} onClick={look}>
              Count again
            </Button>
          </p>
        </>
      )}
      {campaign && (
        <SendBar keeper={keeper} campaign={campaign} preflight={preflight} isCounting={isCounting} again={look} />
      )}
    </div>
  );
}

interface HereProps {
  readonly keeper: DraftKeeper;
  readonly campaign: Campaign;
  readonly preflight: Preflight;
  readonly look: () => void;
}

/** What is approved is the version that this page shows. */
function HereApproval({ keeper, look, ...known }: HereProps) {
  const { data } = useApprovers(known.campaign);
  async function approve(): Promise<void> {
    await keeper.approve();
    announce('Approved.');
    look();
  }
  return <Approval {...known} approvers={data} approve={approve} />;
}
