type Step = () => Promise<void> | void;

/** What is due when, to the millisecond: a heap of times, and the steps of each. */
export function agenda(start: number) {
  let now = start;
  const steps = new Map<number, Step[]>();
  const heap: number[] = [];

  function rise(time: number): void {
    let place = heap.push(time) - 1;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (heap[parent]! <= time) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = time;
  }

  function soonest(): number | undefined {
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1;
      if (heap[child]! >= last) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }

  return {
    /** Milliseconds since the epoch. */
    now: () => now,

    add(due: number, step: Step): void {
      const time = Math.max(now, Math.ceil(due));
      const known = steps.get(time);
      if (known) known.push(step);
      else {
        steps.set(time, [step]);
        rise(time);
      }
    },

    /** Goes on to the next time at which something is due. @returns all of that; undefined when nothing is left */
    next(): readonly Step[] | undefined {
      const time = soonest();
      if (time === undefined) return undefined;
      now = time;
      const ready = steps.get(time);
      steps.delete(time);
      return ready;
    },
  };
}
