import type { ComponentChildren } from 'preact';

import type { Campaign, Preflight } from '../services/api.ts';
import { textName } from '../services/content-name.ts';
import { atTime, between, count, country, date, duration, money, NO_COUNTRY, people } from '../services/format.ts';
import { AudienceCount, Reasons } from './audience-count.tsx';
import { Time } from './time.tsx';

interface CheckFiguresProps {
  readonly preflight: Preflight;
  readonly campaign: Campaign;
  /** Local time at which it shall begin; empty: now. */
  readonly at: string;
}

/** Who gets it, who does not and why, what it costs, and when it is done. */
export function CheckFigures({ preflight, campaign: { id, contents }, at }: CheckFiguresProps) {
  const { reach, left_out, sample } = preflight;
  return (
    <div class="check-cards">
      <Card
        title={
          <>
            {sample && 'About '}
            <AudienceCount of={id}>{people(reach.total)}</AudienceCount> will get it
          </>
        }
      >
        {contents.length > 0 &&
          reach.by_content.map(({ content_key, people: number }) => (
            <li key={content_key}>
              {textName(contents, content_key)}{' '}
              <AudienceCount of={id} content={content_key}>
                {count(number)}
              </AudienceCount>
            </li>
          ))}
        {sample && (
          <li>
            From a sample of {count(sample.customers)}; between {count(sample.reach.from)} and {count(sample.reach.to)}
          </li>
        )}
      </Card>
      <Card
        title={
          <>
            <AudienceCount of={id} outcome="left_out">
              {count(left_out.total)}
            </AudienceCount>{' '}
            will not
          </>
        }
      >
        <Reasons of={id} counts={left_out.by_reason} />
      </Card>
      <Cost preflight={preflight} of={id} />
      <Timing preflight={preflight} of={id} at={at} />
    </div>
  );
}

function Card({ title, children }: { readonly title: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <section class="card">
      <h3 class="figures">{title}</h3>
      <ul class="bare figures">{children}</ul>
    </section>
  );
}

const MAX_LINES = 5;

function Cost({ preflight: { cost }, of }: { readonly preflight: Preflight; readonly of: string }) {
  const { amount, currency, as_of, lines } = cost;
  return (
    <Card title={`About ${money(amount, currency)}`}>
      {lines.slice(0, MAX_LINES).map(({ country: code, category, people: number, amount: part }) => (
        <li key={`${code}${category}`}>
          {country(code ?? NO_COUNTRY)}{' '}
          <AudienceCount of={of} country={code ?? NO_COUNTRY} category={category}>
            {count(number)}
          </AudienceCount>
          : {part === null ? 'no rate known' : money(part, currency)}
        </li>
      ))}
      {lines.length > MAX_LINES && <li>and {count(lines.length - MAX_LINES)} more</li>}
      {as_of && <li class="meta">Rates of {date(as_of)}, if all are delivered</li>}
    </Card>
  );
}

/** The end is counted from now: of what begins later, only how long it takes is told. */
function Timing({
  preflight: { timing, waits },
  of,
  at,
}: Omit<CheckFiguresProps, 'campaign'> & { readonly of: string }) {
  const { starts_at, ends_at, rate, after } = timing;
  const seconds = ends_at === null ? null : (new Date(ends_at).getTime() - new Date(starts_at).getTime()) / 1000;
  return (
    <Card title={ends_at === null ? 'No end known' : `Done in about ${duration(seconds)}`}>
      {at && (
        <li>
          Begins <Time at={at} as={atTime} />
        </li>
      )}
      <li>{count(rate)} a second</li>
      {after.map(({ campaign_id, name }) => (
        <li key={campaign_id}>Begins after “{name}”</li>
      ))}
      <Reasons of={of} name="waits" counts={waits} />
      {ends_at !== null && !at && (
        <li class="meta">
          Last message: <Time at={ends_at} as={between} />
        </li>
      )}
    </Card>
  );
}
