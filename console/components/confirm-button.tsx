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
}

/** A step that cannot be taken back: it says what it does, and asks. */
export function ConfirmButton({ word, name, consequence, act }: ConfirmButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const acting = useAction(async () => {
    await act();
    setAsking(false);
  });
  return (
    <>
      <Button label={`${word} ${name}`} onClick={() => setAsking(true)}>
        {word}
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
