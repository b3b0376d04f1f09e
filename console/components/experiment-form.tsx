import { kindOf, textName } from '../services/content-name.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { Choice } from './choice.tsx';
import { NumberInput, Select } from './input.tsx';

const METRICS = [
  ['tapped', 'Who taps a button'],
  ['replied', 'Who replies'],
  ['converted', 'Who buys'],
  ['read', 'Who reads it'],
] as const;
const NO_WINNER = [
  ['control', 'First text'],
  ['split', 'Each person any of them'],
  ['stop', 'Nothing'],
] as const;

const hasRest = ({ test_share }: { readonly test_share: number }) => !(test_share >= 1);

/** What an experiment counts and how it ends; what is seldom wanted is behind "More". */
export function ExperimentForm({ keeper: { draft, change } }: { readonly keeper: DraftKeeper }) {
  const { contents, experiment, weight, holdout, buttons } = draft.value;
  const set = (given: Partial<NonNullable<typeof experiment>>) =>
    experiment && change({ experiment: { ...experiment, ...given } });
  return (
    <>
      {experiment && (
        <div class="part">
          <h3>The test</h3>
          <div class="two stack">
            <Select
              path="experiment.metric"
              value={experiment.metric}
              options={METRICS}
              onChange={(metric) => set({ metric: metric as typeof experiment.metric, pick: undefined })}
            />
            <NumberInput
              path="experiment.test_share"
              hint={
                hasRest(experiment)
                  ? 'The rest waits, and gets the winner.'
                  : 'Everybody is tested, so nobody is left to get the winner.'
              }
              isPercent
              value={experiment.test_share}
              onInput={(test_share) => set({ test_share })}
            />
            {hasRest(experiment) && (
              <Select
                path="experiment.no_winner"
                value={experiment.no_winner}
                options={NO_WINNER}
                onChange={(rest) => set({ no_winner: rest as typeof experiment.no_winner })}
              />
            )}
          </div>
          {experiment.metric !== 'read' && (
            <Choice is={experiment.pick === 'predicted'} onChange={(is) => set({ pick: is ? 'predicted' : undefined })}>
              Each person gets what they likeliest answer, once that is proved better
            </Choice>
          )}
        </div>
      )}
      <details>
        <summary>More: people who get nothing{experiment && ', times and weights'}</summary>
        <div class="stack">
          <NumberInput
            path="holdout"
            hint="So that it shows what the campaign brings at all. Empty: nobody."
            isPercent
            value={holdout}
            onInput={(share) => change({ holdout: share })}
          />
          {experiment && (
            <div class="two stack">
              <NumberInput
                path="experiment.window_hours"
                value={experiment.window_hours}
                onInput={(window_hours) => set({ window_hours })}
              />
              <NumberInput
                path="experiment.decide_after_hours"
                hint="Empty: three times as long"
                value={experiment.decide_after_hours}
                onInput={(hours) => set({ decide_after_hours: Number.isNaN(hours) ? undefined : hours })}
              />
              {experiment.metric === 'tapped' && buttons.length > 0 && (
                <Select
                  path="experiment.button_id"
                  value={experiment.button_id ?? ''}
                  options={[['', 'Any'], ...buttons.map(({ id, title }) => [id, title] as const)]}
                  onChange={(id) => set({ button_id: id || undefined })}
                />
              )}
              <NumberInput
                path="weight"
                label={`Weight (${textName(contents, 'default')})`}
                value={weight}
                onInput={(own) => change({ weight: own })}
              />
              {contents.map((other, place) =>
                kindOf(other) === 'variant' ? (
                  <NumberInput
                    key={other.key}
                    path={`contents.${place}.weight`}
                    label={`Weight (${textName(contents, other.key)})`}
                    value={other.weight}
                    onInput={(own) =>
                      change({ contents: contents.map((one, at) => (at === place ? { ...one, weight: own } : one)) })
                    }
                  />
                ) : null,
              )}
            </div>
          )}
        </div>
      </details>
    </>
  );
}
