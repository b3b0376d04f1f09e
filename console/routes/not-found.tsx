import { LinkButton } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { link } from '../services/link.ts';

export default function NotFound() {
  return (
    <Page title="There is no such page">
      <p>The address may be old, or have a mistake.</p>
      <div>
        <LinkButton href={link('/')}>To the overview</LinkButton>
      </div>
    </Page>
  );
}
