/** The registry: every contract, one array. The CDK, OpenAPI, the tests' matrices and the local stack read it. */
import * as insights from './analytics/insights.contract.ts';
import * as report from './analytics/report.contract.ts';
import * as campaign from './campaign/campaign.contract.ts';
import * as customers from './customer/customer.contract.ts';
import * as fileImport from './customer/import.contract.ts';
import * as intake from './customer/intake.contract.ts';
import * as openapi from './contract/openapi.contract.ts';
import type { Contract } from './contract/route.ts';
import * as inbound from './provider/twilio/inbound.contract.ts';
import * as interaction from './interaction/interaction.contract.ts';
import * as fileExport from './export/export.contract.ts';
import * as reply from './interaction/reply.contract.ts';
import * as job from './job/job.contract.ts';
import * as link from './interaction/link.contract.ts';
import * as media from './media/media.contract.ts';
import * as mediaFile from './media/media-file.contract.ts';
import * as message from './message/message.contract.ts';
import * as segment from './segment/segment.contract.ts';
import * as preflight from './preflight/preflight.contract.ts';
import * as prediction from './prediction/prediction.contract.ts';
import * as sender from './sender/sender.contract.ts';
import * as events from './provider/twilio/events.contract.ts';
import * as status from './provider/twilio/status.contract.ts';
import * as webhookEndpoint from './webhook/webhook-endpoint.contract.ts';
import * as template from './template/template.contract.ts';
import * as alert from './reaction/alert.contract.ts';
import * as audit from './tenancy/audit.contract.ts';
import * as apiKey from './tenancy/api-key.contract.ts';
import * as me from './tenancy/me.contract.ts';
import * as member from './tenancy/member.contract.ts';
import * as tenant from './tenancy/tenant.contract.ts';

export const ROUTES: readonly Contract[] = [
  tenant,
  sender,
  apiKey,
  member,
  me,
  customers,
  intake,
  fileImport,
  job,
  template,
  segment,
  campaign,
  media,
  audit,
  alert,
  preflight,
  message,
  interaction,
  reply,
  fileExport,
  inbound,
  link,
  mediaFile,
  report,
  insights,
  prediction,
  webhookEndpoint,
  status,
  openapi,
  events,
].flatMap((contracts) => Object.values<Contract>(contracts));
