/** What a policy allows and no call on the emulator needs, and why it stays. */
export const UNUSED: readonly { readonly owner: RegExp; readonly action: RegExp; readonly reason: string }[] = [
  { owner: /:function:/, action: /^logs:/, reason: 'Lambda writes what functions print; the emulator has no logs.' },
  { owner: /:function:/, action: /^xray:/, reason: 'Lambda writes the traces; the emulator has none.' },
  {
    owner: /:role\/.*RunMachineRole/,
    action: /^(logs|xray):/,
    reason: 'Step Functions writes its log and traces; the emulator has none.',
  },
  {
    owner: /:role\/.*RunMachineRole/,
    action: /^states:(Describe|Stop|Redrive)Execution$/,
    reason:
      'A stopped run stops the executions of its Map, and an operator may redrive one; the emulator does neither.',
  },
  {
    owner: /:role\/.*Schedules(Start)?Role/,
    action: /^sqs:SendMessage$/,
    reason: 'Only what the scheduler cannot deliver goes to its dead letters.',
  },
  {
    owner: /-Routes\w+Function\w+$/,
    action: /^dynamodb:DeleteItem$/,
    reason: 'A request that is refused frees its idempotency key; few routes are refused with one here.',
  },
  {
    owner: /-(Routescampaign|SchedulesFire)\w+$/,
    action: /^states:DescribeExecution$/,
    reason: 'A start that meets an execution of the same name asks how that one ended.',
  },
  {
    owner: /-RoutescampaigncreateFunction\w+$/,
    action: /^scheduler:UpdateSchedule$/,
    reason: 'A schedule that an attempt before has created is set again.',
  },
  {
    owner: /-RunAdvanceLaneFunction\w+$/,
    action: /^dynamodb:BatchGetItem$/,
    reason: 'A lane whose rest is in dead letters asks which of their recipients have an outcome.',
  },
  {
    owner: /-EventsRepliesConsumerFunction\w+$/,
    action: /^dynamodb:Query$/,
    reason: 'A button’s webhook action that names no endpoint goes to all that are enabled.',
  },
  {
    owner: /-CallbackRecoveryConsumerFunction\w+$/,
    action: /^dynamodb:DeleteItem$/,
    reason: 'Somebody who writes under a second address is found to be a known person, and the address changes hands.',
  },
  {
    owner: /-EventsFanOutConsumerFunction\w+$/,
    action: /^dynamodb:DeleteItem$/,
    reason: 'A mail that SES could not take is sent by the next try, minutes later: it is claimed no longer.',
  },
  {
    owner: /-EventsSharedConsumerFunction\w+$/,
    action: /^(dynamodb:(BatchGetItem|DeleteItem|Query)|events:PutEvents|ses:SendEmail)$/,
    reason:
      'What few events lead to is done in the tests by the functions of their own queues, whose handlers it calls.',
  },
  {
    owner: /:role\/.*RollupChecksRole/,
    action: /^lambda:InvokeFunction$/,
    reason: 'The recount is scheduled once a day.',
  },
  {
    owner: /-RoutesmediacheckFunction\w+$/,
    action: /^s3:DeleteObject$/,
    reason: 'Of two checks that met different files, the one that came second removes its own copy.',
  },
];
