import { useLocation } from 'preact-iso/router';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign } from '../services/api.ts';
import { link } from '../services/link.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';

/** A draft of the same content, audience and settings, which is opened. */
export function CloneButton({ campaign: { id, name } }: { readonly campaign: Campaign }) {
  const { route } = useLocation();
  const cloning = useAction(async () => {
    const copy = await answerOf(api.POST('/v1/campaigns/{id}/clone', { params: { path: { id } }, body: {} }));
    route(link(`/campaigns/${copy.id}/edit/message`));
  });
  return (
    <>
      <Button onClick={cloning.run} busy={cloning.isBusy} needs="conversations:view" label={`Clone ${name}`}>
        Clone
      </Button>
      <Fault>{cloning.fault}</Fault>
    </>
  );
}
