import { answerOf, api, type Schemas } from '../services/api.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { Loaded } from './loaded.tsx';
import { Notice } from './notice.tsx';
import { Time } from './time.tsx';

type Alert = Schemas['Alert'];

/**
 * What waits for a person; that nothing does is said only where the campaigns were seen, too. That all sending is stopped is told whoever
 * may allow it.
 */
export function Alerts({ isRefused }: { readonly isRefused: boolean }) {
  const alerts = useLive(
    async (signal) => {
      const [{ data }, tenant] = await Promise.all([
        answerOf(api.GET('/v1/alerts', { signal })),
        may('settings:manage') ? answerOf(api.GET('/v1/tenant', { signal })) : undefined,
      ]);
      return { data, isStopped: tenant?.sending === 'stopped' };
    },
    [],
    () => 60_000,
  );
  return (
    <section class="stack" aria-label="What needs you">
      <h2>What needs you</h2>
      <Loaded from={alerts} what="the alerts" lines={1}>
        {({ data, isStopped }) =>
          data.length === 0 && !isStopped ? (
            !isRefused && <Notice tone="ok">Nothing needs you now.</Notice>
          ) : (
            <div class="stack">
              {isStopped && (
                <Notice tone="bad" action={<a href={link('/settings/hours')}>See the settings</a>}>
                  All sending is stopped.
                </Notice>
              )}
              {data.map((alert) => (
                <Notice key={alert.id} tone="warn">
                  <Where alert={alert} /> {alert.message}{' '}
                  {alert.since && (
                    <span class="meta">
                      <Time at={alert.since} />
                    </span>
                  )}
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
