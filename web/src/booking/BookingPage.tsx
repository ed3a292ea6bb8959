import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { briefingKey, getBriefing, type Reach } from '../api/briefings';
import { getTemplate, templatesKey } from '../api/presets';
import { useHosting } from '../app/useScope';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { instantOf } from '../time/time';
import { Failure, Lines, Page } from '../ui/page';
import { BookingForm } from './BookingForm';
import { draftOf, draftOfSeries, draftOfSketch, emptyDraft, sketchOf, withTimes, type Draft } from './draft';

/** Booking, changing (`/briefings/:id/edit`) and copying (`?copy=`) a briefing, and booking with a template (`?template=`). */
export default function BookingPage() {
  const { id } = useParams();
  const [parameters] = useSearchParams();
  const copyOf = parameters.get('copy');
  const source = id ?? copyOf;
  const template = parameters.get('template');
  // What was begun at one place of the calendar is kept apart from what was begun elsewhere.
  const placed = parameters.toString();
  const briefing = useQuery({
    queryKey: briefingKey(source ?? ''),
    queryFn: () => getBriefing(source ?? ''),
    enabled: source !== null,
    staleTime: 0,
  });
  const hosting = useHosting();
  const title = id ? t('booking.titleEdit') : t('booking.titleNew');

  if (source === null && template !== null) return <FromTemplate key={template} id={template} />;
  if (source === null && hosting)
    return (
      <BookingForm
        key={placed}
        title={title}
        draftKey={placed === '' ? 'draft:new' : `draft:new?${placed}`}
        initial={() => draftAt(parameters, hosting.first)}
      />
    );
  if (briefing.isError)
    return (
      <Page title={title}>
        <Failure error={briefing.error} retry={() => void briefing.refetch()} />
      </Page>
    );
  if (source === null || briefing.isPending)
    return (
      <Page title={title}>
        <Lines />
      </Page>
    );
  const known = draftOf(briefing.data);
  const reach = reachOf(parameters, Boolean(briefing.data.series));
  if (id)
    return (
      <BookingForm
        key={`${id} ${reach?.scope ?? ''} ${reach?.occurrenceId ?? ''}`}
        title={title}
        draftKey={`draft:${id}:${reach?.scope ?? ''}:${reach?.occurrenceId ?? ''}`}
        initial={() => (reach ? draftOfSeries(briefing.data, reach.scope, reach.occurrenceId) : known)}
        editing={briefing.data}
        {...(reach ? { reach } : {})}
        onRefresh={() => void briefing.refetch()}
      />
    );
  return (
    <BookingForm
      key={`copy-${source}`}
      title={title}
      draftKey={`draft:copy:${source}`}
      initial={() => draftOfSketch(sketchOf(briefing.data))}
      hint={t('copy.askDay', { title: briefing.data.title })}
    />
  );
}

function FromTemplate({ id }: { id: string }) {
  const query = useQuery({
    queryKey: [...templatesKey, id],
    queryFn: () => getTemplate(id),
    staleTime: 0,
  });
  const title = t('booking.titleNew');
  const sketch = query.data?.sketch;
  if (query.isError)
    return (
      <Page title={title}>
        <Failure error={query.error} retry={() => void query.refetch()} />
      </Page>
    );
  if (!sketch)
    return (
      <Page title={title}>
        <Lines />
      </Page>
    );
  return (
    <BookingForm
      title={title}
      draftKey={`draft:template:${id}`}
      initial={() => draftOfSketch(sketch)}
      hint={t('copy.fromTemplate', { title: query.data?.preset.name ?? '' })}
    />
  );
}

/** Which sessions are meant is in the address; without a word it is all of them. */
function reachOf(parameters: URLSearchParams, isSeries: boolean): Reach | undefined {
  if (!isSeries) return undefined;
  const occurrenceId = parameters.get('session');
  const scope = parameters.get('scope');
  if (occurrenceId && (scope === 'this' || scope === 'following')) return { scope, occurrenceId };
  return { scope: 'all', occurrenceId: null };
}

/** An empty entry, at the time and with the rooms that were chosen in the calendar if there were any. */
function draftAt(parameters: URLSearchParams, hostUnitId: string | null): Draft {
  const empty = emptyDraft(serverNow());
  const draft = { ...empty, dossier: { ...empty.dossier, hostUnitId } };
  const start = instantOf(parameters.get('start') ?? '');
  if (!Number.isFinite(start)) return draft;
  const end = instantOf(parameters.get('end') ?? '');
  const roomIds = parameters.get('rooms')?.split(',').filter(Boolean) ?? [];
  return {
    ...withTimes(draft, { start, end: end > start ? end : start + 3_600_000 }),
    roomIds,
  };
}
