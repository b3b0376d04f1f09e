import { observedBy, type ObservedBy } from '../content/observed-by.ts';
import type { Fault } from '../platform/errors.ts';
import { MAX_ARMS } from './arms.ts';
import { hoursToClose } from './cohort.ts';
import { openingsOf } from './openings.ts';
import { OWN_CONTENT, type CampaignContent } from './contents.ts';
import { experiment, type Experiment } from './experiment.ts';

/** What was given beside the contents: each field may be of another type, which its own schema reports. */
export interface GivenExperiment {
  readonly variant?: unknown;
  readonly weight?: unknown;
  readonly experiment?: unknown;
}

/**
 * Every fault of an experiment that the schemas of its fields do not find.
 * @param contents the campaign's own first
 * @param given the contents as they were given, the campaign's own first
 */
export function experimentFaults(
  contents: readonly CampaignContent[],
  given: readonly GivenExperiment[],
  asked: unknown,
): Fault[] {
  const { data } = experiment.safeParse(asked);
  const isAsked = asked !== undefined && asked !== null;
  const arms = Map.groupBy(
    contents.filter(({ arm }) => arm),
    ({ arm }) => arm?.variant,
  );
  return [
    ...armFaults(contents, given, arms),
    ...(isAsked ? countFaults(contents, arms) : unasked(contents)),
    ...(data ? [...timeFaults(data), ...metricFaults(data, contents), ...pickFaults(data, contents, arms)] : []),
  ];
}

function fault(path: string, code: string, message: string): Fault {
  return { path, code, message };
}

/** The path of a content's field. */
function pathOf(place: number, field: string): string {
  return place === 0 ? field : `contents.${place - 1}.${field}`;
}

type Arms = ReadonlyMap<string | undefined, readonly CampaignContent[]>;

function armFaults(contents: readonly CampaignContent[], given: readonly GivenExperiment[], arms: Arms): Fault[] {
  return contents.flatMap((content, place) => {
    const { arm, when } = content;
    if (!arm) {
      const isNamed = given[place]?.variant !== undefined && given[place].variant !== null;
      const isWeighed = given[place]?.weight !== undefined && given[place].weight !== null;
      const message = 'only a content with a weight is an arm; give it one, or leave this out';
      return isNamed && !isWeighed ? [fault(pathOf(place, 'variant'), 'refused', message)] : [];
    }
    const [first] = arms.get(arm.variant) ?? [];
    const isOther = first?.arm && first.arm.weight !== arm.weight;
    return [
      ...(when ? [fault(pathOf(place, 'when'), 'refused', WHEN)] : []),
      ...(isOther ? [fault(pathOf(place, 'weight'), 'invalid', `contents of one variant are one arm: ${SAME}`)] : []),
    ];
  });
}

const WHEN = 'chance alone decides who gets an arm; leave this out, or the weight';
const SAME = 'give all of them the same weight';

function countFaults(contents: readonly CampaignContent[], arms: Arms): Fault[] {
  const weighed = contents.some(({ arm }) => arm);
  if (weighed && !contents[0]?.arm) return [fault('weight', 'required', OWN)];
  if (arms.size < 2) return [fault('experiment', 'required', TOO_FEW)];
  const [, ...beyond] = [...arms.values()].slice(MAX_ARMS - 1);
  return beyond.map(([first]) => {
    const place = contents.findIndex(({ key }) => key === first?.key);
    return fault(pathOf(place, 'weight'), 'too_big', `an experiment has at most ${MAX_ARMS} arms`);
  });
}

const OWN = `the campaign's own content is the control, which the others are compared with: give it a weight, too`;
const TOO_FEW = `compares 2 to ${MAX_ARMS} arms: give a weight to the campaign itself, which is the control, and to at least one content`;

function unasked(contents: readonly CampaignContent[]): Fault[] {
  const message = 'contents with a weight are arms: say by what they are compared';
  return contents.some(({ arm }) => arm) ? [fault('experiment', 'required', message)] : [];
}

function timeFaults(asked: Experiment): Fault[] {
  const least = hoursToClose(asked);
  if ((asked.decide_after_hours ?? least) >= least) return [];
  const message = `nobody's window would be over and known by then: give at least ${least}, or a shorter window`;
  return [fault('experiment.decide_after_hours', 'too_small', message)];
}

/** Taps that are known in another way are known more or less often, which would decide. */
function metricFaults({ metric, button_id }: Experiment, contents: readonly CampaignContent[]): Fault[] {
  if (metric !== 'tapped')
    return button_id === undefined ? [] : [fault('experiment.button_id', 'refused', 'only with the metric tapped')];
  const arms = contents.filter(({ arm }) => arm);
  const kinds = arms.map(({ key, content, fields }) => {
    const buttons = Array.isArray(fields.buttons) ? content.buttons : [];
    const counted = buttons.filter(({ id }) => button_id === undefined || id === button_id);
    return { key, observed: [...new Set(counted.map(observedBy))].toSorted() };
  });
  const without = kinds.filter(({ observed }) => observed.length === 0);
  const path = button_id === undefined ? 'experiment.metric' : 'experiment.button_id';
  if (without.length > 0) {
    const what = button_id === undefined ? 'no button' : `no button with the id ${button_id}`;
    return [
      fault(
        path,
        'invalid',
        `nobody could tap ${namesOf(without)}: there is ${what}; give each arm one, or another metric`,
      ),
    ];
  }
  const unseen = kinds.filter(({ observed }) => observed.includes('nobody'));
  if (unseen.length > 0)
    return [fault(path, 'invalid', `taps in ${namesOf(unseen)} are seen by nobody: the link leads past Herald`)];
  const ways = new Set(kinds.map(({ observed }) => observed.join()));
  return ways.size > 1 ? [fault(path, 'invalid', `${UNLIKE} ${kinds.map(wayOf).join('; ')}`)] : [];
}

const UNLIKE = 'taps must be known in the same way in every arm, or the way decides:';

function namesOf(arms: readonly { readonly key: string }[]): string {
  return arms.map(({ key }) => (key === OWN_CONTENT ? "the campaign's own content" : key)).join(', ');
}

function wayOf({ key, observed }: { readonly key: string; readonly observed: readonly ObservedBy[] }): string {
  return `${key} ${observed.join(' and ')}`;
}

/** What somebody likes is known by the types of buttons: arms that begin alike are alike to everybody. */
function pickFaults(
  { pick, chance_share, metric }: Experiment,
  contents: readonly CampaignContent[],
  arms: Arms,
): Fault[] {
  if (!pick)
    return chance_share === undefined ? [] : [fault('experiment.chance_share', 'refused', 'only with pick: predicted')];
  if (metric === 'read')
    return [
      fault('experiment.pick', 'refused', 'nobody reads for the button; compare by tapped, replied or converted'),
    ];
  if (arms.size < 2 || !contents[0]?.arm) return [];
  const openings = openingsOf([...arms.values()]);
  return openings ? [] : [fault('experiment.pick', 'invalid', ALIKE)];
}

const ALIKE =
  'picks by the type of an arm’s first button (reply, url or call): begin each arm with another type, in all of its languages';
