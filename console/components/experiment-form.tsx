import { contentName, kindOf } from '../services/contents.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { Input, Select } from './input.tsx';

const METRICS = [
  ['tapped', 'Who taps a button'],
  ['replied', 'Who replies'],
  ['converted', 'Who buys'],
  ['read', 'Who reads it'],
] as const;
const NO_WINNER = [
  ['control', 'The first text'],
  ['split', 'Each person any of them'],
  ['stop', 'Nothing'],
] as const;

const hasRest = ({ test_share }: { readonly test_share: number }) => test_share < 1;

/** What an experiment counts and how it ends; what is seldom wanted is behind "More". */
export function ExperimentForm({ keeper: { draft, change } }: { readonly keeper: DraftKeeper }) {
  const { contents, experiment, weight, holdout, buttons } = draft.value;
  const set = (given: Partial<NonNullable<typeof experiment>>) =>
    experiment && change({ experiment: { ...experiment, ...given } });
  const number = (text: string) => (text === '' ? undefined : Number(text));
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
            <Input
              path="experiment.test_share"
              hint={
                hasRest(experiment)
                  ? 'The rest waits, and gets the winner.'
                  : 'Everybody is tested, so nobody is left to get the winner.'
              }
              type="number"
              value={String(Math.round(experiment.test_share * 100))}
              onInput={(text) => set({ test_share: Number(text) / 100 })}
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
            <label class="choice">
              <input
                type="checkbox"
                checked={experiment.pick === 'predicted'}
                onChange={({ currentTarget }) => set({ pick: currentTarget.checked ? 'predicted' : undefined })}
              />
              Each person gets what they likeliest answer, once that is proved better
            </label>
          )}
        </div>
      )}
      <details>
        <summary>More: people who get nothing{experiment && ', times and weights'}</summary>
        <div class="stack">
          <Input
            path="holdout"
            hint="So that it shows what the campaign brings at all. Empty: nobody."
            type="number"
            value={holdout === null ? '' : String(Math.round(holdout * 100))}
            onInput={(text) => change({ holdout: text ? Number(text) / 100 : null })}
          />
          {experiment && (
            <div class="two stack">
              <Input
                path="experiment.window_hours"
                type="number"
                value={String(experiment.window_hours)}
                onInput={(text) => set({ window_hours: Number(text) })}
              />
              <Input
                path="experiment.decide_after_hours"
                hint="Empty: three times as long"
                type="number"
                value={String(experiment.decide_after_hours ?? '')}
                onInput={(text) => set({ decide_after_hours: number(text) })}
              />
              {experiment.metric === 'tapped' && buttons.length > 0 && (
                <Select
                  path="experiment.button_id"
                  value={experiment.button_id ?? ''}
                  options={[['', 'Any'], ...buttons.map(({ id, title }) => [id, title] as const)]}
                  onChange={(id) => set({ button_id: id || undefined })}
                />
              )}
              <Input
                path="weight"
                label="Weight of the first text"
                type="number"
                value={String(weight ?? '')}
                onInput={(text) => change({ weight: number(text) ?? null })}
              />
              {contents.map((other, place) =>
                kindOf(other) === 'variant' ? (
                  <Input
                    key={other.key}
                    path={`contents.${place}.weight`}
                    label={`Weight (${contentName(other)})`}
                    type="number"
                    value={String(other.weight)}
                    onInput={(text) =>
                      change({
                        contents: contents.map((one, at) => (at === place ? { ...one, weight: Number(text) } : one)),
                      })
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
