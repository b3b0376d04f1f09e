import { httpsUrl } from '../platform/https-url.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { isLocalUpload } from './local-upload.ts';

/** The address of a file that the provider is to fetch. */
export const mediaAddress = httpsUrl(CONTENT_LIMITS.mediaUrl, isLocalUpload);
