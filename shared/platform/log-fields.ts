/** The only fields of a log line besides its level and event: no body, number, name, key or credential can reach a log. */
export interface LogFields {
  readonly request_id?: string | undefined;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly tenant_id?: string | undefined;
  readonly campaign_id?: string | undefined;
  readonly customer_id?: string | undefined;
  readonly message_id?: string | undefined;
  readonly lane?: number | undefined;
  readonly run?: number | undefined;
  readonly chunk_id?: string | undefined;
  readonly endpoint_id?: string | undefined;
  readonly delivery_id?: string | undefined;
  readonly job_id?: string | undefined;
  readonly count?: number | undefined;
  readonly milliseconds?: number | undefined;
  /** Where a bug was thrown; its message is left out, since it may quote data. */
  readonly stack?: string | undefined;
  /** What AWS refused the function: the action and the resource. */
  readonly denied?: string | undefined;
}

const ALLOWED: Record<keyof LogFields, true> = {
  request_id: true,
  route: true,
  status: true,
  code: true,
  tenant_id: true,
  campaign_id: true,
  customer_id: true,
  message_id: true,
  lane: true,
  run: true,
  chunk_id: true,
  endpoint_id: true,
  delivery_id: true,
  job_id: true,
  count: true,
  milliseconds: true,
  stack: true,
  denied: true,
};

export const LOG_FIELDS = Object.keys(ALLOWED) as readonly (keyof LogFields)[];
