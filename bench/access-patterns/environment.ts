/** Handlers are built where they are loaded, from these; nothing that they are built of is used. */
const UNUSED = [
  ...[
    'TABLE_NAME',
    'CREDENTIALS_PREFIX',
    'DELIVERY_QUEUE_URL',
    'FILES_BUCKET',
    'JOB_QUEUE_URL',
    'RUN_STATE_MACHINE_ARN',
    'SCHEDULE_GROUP',
  ],
  ...['SCHEDULE_FUNCTION_ARN', 'SCHEDULE_ROLE_ARN', 'SCHEDULE_DEAD_LETTERS_ARN'],
];
for (const name of UNUSED) process.env[name] = 'unused';
process.env['PUBLIC_BASE_URL'] = 'https://herald.example';
process.env['AWS_REGION'] = 'eu-west-1';
