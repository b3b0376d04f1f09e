import type { FunctionDeclaration } from '../function-declaration.ts';

export const dispatchReply = {
  id: 'reply.dispatch',
  entry: 'functions/queue/dispatch-reply.ts',
  grants: [
    'table:GetItem',
    'table:PutItem',
    'table:UpdateItem',
    'table:Query',
    'credentials:GetSecretValue',
    'deliveries:SendMessage',
    'bus:PutEvents',
  ],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export const answerWithAgent = {
  id: 'agent.answer',
  entry: 'functions/queue/answer-with-agent.ts',
  grants: ['table:GetItem', 'table:PutItem', 'table:UpdateItem', 'index:Query', 'credentials:GetSecretValue'],
  // The agent may take ten seconds, and the reply twenty-five.
  timeout: 60,
} as const satisfies FunctionDeclaration;

export const fanOutEvent = {
  id: 'webhook.fan_out',
  entry: 'functions/queue/fan-out-event.ts',
  grants: [
    'table:GetItem',
    'table:Query',
    'table:PutItem',
    'table:DeleteItem',
    'deliveries:SendMessage',
    'mail:SendEmail',
  ],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export const followUpFailure = {
  id: 'failure.follow_up',
  entry: 'functions/queue/follow-up-failure.ts',
  grants: ['table:GetItem', 'table:BatchGetItem', 'table:Query', 'table:PutItem', 'table:UpdateItem', 'index:Query'],
  timeout: 30,
} as const satisfies FunctionDeclaration;
