import { Alert, Anchor, Button, Code, Collapse, CopyButton, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronDown, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { paths } from '../routes.ts';
import classes from './error-panel.module.css';

interface ErrorPanelProps {
  /** An error of the Director, or a notice that has the same parts. */
  error: { code: string; message: string; hint?: string | undefined; detail?: string | undefined };
  /** "warning": something went wrong, but what it is about goes on. */
  tone?: 'error' | 'warning';
  title?: string;
  /** Buttons that help. */
  children?: ReactNode;
}

/** What happened, what to do, and, folded, what a lower layer said word for word. */
export function ErrorPanel({ error, tone = 'error', title, children }: ErrorPanelProps) {
  const { t } = useTranslation();
  const [open, { toggle }] = useDisclosure(false);
  const copied = [`${error.code}: ${error.message}`, error.hint, error.detail].filter(Boolean).join('\n');
  return (
    <Alert
      role={tone === 'error' ? 'alert' : 'status'}
      classNames={{ root: classes.panel ?? '', title: classes.heading ?? '', icon: classes.heading ?? '' }}
      data-tone={tone}
      icon={tone === 'error' ? <IconCircleX aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={title ?? error.message}
    >
      {title && <Text size="sm">{error.message}</Text>}
      {error.hint && (
        <Text size="sm" mt={2}>
          {error.hint}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {children}
        {error.code === 'INSUFFICIENT_CREDITS' && (
          <Anchor component={Link} href={paths.credits} size="sm">
            {t('credit.show')}
          </Anchor>
        )}
        <CopyButton value={copied}>
          {({ copied: done, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {done ? t('common.copied') : t('error.copy')}
            </Button>
          )}
        </CopyButton>
        {error.detail && (
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={open}
            onClick={toggle}
            rightSection={<IconChevronDown aria-hidden size={12} />}
          >
            {t('error.detail')}
          </Button>
        )}
      </Group>
      {error.detail && (
        <Collapse expanded={open}>
          <Code block mt="xs" className={classes.detail ?? ''}>
            {error.detail}
          </Code>
        </Collapse>
      )}
    </Alert>
  );
}
