import type { Unit } from '../api/types';
import { t } from '../i18n/language';
import { formatDay } from '../time/time';

/** The units a role may be given for. One that has ended is there only where it was chosen before, and says until when it was. */
export const offeredUnits = (units: readonly Unit[], chosen: readonly string[], today: string) =>
  units
    .filter(({ id, validTo }) => !validTo || validTo >= today || chosen.includes(id))
    .map(({ id, name, validTo }) => ({
      value: id,
      label: validTo && validTo < today ? t('units.ended', { name, day: formatDay(validTo) }) : name,
    }));
