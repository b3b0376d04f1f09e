import { answerOf, api, type Report } from '../services/api.ts';
import { variantName } from '../services/content-name.ts';
import { rateOf } from '../services/format.ts';
import { may } from '../services/scopes.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { Notice } from './notice.tsx';
import { peopleLink } from './people-link.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

type Experiment = NonNullable<Report['experiment']>;

const DOES = { tapped: 'Tapped', replied: 'Replied', converted: 'Bought', read: 'Read it' } as const;

export interface VerdictProps {
  readonly report: Report;
  readonly onChange: () => void;
}

/** What an experiment found, in the API's own sentence, with what it was found from; and what the campaign brings at all. */
export function Verdict({ report: { campaign_id, experiment, holdout }, onChange }: VerdictProps) {
  return (
    <>
      {experiment && <Arms id={campaign_id} experiment={experiment} onChange={onChange} />}
      {holdout && (
        <section class="stack">
          <h2>What the campaign brings</h2>
          <Notice tone="info">{holdout.verdict}</Notice>
          <Table
            caption="Who bought"
            isCaptionHidden
            rows={[
              { name: 'Were sent to', holdout: 'sent', ...holdout.sent },
              { name: 'Got nothing, by chance', holdout: 'held', ...holdout.held },
            ]}
            keyOf={({ name }) => name}
            columns={[
              { name: 'People', value: ({ name }) => name },
              {
                name: 'Measured',
                isFigure: true,
                cell: ({ holdout, planned }) => peopleLink(campaign_id, planned, { holdout }),
              },
              {
                name: 'Bought',
                isFigure: true,
                cell: ({ holdout, converted }) =>
                  peopleLink(campaign_id, converted, { holdout, holdout_converted: 'true' }),
              },
            ]}
          />
        </section>
      )}
      {(experiment ?? holdout) && <p class="meta">Measured: whose time to respond is over.</p>}
    </>
  );
}

interface ArmsProps {
  readonly id: string;
  readonly experiment: Experiment;
  readonly onChange: () => void;
}

function Arms({ id, experiment, onChange }: ArmsProps) {
  const { metric, variants, warnings, decision, decides_at, comparisons } = experiment;
  const [control] = variants;
  const verdict = variants.reduce(
    (words, { variant }) => words.replaceAll(`“${variant}”`, `“${variantName(variant)}”`),
    experiment.verdict,
  );
  const isOpen = !decision && may('campaigns:send');
  const choose = async (variant: string) => {
    await answerOf(api.POST('/v1/campaigns/{id}/winner', { params: { path: { id } }, body: { variant } }));
    onChange();
  };
  const against = (variant: string) => {
    const found = comparisons.find((one) => one.variant === variant)?.interval;
    return found && `${points(found.lower)} to ${points(found.upper)} of 100 people`;
  };
  return (
    <section class="stack">
      <h2>Which did better</h2>
      <Notice tone={decision?.winner ? 'ok' : 'info'}>{verdict}</Notice>
      {!decision && (
        <p class="meta">
          It is decided <Time at={decides_at} /> at the latest.
        </p>
      )}
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning}
        </Notice>
      ))}
      <Table
        caption="The variants"
        sort="variants"
        rows={variants}
        keyOf={({ variant }) => variant}
        columns={[
          {
            name: 'Variant',
            value: ({ variant }) => `${variantName(variant)}${variant === control?.variant ? ', the control' : ''}`,
          },
          {
            name: 'Sent to',
            isExtra: true,
            isFigure: true,
            value: ({ tried }) => tried,
            cell: ({ variant, tried }) => peopleLink(id, tried, { variant, tried: 'true' }),
          },
          {
            name: 'Measured',
            isExtra: true,
            isFigure: true,
            value: ({ window_over }) => window_over,
            cell: ({ variant, window_over }) => peopleLink(id, window_over, { variant, window_over: 'true' }),
          },
          {
            name: `${DOES[metric]} in time`,
            isFigure: true,
            value: ({ did }) => did,
            cell: ({ variant, did }) => peopleLink(id, did, { variant, window_over: 'true', did: 'true' }),
          },
          {
            name: 'Rate',
            isFigure: true,
            value: ({ rate }) => rate,
            cell: ({ did, window_over, rate }) => rateOf(did, window_over, rate),
          },
          {
            name: 'Against first text',
            isExtra: true,
            isFigure: true,
            cell: ({ variant }) => against(variant),
          },
          ...(isOpen
            ? [
                {
                  name: 'Decide',
                  cell: ({ variant }: Experiment['variants'][number]) => (
                    <ConfirmButton
                      word="Choose"
                      name={variantName(variant)}
                      consequence="The test ends, and whoever waits gets this variant."
                      act={() => choose(variant)}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

/** A difference of rates as so many of 100 people, with its sign. */
const points = (difference: number) =>
  (difference * 100).toLocaleString(undefined, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
