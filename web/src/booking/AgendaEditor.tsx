import { ActionIcon, Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { CloseIcon, DownIcon, GripIcon, PlusIcon, UpIcon } from '../ui/icons';
import { emptyItem, moved, totalMinutes, type AgendaDraft } from './dossier';
import classes from './dossier.module.css';
import type { FieldErrors } from './draft';

interface AgendaEditorProps {
  agenda: readonly AgendaDraft[];
  /** Where a speaker can sit. */
  rooms: readonly { id: string; shortName: string }[];
  errors: FieldErrors;
  onChange: (agenda: AgendaDraft[]) => void;
}

/** The agenda in the order of the speakers: moved by dragging, by the arrows, or by Alt with the arrow keys anywhere in a point. */
export function AgendaEditor({ agenda, rooms, errors, onChange }: AgendaEditorProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [told, setTold] = useState('');
  const places = rooms.map((room) => ({ value: room.id, label: room.shortName }));
  const move = (from: number, to: number) => {
    if (from === to || to < 0 || to >= agenda.length) return;
    onChange(moved(agenda, from, to));
    setTold(t('agenda.moved', { n: from + 1, to: to + 1 }));
  };
  const edit = (index: number, part: Partial<AgendaDraft>) =>
    onChange(agenda.map((item, at) => (at === index ? { ...item, ...part } : item)));
  const minutes = totalMinutes(agenda);
  return (
    <>
      <ol className={classes.agenda}>
        {agenda.map((item, index) => (
          <li
            key={item.key}
            data-testid="agenda-item"
            data-over={over === index && dragged !== index}
            className={classes.item}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) move(dragged, index);
              setDragged(null);
              setOver(null);
            }}
            onKeyDown={(event) => moveByKeys(event, index, move)}
          >
            <span
              className={classes.grip}
              draggable
              title={t('agenda.drag')}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', item.topic);
                setDragged(index);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
            >
              <GripIcon size={16} />
              <b className="numbers">{index + 1}</b>
            </span>
            <Point
              item={item}
              number={index + 1}
              places={places}
              errorOf={(member) => errors[`dossier.agenda[${String(index)}].${member}`]}
              edit={(part) => edit(index, part)}
            />
            <span className={classes.moves}>
              <Move
                label={t('agenda.up', { n: index + 1 })}
                off={index === 0}
                act={() => move(index, index - 1)}
              >
                <UpIcon size={16} />
              </Move>
              <Move
                label={t('agenda.down', { n: index + 1 })}
                off={index === agenda.length - 1}
                act={() => move(index, index + 1)}
              >
                <DownIcon size={16} />
              </Move>
              <Move
                label={t('agenda.remove', { n: index + 1 })}
                act={() => onChange(agenda.filter((_, at) => at !== index))}
              >
                <CloseIcon size={16} />
              </Move>
            </span>
          </li>
        ))}
      </ol>
      {errors['dossier.agenda'] && <p className={classes.bad}>{errors['dossier.agenda']}</p>}
      <Group gap="sm">
        <Button
          variant="default"
          size="compact-md"
          leftSection={<PlusIcon size={16} />}
          onClick={() => onChange([...agenda, emptyItem()])}
        >
          {t('agenda.add')}
        </Button>
        {minutes > 0 && <span className={classes.soft}>{t('agenda.total', { n: minutes })}</span>}
      </Group>
      <span className="visually-hidden" role="status">
        {told}
      </span>
    </>
  );
}

function moveByKeys(event: KeyboardEvent, index: number, move: (from: number, to: number) => void): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  event.stopPropagation();
  move(index, event.key === 'ArrowUp' ? index - 1 : index + 1);
}

interface PointProps {
  item: AgendaDraft;
  number: number;
  places: { value: string; label: string }[];
  errorOf: (member: 'topic' | 'speaker' | 'roomId' | 'minutes') => string | undefined;
  edit: (part: Partial<AgendaDraft>) => void;
}

function Point({ item, number, places, errorOf, edit }: PointProps) {
  return (
    <div className={classes.point}>
      <TextInput
        aria-label={t('agenda.topic', { n: number })}
        placeholder={t('agenda.topicHint')}
        size="sm"
        maxLength={300}
        value={item.topic}
        error={errorOf('topic')}
        onChange={(event) => edit({ topic: event.currentTarget.value })}
      />
      <div className={classes.who}>
        <TextInput
          aria-label={t('agenda.speaker', { n: number })}
          placeholder={t('agenda.speakerHint')}
          size="sm"
          maxLength={150}
          value={item.speaker}
          error={errorOf('speaker')}
          onChange={(event) => edit({ speaker: event.currentTarget.value })}
        />
        <Select
          aria-label={t('agenda.room', { n: number })}
          placeholder={t('agenda.roomHint')}
          size="sm"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('do.remove') }}
          nothingFoundMessage={t('booking.chairEmpty')}
          data={places}
          value={item.roomId}
          error={errorOf('roomId')}
          filter={({ options, search }) =>
            options.filter((option) => 'label' in option && matches(search, option.label))
          }
          onChange={(roomId) => edit({ roomId })}
        />
        <NumberInput
          aria-label={t('agenda.minutes', { n: number })}
          placeholder={t('agenda.minutesHint')}
          size="sm"
          hideControls
          allowDecimal={false}
          allowNegative={false}
          value={item.minutes}
          error={errorOf('minutes')}
          onChange={(minutes) => edit({ minutes: String(minutes) })}
        />
      </div>
    </div>
  );
}

interface MoveProps {
  label: string;
  off?: boolean;
  act: () => void;
  children: React.ReactNode;
}

/** Stays where the focus is also at the end of the way, so that the keyboard is not lost. */
function Move({ label, off = false, act, children }: MoveProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={act}
    >
      {children}
    </ActionIcon>
  );
}
