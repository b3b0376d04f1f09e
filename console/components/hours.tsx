import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { announce } from '../services/announce.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { ownZone } from '../services/format.ts';
import { useLive } from '../services/live.ts';
import { amountFault, daysFault, KINDS } from '../services/tenant-limits.ts';
import { Button } from './button.tsx';
import { Choice } from './choice.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { CountryInput } from './country-input.tsx';
import { Days } from './days.tsx';
import { Fault } from './fault.tsx';
import { Refused } from './field.tsx';
import { Input } from './input.tsx';
import { Loaded } from './loaded.tsx';
import { Notice } from './notice.tsx';
import { RetentionFields, type Kept } from './retention-fields.tsx';
import { SpendCapFields } from './spend-cap-fields.tsx';

/** When people may be written to, how often, at what cost, and how long things are kept: over all campaigns. */
export function Hours() {
  const tenant = useLive((signal) => answerOf(api.GET('/v1/tenant', { signal })), []);
  return (
    <Loaded from={tenant} what="the settings" lines={5}>
      {(known) => (
        <div class="stack">
          <Stop tenant={known} onSaved={tenant.refresh} />
          <HoursForm key={known.updated_at} tenant={known} onSaved={tenant.refresh} />
        </div>
      )}
    </Loaded>
  );
}

interface OfTenant {
  readonly tenant: Schemas['Tenant'];
  readonly onSaved: () => void;
}

/** Stops everything that sends, at once, and lets it send again. */
function Stop({ tenant: { sending }, onSaved }: OfTenant) {
  const set = async (to: typeof sending) => {
    await answerOf(api.PATCH('/v1/tenant', { body: { sending: to } }));
    onSaved();
  };
  const allowing = useAction(() => set('on'));
  return sending === 'stopped' ? (
    <Notice tone="bad" action={<Button onClick={allowing.run}>Allow sending</Button>}>
      All sending is stopped. Once it is allowed, resume each campaign that was paused.
      <Fault>{allowing.fault}</Fault>
    </Notice>
  ) : (
    <div>
      <ConfirmButton
        word="Stop"
        name="all sending"
        isNamed
        consequence="Campaigns that send are paused, and none begins before sending is allowed again."
        act={() => set('stopped')}
      />
    </div>
  );
}

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

const CAPS = ['per_day', 'per_week'] as const;

/** Numbers as a form has them; what is not there is empty. */
const textsOf = <Name extends string>(names: readonly Name[], numbers?: { readonly [name in Name]?: number } | null) =>
  Object.fromEntries(names.map((name) => [name, String(numbers?.[name] ?? '')])) as Readonly<Record<Name, string>>;

/** Those that a form has; nothing when all are empty. */
function numbersOf<Name extends string>(names: readonly Name[], texts: Readonly<Record<Name, string>>) {
  const given = names.flatMap((name) => (texts[name] ? [[name, Number(texts[name])]] : []));
  return given.length > 0 ? (Object.fromEntries(given) as Partial<Record<Name, number>>) : null;
}

function HoursForm({ tenant, onSaved }: OfTenant) {
  const [hours, setHours] = useState(tenant.sending_hours);
  const [cap, setCap] = useState(() => textsOf(CAPS, tenant.frequency_cap));
  const [above, setAbove] = useState(String(tenant.approval_above ?? ''));
  const [spend, setSpend] = useState({ amount: '', time_zone: ownZone(), ...tenant.spend_cap });
  const [country, setCountry] = useState(tenant.default_country ?? '');
  const [kept, setKept] = useState<Kept>(() => textsOf(KINDS, tenant.retention));
  const isRefused = amountFault(spend.amount) ?? KINDS.find((kind) => daysFault(kind, kept[kind]));
  const saving = useAction(async () => {
    const frequency_cap = numbersOf(CAPS, cap);
    const approval_above = above ? Number(above) : null;
    const spend_cap = spend.amount ? spend : null;
    const retention = numbersOf(KINDS, kept);
    const isKept = KINDS.every((kind) => kept[kind] === String(tenant.retention[kind]));
    const body = {
      ...{ sending_hours: hours, frequency_cap, approval_above, spend_cap, default_country: country || null },
      ...(!isKept && { retention }),
    };
    await answerOf(api.PATCH('/v1/tenant', { body }));
    announce('Saved.');
    onSaved();
  });
  return (
    <Refused.Provider value={saving.faults}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isRefused) saving.run();
        }}
      >
        <fieldset class="part">
          <legend>Sending hours, where each person lives</legend>
          <Choice
            is={hours !== null}
            onChange={(is) => setHours(is ? { from: '09:00', to: '20:00', days: ALL_DAYS } : null)}
          >
            Only at some hours
          </Choice>
          {hours && (
            <>
              <div class="row">
                <Input path="sending_hours.from" value={hours.from} onInput={(from) => setHours({ ...hours, from })} />
                <Input path="sending_hours.to" value={hours.to} onInput={(to) => setHours({ ...hours, to })} />
              </div>
              <Days days={hours.days} onChange={(days) => setHours({ ...hours, days: [...days] })} />
            </>
          )}
        </fieldset>
        <fieldset class="part">
          <legend>At most so many messages for one person</legend>
          <div class="row">
            {CAPS.map((name) => (
              <Input
                key={name}
                path={`frequency_cap.${name}`}
                type="number"
                hint="Empty: any number"
                value={cap[name]}
                onInput={(typed) => setCap({ ...cap, [name]: typed })}
              />
            ))}
          </div>
        </fieldset>
        <fieldset class="part">
          <legend>Approval</legend>
          <Input
            path="approval_above"
            type="number"
            hint="Empty: no approval. Who approves may send, and wrote none of it."
            value={above}
            onInput={setAbove}
          />
        </fieldset>
        <SpendCapFields
          amount={spend.amount}
          zone={spend.time_zone}
          currency={tenant.message_prices?.currency ?? 'USD'}
          onChange={(amount, time_zone) => setSpend({ amount, time_zone })}
        />
        <div class="part">
          <CountryInput otherwise="in files they are refused" value={country} onInput={setCountry} />
        </div>
        <RetentionFields kept={kept} onChange={setKept} />
        <Fault>{saving.fault}</Fault>
        <div>
          <Button kind="main" type="submit" busy={saving.isBusy} reason={isRefused && 'Mend what is marked'}>
            Save
          </Button>
        </div>
      </form>
    </Refused.Provider>
  );
}
