import { useLocation, useRoute } from 'preact-iso/router';
import { useState } from 'preact/hooks';

import { AudienceFields } from '../components/audience-fields.tsx';
import { Button, LinkButton } from '../components/button.tsx';
import { ConfirmButton } from '../components/confirm-button.tsx';
import { CountCard } from '../components/count-card.tsx';
import { Empty } from '../components/empty.tsx';
import { Fault } from '../components/fault.tsx';
import { Refused } from '../components/field.tsx';
import { Input } from '../components/input.tsx';
import { Listed } from '../components/listed.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { PeopleTabs } from '../components/people-tabs.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { useAction } from '../services/action.ts';
import { announce } from '../services/announce.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { useCount } from '../services/counting.ts';
import type { Target } from '../services/draft.ts';
import { link } from '../services/link.ts';
import { labelOf } from '../services/field-labels.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { targetFaults } from '../services/target.ts';

type Segment = Schemas['Segment'];

const PATH = '/people/segments';

/** Audiences with a name: all of them, and each with the people who are in it now. */
export default function Segments() {
  const { id } = useRoute().params;
  if (id === 'new') return <SegmentForm />;
  if (id) return <Known key={id} id={id} />;
  return (
    <Page
      title="Segments"
      actions={
        may('conversations:view') && (
          <LinkButton kind="main" href={link(`${PATH}/new`)}>
            New segment
          </LinkButton>
        )
      }
      below={<PeopleTabs />}
    >
      <Listed
        what="the segments"
        path={PATH}
        load={(page, signal) =>
          answerOf(api.GET('/v1/segments', { params: { query: { limit: 50, ...page } }, signal }))
        }
        empty={<Empty>No segments yet. A segment is a choice of people with a name, that campaigns use again.</Empty>}
      >
        {(segments) => (
          <Table
            caption="Segments"
            isCaptionHidden
            rows={segments}
            keyOf={({ id: key }) => key}
            columns={[
              { name: 'Segment', cell: (segment) => <a href={link(`${PATH}/${segment.id}`)}>{segment.name}</a> },
              {
                name: 'By',
                cell: ({ criteria }) => Object.keys(criteria).map(labelOf).join(', '),
                isExtra: true,
              },
              { name: 'Changed', cell: ({ updated_at }) => <Time at={updated_at} /> },
            ]}
          />
        )}
      </Listed>
    </Page>
  );
}

function Known({ id }: { readonly id: string }) {
  const live = useLive((signal) => answerOf(api.GET('/v1/segments/{id}', { params: { path: { id } }, signal })), [id]);
  if (live.data) return <SegmentForm segment={live.data} />;
  return (
    <Page title="Segment">
      <Loaded from={live} what="the segment">
        {() => null}
      </Loaded>
    </Page>
  );
}

/** A segment and the people in it; what is changed holds for every campaign that has not begun. */
function SegmentForm({ segment }: { readonly segment?: Segment }) {
  const { route } = useLocation();
  const [name, setName] = useState(segment?.name ?? '');
  const [target, setTarget] = useState<Target | undefined>(segment?.criteria);
  const counting = useCount(target);
  const isReady = name.trim() !== '' && target !== undefined && targetFaults(target).length === 0;
  const saving = useAction(async () => {
    if (!target) return;
    const body = { name: name.trim(), criteria: target };
    await answerOf(
      segment
        ? api.PATCH('/v1/segments/{id}', { params: { path: { id: segment.id } }, body })
        : api.POST('/v1/segments', { body }),
    );
    announce('Saved.');
    route(link(PATH));
  });
  return (
    <Page
      title={segment?.name ?? 'New segment'}
      below={<PeopleTabs />}
      actions={
        segment &&
        may('conversations:view') && (
          <ConfirmButton
            word="Delete"
            name={segment.name}
            consequence="Nobody is deleted with it. Herald refuses while a campaign or another segment names it."
            act={async () => {
              await answerOf(api.DELETE('/v1/segments/{id}', { params: { path: { id: segment.id } } }));
              route(link(PATH));
            }}
          />
        )
      }
    >
      <div class="builder">
        <fieldset class="stack" disabled={!may('conversations:view')}>
          <Refused.Provider value={[...saving.faults, ...(counting.faults ?? [])]}>
            <Input path="name" value={name} maxLength={200} onInput={setName} />
            <AudienceFields
              path="criteria"
              target={target}
              onChange={setTarget}
              {...(segment && { except: segment.id })}
            />
          </Refused.Provider>
          <Fault>{saving.fault}</Fault>
          <div class="actions">
            <Button
              kind="main"
              needs="conversations:view"
              busy={saving.isBusy}
              reason={isReady ? undefined : 'Give it a name, and say who is in it'}
              onClick={saving.run}
            >
              Save
            </Button>
          </div>
        </fieldset>
        <div class="beside">
          <CountCard
            counting={counting}
            isChosen={target !== undefined}
            audienceHref={
              may('customers:read') && segment?.criteria === target
                ? link('/people', { segment: segment?.id })
                : undefined
            }
            words="may be written to"
          />
        </div>
      </div>
    </Page>
  );
}
