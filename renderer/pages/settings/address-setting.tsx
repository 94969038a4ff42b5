import { TextInput } from '@mantine/core';

interface AddressSettingProps {
  label: string;
  description: string;
  placeholder: string;
  value: string | null;
  onSave: (value: string | null) => void;
}

/** An address, or nothing. Saved when the field is left; one that is wrong is refused by the Director, which says why. */
export function AddressSetting({ label, description, placeholder, value, onSave }: AddressSettingProps) {
  return (
    <TextInput
      key={value}
      type="url"
      label={label}
      description={description}
      placeholder={placeholder}
      defaultValue={value ?? ''}
      autoComplete="off"
      spellCheck={false}
      maxLength={2048}
      maw={460}
      onBlur={(event) => {
        const typed = event.currentTarget.value.trim() || null;
        if (typed !== value) onSave(typed);
      }}
    />
  );
}
