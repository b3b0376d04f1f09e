/** What a call goes to, by the first word of its label in test/fault. */
const KINDS: Readonly<Record<string, 'provider' | 'queue'>> = {
  create: 'provider',
  post: 'provider',
  send: 'queue',
  reconcile: 'queue',
  recover: 'queue',
  failures: 'queue',
};
const EVENT = /^put [a-z_]+\.[a-z_]+/;

/** Counts calls that are not the table's: requests to queues, and events on the bus. */
export function callMeter() {
  let [queueCalls, events] = [0, 0];
  const kindOf = (label: string) => KINDS[label.slice(0, (label.indexOf(' ') + 1 || label.length + 1) - 1)] ?? 'table';
  return {
    kindOf,
    count(label: string): void {
      if (kindOf(label) === 'queue') queueCalls += 1;
      // Each word behind the first is the type of one event.
      else if (EVENT.test(label)) events += label.split(' ').length - 1;
    },
    get queueCalls() {
      return queueCalls;
    },
    get events() {
      return events;
    },
  };
}
