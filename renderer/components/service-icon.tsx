import { ThemeIcon } from '@mantine/core';
import {
  IconBrandPhp,
  IconCoffee,
  IconDatabase,
  IconMoodSmile,
  IconScript,
  IconServer2,
  IconTopologyStar3,
} from '@tabler/icons-react';
import type { ServiceTypeDescription } from '../../director/contract/service.ts';

/** Pictures by the name that a type's definition gives. A new one is shown as a server until it has its own. */
const icons = {
  'brand-php': IconBrandPhp,
  java: IconCoffee,
  database: IconDatabase,
  files: IconTopologyStar3,
  script: IconScript,
  hello: IconMoodSmile,
};

export function ServiceIcon({ type }: { type: Pick<ServiceTypeDescription, 'icon'> | undefined }) {
  const Picture = icons[type?.icon as keyof typeof icons] ?? IconServer2;
  return (
    <ThemeIcon variant="light" size={38} radius="md">
      <Picture aria-hidden size={22} />
    </ThemeIcon>
  );
}
