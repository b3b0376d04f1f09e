import { useEffect, useState } from 'preact/hooks';

import { announce } from '../services/announce.ts';
import { answerOf, api, sentence, type Campaign, type Preflight } from '../services/api.ts';
import { useApprovers } from '../services/approvers.ts';
import { isOfPeople } from '../services/draft-faults.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { clock } from '../services/format.ts';
import { Approval } from './approval.tsx';
import { Button } from './button.tsx';
import { CheckFigures } from './check-figures.tsx';
import { CheckNotes } from './check-notes.tsx';
import { Notice } from './notice.tsx';
import { SendBar } from './send-bar.tsx';
import type { Step } from './step-links.tsx';
import { TemplateReview } from './template-review.tsx';
import { TestSend } from './test-send.tsx';

export interface CheckStepProps {
  readonly keeper: DraftKeeper;
  readonly stepHref: (step: Step) => string;
}

/** What would happen, before it does: by the rules that send. */
export function CheckStep({ keeper, stepHref }: CheckStepProps) {
  const [preflight, setPreflight] = useState<Preflight>();
  const [fault, setFault] = useState<string>();
  const [isCounting, setCounting] = useState(false);
  const campaign = keeper.campaign.value;

  async function look(): Promise<void> {
    setCounting(true);
    setFault(undefined);
    try {
      await keeper.save();
      const id = keeper.campaign.value?.id;
      if (!id) return;
      const call = api.POST('/v1/campaigns/{id}/preflight', { params: { path: { id } } });
      setPreflight(await answerOf(call));
      keeper.counted((await call).response.headers.get('etag'));
    } catch (error) {
      setFault(`Could not count: ${sentence(error)} Nothing was sent.`);
    } finally {
      setCounting(false);
    }
  }
  useEffect(() => {
    if (keeper.faults.value.length === 0) void look();
  }, []);

  const open = keeper.faults.value;
  const { target_criteria } = keeper.draft.value;
  if (open.length > 0)
    return (
      <Notice
        tone="warn"
        action={
          open.every(({ path }) => isOfPeople(path)) ? (
            <a href={stepHref('people')}>Back to the people</a>
          ) : (
            <a href={stepHref('message')}>Back to the message</a>
          )
        }
      >
        {open.length === 1 ? 'One thing has' : `${open.length} things have`} to be put right first:{' '}
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
      {!preflight && !fault && (
        <div class="skeleton" aria-busy="true">
          <i />
          <i />
          <i />
          <i />
        </div>
      )}
      {preflight && campaign && (
        <>
          <div class={isCounting ? 'stack stale' : 'stack'}>
            <CheckFigures preflight={preflight} />
            <CheckNotes
              preflight={preflight}
              hrefOf={stepHref}
              approval={<HereApproval keeper={keeper} campaign={campaign} preflight={preflight} look={look} />}
            />
            <TemplateReview campaign={campaign} templates={preflight.templates} onChange={() => void look()} />
            <TestSend campaign={campaign} />
          </div>
          <p class="row meta">
            Counted {clock(new Date(preflight.counted_at).getTime())}
            <Button busy={isCounting} onClick={() => void look()}>
              Count again
            </Button>
          </p>
        </>
      )}
      {campaign && (
        <SendBar
          keeper={keeper}
          campaign={campaign}
          preflight={preflight}
          isCounting={isCounting}
          again={() => void look()}
        />
      )}
    </div>
  );
}

interface HereProps {
  readonly keeper: DraftKeeper;
  readonly campaign: Campaign;
  readonly preflight: Preflight;
  readonly look: () => Promise<void>;
}

/** What is approved is the version that this page shows. */
function HereApproval({ keeper, look, ...known }: HereProps) {
  const { data } = useApprovers(known.campaign);
  async function approve(): Promise<void> {
    await keeper.approve();
    announce('Approved.');
    await look();
  }
  return <Approval {...known} approvers={data} approve={approve} />;
}
