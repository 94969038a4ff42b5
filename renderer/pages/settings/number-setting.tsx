import { NumberInput } from '@mantine/core';

interface NumberSettingProps {
  label: string;
  description?: string;
  value: number;
  min?: number;
  max?: number;
  onSave: (value: number) => void;
}

/** Saved when the field is left, as every digit on the way would be a setting of its own. */
export function NumberSetting({ label, description, value, min = 1, max, onSave }: NumberSettingProps) {
  return (
    <NumberInput
      key={value}
      label={label}
      description={description}
      defaultValue={value}
      min={min}
      {...(max === undefined ? {} : { max })}
      allowDecimal={false}
      thousandSeparator=","
      onBlur={(event) => {
        const typed = Number(event.currentTarget.value.replaceAll(',', ''));
        if (event.currentTarget.value !== '' && typed >= min && typed !== value) onSave(typed);
      }}
    />
  );
}
