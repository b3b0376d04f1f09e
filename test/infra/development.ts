import { dev } from '../../lib/stage-settings.ts';
import { synthesize } from './synthesize.ts';

export const development = synthesize(dev);
