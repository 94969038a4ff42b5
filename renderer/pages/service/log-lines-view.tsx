import { Box, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { NumberedLine } from './matching-lines.ts';
import classes from './service.module.css';

const lineHeight = 20;

interface LogLinesViewProps {
  lines: readonly NumberedLine[];
  /** Whether the end is kept in sight. */
  following: boolean;
  onFollow(following: boolean): void;
  label: string;
  empty: string;
}

/** A list of any length, of which only the lines in sight are in the page. Scrolling up stops the following, scrolling down starts it. */
export function LogLinesView({ lines, following, onFollow, label, empty }: LogLinesViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  useEffect(() => {
    if (following && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines, virtualizer]);

  const onWheel = (deltaY: number) => {
    const element = box.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < lineHeight * 2;
    if (deltaY < 0) onFollow(false);
    else if (atEnd) onFollow(true);
  };

  return (
    <Box
      component="section"
      ref={box}
      className={classes.log}
      tabIndex={0}
      aria-label={label}
      onWheel={(event) => onWheel(event.deltaY)}
    >
      {lines.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {empty}
        </Text>
      )}
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            <div key={line?.number ?? index} className={classes.line} style={{ top: start, height: lineHeight }}>
              <span className={classes.number} aria-hidden>
                {line?.number}
              </span>
              <span className={classes.text}>{line?.text}</span>
            </div>
          );
        })}
      </div>
    </Box>
  );
}
