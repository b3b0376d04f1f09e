import { campaigns, eventBus, failures, log } from '../../shared/dependencies.ts';
import { stream } from '../../shared/events/stream.ts';
import { publishEvents } from '../../shared/routing/publish-events.ts';

export const handler = stream(publishEvents, { campaigns, eventBus, failures, log });
