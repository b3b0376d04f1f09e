import { timestamp } from './clock.ts';
import { SIGNED_SECONDS, type Files, type UploadForm, type UploadLimits } from './files.ts';

/** How whoever asked for it uploads one file, as the API tells it. @param now in milliseconds since the epoch */
export async function beginUpload(
  files: Pick<Files, 'uploadForm'>,
  key: string,
  limits: Omit<UploadLimits, 'seconds'>,
  now: number,
): Promise<{ upload: UploadForm; maximum_bytes: number; expires_at: string }> {
  const upload = await files.uploadForm(key, { ...limits, seconds: SIGNED_SECONDS });
  return { upload, maximum_bytes: limits.maximumBytes, expires_at: timestamp(now + SIGNED_SECONDS * 1_000) };
}
