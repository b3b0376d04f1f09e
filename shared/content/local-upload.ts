const LOCAL_UPLOAD = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?\/m\/[\w-]+\/[\w.-]+$/;

/**
 * Whether an address is that of a file that was uploaded to a Herald which runs on one machine: a stand-in fetches it there, and
 * nothing has TLS.
 */
export function isLocalUpload(address: string): boolean {
  return LOCAL_UPLOAD.test(address);
}
