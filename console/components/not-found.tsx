import { link } from '../services/link.ts';
import { LinkButton } from './button.tsx';
import { Page } from './page.tsx';

export function NotFound() {
  return (
    <Page title="There is no such page">
      <p>The address may be old, or have a mistake.</p>
      <div>
        <LinkButton href={link('/')}>To the overview</LinkButton>
      </div>
    </Page>
  );
}
