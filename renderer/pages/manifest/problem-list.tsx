import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ManifestProblem } from '../../../director/contract/manifest-check.ts';
import classes from './manifest.module.css';

const looks = {
  error: { icon: IconCircleX, color: 'var(--bad-ink)' },
  warning: { icon: IconAlertTriangle, color: 'var(--warn-ink)' },
};

interface ProblemListProps {
  problems: readonly ManifestProblem[];
  onGoTo: (problem: ManifestProblem) => void;
}

/** All that is wrong or strange, each a way to its line. */
export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  const { t } = useTranslation();
  if (problems.length === 0)
    return (
      <Text size="sm" c="var(--good-ink)" style={{ display: 'flex', gap: 6, alignItems: 'center' }}>
        <IconCircleCheck aria-hidden size={18} /> {t('manifest.noProblems')}
      </Text>
    );
  return (
    <ul className={classes.problems} aria-label={t('manifest.problems')}>
      {problems.map((problem) => {
        const { severity, line, column, field, message, hint } = problem;
        const { icon: Picture, color } = looks[severity];
        return (
          <li key={`${line} ${column} ${message}`}>
            <UnstyledButton className={classes.problem ?? ''} onClick={() => onGoTo(problem)}>
              <Picture aria-hidden size={18} color={color} />
              <span>
                <VisuallyHidden>{t(`manifest.severity.${severity}`)} </VisuallyHidden>
                <Text span size="sm">
                  {message}
                </Text>
                {hint && (
                  <Text span size="sm" c="dimmed">
                    {` ${hint}`}
                  </Text>
                )}
                <Text size="xs" c="dimmed">
                  {field ? t('manifest.placeOf', { line, field }) : t('manifest.place', { line })}
                </Text>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
