import { Button, Fieldset, Group, MultiSelect, Radio, Stack } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useUnits } from '../api/rooms';
import type { Unit } from '../api/types';
import { parseDay } from '../booking/parseDay';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { dayOf } from '../time/time';
import { fieldError } from '../ui/errorText';
import { Failure } from '../ui/page';
import { NewUnitFields } from './NewUnitFields';
import { takeFocus } from './takeFocus';
import { acts, begins, begun, besides, inherited, type Draft } from './reorganisation';
import { UnitSelect } from './UnitSelect';

interface ReorganiseFormProps {
  unit: Unit;
  draft: Draft;
  onChange: (draft: Draft) => void;
  problem: unknown;
  checked: boolean;
  busy: boolean;
  /** Somebody came back to it: he goes on from its first field. */
  takesFocus: boolean;
  onPreview: () => void;
  onCancel: () => void;
}

/** Which act upon a unit, from when on, and who takes over. */
export function ReorganiseForm(props: ReorganiseFormProps) {
  const { unit, draft, onChange, problem, busy, onPreview, onCancel } = props;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPreview();
      }}
      noValidate
    >
      <Stack gap="md">
        {problem !== null && <Failure error={problem} />}
        <Radio.Group
          label={t('reorganise.act')}
          description={t(`reorganise.${draft.act}Hint`)}
          value={draft.act}
          onChange={(act) => onChange(begun(act, draft.from, unit))}
        >
          <Group mt="xs">
            {acts.map((act) => (
              <Radio
                key={act}
                value={act}
                label={t(`reorganise.${act}`)}
                ref={props.takesFocus && act === draft.act ? takeFocus : undefined}
              />
            ))}
          </Group>
        </Radio.Group>
        <DateInput
          label={t('reorganise.from')}
          description={t('reorganise.fromHint')}
          valueFormat="DD/MM/YYYY"
          dateParser={parseDay}
          minDate={dayOf(serverNow())}
          value={draft.from || null}
          onChange={(day) => onChange({ ...draft, from: day ?? '' })}
          error={
            fieldError(problem, 'from') ?? (props.checked && !draft.from ? t('field.required') : undefined)
          }
        />
        {draft.act === 'merge' && <MergerFields {...props} />}
        {begins(draft) ? <NewUnits {...props} /> : <Heir {...props} />}
        <Group>
          <Button type="submit" loading={busy}>
            {t('reorganise.preview')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function MergerFields({ unit, draft, onChange, problem }: ReorganiseFormProps) {
  const today = dayOf(serverNow());
  const units = (useUnits().data ?? []).filter(
    ({ id, validTo }) => id !== unit.id && id !== draft.unitId && (!validTo || validTo >= today),
  );
  return (
    <>
      <MultiSelect
        label={`${t('reorganise.others')} (${t('word.optional')})`}
        searchable
        nothingFoundMessage={t('booking.chairEmpty')}
        data={units.map(({ id, name }) => ({ value: id, label: name }))}
        filter={({ options, search }) =>
          options.filter((option) => 'label' in option && matches(search, option.label))
        }
        value={draft.others}
        onChange={(others) => onChange({ ...draft, others })}
        error={fieldError(problem, 'sourceIds')}
      />
      <Radio.Group
        label={t('reorganise.into')}
        value={draft.intoNew ? 'new' : 'there'}
        onChange={(into) => onChange({ ...draft, intoNew: into === 'new' })}
      >
        <Group mt="xs">
          <Radio value="there" label={t('reorganise.intoThere')} />
          <Radio value="new" label={t('reorganise.intoNew')} />
        </Group>
      </Radio.Group>
    </>
  );
}

function Heir({ unit, draft, onChange, problem, checked }: ReorganiseFormProps) {
  return (
    <UnitSelect
      label={t('reorganise.heir')}
      value={draft.unitId}
      without={unit.id}
      onChange={(unitId) => onChange(inherited(draft, unitId))}
      error={
        fieldError(problem, 'successors[0].unitId') ??
        (checked && draft.unitId === null ? t('field.required') : undefined)
      }
    />
  );
}

function NewUnits({ unit, draft, onChange, problem, checked }: ReorganiseFormProps) {
  const isSplit = draft.act === 'split';
  return (
    <>
      {draft.units.map((one, place) => (
        <Fieldset
          key={place}
          legend={isSplit ? t('reorganise.newUnitN', { n: place + 1 }) : t('reorganise.newUnit')}
        >
          <NewUnitFields
            unit={one}
            place={place}
            without={unit.id}
            onChange={(change) =>
              onChange({
                ...draft,
                units: draft.units.map((other, at) => (at === place ? { ...other, ...change } : other)),
              })
            }
            problem={problem}
            checked={checked}
          />
          {isSplit && draft.units.length > 2 && (
            <Button
              mt="sm"
              size="compact-sm"
              variant="default"
              aria-label={t('reorganise.removeUnit', { n: place + 1 })}
              // What was given by its place would go elsewhere.
              onClick={() =>
                onChange({ ...draft, units: draft.units.filter((_, at) => at !== place), placed: {} })
              }
            >
              {t('do.remove')}
            </Button>
          )}
        </Fieldset>
      ))}
      {isSplit && (
        <Group>
          <Button
            variant="default"
            onClick={() => onChange({ ...draft, units: [...draft.units, besides(unit)] })}
          >
            {t('reorganise.addUnit')}
          </Button>
        </Group>
      )}
    </>
  );
}
