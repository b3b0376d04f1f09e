import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Fault } from './fault.tsx';

export interface ConfirmButtonProps {
  /** What the button does: "Delete". */
  readonly word: string;
  /** What it is done to, for those who hear the button alone. */
  readonly name: string;
  /** What follows from it. */
  readonly consequence: string;
  readonly act: () => Promise<unknown>;
  /** Nothing beside the button says the name: it stands on it. */
  readonly isNamed?: boolean;
}

/** A step that cannot be taken back: it says what it does, and asks. */
export function ConfirmButton({ word, name, consequence, act, isNamed }: ConfirmButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const acting = useAction(async () => {
    await act();
    setAsking(false);
  });
  return (
    <>
      <Button label={`${word} ${name}`} onClick={() => setAsking(true)}>
        {isNamed ? `${word} ${name}` : word}
      </Button>
      {isAsking && (
        <Dialog title={`${word} ${name}?`} onClose={() => setAsking(false)}>
          <p>{consequence}</p>
          <Fault>{acting.fault}</Fault>
          <div class="actions">
            <Button onClick={() => setAsking(false)}>Not now</Button>
            <Button kind="danger" busy={acting.isBusy} onClick={acting.run}>
              {word}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
