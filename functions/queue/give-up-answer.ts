import { autoReplies, clock, ids, interactions, log } from '../../shared/runtime/dependencies.ts';
import { buttonClicked } from '../../shared/event/domain-event.ts';
import { giveUpAnswer } from '../../shared/reaction/give-up-answer.ts';
import { queue } from '../../shared/runtime/queue.ts';

export const handler = queue(buttonClicked, giveUpAnswer, { autoReplies, clock, ids, interactions, log });
