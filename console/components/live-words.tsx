import { clock } from '../services/format.ts';
import type { Live } from '../services/live.ts';
import { isUpdating, setUpdating } from '../services/updating.ts';
import { Button } from './button.tsx';
import { Time } from './time.tsx';

/** Whether the page follows what happens, and since when it has not. */
export function LiveWords({ live, isMoving }: { readonly live: Live<unknown>; readonly isMoving: boolean }) {
  const at = <Time at={live.at} as={clock} />;
  if (!isUpdating.value)
    return (
      <div class="row meta">
        Stands still since {at}
        <Button onClick={() => setUpdating(true)}>Go on updating</Button>
      </div>
    );
  return (
    <div class="row meta">
      {isMoving ? 'Live, ' : 'As of '}
      {at}
      {isMoving ? (
        <Button onClick={() => setUpdating(false)}>Stop updating</Button>
      ) : (
        <Button onClick={live.refresh} busy={live.isLoading}>
          Refresh
        </Button>
      )}
    </div>
  );
}
