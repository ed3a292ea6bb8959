import { Button, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { startTrace, stopTrace, traceTextUrl } from '../api/traces';
import type { Trace, TracedMessage } from '../api/types';
import { t } from '../i18n/language';
import { useBoard, useBoardStore } from '../live/useBoard';
import { formatTimeWithSeconds, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { say } from '../ui/toast';
import { layOut } from './ladder';
import { Ladder } from './Ladder';
import classes from './trace.module.css';
import { extend, traceKey, useTrace } from './useTrace';

const lengths = [2, 10, 30, 60] as const;

/** The signalling between the bridge and one room, live. */
export default function TracePage() {
  const { id = '', roomId = '' } = useParams();
  const board = useBoard(useBoardStore(id));
  const { data: trace, error, isPending, refetch } = useTrace(id, roomId);
  const room = board?.participants.get(roomId)?.shortName ?? trace?.roomName ?? '';
  return (
    <Page
      wide
      title={t('trace.title', { room })}
      acts={<Acts conferenceId={id} roomId={roomId} trace={trace ?? null} />}
    >
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {isPending ? (
        <Lines />
      ) : trace ? (
        <Traced trace={trace} room={room} />
      ) : (
        error === null && (
          <Empty title={t('trace.none')}>
            <p>{t('trace.noneHint')}</p>
          </Empty>
        )
      )}
    </Page>
  );
}

interface ActsProps {
  conferenceId: string;
  roomId: string;
  trace: Trace | null;
}

function Acts({ conferenceId, roomId, trace }: ActsProps) {
  const client = useQueryClient();
  const [minutes, setMinutes] = useState('10');
  const [busy, setBusy] = useState(false);
  const key = traceKey(conferenceId, roomId);
  const running = trace !== null && !trace.end;

  const run = async (act: () => Promise<Trace>) => {
    setBusy(true);
    try {
      const news = await act();
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<Trace | null>(key, (known) =>
        known && known.id === news.id ? extend({ ...known, messages: [] }, news) : news,
      );
    } catch (error) {
      say('failed', t('trace.failed', { reason: errorText(error) }));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      {running ? (
        <Button color="red" loading={busy} onClick={() => void run(() => stopTrace(trace.id))}>
          {t('trace.stop')}
        </Button>
      ) : (
        <>
          <Select
            w={110}
            aria-label={t('trace.minutes')}
            value={minutes}
            allowDeselect={false}
            onChange={(next) => next !== null && setMinutes(next)}
            data={lengths.map((n) => ({ value: String(n), label: t('trace.forMinutes', { n }) }))}
          />
          <Button
            loading={busy}
            onClick={() => void run(() => startTrace(conferenceId, roomId, Number(minutes)))}
          >
            {t(trace ? 'trace.again' : 'trace.start')}
          </Button>
        </>
      )}
      {trace && trace.messages.length > 0 && (
        <Button component="a" variant="default" href={traceTextUrl(trace.id)} download>
          {t('trace.download')}
        </Button>
      )}
      <Button component={Link} variant="default" to={`/live/${conferenceId}`}>
        {t('trace.back')}
      </Button>
    </>
  );
}

function Traced({ trace, room }: { trace: Trace; room: string }) {
  const rungs = useMemo(() => layOut(trace.messages), [trace.messages]);
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = trace.messages.find((message) => message.number === chosen);
  return (
    <div className={classes.page}>
      <p className={classes.state} role="status" data-running={!trace.end}>
        <b>
          {trace.end
            ? t(`trace.end.${trace.end}`)
            : t('trace.running', { time: formatTimeWithSeconds(instantOf(trace.endsAt)) })}
        </b>
        {' · '}
        {t('trace.by', { who: trace.startedBy, time: formatTimeWithSeconds(instantOf(trace.startedAt)) })}
        {' · '}
        {t('trace.count', { n: trace.messages.length })}
        {trace.missing > 0 && ` · ${t('trace.missing', { n: trace.missing })}`}
      </p>
      {rungs.length === 0 ? (
        <Empty title={t('trace.waiting')} />
      ) : (
        <div className={classes.columns}>
          <Ladder rungs={rungs} room={room} selected={chosen} onSelect={setChosen} />
          <section className={classes.message} aria-label={t('trace.message')} data-testid="message">
            {shown ? <Message message={shown} /> : <p>{t('trace.choose')}</p>}
          </section>
        </div>
      )}
    </div>
  );
}

function Message({ message }: { message: TracedMessage }) {
  const { number, at, outgoing, remote, transport, text } = message;
  return (
    <>
      <h2>
        #{number} · {formatTimeWithSeconds(instantOf(at))}
      </h2>
      <p>{t(outgoing ? 'trace.toRoom' : 'trace.fromRoom', { remote, transport })}</p>
      {/* A long message scrolls, also by keyboard. */}
      <pre tabIndex={0}>{text.replace(/\r\n/g, '\n').trimEnd()}</pre>
    </>
  );
}
