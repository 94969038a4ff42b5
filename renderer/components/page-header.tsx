import { Anchor, Breadcrumbs, Group, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import classes from './page-header.module.css';

interface PageHeaderProps {
  title: string;
  /** Pages above this one, from the dashboard down. */
  trail?: readonly { label: string; path: string }[];
  /** Beside the title: the state. */
  status?: ReactNode;
  /** Below the title: what is worth knowing. */
  facts?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page. Gives the page its title and takes the focus, so that a screen reader begins here. */
export function PageHeader({ title, trail = [], status, facts, actions }: PageHeaderProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('common.documentTitle', { title });
  }, [title, t]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className={classes.header}>
      {trail.length > 0 && (
        <nav aria-label={t('navigation.trail')}>
          <Breadcrumbs separatorMargin={6} className={classes.trail ?? ''}>
            {trail.map(({ label, path }) => (
              <Anchor key={path} component={Link} href={path} size="sm" c="dimmed">
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" className={classes.title ?? ''}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {status}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {facts}
    </header>
  );
}
