import { useLocation } from 'preact-iso/router';

import { announce } from '../services/announce.ts';
import { answerOf, api, type Customer } from '../services/api.ts';
import { nameOf } from '../services/format.ts';
import { link } from '../services/link.ts';
import { ConfirmButton } from './confirm-button.tsx';

export function EraseButton({ customer }: { readonly customer: Customer }) {
  const { route } = useLocation();
  const { id } = customer;
  return (
    <ConfirmButton
      word="Erase"
      name={nameOf(customer)}
      consequence="Everything written to and by them goes: name, number, consent, words. Counts in reports stay. It cannot be undone."
      act={async () => {
        await answerOf(api.DELETE('/v1/customers/{id}', { params: { path: { id } } }));
        route(link('/people'));
        announce('Erased.');
      }}
    />
  );
}
