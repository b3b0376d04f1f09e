import { useLocation, useRoute } from 'preact-iso/router';
import { useEffect, useMemo, useState } from 'preact/hooks';

import { Button } from '../components/button.tsx';
import { CheckStep } from '../components/check-step.tsx';
import { NotCounted } from '../components/count-card.tsx';
import { Refused } from '../components/field.tsx';
import { Skeleton } from '../components/loaded.tsx';
import { MessageStep } from '../components/message-step.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { PeopleStep } from '../components/people-step.tsx';
import { SavedWords } from '../components/saved-words.tsx';
import { StepLinks, STEPS, type Step } from '../components/step-links.tsx';
import { WhenStep } from '../components/when-step.tsx';
import { sentence } from '../services/api.ts';
import { keeperFor } from '../services/builder-state.ts';
import { mayCount } from '../services/counting.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { peopleIn } from '../services/imported.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';

const CHANGEABLE = ['draft', 'scheduled', 'paused'];

/** Writing a campaign: message, people, when, check. */
export default function Builder() {
  const { params } = useRoute();
  const { route, query } = useLocation();
  const { id = 'new' } = params;
  const step = STEPS.find(({ path }) => path === params['step'])?.path ?? 'message';
  const keeper = useMemo(() => keeperFor(id), [id]);
  const [fault, setFault] = useState<string>();
  const saved = keeper.campaign.value;

  useEffect(() => {
    if (!keeper.campaign.value) keeper.load().catch((error: unknown) => setFault(sentence(error)));
  }, [keeper]);
  useEffect(() => {
    const target_criteria = id === 'new' && peopleIn(query);
    if (!target_criteria) return;
    keeper.change({ target_criteria });
    // Once they are in the draft, whoever chooses others and comes back finds those.
    route(link(`/campaigns/new/edit/${step}`), true);
  }, [keeper, query]);
  useEffect(() => {
    if (saved && saved.id !== id) route(link(`/campaigns/${saved.id}/edit/${step}`), true);
  }, [saved?.id]);

  if (fault || (id !== 'new' && !saved))
    return (
      <Page title="Campaign">
        {fault ? (
          <Notice tone="bad">Could not load the campaign: {fault}</Notice>
        ) : (
          <Skeleton lines={3} what="the campaign" />
        )}
      </Page>
    );
  const isLocked = saved !== undefined && !CHANGEABLE.includes(saved.status);
  const mayWrite = may('conversations:view');
  const isShut = isLocked || !mayWrite;
  return (
    <Page
      title={keeper.draft.value.name || 'New campaign'}
      at={step}
      status={<SavedWords keeper={keeper} />}
      below={<StepLinks id={id} step={step} />}
    >
      {isLocked && (
        <Notice tone="info" action={<a href={link(`/campaigns/${saved.id}`)}>See how it goes</a>}>
          It has been sent, and cannot be changed any more.
        </Notice>
      )}
      {!mayWrite && <Notice tone="info">You can look at this, not change it. Needs: conversations:view</Notice>}
      {keeper.saving.value === 'changed_elsewhere' && <ChangedElsewhere keeper={keeper} />}
      {/* What is in a disabled fieldset can be read, and not be changed. The message has one of its own, beside its preview. */}
      <fieldset disabled={isShut && step !== 'message'}>
        <Refused.Provider value={keeper.refused.value}>
          {stepOf(step, keeper, isShut, (to) => link(`/campaigns/${saved?.id ?? id}/edit/${to}`))}
        </Refused.Provider>
      </fieldset>
    </Page>
  );
}

function stepOf(step: Step, keeper: DraftKeeper, isShut: boolean, hrefOf: (step: Step) => string) {
  if (step === 'people') return <PeopleStep keeper={keeper} next={hrefOf('when')} />;
  if (step === 'when') return <WhenStep keeper={keeper} next={hrefOf('check')} />;
  if (step === 'check' && !mayCount()) return <NotCounted />;
  if (step === 'check') return <CheckStep keeper={keeper} stepHref={hrefOf} />;
  return <MessageStep keeper={keeper} isShut={isShut} next={hrefOf('people')} />;
}

function ChangedElsewhere({ keeper }: { readonly keeper: DraftKeeper }) {
  const { route } = useLocation();
  return (
    <Notice tone="warn" alert>
      Somebody else has changed this campaign meanwhile. Nothing of theirs is overwritten.{' '}
      <Button onClick={() => void keeper.takeTheirs()}>See theirs</Button>{' '}
      <Button onClick={() => void keeper.keepMine().then((copy) => route(link(`/campaigns/${copy}/edit/message`)))}>
        Keep mine as a copy
      </Button>
    </Notice>
  );
}
