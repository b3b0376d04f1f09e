import { batch, computed, effect, signal } from '@preact/signals';

import { answerOf, api, codeOf, faultsOf, sentence, type Campaign, type FieldFault } from './api.ts';
import { bodyOf, changeOf, draftOf, EMPTY, type Draft } from './draft.ts';
import { draftFaults, isOfPeople } from './draft-faults.ts';
import { isExpired, me } from './session.ts';
import { keptDraft, type Kept, type Times } from './kept-draft.ts';
import { keep, PLACES } from './storage.ts';

/** How long nothing is typed before a valid draft is saved, in milliseconds. */
const SAVE_AFTER_MS = 1500;

export type Saving = 'saved' | 'saving' | 'kept' | 'changed_elsewhere' | 'failed';

export type DraftKeeper = ReturnType<typeof draftKeeper>;

/**
 * Keeps the draft of one campaign: on this computer at each keystroke, in Herald once it is valid.
 * @param id of the campaign; 'new' for one that is made when it is saved first
 */
export function draftKeeper(id: string) {
  // What was begun for one tenant is not finished for another.
  const tenant = me.value?.tenant.id;
  const slot = (of: string) => `herald.draft.${tenant ?? ''}.${of}`;
  const kept = keptDraft(slot(id));
  const draft = signal<Draft>({ ...EMPTY, ...kept.draft });
  const campaign = signal<Campaign | undefined>(undefined);
  const saving = signal<Saving>('kept');
  const savedAt = signal<number | undefined>(undefined);
  const problem = signal('');
  const refused = signal<readonly FieldFault[]>([]);
  const isTemplate = computed(() => campaign.value?.template_id != null);
  const faults = computed(() =>
    draftFaults(draft.value, campaign.value?.send_as).filter(
      ({ path }) => !isTemplate.value || path === 'name' || isOfPeople(path),
    ),
  );
  let etag: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;

  function asRead(): { 'If-Match'?: string } {
    return etag ? { 'If-Match': etag } : {};
  }

  const savedTimes = () => timesOf(campaign.value ? draftOf(campaign.value) : EMPTY);

  /** What of a draft only this computer knows until it is sent; undefined when there is nothing. */
  const ownTimes = () => (isSame(draft.value, savedTimes()) ? undefined : timesOf(draft.value));

  /** @param typed without it, what was typed is forgotten */
  function keepHere(typed?: Partial<Draft>): void {
    const value = typed && { draft: typed, updated_at: campaign.value?.updated_at, times: savedTimes() };
    keepEverywhere(slot(campaign.value?.id ?? id), value);
  }

  /** The campaign of an answer; what is asked for from here on is bound to it. */
  async function known(call: Promise<{ readonly data?: Campaign; readonly response: Response }>): Promise<Campaign> {
    const answer = await answerOf(call);
    etag = (await call).response.headers.get('etag');
    return answer;
  }

  const read = (of: string) => known(api.GET('/v1/campaigns/{id}', { params: { path: { id: of } } }));

  function took(saved: Campaign, sent: Draft): void {
    batch(() => {
      campaign.value = saved;
      refused.value = [];
      savedAt.value = Date.now();
      saving.value = draft.value === sent ? 'saved' : 'kept';
    });
    if (id === 'new') keepEverywhere(slot('new'));
    if (draft.value !== sent) later();
    else keepHere(ownTimes());
  }

  async function send(): Promise<void> {
    const sent = draft.value;
    saving.value = 'saving';
    const before = campaign.value;
    const call = before
      ? api.PATCH('/v1/campaigns/{id}', {
          params: { path: { id: before.id }, header: asRead() },
          body: changeOf(sent, isTemplate.value),
        })
      : api.POST('/v1/campaigns', { body: bodyOf(sent) });
    try {
      took(await known(call), sent);
    } catch (error) {
      problem.value = sentence(error);
      refused.value = faultsOf(error);
      saving.value = codeOf(error) === 'campaign.changed' ? 'changed_elsewhere' : 'failed';
    }
  }

  /** Saves what is valid, one request after another. */
  async function save(): Promise<void> {
    clearTimeout(timer);
    await running;
    if (faults.value.length > 0 || saving.value === 'saved' || saving.value === 'changed_elsewhere') return;
    if (me.value?.tenant.id !== tenant) return;
    running = send().finally(() => (running = undefined));
    await running;
  }

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), SAVE_AFTER_MS);
  }

  /** What could not be saved is tried again once somebody has signed in, or the network is there again. */
  function again(): void {
    if (saving.peek() === 'failed') later();
  }
  addEventListener('online', again);
  const stopWatching = effect(() => {
    if (!isExpired.value) again();
  });

  return {
    draft,
    campaign,
    saving,
    savedAt,
    problem,
    /** What Herald refused of the last version that was saved. */
    refused,
    faults,
    isTemplate,
    save,
    change(change: Partial<Draft>): void {
      draft.value = { ...draft.value, ...change };
      // Its times are no part of what is saved, and leave open what else is.
      const isOfTime = Object.keys(change).every((name) => name === 'at' || name === 'recurrence');
      const kept = isOfTime && saving.value === 'saved' ? ownTimes() : draft.value;
      keepHere(kept);
      if (isOfTime) return;
      if (saving.value !== 'changed_elsewhere') saving.value = 'kept';
      later();
    },
    /** Reads the campaign; what was typed here goes before, unless something was changed elsewhere, too. */
    async load(): Promise<void> {
      if (id === 'new') return;
      const now = await read(id);
      const theirs = draftOf(now);
      const { draft: typed, times } = kept;
      const mine = { ...EMPTY, ...typed };
      // Of times alone there are two.
      const isOpen = Object.keys(typed).length > 2;
      // Times that nobody chose here are Herald's: somebody may have scheduled it since.
      const isTimed = 'at' in typed && !isSame(mine, times) && !isSame(mine, theirs);
      const isOther = isOpen ? kept.updated_at !== now.updated_at : isTimed && !isSame(times, theirs);
      batch(() => {
        campaign.value = now;
        draft.value = { ...theirs, ...typed, ...timesOf(isTimed ? mine : theirs) };
        saving.value = isOther ? 'changed_elsewhere' : isOpen ? 'kept' : 'saved';
        savedAt.value = new Date(now.updated_at).getTime();
      });
      if (saving.value === 'kept') later();
    },
    /** Binds what is asked for to the campaign as this page shows it. */
    asRead,
    /** Takes the ETag of what was counted, where a campaign that was just made has none yet. */
    counted(tag: string | null): void {
      etag ??= tag;
    },
    /** Forgets what was typed here, and reads what somebody else saved. @param keepsTimes whether the time chosen here stays */
    async takeTheirs(keepsTimes?: boolean): Promise<void> {
      if (!campaign.value) return;
      const times = keepsTimes && ownTimes();
      const theirs = await read(campaign.value.id);
      draft.value = { ...draftOf(theirs), ...times };
      took(theirs, draft.value);
    },
    /** Saves what was typed here as another campaign. @returns its id */
    async keepMine(): Promise<string> {
      const copy = await answerOf(
        api.POST('/v1/campaigns', {
          body: bodyOf({ ...draft.value, name: `${draft.value.name} (copy)`.slice(0, 200) }),
        }),
      );
      keepHere();
      // When it is to go is no part of what was saved.
      keepEverywhere(slot(copy.id), { draft: timesOf(draft.value) });
      return copy.id;
    },
    /** Approves the campaign as it was read or saved here. @throws HeraldProblem when it was changed since, or one may not */
    async approve(): Promise<void> {
      if (!campaign.value) return;
      const params = { path: { id: campaign.value.id }, header: asRead() };
      const approved = await known(api.POST('/v1/campaigns/{id}/approve', { params })).catch((error: unknown) => {
        if (codeOf(error) === 'campaign.changed') saving.value = 'changed_elsewhere';
        throw error;
      });
      took(approved, draft.value);
    },
    /** It is sent or scheduled: when that is, Herald knows from here on. */
    sent(): void {
      keepHere();
    },
    end(): void {
      clearTimeout(timer);
      stopWatching();
      removeEventListener('online', again);
      if (saving.value === 'kept') void save();
    },
  };
}

/** For this tab, and for one that is opened later: what is written in two tabs must not get lost in either. */
function keepEverywhere(name: string, value?: Partial<Kept>): void {
  for (const place of PLACES) keep(place, name, value && JSON.stringify(value));
}

const timesOf = ({ at, recurrence }: Times): Times => ({ at, recurrence });

const isSame = (one: Times, other: Times) => JSON.stringify(timesOf(one)) === JSON.stringify(timesOf(other));
