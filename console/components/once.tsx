import { Notice } from './notice.tsx';

/** A secret that is shown this once. */
export function Once({ what, secret }: { readonly what: string; readonly secret: string }) {
  return (
    <Notice tone="warn" alert>
      {what} is shown this once; keep it where secrets are kept: <code class="figures">{secret}</code>
    </Notice>
  );
}
