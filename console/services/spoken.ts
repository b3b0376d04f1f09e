import { useEffect, useRef } from 'preact/hooks';

import { announce } from './announce.ts';

/** Says each quarter of long work as it is passed. @param are what is true of so much of it: "percent are done" */
export function useSpoken(done: number, of: number, are: 'done' | 'read' | undefined): void {
  const quarter = of > 0 ? Math.floor((done / of) * 4) * 25 : 0;
  const spoken = useRef(quarter);
  useEffect(() => {
    if (quarter > spoken.current && are) announce(`${quarter} percent are ${are}.`);
    spoken.current = quarter;
  }, [quarter]);
}
