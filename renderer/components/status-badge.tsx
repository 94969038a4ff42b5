import type { Look } from './look.ts';
import classes from './status-badge.module.css';

/** A state as icon and words. */
export function StatusBadge({ look }: { look: Look }) {
  return (
    <span className={classes.badge} data-tone={look.tone}>
      <StatusIcon look={look} />
      {look.label}
    </span>
  );
}

/** The icon alone, for where the words stand beside it anyway. */
export function StatusIcon({ look, size = 15 }: { look: Look; size?: number }) {
  return (
    <look.icon
      aria-hidden
      size={size}
      stroke={2}
      className={classes.icon}
      data-tone={look.tone}
      data-turning={look.turning || undefined}
    />
  );
}
