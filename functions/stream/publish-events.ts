import { campaigns, eventBus, failures, log } from '../../shared/runtime/dependencies.ts';
import { stream } from '../../shared/runtime/stream.ts';
import { publishEvents } from '../../shared/event/publish-events.ts';

export const handler = stream(publishEvents, { campaigns, eventBus, failures, log });
