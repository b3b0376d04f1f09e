import type { StageSettings } from '../../lib/stage-settings.ts';

/** The stage with every resource that a setting can add to it. */
export function withEverything(settings: StageSettings): StageSettings {
  return { ...settings, cognito: { domainPrefix: 'herald-people' } };
}
