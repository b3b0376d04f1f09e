import { LinkButton } from './button.tsx';

/** The way to older entries, by address, so that Back leads to the newer ones. */
export function More({ next, first }: { readonly next: string | undefined; readonly first: string | undefined }) {
  if (!next && !first) return null;
  return (
    <nav class="actions" aria-label="Pages">
      {first && <LinkButton href={first}>Newest</LinkButton>}
      {next && <LinkButton href={next}>Older</LinkButton>}
    </nav>
  );
}
