import type * as z from 'zod';

import type { reportWire } from '../../shared/analytics/report.wire.ts';

export type Report = z.infer<typeof reportWire>;
export type ButtonAnalytics = NonNullable<Report['button_analytics']>;
