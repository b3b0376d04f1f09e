import type { ComponentChildren } from 'preact';

import type { Earlier } from '../services/use-earlier.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';
import { Loaded } from './loaded.tsx';

export interface GrowingProps<Row> {
  readonly list: Earlier<Row>;
  /** What this is called where it fails: "the members". */
  readonly what: string;
  readonly lines?: number;
  readonly children: (rows: readonly Row[]) => ComponentChildren;
}

/** A list that is short as a rule, and grows by a page when somebody asks for more. */
export function Growing<Row>({ list: { live, read, reading }, what, lines = 3, children }: GrowingProps<Row>) {
  return (
    <Loaded from={live} what={what} lines={lines}>
      {() => (
        <>
          {children(read?.data ?? [])}
          <Fault>{reading.fault}</Fault>
          {read?.next_cursor && (
            <Button busy={reading.isBusy} onClick={reading.run}>
              Show more
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}
