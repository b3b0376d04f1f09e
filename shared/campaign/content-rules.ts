import type { Button } from '../content/button.ts';
import { contentFaults, type SendAs } from '../content/content-faults.ts';
import type { ContentFields } from '../content/content-fields.ts';
import type { Fault } from '../platform/errors.ts';
import { counterBytes, MAX_COUNTER_BYTES } from './counter-size.ts';
import { campaignsOf } from './criteria.ts';
import { recommend } from './recommend.ts';
import { experimentFaults, type GivenExperiment } from './experiment-faults.ts';
import { sendTimeFaults, type GivenSendTime } from './send-time-faults.ts';
import { MAX_CAMPAIGNS, storedCriteria } from './audience.ts';
import { choosableKeys, contentsOf, isSame, type CampaignContent, type WithContents } from './contents.ts';

/** A draft as it was given: each field may be missing or of another type, which its own schema reports. */
type Given = Partial<Omit<ContentFields, 'footer'>> &
  GivenExperiment &
  GivenSendTime & {
    readonly footer?: string | null | undefined;
    readonly contents?: unknown;
    readonly target_criteria?: unknown;
    readonly recommend?: unknown;
    readonly send_as?: SendAs | undefined;
  };

/** Every fault of a campaign's contents that the schemas of their fields do not find. */
export function campaignContentFaults(draft: Given): Fault[] {
  const { contents, target_criteria, recommend: asked, send_as = 'template', footer, ...fields } = draft;
  const own = { ...fields, footer: footer ?? undefined };
  const faults = contentFaults(own, send_as);
  const known = new Set(faults.map(nameOf));
  const given = hasContents(contents) ? contents : [];
  const all = contentsOf({ ...(own as WithContents), contents: given });
  const others = all.slice(1);
  return [
    ...faults,
    ...others.flatMap(({ fields }, index) => {
      // What a content takes over from the campaign's own is reported there.
      const added = contentFaults(fields, send_as).filter((fault) => !known.has(nameOf(fault)));
      return added.map((fault) => ({ ...fault, path: `contents.${index}.${fault.path}` }));
    }),
    ...setFaults(all),
    ...askingFaults(target_criteria, others),
    ...fallbackFaults(asked, { ...(own as WithContents), contents: given }),
    ...experimentFaults(all, [fields, ...given], fields.experiment),
    ...sendTimeFaults(fields, all, send_as),
    ...buttonFaults(own as ContentFields, others),
    ...counterFaults(all),
  ];
}

function nameOf({ path, message }: Fault): string {
  return `${path} ${message}`;
}

/** Whether the list can be looked at as a whole; its schema reports what cannot. */
function hasContents(contents: unknown): contents is NonNullable<WithContents['contents']> {
  return Array.isArray(contents) && contents.every((content) => typeof content === 'object' && content !== null);
}

/** Two contents of one key cannot be told apart, and of two for the same people nobody would get the second. */
function setFaults([own, ...others]: readonly [CampaignContent, ...CampaignContent[]]): Fault[] {
  const fault = (index: number, field: string, message: string): Fault[] => [
    { path: `contents.${index}.${field}`, code: 'duplicate', message },
  ];
  // Chance decides who gets which arm; what is no arm's is chosen beside the control.
  const armOf = ({ arm = own.arm }: Pick<CampaignContent, 'arm'>) => arm?.variant;
  return others.flatMap(({ key, when, arm, content }, index) => {
    const before = others.slice(0, index);
    if (before.some((other) => other.key === key)) return fault(index, 'key', 'another content has this key');
    const taken = [own, ...before].some(
      (other) =>
        isSame(other.when, when) && other.content.language === content.language && armOf(other) === armOf({ arm }),
    );
    const message = 'another content is for the same people: give this one another language, or another when';
    return taken ? fault(index, 'language', message) : [];
  });
}

/** Planning reads the messages of every campaign that is asked of, for each page of customers. */
function askingFaults(audience: unknown, others: readonly CampaignContent[]): Fault[] {
  const asked = others.flatMap(({ when }) => when ?? []);
  if (asked.length === 0) return [];
  const all = [audience, ...asked].flatMap((given) => storedCriteria.safeParse(given).data ?? []);
  if (new Set(all.flatMap(campaignsOf)).size <= MAX_CAMPAIGNS) return [];
  const message = `the audience and the contents together look at more than ${MAX_CAMPAIGNS} campaigns; ask of fewer`;
  return [{ path: 'contents', code: 'too_big', message }];
}

function fallbackFaults(given: unknown, campaign: WithContents): Fault[] {
  const { fallback } = recommend.safeParse(given).data ?? {};
  const keys = choosableKeys(campaign);
  if (fallback === undefined || keys.includes(fallback)) return [];
  const message = `names no content that people may be given by name; those are ${keys.join(', ')}`;
  return [{ path: 'recommend.fallback', code: 'not_found', message }];
}

/** Buttons as they were given, each with or without what a button has. */
function givenButtons(buttons: unknown): readonly ({ readonly id?: string; readonly type?: string } | null)[] {
  return Array.isArray(buttons) ? (buttons as readonly ({ id?: string; type?: string } | null)[]) : [];
}

/** Whatever taps add up to must fit into one row of counters, which have the ids in their names. */
function counterFaults(all: readonly CampaignContent[]): Fault[] {
  const named = all.flatMap(({ fields }) => givenButtons(fields.buttons)).filter((button) => button?.id !== undefined);
  if (counterBytes(named as Button[]) <= MAX_COUNTER_BYTES) return [];
  const message =
    'the ids of all contents are together too long to be counted: shorten them, or use one in several contents';
  return [{ path: 'buttons', code: 'too_big', message }];
}

/** Reports count taps by the button's id, so it means the same kind of button in every content. */
function buttonFaults(own: ContentFields, others: readonly CampaignContent[]): Fault[] {
  const types = new Map<unknown, unknown>();
  for (const button of givenButtons(own.buttons)) types.set(button?.id, button?.type);
  return others.flatMap(({ fields }, index) =>
    givenButtons(fields.buttons).flatMap((button, place) => {
      const type = types.get(button?.id) ?? button?.type;
      types.set(button?.id, type);
      const message = `the button of this id in another content has the type ${typeof type === 'string' ? type : '?'}; give this one another id`;
      return type === button?.type
        ? []
        : [{ path: `contents.${index}.buttons.${place}.id`, code: 'duplicate', message }];
    }),
  );
}
