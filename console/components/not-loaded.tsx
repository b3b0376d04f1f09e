import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** In place of a page whose script did not come. Browsers keep that a module failed, so only loading all anew helps. */
export function NotLoaded() {
  return (
    <Notice tone="bad" alert action={<Button onClick={() => location.reload()}>Try again</Button>}>
      This page could not be loaded.
    </Notice>
  );
}
