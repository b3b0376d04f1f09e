import { isHiddenOnComputers } from '../../shared/content/hidden-on-computers.ts';
import { AS_MANY, withButtons } from '../services/contents.ts';
import type { DraftKeeper } from '../services/draft-keeper.ts';
import { buttonId, type DraftButton } from '../services/draft.ts';
import { areAnswersApart, LIMITS } from '../services/draft-faults.ts';
import { outOf } from '../services/format.ts';
import { focusSoon } from '../services/keep-focus.ts';
import { Button } from './button.tsx';
import { ButtonRow } from './button-row.tsx';
import { Notice } from './notice.tsx';

const NAMES = { reply: 'answers', url: 'links', call: 'calls' } as const;

/** Up to three buttons, in the order in which they arrive. */
export function ButtonsEditor({ keeper, isTried }: { readonly keeper: DraftKeeper; readonly isTried: boolean }) {
  const { buttons } = keeper.draft.value;
  const set = (all: readonly DraftButton[]) => keeper.change(withButtons(keeper.draft.value, all));

  function add(): void {
    const id = buttonId(
      'button',
      buttons.map((button) => button.id),
    );
    set([...buttons, { id, title: '', type: 'reply' }]);
    focusSoon('[aria-label="Buttons"] fieldset:last-of-type select');
  }

  /** Its id comes of its title until the campaign is saved with it: from then on reports know it by that. */
  function changed(button: DraftButton, place: number): DraftButton {
    const isFixed = keeper.campaign.value?.buttons.some(({ id }) => id === button.id);
    const others = buttons.filter((_, at) => at !== place).map(({ id }) => id);
    return isFixed ? button : { ...button, id: buttonId(button.title, others) };
  }

  function move(place: number, by: 1 | -1): void {
    const moved = [...buttons];
    const [taken] = moved.splice(place, 1);
    if (taken) moved.splice(place + by, 0, taken);
    set(moved);
  }

  return (
    <section class="stack" aria-label="Buttons">
      <h2>
        Buttons <span class="meta figures">{outOf(buttons.length, LIMITS.buttons)}</span>
      </h2>
      {buttons.map((button, place) => (
        <ButtonRow
          key={place}
          button={button}
          place={place}
          count={buttons.length}
          faults={isTried || button.title ? keeper.faults.value : []}
          onChange={(next) => set(buttons.map((other, at) => (at === place ? changed(next, place) : other)))}
          onMove={(by) => move(place, by)}
          onRemove={() => set(buttons.filter((_, at) => at !== place))}
        />
      ))}
      {areAnswersApart(buttons) && (
        <Notice tone="warn">Answers stay together: move them all before, or all behind, links and calls.</Notice>
      )}
      {isHiddenOnComputers(buttons) && (
        <Notice
          tone="warn"
          action={[true, false].map((isAnswer) => {
            const left = buttons.filter(({ type }) => (type === 'reply') === isAnswer);
            return (
              !isHiddenOnComputers(left) && (
                <Button
                  key={isAnswer}
                  onClick={() => {
                    set(left);
                    focusSoon('[aria-label="Buttons"] select');
                  }}
                >
                  Use {[...new Set(left.map(({ type }) => NAMES[type]))].join(' and ')} only
                </Button>
              )
            );
          })}
        >
          On computers WhatsApp asks people to open this message on their phone: it has{' '}
          {buttons.length > LIMITS.buttons ? 'many buttons' : 'answers beside links or calls'}.
        </Notice>
      )}
      <div>
        <Button onClick={add} reason={buttons.length < LIMITS.buttons ? undefined : AS_MANY}>
          Add a button
        </Button>
      </div>
    </section>
  );
}
