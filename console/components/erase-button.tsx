import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { announce } from '../services/announce.ts';
import { answerOf, api, type Customer } from '../services/api.ts';
import { nameOf } from '../services/format.ts';
import { link } from '../services/link.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Fault } from './fault.tsx';

export function EraseButton({ customer }: { readonly customer: Customer }) {
  const { route } = useLocation();
  const [isAsking, setAsking] = useState(false);
  const { id } = customer;
  const name = nameOf(customer);
  const erasing = useAction(async () => {
    await answerOf(api.DELETE('/v1/customers/{id}', { params: { path: { id } } }));
    route(link('/people'));
    announce('Erased.');
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>Erase…</Button>
      {isAsking && (
        <Dialog title={`Erase ${name}?`} onClose={() => setAsking(false)}>
          <p>
            Everything written to and by them goes: name, number, consent, words. Counts in reports stay. It cannot be
            undone.
          </p>
          <Fault>{erasing.fault}</Fault>
          <div class="actions">
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button kind="danger" busy={erasing.isBusy} onClick={erasing.run}>
              Erase {name}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
