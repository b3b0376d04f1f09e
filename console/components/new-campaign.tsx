import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { LinkButton } from './button.tsx';

/** Begins a campaign; nothing for whoever may write none. */
export function NewCampaign() {
  return may('conversations:view') ? (
    <LinkButton kind="main" href={link('/campaigns/new/edit/message')}>
      New campaign
    </LinkButton>
  ) : null;
}
