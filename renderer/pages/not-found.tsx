import { Anchor } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { NothingYet } from '../components/nothing-yet.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { paths } from '../routes.ts';

interface NotFoundProps {
  title?: string;
  text?: string;
}

/** An address that leads nowhere, or to something that was deleted. */
export default function NotFound({ title, text }: NotFoundProps) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={title ?? t('notFound.title')} />
      <NothingYet icon={IconMapOff} title={text ?? t('notFound.text')}>
        <Anchor component={Link} href={paths.dashboard}>
          {t('notFound.back')}
        </Anchor>
      </NothingYet>
    </>
  );
}
