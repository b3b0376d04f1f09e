import type { Section } from './pattern.ts';
import { callbacks } from './sections/callbacks.ts';
import { campaigns } from './sections/campaigns.ts';
import { counting } from './sections/counting.ts';
import { customers } from './sections/customers.ts';
import { erasure } from './sections/erasure.ts';
import { exports } from './sections/exports.ts';
import { failures } from './sections/failures.ts';
import { idempotency } from './sections/idempotency.ts';
import { imports } from './sections/imports.ts';
import { inbound } from './sections/inbound.ts';
import { media } from './sections/media.ts';
import { messages } from './sections/messages.ts';
import { planning } from './sections/planning.ts';
import { predictions } from './sections/predictions.ts';
import { reactions } from './sections/reactions.ts';
import { replays } from './sections/replays.ts';
import { runs } from './sections/runs.ts';
import { segments } from './sections/segments.ts';
import { sending } from './sections/sending.ts';
import { taps } from './sections/taps.ts';
import { tenancy } from './sections/tenancy.ts';
import { webhooks } from './sections/webhooks.ts';

export const SECTIONS: readonly Section[] = [
  ...[tenancy, customers, imports, erasure, campaigns, segments, runs, planning, replays, sending, messages, failures],
  ...[callbacks, counting, predictions, inbound, taps, exports, media, reactions, webhooks, idempotency],
];
