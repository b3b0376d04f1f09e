import { answerOf, api, type Schemas } from '../services/api.ts';
import { when } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { Loaded } from './loaded.tsx';
import { Notice } from './notice.tsx';

type Alert = Schemas['Alert'];

/** What waits for a person; that nothing does is said only where the campaigns were seen, too. */
export function Alerts({ isRefused }: { readonly isRefused: boolean }) {
  const alerts = useLive(
    (signal) => answerOf(api.GET('/v1/alerts', { signal })),
    [],
    () => 60_000,
  );
  return (
    <section class="stack" aria-label="What needs you">
      <h2>What needs you</h2>
      <Loaded from={alerts} what="the alerts" lines={1}>
        {({ data }) =>
          data.length === 0 ? (
            !isRefused && <Notice tone="ok">Nothing needs you now.</Notice>
          ) : (
            <div class="stack">
              {data.map((alert) => (
                <Notice key={alert.id} tone="warn">
                  <Where alert={alert} /> {alert.message} {alert.since && <span class="meta">{when(alert.since)}</span>}
                </Notice>
              ))}
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

function Where({ alert: { resource } }: { readonly alert: Alert }) {
  if (resource.type !== 'campaign') return <strong>{resource.name}:</strong>;
  return <a href={link(`/campaigns/${resource.id}`)}>{resource.name}</a>;
}
