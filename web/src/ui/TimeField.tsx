import { Autocomplete } from '@mantine/core';
import { parseTime } from '../time/time';

interface TimeFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  error?: string | undefined;
  name: string;
  description?: string | undefined;
}

const two = (n: number) => String(n).padStart(2, '0');
// Office hours by quarters; every other time can be typed.
const quarters = Array.from(
  { length: 4 * 13 + 1 },
  (_, index) => `${two(7 + Math.floor(index / 4))}:${two((index % 4) * 15)}`,
);

/** A 24-hour time, typed (`7:30`, `7h30`, `730`) or picked. Always 24 hours, whatever the browser prefers. */
export function TimeField({ label, value, onChange, error, name, description }: TimeFieldProps) {
  const tidy = () => {
    const time = parseTime(value);
    if (time && time !== value) onChange(time);
  };
  return (
    <Autocomplete
      label={label}
      name={name}
      value={value}
      onChange={onChange}
      onBlur={tidy}
      error={error}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={quarters}
      filter={({ options, search }) => {
        // With a whole time in the field everything is offered; with the beginning of one, what fits.
        const typed = search.replace(/h/i, ':');
        if (parseTime(search) === search) return options;
        return options.filter(
          (option) => 'value' in option && option.value.replace(/^0/, '').startsWith(typed.replace(/^0/, '')),
        );
      }}
      maxDropdownHeight={240}
      inputMode="numeric"
      autoComplete="off"
      w={120}
      className="numbers"
    />
  );
}
