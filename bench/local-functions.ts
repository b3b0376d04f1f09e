import { FUNCTIONS } from '../lib/functions.ts';

/** The functions of a local stack: what puts the console into its bucket is called by CloudFormation alone. */
export const LOCAL_FUNCTIONS = FUNCTIONS.filter(({ id }) => id !== 'console.publish');
