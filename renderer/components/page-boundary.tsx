import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from '../i18n.ts';
import { ErrorPanel } from './error-panel.tsx';

interface PageBoundaryProps {
  /** Where the user is: going elsewhere is another try. */
  place: string;
  children: ReactNode;
}

/**
 * Keeps the rest of the window usable when a page cannot be shown: a part of it that could not be loaded (the Director is away,
 * or was updated since), or a defect. Only a class can catch what is thrown while rendering.
 */
export class PageBoundary extends Component<PageBoundaryProps, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { failure: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override componentDidUpdate(before: PageBoundaryProps): void {
    if (this.state.failure && before.place !== this.props.place) this.setState({ failure: null });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    const detail = failure.stack ?? failure.message;
    return (
      <ErrorPanel error={{ code: 'INTERNAL', message: t('boundary.title'), hint: t('boundary.text'), detail }}>
        <Button size="compact-xs" onClick={() => window.location.reload()}>
          {t('boundary.reload')}
        </Button>
      </ErrorPanel>
    );
  }
}
