import type { Content } from './content.ts';

/**
 * The templates that Twilio's sandbox has, for every account. Twilio's console offers all three for trials, its quickstart
 * sends the first. They go by their sids alone: since April 2025 a body that reads like a template is none.
 */
const TEMPLATES = [
  {
    sid: 'HXb5b62575e6e4ff6129ad7c8efe1f983e',
    name: 'appointment_reminders',
    category: 'UTILITY',
    body: 'Your appointment is coming up on {{1}} at {{2}}. If you need to change it, please reply back and let us know.',
    variables: { 1: '12/1', 2: '3pm' },
  },
  {
    sid: 'HX350d429d32e64a552466cafecbe95f3c',
    name: 'order_notifications',
    category: 'UTILITY',
    body: 'Thank you for your order. Your delivery is scheduled for {{1}} at {{2}}. If you need to change it, please reply back and let us know.',
    variables: { 1: '12/1', 2: '3pm' },
  },
  {
    sid: 'HX229f5a04fd0510ce1b071852155d3e75',
    name: 'verification_codes',
    category: 'AUTHENTICATION',
    body: '{{1}} is your verification code. For your security, do not share this code.',
    variables: { 1: '409173' },
  },
];

const BY_SID = new Map(
  TEMPLATES.map(({ sid, name, category, body, variables }): [string, Content] => [
    sid,
    {
      ...{ sid, account_sid: '', created_at: 0, friendly_name: name, language: 'en' },
      ...{ variables: JSON.stringify(variables), types: JSON.stringify({ 'twilio/text': { body } }) },
      ...{ approval_name: name, approval_category: category, decided_at: 0, rejection: null, later_status: null },
      ...{ status: 'approved', approvedAs: category },
    },
  ]),
);

/** A template of the sandbox's own; undefined for any other sid. */
export function sandboxTemplate(sid: string): Content | undefined {
  return BY_SID.get(sid);
}
