/**
 * The most that the fields of a content hold, in characters, and how many buttons it has: for their schemas, and for pages that
 * load none.
 */
export const CONTENT_LIMITS = {
  message: 1024,
  /** WhatsApp's limit for the header and the footer of a template. */
  line: 60,
  title: 20,
  mediaUrl: 500,
  linkUrl: 2000,
  buttons: 3,
  eventName: 128,
  /** The queue of agents waits no longer: its function has a minute. */
  agentSeconds: 10,
} as const;
