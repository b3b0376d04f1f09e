import type { ComponentChildren } from 'preact';

import type { Doing } from '../services/action.ts';
import { Button } from './button.tsx';
import { Refused } from './field.tsx';

export interface CreateFormProps {
  readonly title: string;
  /** The word on its button. */
  readonly word: string;
  readonly act: Pick<Doing<[]>, 'run' | 'isBusy' | 'faults'>;
  /** Why it cannot be sent yet. */
  readonly reason: string | undefined;
  readonly children: ComponentChildren;
}

/** A form above a list, by which one more is made. */
export function CreateForm({ title, word, act, reason, children }: CreateFormProps) {
  return (
    <form
      class="part"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason) act.run();
      }}
    >
      <h2>{title}</h2>
      <Refused.Provider value={act.faults}>{children}</Refused.Provider>
      <div>
        <Button type="submit" busy={act.isBusy} reason={reason}>
          {word}
        </Button>
      </div>
    </form>
  );
}
