import { httpsUrl } from '../platform/https-url.ts';
import { isLocalUpload } from './local-upload.ts';

const MAX_LENGTH = 500;

/** The address of a file that the provider is to fetch. */
export const mediaAddress = httpsUrl(MAX_LENGTH, isLocalUpload);
