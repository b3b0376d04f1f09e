import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Schemas } from '../services/api.ts';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import { Fault } from './fault.tsx';
import { Refused } from './field.tsx';
import { Input } from './input.tsx';

type Result = Schemas['TestAnswer']['results'][number];

/** The message to up to ten numbers, now: not counted, and marked as nobody's. */
export function TestSend({ campaign: { id } }: { readonly campaign: Campaign }) {
  const [numbers, setNumbers] = useState('');
  const [results, setResults] = useState<readonly Result[]>([]);
  const to = numbers
    .split(/[,;\n]/)
    .map((number) => number.replaceAll(/[\s().-]/g, ''))
    .filter(Boolean);
  const sending = useAction(async () => {
    const body = { to, sample: { name: 'Ana' } };
    setResults((await answerOf(api.POST('/v1/campaigns/{id}/test', { params: { path: { id } }, body }))).results);
  });
  return (
    <section class="stack">
      <h2>Test</h2>
      <Refused.Provider value={sending.faults}>
        <div class="row end">
          <Input
            path="to"
            type="tel"
            placeholder="+4915112345678"
            value={numbers}
            onInput={setNumbers}
            autoComplete="tel"
          />
          <Button
            onClick={sending.run}
            busy={sending.isBusy}
            needs="campaigns:send"
            reason={to.length > 0 ? undefined : 'Enter a number'}
          >
            Send me a test
          </Button>
        </div>
      </Refused.Provider>
      {/* What is wrong with the numbers is said beside them. */}
      <Fault>{sending.faults.length === 0 && sending.fault}</Fault>
      {results.map(({ status, message }, place) => (
        <p key={place} class="row">
          <span class="figures">{to[place]}</span>
          <Chip
            status={status === 'refused' ? 'failed' : status}
            word={status === 'refused' ? 'Refused' : undefined}
          />{' '}
          {message}
        </p>
      ))}
    </section>
  );
}
