import type { Schemas } from '../../client/src/client.ts';

export type Report = Schemas['Report'];
export type ButtonAnalytics = NonNullable<Report['button_analytics']>;
