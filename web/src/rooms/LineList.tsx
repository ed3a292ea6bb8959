import { Button, Drawer } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { linesKey, removeLine, useCapacity, useLines } from '../api/rooms';
import { isStale } from '../api/problem';
import type { Capacity, Line, Peak } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatSpan, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { PlusIcon } from '../ui/icons';
import { Empty, Failure, Lines } from '../ui/page';
import { say } from '../ui/toast';
import { useEdited } from '../ui/useEdited';
import { LineForm } from './LineForm';
import { treeOf } from './lines';
import classes from './rooms.module.css';

/** The lines of the wide-area network as the tree they are, and how much of them and of the ports a day uses. */
export function LineList() {
  const [day, setDay] = useState(dayOf(serverNow()));
  const lines = useLines();
  const capacity = useCapacity(day);
  const { edited, setEdited, reload } = useEdited(lines.data);
  if (lines.isPending || capacity.isPending) return <Lines />;
  if (lines.isError) return <Failure error={lines.error} retry={() => void lines.refetch()} />;
  if (capacity.isError) return <Failure error={capacity.error} retry={() => void capacity.refetch()} />;
  return (
    <>
      <div className={classes.above}>
        <Button leftSection={<PlusIcon />} onClick={() => setEdited('new')}>
          {t('lines.add')}
        </Button>
        <DateInput
          label={t('lines.day')}
          w={150}
          valueFormat="DD/MM/YYYY"
          dateParser={parseDay}
          value={day}
          onChange={(chosen) => setDay(chosen ?? dayOf(serverNow()))}
        />
      </div>
      {lines.data.length === 0 && <Empty title={t('lines.none')}>{t('lines.noneHint')}</Empty>}
      <LineTable lines={lines.data} capacity={capacity.data} onEdit={setEdited} />
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        position="right"
        size={480}
        title={edited === 'new' ? t('lines.add') : t('lines.editTitle')}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        {edited !== null && (
          <LineForm
            key={edited === 'new' ? edited : edited.tag}
            line={edited === 'new' ? null : edited}
            lines={lines.data}
            onReload={reload}
            onDone={() => setEdited(null)}
          />
        )}
      </Drawer>
    </>
  );
}

interface LineTableProps {
  lines: readonly Line[];
  capacity: Capacity;
  onEdit: (line: Line) => void;
}

function LineTable({ lines, capacity, onEdit }: LineTableProps) {
  const client = useQueryClient();
  const peaks = new Map(capacity.lines.map((peak) => [peak.lineId, peak]));
  const remove = (line: Line) =>
    removeLine(line).then(
      async () => {
        say('done', t('lines.removed', { name: line.name }));
        await client.invalidateQueries({ queryKey: linesKey });
      },
      async (error: unknown) => {
        say('failed', errorText(error));
        if (isStale(error)) await client.invalidateQueries({ queryKey: linesKey });
      },
    );
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('lines.name')}</th>
          <th scope="col">{t('lines.kbits')}</th>
          <th scope="col">{t('lines.rooms')}</th>
          <th scope="col">{t('lines.most')}</th>
          <th scope="col">{t('lines.peak')}</th>
          <th>
            <span className="visually-hidden">{t('do.edit')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>
            <b>{t('lines.ports')}</b>
            <small>
              {t('lines.portsNote', {
                schedulable: capacity.schedulable,
                kept: capacity.ports - capacity.schedulable,
              })}
            </small>
          </td>
          <td className="numbers">{capacity.ports}</td>
          <td className="numbers">{capacity.portUse.rooms}</td>
          <td className="numbers">{capacity.portUse.most}</td>
          <td>
            <Use peak={capacity.portUse} limit={capacity.schedulable} />
          </td>
          <td />
        </tr>
        {treeOf(lines).map(({ line, depth }) => (
          <tr key={line.id}>
            <td style={{ paddingLeft: 14 + depth * 22 }}>
              {depth > 0 && <span aria-hidden="true">└ </span>}
              {line.name}
              {depth > 0 && (
                <span className="visually-hidden">
                  , {t('lines.parent')} {lines.find((one) => one.id === line.parentId)?.name}
                </span>
              )}
            </td>
            <td className="numbers">{line.kbits}</td>
            <td className="numbers">{peaks.get(line.id)?.rooms ?? 0}</td>
            <td className="numbers">{peaks.get(line.id)?.most ?? 0}</td>
            <td>
              <Use peak={peaks.get(line.id)} limit={line.kbits} />
            </td>
            <td className={classes.acts}>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${t('do.edit')} ${line.name}`}
                onClick={() => onEdit(line)}
              >
                {t('do.edit')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${t('lines.remove')} ${line.name}`}
                onClick={() => void remove(line)}
              >
                {t('lines.remove')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The most that is used that day, in words and as a bar. */
function Use({ peak, limit }: { peak: Peak | undefined; limit: number }) {
  if (!peak?.when) return <span className={classes.soft}>{t('lines.unused')}</span>;
  const time = formatSpan(instantOf(peak.when.start), instantOf(peak.when.end));
  const over = peak.used > limit;
  return (
    <>
      <span className="numbers">
        {t('lines.peakAt', { used: peak.used, limit, time })}
        {over && <b className={classes.over}> ▲ {t('lines.over')}</b>}
      </span>
      <span aria-hidden="true" className={classes.bar} data-over={over}>
        <span style={{ width: `${Math.min(100, (peak.used / Math.max(1, limit)) * 100)}%` }} />
      </span>
    </>
  );
}
